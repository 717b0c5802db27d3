//! What a graph says beyond an earlier one.

use super::Graph;
use super::facts::index;
use super::pools::Keys;
use super::view::Node;
use crate::model::Kind;
use petgraph::graph::NodeIndex;
use roaring::RoaringBitmap;

/// Which things of a graph are new since an earlier one, and of which more is said.
#[derive(Debug, Default)]
pub struct Growth {
    new: RoaringBitmap,
    /// Those of which more is said on their own properties.
    told: RoaringBitmap,
    /// Those that are joined to more, or of whose edges more is said.
    joined: RoaringBitmap,
}

impl Growth {
    /// Compares a graph with an earlier one, of which it has everything.
    ///
    /// That others say the same as well is no growth. Cost: O(nodes).
    pub fn since(before: &Graph, now: &Graph) -> Self {
        let mut growth = Self::default();
        let mut old = 0;
        for node in 0..index(now.node_count()) {
            let key = now.nodes.key(node);
            while old < index(before.node_count()) && before.nodes.key(old) < key {
                old += 1;
            }
            if old == index(before.node_count()) || before.nodes.key(old) != key {
                growth.new.insert(node);
                continue;
            }
            let [was, is] = [(before, old), (now, node)].map(|(graph, node)| graph.extent(node));
            if was[0] != is[0] {
                growth.told.insert(node);
            }
            if was[1..] != is[1..] {
                growth.joined.insert(node);
            }
        }
        growth
    }

    /// Whether the earlier graph did not know it.
    pub fn is_new(&self, node: Node<'_>) -> bool {
        self.new.contains(index(node.index.index()))
    }

    /// Whether it is new, or more is said of it or of its edges.
    pub fn has_grown(&self, node: Node<'_>) -> bool {
        let at = index(node.index.index());
        self.new.contains(at) || self.told.contains(at) || self.joined.contains(at)
    }

    /// The new things of a kind, by key; `now` is the graph that was compared.
    pub fn new_ones<'a>(&'a self, now: &'a Graph, kind: Kind) -> impl Iterator<Item = Node<'a>> {
        of_kind(&self.new, now, kind)
    }

    /// The things of a kind that the earlier graph knew, with more on their own properties.
    pub fn told<'a>(&'a self, now: &'a Graph, kind: Kind) -> impl Iterator<Item = Node<'a>> {
        of_kind(&self.told, now, kind)
    }

    /// The things of a kind that the earlier graph knew, with more of their edges.
    pub fn joined<'a>(&'a self, now: &'a Graph, kind: Kind) -> impl Iterator<Item = Node<'a>> {
        of_kind(&self.joined, now, kind)
    }
}

fn of_kind<'a>(
    nodes: &'a RoaringBitmap,
    graph: &'a Graph,
    kind: Kind,
) -> impl Iterator<Item = Node<'a>> {
    let range = graph.nodes.range(kind);
    let nodes = nodes.range(index(range.start)..index(range.end));
    nodes.map(|node| graph.node_at(node))
}

impl Graph {
    /// How much is said of a node: claims on its properties, edges both ways, claims on those
    /// that begin there.
    fn extent(&self, node: u32) -> [usize; 4] {
        let node = NodeIndex::new(node as usize);
        let [out, into] = [&self.outgoing, &self.incoming].map(|rows| rows.range(node));
        let claims = match out.clone().last() {
            Some(last) => {
                let [first, last] =
                    [out.start, last].map(|edge| self.edges.claims.claims(index(edge)));
                last.end - first.start
            }
            None => 0,
        };
        [
            self.node_claims(node).len(),
            out.len(),
            into.len(),
            claims as usize,
        ]
    }
}
