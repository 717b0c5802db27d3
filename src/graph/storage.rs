//! What a graph is made of: columns of numbers.
//!
//! A claim on a property is 5 bytes, an edge 17, whatever runs of neighbours share counts
//! once. Indices are petgraph's.

use super::at_hand::AtHand;
use super::direction::Direction;
use super::dispute::DisputeColumns;
use super::marks::Scratch;
use super::owners::Owners;
use super::page::first_where;
use super::pools::{self, Basis, Keys, Pools};
use super::ranges::Ranges;
use super::room::Room;
use super::runs::{Runs, Several};
use super::search;
use super::spare::Spare;
use super::structure::Kept;
use super::texts::Texts;
use super::together::Counted;
use crate::model::{KeyRef, Kind, Property, Qualifier, Relation, ValueRef};
use petgraph::graph::{EdgeIndex, NodeIndex};
use roaring::RoaringBitmap;
use std::ops::Range;

/// A knowledge graph; never changes once it is built.
///
/// Nodes lie in the order of their keys, edges in the order of their identity, claims in
/// the order in which they are listed: the same facts make the same graph, whatever their
/// order was.
#[derive(Debug, Default, Clone)]
pub struct Graph {
    pub(super) pools: Pools,
    pub(super) nodes: Nodes,
    pub(super) properties: Properties,
    pub(super) edges: Edges,
    /// On what each claim rests.
    pub(super) bases: Runs,
    /// Claims that are known errors, ascending; no column, see [`Graph::derive`]. `None` while the
    /// graph is built.
    pub(super) errors: Option<Vec<u32>>,
    pub(super) outgoing: Rows,
    pub(super) incoming: Rows,
    pub(super) notes: Notes,
    pub(super) disputes: DisputeColumns,
    pub(super) merges: Merges,
    /// Claims that give ids in other catalogues, by catalogue and id.
    pub(super) external_ids: Vec<u32>,
    /// Critics with the ratings that name them, sorted.
    pub(super) reviews: Vec<[u32; 2]>,
    /// No column, see [`Graph::derive`].
    pub(super) at_hand: AtHand,
    /// What each source claims, in the order of the sources.
    pub(super) claims_by_source: Vec<SourceClaims>,
    /// What it is searched by, once someone did.
    pub(super) search: search::Slot,
    /// What was computed of it; no part of what it says.
    pub(super) kept: Box<Kept>,
    /// For searches of paths.
    pub(super) spare_scratches: Spare<Scratch>,
    /// For lists of associates.
    pub(super) spare_counts: Spare<Counted>,
    /// How much all of these may take.
    pub(super) room: Room,
}

/// Things, in the order of their keys.
#[derive(Debug, Default, Clone)]
pub(super) struct Nodes {
    /// Where the nodes of each kind begin, and at the end where the last end.
    pub kinds: Vec<u32>,
    pub slugs: Texts,
    /// Where the claims on the properties of each begin, and at the end where the last end.
    pub claims: Vec<u32>,
    /// Who says that there is such a thing.
    pub references: Runs,
    /// The nodes of each kind in the order in which lists show them.
    pub listed: Vec<u32>,
    /// The nodes in the order of the hashes of their keys.
    pub hashed: Vec<u32>,
    /// The place of each among those of its kind in [`Self::listed`]; no column, see
    /// [`Graph::derive`].
    pub places: Vec<u32>,
}

/// Claims on properties, by node, then by property, the best first.
#[derive(Debug, Default, Clone)]
pub(super) struct Properties {
    pub properties: Vec<u8>,
    pub values: Vec<u32>,
}

/// How things stand to one another, by start, relation, end and identity.
#[derive(Debug, Default, Clone)]
pub(super) struct Edges {
    /// Where each begins, by the rows of [`Graph::outgoing`]: 1 byte for four edges; no column.
    pub owners: Owners,
    pub to: Vec<u32>,
    /// With [`WALKED`] for those that walks use; see [`crate::model::ontology::Scope`].
    pub relations: Vec<u8>,
    pub claims: Several,
    /// What each claim says of its edge, by edge, the best first.
    pub lists: Vec<u32>,
}

/// Marks edges that walks use.
pub(super) const WALKED: u8 = 0x80;

/// What only a few claims have.
#[derive(Debug, Default, Clone)]
pub(super) struct Notes {
    /// Texts from 1, 0 for none.
    pub reasons: Vec<u32>,
    /// What a claim follows from, as it was written.
    pub pointers: Ranges<PointerRow>,
    /// The claims at which they point, in order, without repetition.
    pub premises: Ranges<u32>,
    /// Where records that were merged judge the claim differently, each judgement.
    pub judgements: Ranges<JudgementRow>,
}

/// A pointer at claims: 0, node, property, unused, unused for any on a property; 1 with the
/// value in the fourth place for those that give it; 2, from, relation, to, list for those
/// on an edge.
pub(super) type PointerRow = [u32; 5];

/// How some records judge a claim: the set of merges under whose keys they came, the rank, and
/// the note from 1, 0 for none.
pub(super) type JudgementRow = [u32; 3];

/// Keys that were found to name one thing, sorted.
#[derive(Debug, Default, Clone)]
pub(super) struct Merges {
    pub keys: Texts,
    pub into: Texts,
    pub reasons: Texts,
    /// Kind, 1 if the merge was wrong, and the node to which the key leads.
    pub rows: Vec<[u32; 3]>,
}

/// What one source claims.
#[derive(Debug, Default, Clone)]
pub(super) struct SourceClaims {
    pub all: RoaringBitmap,
    /// Those that no other source makes.
    pub sole: RoaringBitmap,
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Property(NodeIndex, Property),
    Edge(EdgeIndex),
}

/// The edges at each node: walked ones first, by relation, kind of the other end and list order.
#[derive(Debug, Default, Clone)]
pub(super) struct Rows {
    /// Where the row of each node begins, and at the end where the last ends.
    pub starts: Vec<u32>,
    pub edges: Vec<u32>,
}

impl Rows {
    pub(super) fn of(&self, node: NodeIndex) -> &[u32] {
        &self.edges[self.range(node)]
    }

    pub(super) fn range(&self, node: NodeIndex) -> Range<usize> {
        let at = node.index();
        self.starts[at] as usize..self.starts[at + 1] as usize
    }
}

impl Nodes {
    pub fn len(&self) -> usize {
        self.slugs.len()
    }

    pub fn kind(&self, node: u32) -> Kind {
        let behind = self.kinds.partition_point(|start| *start <= node);
        Kind::ALL[behind - 1]
    }

    /// Whether a node is of a kind.
    pub fn is_of(&self, node: u32, kind: Kind) -> bool {
        self.range(kind).contains(&(node as usize))
    }

    /// The nodes of a kind, in the order of their keys.
    pub fn range(&self, kind: Kind) -> Range<usize> {
        let bound = |at: usize| self.kinds.get(at).map_or(0, |start| *start as usize);
        bound(kind as usize)..bound(kind as usize + 1)
    }

    /// Where the node of a key lies; `None` when no record has the key.
    pub fn find(&self, key: KeyRef<'_>) -> Option<u32> {
        let range = self.range(key.kind());
        let slug = |at: usize| self.slugs.get(super::facts::index(range.start + at));
        let at = first_where(range.len(), |at| slug(at) >= key.slug());
        let found = at < range.len() && slug(at) == key.slug();
        found.then(|| super::facts::index(range.start + at))
    }
}

impl Keys for Nodes {
    fn key(&self, node: u32) -> KeyRef<'_> {
        KeyRef::of(self.kind(node), self.slugs.get(node))
    }
}

impl Graph {
    /// A graph without anything.
    pub fn empty() -> Self {
        Self::default()
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn edge_count(&self) -> usize {
        self.edges.to.len()
    }

    /// How many claims there are; those on properties come first.
    pub(super) fn claim_count(&self) -> usize {
        self.properties.values.len() + self.edges.lists.len()
    }

    /// Where the node of a key lies, also of one that was merged into another.
    pub(super) fn find(&self, key: KeyRef<'_>) -> Option<NodeIndex> {
        let found = self.nodes.find(key).or_else(|| self.merges.find(key));
        found.map(|node| NodeIndex::new(node as usize))
    }

    pub(super) fn key(&self, node: NodeIndex) -> KeyRef<'_> {
        self.nodes.key(number(node))
    }

    pub(super) fn kind(&self, node: NodeIndex) -> Kind {
        self.nodes.kind(number(node))
    }

    pub(super) fn relation(&self, edge: EdgeIndex) -> Relation {
        Relation::ALL[usize::from(self.edges.relations[edge.index()] & !WALKED)]
    }

    pub(super) fn is_walked(&self, edge: EdgeIndex) -> bool {
        self.edges.relations[edge.index()] & WALKED != 0
    }

    /// Where an edge begins and ends.
    pub(super) fn ends(&self, edge: EdgeIndex) -> (NodeIndex, NodeIndex) {
        (self.start(edge), self.end(edge))
    }

    /// Where an edge begins. Cost: O(log n) for n nodes between edges that lie side by side.
    pub(super) fn start(&self, edge: EdgeIndex) -> NodeIndex {
        let place = super::facts::index(edge.index());
        NodeIndex::new(self.edges.owners.row(&self.outgoing.starts, place) as usize)
    }

    /// Where an edge ends.
    pub(super) fn end(&self, edge: EdgeIndex) -> NodeIndex {
        NodeIndex::new(self.edges.to[edge.index()] as usize)
    }

    /// The place of a node in the list of its kind.
    pub(super) fn place(&self, node: NodeIndex) -> u32 {
        self.nodes.places[node.index()]
    }

    /// The node at the far end of an edge.
    pub(super) fn other(&self, edge: EdgeIndex, direction: Direction) -> NodeIndex {
        match direction {
            Direction::Out => self.end(edge),
            Direction::In => self.start(edge),
        }
    }

    pub(super) const fn rows(&self, direction: Direction) -> &Rows {
        match direction {
            Direction::Out => &self.outgoing,
            Direction::In => &self.incoming,
        }
    }

    /// The edges at a node, walked or not.
    pub(super) fn edges_at(
        &self,
        node: NodeIndex,
        direction: Direction,
    ) -> impl Iterator<Item = EdgeIndex> {
        let row = self.rows(direction).of(node).iter();
        row.map(|edge| EdgeIndex::new(*edge as usize))
    }

    /// The claims on the properties of a node, a property's best first.
    pub(super) fn node_claims(&self, node: NodeIndex) -> Range<u32> {
        let at = node.index();
        self.nodes.claims[at]..self.nodes.claims[at + 1]
    }

    /// The claims on an edge, the best first.
    pub(super) fn edge_claims(&self, edge: EdgeIndex) -> Range<u32> {
        let first = super::facts::index(self.properties.values.len());
        let range = self.edges.claims.claims(super::facts::index(edge.index()));
        first + range.start..first + range.end
    }

    /// What a claim is about. Cost: O(log n) for n nodes.
    pub(super) fn about(&self, claim: u32) -> About {
        let on_properties = self.properties.values.len();
        match (claim as usize).checked_sub(on_properties) {
            None => {
                let behind = self.nodes.claims.partition_point(|start| *start <= claim);
                About::Property(NodeIndex::new(behind - 1), self.claim_property(claim))
            }
            Some(at) => {
                let edge = self.edges.claims.edge(super::facts::index(at));
                About::Edge(EdgeIndex::new(edge as usize))
            }
        }
    }

    /// The property of a claim on one.
    pub(super) fn claim_property(&self, claim: u32) -> Property {
        Property::ALL[usize::from(self.properties.properties[claim as usize])]
    }

    /// What a claim on a property of a node of this kind says.
    pub(super) fn property_value(&self, kind: Kind, claim: u32) -> ValueRef<'_> {
        let expected = pools::property_type(kind, self.claim_property(claim));
        let value = self.properties.values[claim as usize];
        self.pools.value(&self.nodes, expected, value)
    }

    /// What a claim says of its edge, as the number of a list.
    pub(super) fn claim_list(&self, claim: u32) -> u32 {
        self.edges.lists[claim as usize - self.properties.values.len()]
    }

    /// What a claim says of its edge, in the order of the relation's rule.
    pub(super) fn qualifiers(
        &self,
        claim: u32,
    ) -> impl Iterator<Item = (Qualifier, ValueRef<'_>)> + Clone {
        self.pools.list(&self.nodes, self.claim_list(claim))
    }

    /// On what a claim rests.
    pub(super) fn basis(&self, claim: u32) -> Basis {
        self.pools.basis(self.bases.get(claim))
    }

    /// Whether a claim is not known to be an error.
    pub(super) fn is_live(&self, claim: u32) -> bool {
        match &self.errors {
            Some(errors) => errors.binary_search(&claim).is_err(),
            None => self.basis(claim).is_live(),
        }
    }
}

impl Merges {
    /// The node to which a merged key leads.
    pub fn find(&self, key: KeyRef<'_>) -> Option<u32> {
        let wanted = (key.kind() as u32, key.slug());
        let known = |at: usize| {
            let slug = self.keys.get(super::facts::index(at));
            (self.rows[at][0], slug)
        };
        let first = first_where(self.rows.len(), |at| known(at) >= wanted);
        let same = (first..self.rows.len()).take_while(|at| known(*at) == wanted);
        let mut rows = same.map(|at| self.rows[at]);
        rows.find_map(|[_, wrong, node]| (wrong == 0).then_some(node))
    }
}

/// The number of a node in columns.
pub(super) fn number(node: NodeIndex) -> u32 {
    super::facts::index(node.index())
}
