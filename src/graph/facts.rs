//! What a graph says, with the best claim chosen.
//!
//! The builder sorts claims, the best first, so reading takes the first.

use super::Graph;
use super::pools::qualifier_type;
use super::storage::About;
use crate::model::{PartialDate, Property, Qualifier, ValueRef};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::ops::Range;

impl Graph {
    /// Where the claims on a property of a node lie, the best first, errors last.
    pub(super) fn property_claims(&self, node: NodeIndex, property: Property) -> Range<u32> {
        let range = self.node_claims(node);
        let properties = &self.properties.properties[range.start as usize..range.end as usize];
        let property = property as u8;
        let end = properties.partition_point(|other| *other <= property);
        let start = properties[..end].partition_point(|other| *other < property);
        range.start + index(start)..range.start + index(end)
    }

    /// The plain values of a property: those of its best level, without errors.
    pub(super) fn plain_values(
        &self,
        node: NodeIndex,
        property: Property,
    ) -> impl Iterator<Item = ValueRef<'_>> {
        let kind = self.kind(node);
        self.plain_claims(node, property)
            .map(move |claim| self.property_value(kind, claim))
    }

    /// The claims that give the plain values of a property.
    pub(super) fn plain_claims(
        &self,
        node: NodeIndex,
        property: Property,
    ) -> impl Iterator<Item = u32> {
        self.best_known(self.property_claims(node, property))
    }

    /// Those of some claims about the same, the best first, that are as well known as the
    /// first; no known errors.
    fn best_known(&self, mut claims: Range<u32>) -> impl Iterator<Item = u32> {
        let best = claims.clone().next().map(|claim| self.basis(claim));
        let level = best.map_or(0, |best| best.mode.level());
        std::iter::from_fn(move || {
            let claim = claims.next()?;
            let basis = self.basis(claim);
            (basis.is_live() && basis.mode.level() == level).then_some(claim)
        })
    }

    /// The plain value of a property; `None` when nobody says, or only errors are known.
    pub(super) fn plain(&self, node: NodeIndex, property: Property) -> Option<ValueRef<'_>> {
        let claim = self.plain_claim(node, property)?;
        Some(self.property_value(self.kind(node), claim))
    }

    /// The claim that gives the plain value of a property.
    #[inline]
    pub(super) fn plain_claim(&self, node: NodeIndex, property: Property) -> Option<u32> {
        let range = self.node_claims(node);
        let properties = &self.properties.properties[range.start as usize..range.end as usize];
        let place = properties.partition_point(|other| *other < property as u8);
        if properties.get(place) != Some(&(property as u8)) {
            return None;
        }
        let claim = range.start + index(place);
        // Errors come last.
        self.is_live(claim).then_some(claim)
    }

    pub(super) fn date(&self, node: NodeIndex, property: Property) -> Option<PartialDate> {
        self.plain(node, property)?.as_date()
    }

    pub(super) fn count(&self, node: NodeIndex, property: Property) -> Option<u32> {
        self.plain(node, property)?.as_count()
    }

    /// The edges that begin at a node, walked or not, in the order of their identity.
    pub(super) fn edges_from(&self, node: NodeIndex) -> impl Iterator<Item = EdgeIndex> {
        self.outgoing.range(node).map(EdgeIndex::new)
    }

    /// What the claims on an edge say of it: the best that says anything of the kind.
    ///
    /// Only claims as well known as the best one count, and no known errors; only the
    /// best one, where the relation's qualifiers belong together.
    pub(super) fn qualifier(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<ValueRef<'_>> {
        let value = self.qualifier_number(edge, qualifier)?;
        Some(
            self.pools
                .value(&self.nodes, qualifier_type(qualifier), value),
        )
    }

    /// As [`Self::qualifier`], as a number.
    pub(super) fn qualifier_number(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<u32> {
        let [number] = self.qualifier_numbers(edge, [qualifier]);
        number
    }

    /// As [`Self::qualifier_number`], of several at once.
    pub(super) fn qualifier_numbers<const N: usize>(
        &self,
        edge: EdgeIndex,
        qualifiers: [Qualifier; N],
    ) -> [Option<u32>; N] {
        let claims = self.edge_claims(edge);
        if !self.is_live(claims.start) {
            return [None; N];
        }
        let best = self.claim_list(claims.start);
        let is_alone = claims.len() == 1 || self.relation(edge).rule().together;
        qualifiers.map(|qualifier| {
            let said = self.pools.find(best, qualifier);
            if said.is_some() || is_alone {
                return said;
            }
            let mut others = self.best_known(claims.clone()).skip(1);
            others.find_map(|claim| self.pools.find(self.claim_list(claim), qualifier))
        })
    }

    /// Whether another source says at least as much in the same sense: the same edge with
    /// all that is said of it and more, or a day within the month that is given.
    pub(super) fn is_implied(&self, claim: u32) -> bool {
        let about = self.about(claim);
        let rivals = self.about_the_same(claim);
        let basis = self.basis(claim);
        let mut others = rivals.filter(|other| *other != claim);
        others.any(|other| {
            let rival = self.basis(other);
            rival.mode == basis.mode
                && rival.is_live()
                && self.says_as_much(about, other, claim)
                && self.is_said_elsewhere(rival.references, basis.references)
        })
    }

    /// Whether a source of the one list is none of the other's.
    fn is_said_elsewhere(&self, one: u32, other: u32) -> bool {
        let [ones, others] = [one, other].map(|list| self.pools.references.of(list));
        ones.iter()
            .any(|one| others.iter().all(|other| other[0] != one[0]))
    }

    /// Whether one of two claims about the same says all that the other does.
    fn says_as_much(&self, about: About, one: u32, other: u32) -> bool {
        match about {
            About::Property(node, _) => {
                let kind = self.kind(node);
                let [one, other] = [one, other].map(|claim| self.property_value(kind, claim));
                match (one.as_date(), other.as_date()) {
                    (Some(one), Some(other)) => other.contains(one),
                    _ => one == other,
                }
            }
            About::Edge(_) => {
                let [ones, others] =
                    [one, other].map(|claim| self.pools.lists.of(self.claim_list(claim)));
                others.iter().all(|said| ones.contains(said))
            }
        }
    }
}

/// A place in a list of the graph.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a graph holds fewer than 2^32 claims, edges and nodes")
}
