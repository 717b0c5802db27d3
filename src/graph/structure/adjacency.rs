//! What each thing of the network is joined to.

use super::super::filter::Stopped;
use super::super::ranges::Ranges;
use super::super::{Direction, Graph};
use super::shared::Work;
use super::{BLOCK, is_usual};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;

/// Lists the neighbors of each thing of the network, each once, in ascending order.
///
/// Cost: O(edges log degree), in parallel; kept are 8 bytes an edge and 4 a thing, so that
/// measures read neighbors one behind the other.
#[derive(Default)]
pub(super) struct Adjacency;

impl Work for Adjacency {
    type Result = Ranges<u32>;

    fn turn(
        &mut self,
        graph: &Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Ranges<u32>>, Stopped> {
        let size = graph.network_size();
        let mut adjacency = Ranges::default();
        for first in (0..size).step_by(BLOCK) {
            if stop() {
                return Err(Stopped);
            }
            let block = (first..size.min(first + BLOCK)).into_par_iter();
            let lists: Vec<Vec<u32>> = block.map(|node| neighbors(graph, node, size)).collect();
            for list in lists {
                adjacency.push(list);
            }
        }
        adjacency.items.shrink_to_fit();
        Ok(Some(adjacency))
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
