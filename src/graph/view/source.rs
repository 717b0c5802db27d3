//! What a source adds to a node.

use super::Source;
use crate::model::{PartialDate, Property};

impl Source<'_> {
    /// The day from which it speaks.
    pub fn as_of(self) -> Option<PartialDate> {
        self.date(Property::AsOf)
    }

    /// Whether that day was inferred from the latest fact in it.
    pub fn as_of_inferred(self) -> bool {
        self.flag(Property::AsOfInferred).unwrap_or(false)
    }
}
