//! How one thing stands to another, seen from one of them.

use super::super::{Direction, Graph, Position};
use super::{Claim, Node};
use crate::model::{PartialDate, Qualifier, Relation, Value};
use petgraph::graph::EdgeIndex;

/// Reads an edge from one of its ends.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) index: EdgeIndex,
    pub(in crate::graph) direction: Direction,
}

impl<'g> Edge<'g> {
    /// The relation, which reads from [`Self::from`] to [`Self::to`].
    pub fn relation(self) -> Relation {
        self.graph.storage[self.index].relation
    }

    /// Which way it is walked.
    pub const fn direction(self) -> Direction {
        self.direction
    }

    /// The end from which it is seen.
    pub fn near(self) -> Node<'g> {
        self.end(self.direction.reverse())
    }

    /// The other end.
    pub fn far(self) -> Node<'g> {
        self.end(self.direction)
    }

    /// Where the relation begins.
    pub fn from(self) -> Node<'g> {
        self.end(Direction::In)
    }

    /// Where the relation ends.
    pub fn to(self) -> Node<'g> {
        self.end(Direction::Out)
    }

    fn end(self, direction: Direction) -> Node<'g> {
        Node {
            graph: self.graph,
            index: self.graph.other(self.index, direction),
        }
    }

    /// Where it stands among those of its relation at the near end.
    pub fn position(self) -> Position {
        self.graph.edge_position(self.index, self.direction)
    }

    /// The claims on it, the best first; at least one.
    pub fn claims(self) -> impl Iterator<Item = Claim<'g>> {
        let range = self.graph.storage[self.index].claims.clone();
        range.map(move |index| Claim {
            graph: self.graph,
            index: index as usize,
        })
    }

    /// The best claim on it.
    pub fn claim(self) -> Claim<'g> {
        let index = self.graph.storage[self.index].claims.start as usize;
        Claim {
            graph: self.graph,
            index,
        }
    }

    /// A qualifier of type text; `None` when nobody says.
    pub fn text(self, qualifier: Qualifier) -> Option<&'g str> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A qualifier that is a word of a closed set.
    pub fn term(self, qualifier: Qualifier) -> Option<&'static str> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Term(word) => Some(word),
            _ => None,
        }
    }

    /// A qualifier of type count.
    pub fn count(self, qualifier: Qualifier) -> Option<u32> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// A qualifier of type number.
    pub fn number(self, qualifier: Qualifier) -> Option<f64> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A qualifier of type date.
    pub fn date(self, qualifier: Qualifier) -> Option<PartialDate> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// A qualifier that is true or false.
    pub fn flag(self, qualifier: Qualifier) -> Option<bool> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A qualifier that names a thing.
    pub fn node(self, qualifier: Qualifier) -> Option<Node<'g>> {
        match self.graph.qualifier(self.index, qualifier)? {
            Value::Key(key) => self.graph.node(key),
            _ => None,
        }
    }
}
