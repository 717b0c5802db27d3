//! A television network or streaming service.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// How a network reaches its audience.
    NetworkKind {
        /// Over the air.
        Broadcast = "BROADCAST",
        /// By cable or satellite.
        Cable = "CABLE",
        /// Over the internet, on demand.
        Streaming = "STREAMING",
    }
}

/// What may be said of a network.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Kind, ValueType::Term(&NetworkKind::VOCABULARY)),
    PropertyRule::one(Property::Country, ValueType::Text),
];
