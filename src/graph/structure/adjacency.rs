//! What each thing of the network is joined to.

use super::super::ranges::Ranges;
use super::super::{Direction, Graph};
use super::shared::{Unready, Work};
use super::{BLOCK, is_usual};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;

/// Lists the neighbors of each thing of the network, each once, in ascending order.
///
/// Cost: O(edges log degree), in parallel, and a turn is a block; kept are 8 bytes an edge and 4 a
/// thing, so that measures read neighbors one behind the other.
#[derive(Default)]
pub(super) struct Adjacency(Ranges<u32>);

impl Work for Adjacency {
    type Result = Ranges<u32>;

    fn turn(
        &mut self,
        graph: &Graph,
        _: &dyn Fn() -> bool,
    ) -> Result<Option<Ranges<u32>>, Unready> {
        let (first, size) = (self.0.len(), graph.network_size());
        let block = (first..size.min(first + BLOCK)).into_par_iter();
        let lists: Vec<Vec<u32>> = block.map(|node| neighbors(graph, node, size)).collect();
        for list in lists {
            self.0.push(list);
        }
        if self.0.len() < size {
            return Ok(None);
        }
        self.0.items.shrink_to_fit();
        Ok(Some(std::mem::take(&mut self.0)))
    }

    fn done(&self, graph: &Graph) -> String {
        let (listed, size) = (self.0.len(), graph.network_size());
        format!("the neighbors of {listed} of {size} things")
    }

    fn bytes(graph: &Graph) -> usize {
        4 * graph.network_size() + 8 * graph.edge_count()
    }
}

fn neighbors(graph: &Graph, node: usize, size: usize) -> Vec<u32> {
    let index = NodeIndex::new(node);
    let mut found = Vec::new();
    for direction in Direction::ALL {
        let row = graph.rows(*direction).of(index).iter();
        let edges = row.map(|edge| EdgeIndex::new(*edge as usize));
        // Edges that are walked come first.
        let walked = edges.take_while(|edge| graph.is_walked(*edge));
        let usual = walked.filter(|edge| is_usual(graph.relation(*edge)));
        let far = usual.map(|edge| graph.other(edge, *direction).index());
        found.extend(
            far.filter(|far| *far < size && *far != node)
                .map(super::super::facts::index),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}
