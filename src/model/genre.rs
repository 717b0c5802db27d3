//! A class of stories.

use super::property::PropertyRule;

/// A genre has nothing beyond what every node has.
pub const PROPERTIES: &[PropertyRule] = &[];
