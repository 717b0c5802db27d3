//! Connected components: what can be reached from one another.

use super::super::Graph;
use super::super::facts::index;
use super::BLOCK;
use super::partition::Partition;
use super::shared::{Unready, Work};
use petgraph::graph::EdgeIndex;
use petgraph::unionfind::UnionFind;

/// Unites the ends of each edge of the network (Tarjan 1975).
///
/// Cost: O(edges + n log n), and a turn is a block of edges; 5 bytes a thing while it lasts, 12 kept.
#[derive(Default)]
pub(super) struct Components {
    sets: Option<UnionFind<u32>>,
    /// Edges that were looked at.
    at: usize,
}

impl Work for Components {
    type Result = Partition;

    fn turn(&mut self, graph: &Graph, _: &dyn Fn() -> bool) -> Result<Option<Partition>, Unready> {
        let begin = || UnionFind::new(graph.network_size());
        let sets = self.sets.get_or_insert_with(begin);
        let block = self.at..graph.edge_count().min(self.at + BLOCK);
        self.at = block.end;
        for edge in block.map(EdgeIndex::new) {
            if graph.is_in_network(edge) {
                let (from, to) = graph.ends(edge);
                sets.union(index(from.index()), index(to.index()));
            }
        }
        if self.at < graph.edge_count() {
            return Ok(None);
        }
        let sets = self.sets.take().unwrap_or_else(begin);
        Ok(Some(Partition::new(&sets.into_labeling())))
    }

    fn done(&self, graph: &Graph) -> String {
        format!("{} of {} edges", self.at, graph.edge_count())
    }

    fn bytes(graph: &Graph) -> usize {
        Partition::bytes(graph.network_size())
    }
}
