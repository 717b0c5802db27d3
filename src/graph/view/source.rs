//! What a source adds to a node.

use super::Source;
use crate::graph::list::ClaimsAt;
use crate::graph::storage::SourceClaims;
use crate::model::{Kind, PartialDate, Property};
use roaring::RoaringBitmap;

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
        self.listed(|made| &made.all)
    }

    /// What it claims and no other source does: nobody else says as much in the same sense.
    pub fn sole_claims(self) -> ClaimsAt<'g> {
        self.listed(|made| &made.sole)
    }

    fn listed(self, list: impl Fn(&'g SourceClaims) -> &'g RoaringBitmap) -> ClaimsAt<'g> {
        let graph = self.graph();
        let place = self.index.index() - graph.nodes.range(Kind::Source).start;
        ClaimsAt {
            graph,
            indices: list(&graph.claims_by_source[place]),
        }
    }
}
