//! Someone in the story. The name may be missing: a husband whom nobody names.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a character.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Title, ValueType::Text),
    PropertyRule::many(Property::Occupations, ValueType::Text),
];
