//! To how many others each thing is joined.

use super::super::Graph;
use super::ranking::Ranking;
use super::shared::{Unready, Work};

/// Counts neighbors. Cost: O(n) beyond their lists.
#[derive(Default)]
pub(super) struct Degree;

impl Work for Degree {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Unready> {
        let adjacency = graph.kept.adjacency.get(graph, stop)?;
        let mut before = 0;
        let degrees = adjacency.ends.iter().map(|end| {
            let degree = end - before;
            before = *end;
            f64::from(degree)
        });
        let degrees = degrees.collect();
        Ok(Some(Ranking::new(graph, degrees, None)))
    }

    fn done(&self, _: &Graph) -> String {
        String::new()
    }

    fn bytes(graph: &Graph) -> usize {
        Ranking::bytes(graph)
    }
}
