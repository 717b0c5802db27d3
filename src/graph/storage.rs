//! What a graph is made of.

use super::direction::Direction;
use super::dispute::Dispute;
use crate::model::{
    ClaimKey, Key, Kind, Mode, PartialDate, Property, Qualifier, Rank, Relation, Value,
};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::ops::Range;

/// A knowledge graph; never changes once it is built.
///
/// Nodes lie in the order of their keys, edges in the order of their identity,
/// claims in the order in which they are listed: the same facts make the same
/// graph, whatever their order was.
#[derive(Debug, Default)]
pub struct Graph {
    pub(super) storage: DiGraph<Node, Edge>,
    /// Where the nodes of each kind begin, and at the end where the last end.
    pub(super) kinds: Vec<u32>,
    /// The nodes of each kind in the order in which lists show them.
    pub(super) listed: Vec<NodeIndex>,
    pub(super) outgoing: Rows,
    pub(super) incoming: Rows,
    pub(super) claims: Vec<Claim>,
    /// The claims in the order of their keys.
    pub(super) claims_by_key: Vec<u32>,
    pub(super) references: Vec<Box<[Reference]>>,
    pub(super) notes: Vec<Note>,
    pub(super) disputes: Vec<Dispute>,
    /// Ids in other catalogues, as `authority:id`, sorted.
    pub(super) external_ids: Vec<(Box<str>, NodeIndex)>,
    /// Critics with the ratings that name them, sorted.
    pub(super) reviews: Vec<(NodeIndex, EdgeIndex)>,
    /// What each source claims, in the order of the sources.
    pub(super) claims_by_source: Vec<SourceClaims>,
}

/// What one source claims: indices into [`Graph::claims`], ascending.
#[derive(Debug, Default, Clone)]
pub(super) struct SourceClaims {
    pub all: Vec<u32>,
    /// Those that no other source makes.
    pub sole: Vec<u32>,
}

/// A thing.
#[derive(Debug)]
pub(super) struct Node {
    pub key: Key,
    /// Index into [`Graph::references`].
    pub references: u32,
    /// Claims about the node itself, a property's best first.
    pub claims: Range<u32>,
    /// The names, folded for look-ups, joined by line breaks; the plain name first.
    pub folded: Box<str>,
}

/// How one thing stands to another.
#[derive(Debug)]
pub(super) struct Edge {
    pub relation: Relation,
    /// Whether walks use it; see [`crate::model::ontology::Scope`].
    pub walked: bool,
    /// Claims about the edge, the best first.
    pub claims: Range<u32>,
}

/// What somebody says.
#[derive(Debug)]
pub(super) struct Claim {
    pub key: ClaimKey,
    pub about: About,
    pub rank: Rank,
    pub mode: Mode,
    /// Index into [`Graph::references`].
    pub references: u32,
    /// Index into [`Graph::notes`].
    pub note: Option<u32>,
}

/// What a claim is about, and what it says of it.
#[derive(Debug)]
pub(super) enum About {
    Property {
        node: NodeIndex,
        property: Property,
        value: Value,
    },
    Edge {
        edge: EdgeIndex,
        qualifiers: Box<[(Qualifier, Value)]>,
    },
}

impl Claim {
    /// What it says of a property; `None` for a claim on an edge.
    pub(super) fn value(&self) -> Option<&Value> {
        match &self.about {
            About::Property { value, .. } => Some(value),
            About::Edge { .. } => None,
        }
    }

    /// What it says of an edge; empty for a claim on a property.
    pub(super) fn qualifiers(&self) -> &[(Qualifier, Value)] {
        match &self.about {
            About::Property { .. } => &[],
            About::Edge { qualifiers, .. } => qualifiers,
        }
    }

    /// Whether it is not known to be an error.
    pub(super) fn is_live(&self) -> bool {
        self.rank != Rank::Deprecated
    }
}

/// Where a source says something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Reference {
    pub source: NodeIndex,
    pub locator: Option<Box<str>>,
    pub as_of: Option<PartialDate>,
}

/// What only a few claims have.
#[derive(Debug)]
pub(super) struct Note {
    pub reason: Option<Box<str>>,
    /// The pointers as they were written.
    pub derived_from: Vec<crate::model::Pointer>,
    /// The claims at which they point, in order, without repetition.
    pub premises: Vec<u32>,
}

/// The walked edges at each node, sorted by relation, kind of the other end and list order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Where the row of each node begins, and at the end where the last ends.
    pub starts: Vec<u32>,
    pub edges: Vec<EdgeIndex>,
}

impl Rows {
    pub(super) fn of(&self, node: NodeIndex) -> &[EdgeIndex] {
        let at = node.index();
        &self.edges[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Graph {
    /// A graph without anything.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The nodes of a kind, in the order of their keys.
    pub(super) fn kind_range(&self, kind: Kind) -> Range<usize> {
        let bound = |at: usize| self.kinds.get(at).map_or(0, |start| *start as usize);
        bound(kind as usize)..bound(kind as usize + 1)
    }

    /// Where the node of a key lies.
    pub(super) fn find(&self, key: &Key) -> Option<NodeIndex> {
        let range = self.kind_range(key.kind());
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.storage[NodeIndex::new(middle)].key.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(NodeIndex::new(middle)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub(super) fn rows(&self, direction: Direction) -> &Rows {
        match direction {
            Direction::Out => &self.outgoing,
            Direction::In => &self.incoming,
        }
    }

    /// The node at the far end of an edge.
    pub(super) fn other(&self, edge: EdgeIndex, direction: Direction) -> NodeIndex {
        let (from, to) = self
            .storage
            .edge_endpoints(edge)
            .expect("an edge of this graph has two ends");
        match direction {
            Direction::Out => to,
            Direction::In => from,
        }
    }
}
