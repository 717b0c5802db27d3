//! A company, union or gang that is neither network nor studio nor outlet.

use super::property::PropertyRule;
use super::{Property, ValueType};

/// What may be said of an organization.
pub const PROPERTIES: &[PropertyRule] = &[PropertyRule::one(Property::Fictional, ValueType::Flag)];
