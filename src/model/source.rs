//! A document or data set that makes claims; its name is its title.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a source.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Author, ValueType::Text),
    PropertyRule::one(Property::Publisher, ValueType::Text),
    PropertyRule::one(Property::Published, ValueType::Date),
    PropertyRule::one(Property::Retrieved, ValueType::Date),
    PropertyRule::one(Property::Url, ValueType::Text),
    PropertyRule::one(Property::Licence, ValueType::Text),
    PropertyRule::one(Property::AsOf, ValueType::Date),
    PropertyRule::one(Property::AsOfInferred, ValueType::Flag),
];
