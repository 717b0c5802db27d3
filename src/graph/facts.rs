//! What a graph says, with the best claim chosen.
//!
//! The builder sorts claims, the best first, so reading takes the first.

use super::Graph;
use super::draft::find;
use super::storage::{About, Claim};
use crate::model::{PartialDate, Property, Qualifier, Rank, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::ops::Range;

impl Graph {
    /// Where the claims on a property of a node lie, the best first, errors last.
    pub(super) fn property_claims(&self, node: NodeIndex, property: Property) -> Range<u32> {
        let range = self.storage[node].claims.clone();
        let claims = self.claims(&range);
        let of = |claim: &Claim| match &claim.about {
            About::Property { property, .. } => *property,
            About::Edge { .. } => unreachable!("claims about a node are about its properties"),
        };
        let end = claims.partition_point(|claim| of(claim) <= property);
        let start = claims[..end].partition_point(|claim| of(claim) < property);
        range.start + index(start)..range.start + index(end)
    }

    /// The claims that lie in a range.
    pub(super) fn claims(&self, range: &Range<u32>) -> &[Claim] {
        &self.claims[range.start as usize..range.end as usize]
    }

    /// The plain values of a property: those of its best level, without errors.
    pub(super) fn plain_values(
        &self,
        node: NodeIndex,
        property: Property,
    ) -> impl Iterator<Item = &Value> {
        let claims = self.claims(&self.property_claims(node, property));
        let level = claims.first().map_or(0, |claim| claim.mode.level());
        let live = claims
            .iter()
            .take_while(move |claim| claim.rank != Rank::Deprecated && claim.mode.level() == level);
        live.filter_map(|claim| match &claim.about {
            About::Property { value, .. } => Some(value),
            About::Edge { .. } => None,
        })
    }

    /// The plain value of a property; `None` when nobody says, or only errors are known.
    pub(super) fn plain(&self, node: NodeIndex, property: Property) -> Option<&Value> {
        self.plain_values(node, property).next()
    }

    pub(super) fn date(&self, node: NodeIndex, property: Property) -> Option<PartialDate> {
        match self.plain(node, property)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub(super) fn count(&self, node: NodeIndex, property: Property) -> Option<u32> {
        match self.plain(node, property)? {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// The claims on an edge, the best first.
    pub(super) fn edge_claims(&self, edge: EdgeIndex) -> &[Claim] {
        self.claims(&self.storage[edge].claims)
    }

    /// What the claims on an edge say of it: the best that says anything of the kind.
    ///
    /// Only claims as well known as the best one count, and no known errors.
    pub(super) fn qualifier(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<&Value> {
        let claims = self.edge_claims(edge);
        let level = claims.first()?.mode.level();
        let mut equals = claims
            .iter()
            .take_while(|claim| claim.rank != Rank::Deprecated && claim.mode.level() == level);
        equals.find_map(|claim| match &claim.about {
            About::Edge { qualifiers, .. } => find(qualifiers, qualifier),
            About::Property { .. } => None,
        })
    }
}

/// A place in a list of the graph.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a graph holds fewer than 2^32 claims, edges and nodes")
}
