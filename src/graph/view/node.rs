//! What every thing has.

use super::super::{Graph, Position, storage};
use super::Claim;
use crate::graph::Direction;
use crate::graph::list::Sorted;
use crate::model::{
    AlternateNameRef, ExternalIdRef, KeyRef, Kind, PartialDate, Property, ValueRef,
};
use petgraph::graph::NodeIndex;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Reads a thing of any kind.
#[derive(Debug, Clone, Copy)]
pub struct Node<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) index: NodeIndex,
}

/// Within one graph.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for Node<'_> {}

/// By key, within one graph: nodes are numbered in the order of their keys.
impl Ord for Node<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl PartialOrd for Node<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Node<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<'g> Node<'g> {
    /// The graph that it is part of.
    pub const fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its key.
    pub fn key(self) -> KeyRef<'g> {
        self.graph.key(self.index)
    }

    /// The end of its key.
    pub fn slug(self) -> &'g str {
        self.graph.nodes.slugs.get(storage::number(self.index))
    }

    /// What sort of thing it is.
    pub fn kind(self) -> Kind {
        self.graph.kind(self.index)
    }

    /// Where it stands among others of its kind.
    pub fn position(self) -> Position {
        self.graph.node_position(self.index)
    }

    /// Its plain name; `None` for a character that nobody names.
    pub fn name(self) -> Option<&'g str> {
        self.graph.name(self.index)
    }

    /// What to call it: its name, else its description, else its key's slug.
    pub fn label(self) -> &'g str {
        self.name()
            .or_else(|| self.text(Property::Description))
            .unwrap_or_else(|| self.key().slug())
    }

    /// Its names, the plain one first, misspellings too; its description where it has none.
    pub fn names(self) -> impl Iterator<Item = &'g str> {
        let graph = self.graph;
        let kind = self.kind();
        let names = [Property::Name, Property::AlternateNames].into_iter();
        let claims = names.flat_map(move |property| graph.property_claims(self.index, property));
        let names = claims.filter_map(move |claim| match graph.property_value(kind, claim) {
            ValueRef::Text(name) => Some(name),
            ValueRef::AlternateName(name) => Some(name.name),
            _ => None,
        });
        let mut names = names.peekable();
        let unnamed = names.peek().is_none();
        let description = unnamed.then(|| self.text(Property::Description)).flatten();
        names.chain(description)
    }

    /// The name by which lists sort it; empty where it has none.
    pub fn listed_name(self) -> &'g str {
        self.graph.listed_name(self.index)
    }

    /// Its other names that are not known to be errors.
    pub fn alternate_names(self) -> impl Iterator<Item = AlternateNameRef<'g>> {
        self.graph
            .plain_values(self.index, Property::AlternateNames)
            .filter_map(ValueRef::as_alternate_name)
    }

    /// Its ids in other catalogues.
    pub fn external_ids(self) -> impl Iterator<Item = ExternalIdRef<'g>> {
        self.graph
            .plain_values(self.index, Property::ExternalIds)
            .filter_map(ValueRef::as_external_id)
    }

    /// The documents and data sets that tell of it, each once, in the order of their keys.
    pub fn sources(self) -> impl Iterator<Item = Self> {
        let graph = self.graph;
        let list = graph.nodes.references.get(storage::number(self.index));
        let mut sources: Vec<u32> = graph
            .pools
            .references
            .of(list)
            .iter()
            .map(|entry| entry[0])
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources.into_iter().map(|source| graph.node_at(source))
    }

    /// The plain value of a property of type text; `None` when nobody says.
    pub fn text(self, property: Property) -> Option<&'g str> {
        self.graph.plain(self.index, property)?.as_text()
    }

    /// The plain values of a property of which there may be many texts.
    pub fn texts(self, property: Property) -> impl Iterator<Item = &'g str> {
        let values = self.graph.plain_values(self.index, property);
        values.filter_map(ValueRef::as_text)
    }

    /// The plain value of a property that is a word of a closed set.
    pub fn term(self, property: Property) -> Option<&'static str> {
        self.graph.plain(self.index, property)?.as_term()
    }

    /// The plain values of a property of which there may be many words of a closed set.
    pub fn terms(self, property: Property) -> impl Iterator<Item = &'static str> {
        let values = self.graph.plain_values(self.index, property);
        values.filter_map(ValueRef::as_term)
    }

    /// The plain value of a property of type date.
    pub fn date(self, property: Property) -> Option<PartialDate> {
        self.graph.date(self.index, property)
    }

    /// The plain value of a property of type count.
    pub fn count(self, property: Property) -> Option<u32> {
        self.graph.count(self.index, property)
    }

    /// The plain value of a property that is true or false.
    pub fn flag(self, property: Property) -> Option<bool> {
        self.graph.plain(self.index, property)?.as_flag()
    }

    /// Every claim about it: on its properties and on its edges, walked or not, both ways.
    ///
    /// Ordered by what they are about, the best first.
    pub fn claims(self) -> Sorted<Claim<'g>> {
        let graph = self.graph;
        let own = graph.node_claims(self.index);
        let edges = graph
            .edges_from(self.index)
            .chain(graph.edges_at(self.index, Direction::In));
        let indices = own.chain(edges.flat_map(|edge| graph.edge_claims(edge)));
        let claims = indices.map(|index| Claim { graph, index });
        Sorted::new(claims.map(|claim| (claim.position(), claim)).collect())
    }

    /// What it is part of, of one kind.
    pub(in crate::graph) fn whole(self, kind: Kind) -> Option<Self> {
        let graph = self.graph;
        graph
            .parent(self.index, kind)
            .map(|index| Self { graph, index })
    }
}
