//! What a source adds to a node.

use super::{Claim, Source};
use crate::graph::list::{Ordered, Sorted};
use crate::model::{PartialDate, Property};

impl<'g> Source<'g> {
    /// The day from which it speaks.
    pub fn as_of(self) -> Option<PartialDate> {
        self.date(Property::AsOf)
    }

    /// Whether that day was inferred from the latest fact in it.
    pub fn as_of_inferred(self) -> bool {
        self.flag(Property::AsOfInferred).unwrap_or(false)
    }

    /// What it claims.
    ///
    /// Cost: O(n log n) for n claims of the graph.
    pub fn claims_made(self) -> Sorted<Claim<'g>> {
        self.claims_where(|claim| claim.is_said_by(self))
    }

    /// What it claims and no other source does.
    pub fn sole_claims(self) -> Sorted<Claim<'g>> {
        self.claims_where(|claim| claim.is_said_only_by(self))
    }

    fn claims_where(self, holds: impl Fn(Claim<'g>) -> bool) -> Sorted<Claim<'g>> {
        let all = self.graph().all_claims();
        let held = all.items().filter(|claim| holds(*claim));
        Sorted::new(held.map(|claim| (claim.position(), claim)).collect())
    }
}
