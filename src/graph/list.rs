//! Ordered lists, of which any part can be read.

use super::position::Position;
use super::storage::WALKED;
use super::view::{Claim, Dispute, Edge, Node};
use super::{Direction, Graph};
use crate::model::{Kind, Relation, ontology};
use petgraph::graph::EdgeIndex;
use roaring::RoaringBitmap;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A list in ascending order of position; no two items share a position.
pub trait Ordered {
    /// What is in it.
    type Item;

    /// Number of items. Cost: O(1).
    fn len(&self) -> usize;

    /// Whether there is nothing in it.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a place below [`Self::len`].
    fn get(&self, place: usize) -> Self::Item;

    /// The position of the item at a place below [`Self::len`].
    fn position(&self, place: usize) -> Position;

    /// The items in order.
    fn items(&self) -> impl Iterator<Item = Self::Item>
    where
        Self: Sized,
    {
        (0..self.len()).map(|place| self.get(place))
    }
}

/// The nodes of a kind, in the order in which lists show them.
#[derive(Debug, Clone, Copy)]
pub struct Nodes<'g> {
    graph: &'g Graph,
    listed: &'g [u32],
}

impl<'g> Ordered for Nodes<'g> {
    type Item = Node<'g>;

    fn len(&self) -> usize {
        self.listed.len()
    }

    fn get(&self, place: usize) -> Node<'g> {
        self.graph.node_at(self.listed[place])
    }

    fn position(&self, place: usize) -> Position {
        self.get(place).position()
    }
}

/// Walked edges of a node, seen from it.
#[derive(Debug, Clone, Copy)]
pub struct Edges<'g> {
    graph: &'g Graph,
    row: &'g [u32],
    direction: Direction,
}

impl<'g> Edges<'g> {
    /// The edges in order.
    pub(super) fn iter(self) -> impl Iterator<Item = Edge<'g>> + Clone + use<'g> {
        let Self {
            graph,
            row,
            direction,
        } = self;
        row.iter().map(move |edge| Edge {
            graph,
            index: EdgeIndex::new(*edge as usize),
            direction,
        })
    }
}

impl<'g> Ordered for Edges<'g> {
    type Item = Edge<'g>;

    fn len(&self) -> usize {
        self.row.len()
    }

    fn get(&self, place: usize) -> Edge<'g> {
        Edge {
            graph: self.graph,
            index: EdgeIndex::new(self.row[place] as usize),
            direction: self.direction,
        }
    }

    fn position(&self, place: usize) -> Position {
        self.get(place).position()
    }
}

/// The claims of a graph, by what they are about, the best first.
#[derive(Debug, Clone, Copy)]
pub struct Claims<'g> {
    graph: &'g Graph,
}

impl<'g> Ordered for Claims<'g> {
    type Item = Claim<'g>;

    fn len(&self) -> usize {
        self.graph.claim_count()
    }

    fn get(&self, index: usize) -> Claim<'g> {
        Claim {
            graph: self.graph,
            index: super::facts::index(index),
        }
    }

    fn position(&self, place: usize) -> Position {
        self.get(place).position()
    }
}

/// The disputes of a graph, by key.
#[derive(Debug, Clone, Copy)]
pub struct Disputes<'g> {
    graph: &'g Graph,
}

impl<'g> Ordered for Disputes<'g> {
    type Item = Dispute<'g>;

    fn len(&self) -> usize {
        self.graph.disputes.rows.len()
    }

    fn get(&self, place: usize) -> Dispute<'g> {
        Dispute {
            graph: self.graph,
            index: place,
        }
    }

    fn position(&self, place: usize) -> Position {
        self.get(place).position()
    }
}

/// Some claims of a graph, in the same order.
#[derive(Debug, Clone)]
pub struct ClaimsAt<'g> {
    pub(super) graph: &'g Graph,
    pub(super) indices: Cow<'g, RoaringBitmap>,
}

impl<'g> Ordered for ClaimsAt<'g> {
    type Item = Claim<'g>;

    fn len(&self) -> usize {
        // Claims are numbered by 32 bits.
        usize::try_from(self.indices.len()).unwrap_or(usize::MAX)
    }

    fn get(&self, place: usize) -> Claim<'g> {
        Claim {
            graph: self.graph,
            index: self
                .indices
                .select(super::facts::index(place))
                .expect("the caller asks for places below the length"),
        }
    }

    fn position(&self, place: usize) -> Position {
        self.get(place).position()
    }
}

/// A list that was made for one question.
#[derive(Debug, Clone)]
pub struct Sorted<T>(Vec<(Position, T)>);

impl<T> Sorted<T> {
    /// The items in the order of their positions; of items that share one, the first.
    ///
    /// Cost: O(n log n).
    pub fn new(mut items: Vec<(Position, T)>) -> Self {
        items.sort_by(|left, right| left.0.cmp(&right.0));
        items.dedup_by(|later, earlier| later.0 == earlier.0);
        Self(items)
    }

    /// The items in order, without a copy of each.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.0.into_iter().map(|(_, item)| item)
    }
}

impl<T: Clone> Ordered for Sorted<T> {
    type Item = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, place: usize) -> T {
        self.0[place].1.clone()
    }

    fn position(&self, place: usize) -> Position {
        self.0[place].0.clone()
    }
}

/// Knows where it stands in its list.
pub trait Positioned: Copy {
    /// Where.
    fn position(self) -> Position;
}

impl Positioned for Edge<'_> {
    fn position(self) -> Position {
        Edge::position(self)
    }
}

/// A list that was made for one question, put in order without its positions, which are made when
/// a cursor is asked for.
#[derive(Debug, Clone)]
pub struct Listed<T>(Vec<T>);

impl<T: Positioned> Listed<T> {
    /// Items that are in the order of their positions, no two of which are equal.
    pub(super) fn new(items: Vec<T>) -> Self {
        Self(items)
    }

    /// The items in order.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.0.into_iter()
    }
}

impl<T: Positioned> Ordered for Listed<T> {
    type Item = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, place: usize) -> T {
        self.0[place]
    }

    fn position(&self, place: usize) -> Position {
        self.0[place].position()
    }
}

/// What a filter lets through of a list.
#[derive(Debug, Clone)]
pub enum Selection<L: Ordered> {
    /// All of it, in its order.
    Whole(L),
    /// A part of it, or all in another order.
    Part(Sorted<L::Item>),
}

impl<L: Ordered<Item: Clone>> Ordered for Selection<L> {
    type Item = L::Item;

    fn len(&self) -> usize {
        match self {
            Self::Whole(list) => list.len(),
            Self::Part(list) => list.len(),
        }
    }

    fn get(&self, place: usize) -> L::Item {
        match self {
            Self::Whole(list) => list.get(place),
            Self::Part(list) => list.get(place),
        }
    }

    fn position(&self, place: usize) -> Position {
        match self {
            Self::Whole(list) => list.position(place),
            Self::Part(list) => list.position(place),
        }
    }
}

impl Graph {
    /// Everything of a kind: series by premiere, seasons and episodes by number,
    /// events by date, all else by name.
    pub fn nodes(&self, kind: Kind) -> Nodes<'_> {
        Nodes {
            graph: self,
            listed: &self.nodes.listed[self.nodes.range(kind)],
        }
    }

    /// Every claim, by what it is about, the best first.
    pub const fn claims_listed(&self) -> Claims<'_> {
        Claims { graph: self }
    }

    /// Every dispute, by key.
    pub const fn disputes(&self) -> Disputes<'_> {
        Disputes { graph: self }
    }
}

impl<'g> Node<'g> {
    /// The walked edges of one relation, whatever is at their far ends.
    pub fn edges(self, relation: Relation, direction: Direction) -> Edges<'g> {
        self.cut(direction, |edge| {
            // Walked ones come first.
            let found = self.graph.edges.relations[edge.index()] ^ WALKED;
            found.cmp(&(relation as u8))
        })
    }

    /// The walked edges of one relation with things of one kind at their far ends.
    pub fn edges_to(self, relation: Relation, direction: Direction, kind: Kind) -> Edges<'g> {
        if ontology::only_kind(relation, direction == Direction::Out) == Some(kind) {
            return self.edges(relation, direction);
        }
        // Nodes of one kind lie together.
        let range = self.graph.nodes.range(kind);
        self.cut(direction, |edge| {
            let found = self.graph.edges.relations[edge.index()] ^ WALKED;
            found.cmp(&(relation as u8)).then_with(|| {
                let far = self.graph.other(edge, direction).index();
                if far < range.start {
                    Ordering::Less
                } else if far < range.end {
                    Ordering::Equal
                } else {
                    Ordering::Greater
                }
            })
        })
    }

    /// The part of a row for which `compare` gives equality.
    fn cut(self, direction: Direction, compare: impl Fn(EdgeIndex) -> Ordering) -> Edges<'g> {
        let row = self.graph.rows(direction).of(self.index);
        // As of most episodes, seen from where people play.
        if row.is_empty() {
            return Edges {
                graph: self.graph,
                row,
                direction,
            };
        }
        let compare = |edge: &u32| compare(EdgeIndex::new(*edge as usize));
        let start = row.partition_point(|edge| compare(edge).is_lt());
        let length = row[start..].partition_point(|edge| compare(edge).is_eq());
        Edges {
            graph: self.graph,
            row: &row[start..start + length],
            direction,
        }
    }
}
