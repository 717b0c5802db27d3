//! What a graph says, with the best claim chosen.
//!
//! The builder sorts claims, the best first, so reading takes the first.

use super::Graph;
use super::draft::find;
use super::storage::{About, Claim};
use crate::model::{PartialDate, Property, Qualifier, Value};
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
            .take_while(move |claim| claim.is_live() && claim.mode.level() == level);
        live.filter_map(Claim::value)
    }

    /// The plain value of a property; `None` when nobody says, or only errors are known.
    pub(super) fn plain(&self, node: NodeIndex, property: Property) -> Option<&Value> {
        self.plain_values(node, property).next()
    }

    pub(super) fn date(&self, node: NodeIndex, property: Property) -> Option<PartialDate> {
        self.plain(node, property)?.as_date()
    }

    pub(super) fn count(&self, node: NodeIndex, property: Property) -> Option<u32> {
        self.plain(node, property)?.as_count()
    }

    /// The claims on an edge, the best first.
    pub(super) fn edge_claims(&self, edge: EdgeIndex) -> &[Claim] {
        self.claims(&self.storage[edge].claims)
    }

    /// What the claims on an edge say of it: the best that says anything of the kind.
    ///
    /// Only claims as well known as the best one count, and no known errors; only the
    /// best one, where the relation's qualifiers belong together.
    pub(super) fn qualifier(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<&Value> {
        let claims = self.edge_claims(edge);
        let level = claims.first()?.mode.level();
        let equals = claims
            .iter()
            .take_while(|claim| claim.is_live() && claim.mode.level() == level);
        let together = self.storage[edge].relation.rule().together;
        let mut read = equals.take(if together { 1 } else { claims.len() });
        read.find_map(|claim| find(claim.qualifiers(), qualifier))
    }

    /// Whether another source says at least as much in the same sense: the same edge with
    /// all that is said of it and more, or a day within the month that is given.
    pub(super) fn is_implied(&self, at: usize) -> bool {
        let claim = &self.claims[at];
        let rivals = match &claim.about {
            About::Property { node, property, .. } => self.property_claims(*node, *property),
            About::Edge { edge, .. } => self.storage[*edge].claims.clone(),
        };
        let others = self
            .claims(&rivals)
            .iter()
            .filter(|other| other.key != claim.key);
        let mut live = others.filter(|other| other.mode == claim.mode && other.is_live());
        live.any(|other| {
            says_as_much(&other.about, &claim.about) && self.is_said_elsewhere(other, claim)
        })
    }

    /// Whether a source of the one claim is none of the other's.
    fn is_said_elsewhere(&self, one: &Claim, other: &Claim) -> bool {
        let [ones, others] = [one, other].map(|claim| &self.references[claim.references as usize]);
        ones.iter()
            .any(|one| others.iter().all(|other| other.source != one.source))
    }
}

fn says_as_much(one: &About, other: &About) -> bool {
    match (one, other) {
        (
            About::Property {
                value: Value::Date(one),
                ..
            },
            About::Property {
                value: Value::Date(other),
                ..
            },
        ) => other.contains(*one),
        (About::Property { value: one, .. }, About::Property { value: other, .. }) => one == other,
        (
            About::Edge {
                qualifiers: ones, ..
            },
            About::Edge {
                qualifiers: others, ..
            },
        ) => others
            .iter()
            .all(|(name, value)| find(ones, *name) == Some(value)),
        _ => false,
    }
}

/// A place in a list of the graph.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a graph holds fewer than 2^32 claims, edges and nodes")
}
