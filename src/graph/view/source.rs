//! What a source adds to a node.

use super::Source;
use crate::graph::list::ClaimsAt;
use crate::graph::storage::SourceClaims;
use crate::model::{Kind, PartialDate, Property};
use roaring::RoaringBitmap;
use std::borrow::Cow;

impl<'g> Source<'g> {
    /// The day from which it speaks.
    pub fn as_of(self) -> Option<PartialDate> {
        self.date(Property::AsOf)
    }

    /// Whether that day was inferred from the latest fact in it.
    pub fn as_of_inferred(self) -> bool {
        self.flag(Property::AsOfInferred).unwrap_or(false)
    }

    /// What it claims, alone or with others.
    pub fn claims_made(self) -> ClaimsAt<'g> {
        self.listed(Cow::Borrowed(&self.made().all))
    }

    /// What it claims and no other source does: nobody else says as much in the same sense.
    pub fn sole_claims(self) -> ClaimsAt<'g> {
        self.listed(Cow::Borrowed(&self.made().sole))
    }

    /// What both it and another source claim: the same, in the same sense; `None` is a source
    /// that does not exist.
    ///
    /// Cost: O(n) for n claims of the two, as compressed sets.
    pub fn agrees_with(self, other: Option<Self>) -> ClaimsAt<'g> {
        let both = other.map(|other| &self.made().all & &other.made().all);
        self.listed(Cow::Owned(both.unwrap_or_default()))
    }

    fn made(self) -> &'g SourceClaims {
        let graph = self.graph();
        let place = self.index.index() - graph.nodes.range(Kind::Source).start;
        &graph.claims_by_source[place]
    }

    fn listed(self, indices: Cow<'g, RoaringBitmap>) -> ClaimsAt<'g> {
        ClaimsAt {
            graph: self.graph(),
            indices,
        }
    }
}
