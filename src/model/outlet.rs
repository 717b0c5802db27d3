//! Who publishes scores, reviews or news.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of an outlet.
pub const PROPERTIES: &[PropertyRule] = &[PropertyRule::one(Property::Url, ValueType::Text)];
