//! A television series.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// Where a series stands.
    SeriesStatus {
        /// Ordered or in the making, nothing released yet.
        InDevelopment = "IN_DEVELOPMENT",
        /// Running, or between two seasons with more to come.
        Running = "RUNNING",
        /// Ended by its network against the makers' plan.
        Canceled = "CANCELED",
        /// Ended as planned.
        Ended = "ENDED",
    }
}

vocabulary! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}

/// What may be said of a series.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Premise, ValueType::Text),
    PropertyRule::one(Property::Period, ValueType::Text),
    PropertyRule::many(Property::Countries, ValueType::Text),
    PropertyRule::many(Property::Languages, ValueType::Text),
    PropertyRule::one(Property::Premiered, ValueType::Date),
    PropertyRule::one(Property::Ended, ValueType::Date),
    PropertyRule::one(Property::Status, ValueType::Term(&SeriesStatus::VOCABULARY)),
    PropertyRule::many(Property::AirDays, ValueType::Term(&Weekday::VOCABULARY)),
    PropertyRule::one(Property::AirTime, ValueType::Time),
    PropertyRule::one(Property::SeasonCount, ValueType::Count),
    PropertyRule::one(Property::EpisodeCount, ValueType::Count),
];
