//! A place, fictional or real.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a place.
pub const PROPERTIES: &[PropertyRule] = &[PropertyRule::one(Property::Fictional, ValueType::Flag)];
