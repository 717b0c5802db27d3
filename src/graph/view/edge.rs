//! How one thing stands to another, seen from one of them.

use super::super::{Direction, Graph, Position};
use super::{Claim, Node};
use crate::graph::pools::qualifier_type;
use crate::model::{PartialDate, Qualifier, Relation, ValueRef, ValueType};
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
        self.graph.relation(self.index)
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
        let graph = self.graph;
        let claims = graph.edge_claims(self.index);
        claims.map(move |index| Claim { graph, index })
    }

    /// The best claim on it.
    pub fn claim(self) -> Claim<'g> {
        Claim {
            graph: self.graph,
            index: self.graph.edge_claims(self.index).start,
        }
    }

    /// A qualifier of type text; `None` when nobody says.
    pub fn text(self, qualifier: Qualifier) -> Option<&'g str> {
        self.graph.qualifier(self.index, qualifier)?.as_text()
    }

    /// A qualifier that is a word of a closed set.
    pub fn term(self, qualifier: Qualifier) -> Option<&'static str> {
        self.graph.qualifier(self.index, qualifier)?.as_term()
    }

    /// A qualifier of type count.
    pub fn count(self, qualifier: Qualifier) -> Option<u32> {
        self.graph.qualifier(self.index, qualifier)?.as_count()
    }

    /// A qualifier of type number.
    pub fn number(self, qualifier: Qualifier) -> Option<f64> {
        self.graph.qualifier(self.index, qualifier)?.as_number()
    }

    /// A qualifier of type date.
    pub fn date(self, qualifier: Qualifier) -> Option<PartialDate> {
        self.graph.qualifier(self.index, qualifier)?.as_date()
    }

    /// A qualifier that is true or false.
    pub fn flag(self, qualifier: Qualifier) -> Option<bool> {
        self.graph.qualifier(self.index, qualifier)?.as_flag()
    }

    /// A qualifier that names a thing.
    pub fn node(self, qualifier: Qualifier) -> Option<Node<'g>> {
        if !matches!(qualifier_type(qualifier), ValueType::Key(_)) {
            return None;
        }
        let node = self.graph.qualifier_number(self.index, qualifier)?;
        Some(self.graph.node_at(node))
    }

    /// What is said of it, in the order of the relation's rule, each from the best claim that says it.
    pub fn qualifiers(self) -> impl Iterator<Item = (Qualifier, ValueRef<'g>)> {
        let rules = self.relation().rule().qualifiers.iter();
        rules.filter_map(move |rule| {
            let value = self.graph.qualifier(self.index, rule.qualifier)?;
            Some((rule.qualifier, value))
        })
    }
}
