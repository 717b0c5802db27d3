//! A human being.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a person.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Birth, ValueType::Date),
    PropertyRule::one(Property::Death, ValueType::Date),
    PropertyRule::many(Property::Occupations, ValueType::Text),
];
