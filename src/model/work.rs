//! Source material, such as a novel.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a work.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Form, ValueType::Text),
    PropertyRule::one(Property::Year, ValueType::Count),
];
