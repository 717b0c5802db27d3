//! Connected components: what can be reached from one another.

use super::super::Graph;
use super::super::facts::index;
use super::super::filter::Stopped;
use super::BLOCK;
use super::partition::Partition;
use super::shared::Work;
use petgraph::graph::EdgeIndex;
use petgraph::unionfind::UnionFind;

/// Unites the ends of each edge of the network (Tarjan 1975).
///
/// Cost: O(edges + n log n), in one turn; 5 bytes a thing while it lasts, 12 kept.
#[derive(Default)]
pub(super) struct Components;

impl Work for Components {
    type Result = Partition;

    fn turn(
        &mut self,
        graph: &Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Partition>, Stopped> {
        let mut sets = UnionFind::<u32>::new(graph.network_size());
        for (at, edge) in (0..graph.edge_count()).map(EdgeIndex::new).enumerate() {
            if at % BLOCK == BLOCK - 1 && stop() {
                return Err(Stopped);
            }
            if graph.is_in_network(edge) {
                let (from, to) = graph.ends(edge);
                sets.union(index(from.index()), index(to.index()));
            }
        }
        Ok(Some(Partition::new(&sets.into_labeling())))
    }
}
