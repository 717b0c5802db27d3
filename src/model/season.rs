//! A run of episodes of a series.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a season.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Number, ValueType::Count),
    PropertyRule::one(Property::Subtitle, ValueType::Text),
    PropertyRule::one(Property::Premise, ValueType::Text),
    PropertyRule::one(Property::Premiered, ValueType::Date),
    PropertyRule::one(Property::Ended, ValueType::Date),
    PropertyRule::one(Property::EpisodeCount, ValueType::Count),
    PropertyRule::one(Property::RuntimeMinutes, ValueType::Count),
];
