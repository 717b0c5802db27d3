//! A company that makes series.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of a studio.
pub const PROPERTIES: &[PropertyRule] = &[PropertyRule::one(Property::Country, ValueType::Text)];
