//! What every thing has.

use super::super::{Graph, Position};
use super::Claim;
use crate::graph::list::Sorted;
use crate::model::{AlternateName, ExternalId, Key, Kind, PartialDate, Property, Value};
use petgraph::graph::NodeIndex;

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

impl<'g> Node<'g> {
    /// The graph that it is part of.
    pub const fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its key.
    pub fn key(self) -> &'g Key {
        &self.graph.storage[self.index].key
    }

    /// What sort of thing it is.
    pub fn kind(self) -> Kind {
        self.key().kind()
    }

    /// Where it stands among others of its kind.
    pub fn position(self) -> Position {
        self.graph.node_position(self.index)
    }

    /// Its plain name; `None` for a character that nobody names.
    pub fn name(self) -> Option<&'g str> {
        self.text(Property::Name)
    }

    /// What to call it: its name, else its description, else its key's slug.
    pub fn label(self) -> &'g str {
        self.name()
            .or_else(|| self.text(Property::Description))
            .unwrap_or_else(|| self.key().slug())
    }

    /// Its names without case and diacritics, one a line, the plain name first, misspellings too.
    pub fn folded_names(self) -> &'g str {
        &self.graph.storage[self.index].folded
    }

    /// Its other names that are not known to be errors.
    pub fn alternate_names(self) -> impl Iterator<Item = &'g AlternateName> {
        self.graph
            .plain_values(self.index, Property::AlternateNames)
            .filter_map(|value| match value {
                Value::AlternateName(name) => Some(&**name),
                _ => None,
            })
    }

    /// Its ids in other catalogues.
    pub fn external_ids(self) -> impl Iterator<Item = &'g ExternalId> {
        self.graph
            .plain_values(self.index, Property::ExternalIds)
            .filter_map(|value| match value {
                Value::ExternalId(id) => Some(&**id),
                _ => None,
            })
    }

    /// The plain value of a property of type text; `None` when nobody says.
    pub fn text(self, property: Property) -> Option<&'g str> {
        self.texts(property).next()
    }

    /// The plain values of a property of which there may be many texts.
    pub fn texts(self, property: Property) -> impl Iterator<Item = &'g str> {
        let values = self.graph.plain_values(self.index, property);
        values.filter_map(Value::as_text)
    }

    /// The plain value of a property that is a word of a closed set.
    pub fn term(self, property: Property) -> Option<&'static str> {
        self.graph.plain(self.index, property)?.as_term()
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
        let own = graph.storage[self.index].claims.clone();
        let both = [petgraph::Outgoing, petgraph::Incoming].into_iter();
        let edges = both.flat_map(|way| graph.storage.edges_directed(self.index, way));
        let indices = own.chain(edges.flat_map(|edge| edge.weight().claims.clone()));
        let claims = indices.map(|index| Claim {
            graph,
            index: index as usize,
        });
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
