//! To how many others each thing is joined.

use super::super::Graph;
use super::super::filter::Stopped;
use super::ranking::Ranking;
use super::shared::Work;

/// Counts neighbors. Cost: O(n) beyond their lists.
#[derive(Default)]
pub(super) struct Degree;

impl Work for Degree {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Stopped> {
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
}
