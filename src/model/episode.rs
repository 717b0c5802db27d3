//! One episode. The number may be missing: a special, an unproduced pilot.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// What sort of episode it is.
    EpisodeKind {
        /// A numbered episode.
        Regular = "REGULAR",
        /// Outside the numbering.
        Special = "SPECIAL",
        /// Written or ordered, never made.
        Unproduced = "UNPRODUCED",
    }
}

/// What may be said of an episode.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Number, ValueType::Count),
    PropertyRule::one(Property::Kind, ValueType::Term(&EpisodeKind::VOCABULARY)),
    PropertyRule::one(Property::AirDate, ValueType::Date),
    PropertyRule::one(Property::RuntimeMinutes, ValueType::Count),
    PropertyRule::one(Property::Summary, ValueType::Text),
];
