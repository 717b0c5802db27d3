//! Which disputes a list holds.

use super::claim_filter::ClaimFilter;
use super::filter::{STOP_INTERVAL, Stopped};
use super::list::{Disputes, Ordered, Selection, Sorted};
use super::view::{Claim, Dispute, Source};
use super::{Graph, Position};
use crate::model::Kind;

/// What a dispute must be like to be in a list: one of its claims is like this.
#[derive(Debug, Clone, Default)]
pub struct DisputeFilter<'g> {
    /// How the claim is.
    pub claim: ClaimFilter<'g>,
    /// The kind of thing that the claim is about.
    pub kind: Option<Kind>,
}

impl<'g> DisputeFilter<'g> {
    /// Whether a dispute is like this.
    pub fn admits(&self, dispute: Dispute<'g>) -> bool {
        let about = |claim: Claim<'g>| self.kind.is_none_or(|kind| claim.subject().kind() == kind);
        let mut claims = dispute.claims_unsorted();
        claims.any(|claim| about(claim) && self.claim.admits(claim))
    }

    /// The disputes of a graph that it lets through, by key.
    ///
    /// Cost: O(1) for all; else O(n) for n claims in dispute.
    ///
    /// # Errors
    /// When `stop` said so.
    pub fn select(
        &self,
        graph: &'g Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Selection<Disputes<'g>>, Stopped> {
        if self.kind.is_none() && self.claim.is_open() {
            return Ok(Selection::Whole(graph.disputes()));
        }
        let found = graph.disputes_where(stop, |dispute| self.admits(dispute))?;
        Ok(Selection::Part(found))
    }
}

impl Graph {
    fn disputes_where<'g>(
        &'g self,
        stop: &dyn Fn() -> bool,
        holds: impl Fn(Dispute<'g>) -> bool,
    ) -> Result<Sorted<Dispute<'g>>, Stopped> {
        let mut found: Vec<(Position, Dispute<'g>)> = Vec::new();
        for (at, dispute) in self.disputes().items().enumerate() {
            if at % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            if holds(dispute) {
                found.push((dispute.position(), dispute));
            }
        }
        Ok(Sorted::new(found))
    }
}

impl<'g> Source<'g> {
    /// The disputes in which it and another source stand on different sides, by key. `None` is
    /// a source that does not exist.
    ///
    /// Cost: O(n) for n claims in dispute, and for each dispute the product of how many of its
    /// claims the one and the other makes.
    ///
    /// # Errors
    /// When `stop` said so.
    pub fn disagrees_with(
        self,
        other: Option<Self>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Sorted<Dispute<'g>>, Stopped> {
        let Some(other) = other else {
            return Ok(Sorted::new(Vec::new()));
        };
        let graph = self.graph();
        graph.disputes_where(stop, |dispute| {
            let [ours, theirs] = [self, other].map(|source| {
                let claims = dispute.claims_unsorted();
                let made = claims.filter(|claim| claim.is_said_by(source));
                made.collect::<Vec<Claim<'g>>>()
            });
            dispute.divides(&ours, &theirs)
        })
    }
}
