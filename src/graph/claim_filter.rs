//! Which claims a list holds.

use super::filter::{STOP_INTERVAL, Stopped};
use super::list::{Ordered, Selection, Sorted};
use super::position::Position;
use super::view::{Claim, Source};
use crate::model::{Mode, Property, Rank, Relation};

/// What a claim must be like to be in a list; what is `None` or empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter<'g> {
    /// On this property.
    pub property: Option<Property>,
    /// On edges of this relation.
    pub relation: Option<Relation>,
    /// Of this rank.
    pub rank: Option<Rank>,
    /// Made in one of these senses.
    pub modes: Option<Vec<Mode>>,
    /// Said by a source; `Some(None)` is a source that does not exist.
    pub source: Option<Option<Source<'g>>>,
}

impl<'g> ClaimFilter<'g> {
    /// Whether a claim is like this.
    pub fn admits(&self, claim: Claim<'g>) -> bool {
        self.property
            .is_none_or(|property| claim.property() == Some(property))
            && self
                .relation
                .is_none_or(|relation| claim.relation() == Some(relation))
            && self.rank.is_none_or(|rank| claim.rank() == rank)
            && self
                .modes
                .as_ref()
                .is_none_or(|modes| modes.contains(&claim.mode()))
            && self
                .source
                .is_none_or(|source| source.is_some_and(|source| claim.is_said_by(source)))
    }

    /// Whether it lets everything through.
    pub(super) const fn is_open(&self) -> bool {
        self.property.is_none()
            && self.relation.is_none()
            && self.rank.is_none()
            && self.modes.is_none()
            && self.source.is_none()
    }

    /// Those of some claims that it lets through, in their order.
    ///
    /// Cost: O(1) for all claims of a graph; else O(n) for n claims to look at.
    pub fn select<L>(&self, claims: L, stop: &dyn Fn() -> bool) -> Result<Selection<L>, Stopped>
    where
        L: Ordered<Item = Claim<'g>>,
    {
        if self.is_open() {
            return Ok(Selection::Whole(claims));
        }
        let mut found: Vec<(Position, Claim<'g>)> = Vec::new();
        for (place, claim) in claims.items().enumerate() {
            if place % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            if self.admits(claim) {
                found.push((claims.position(place), claim));
            }
        }
        Ok(Selection::Part(Sorted::new(found)))
    }
}
