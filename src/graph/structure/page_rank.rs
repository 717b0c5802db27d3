//! `PageRank`: who is joined to many, or to those who are (Page, Brin, Motwani and Winograd 1998).

use super::super::Graph;
use super::super::facts::index;
use super::super::filter::Stopped;
use super::super::ranges::Ranges;
use super::BLOCK;
use super::ranking::Ranking;
use super::shared::Work;
use rayon::prelude::*;

/// The part of a score that goes on to neighbors; the rest goes to all.
const DAMPING: f64 = 0.85;

/// How far all scores together may be from the exact ones.
const TOLERANCE: f64 = 1e-9;

/// Power iteration on the undirected network: each thing gives its score to its neighbors in
/// equal parts, one without neighbors to all.
///
/// A step brings the scores nearer to the exact ones by [`DAMPING`] at least, so after a step
/// that changed them by c they are at most c * d / (1 - d) away: 143 steps at most.
/// Cost: O(n + m) a step, in parallel, and a turn is a step; 24 bytes a thing while it lasts.
/// Sums are made in the order of the keys, so that cores do not matter.
#[derive(Default)]
pub(super) struct PageRank {
    scores: Vec<f64>,
    next: Vec<f64>,
    /// What each thing gives to each neighbor.
    given: Vec<f64>,
}

impl Work for PageRank {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Stopped> {
        let adjacency = graph.kept.adjacency.get(graph, stop)?;
        let size = adjacency.len();
        if self.scores.len() < size {
            self.scores = vec![1.0 / count(size); size];
            self.next = vec![0.0; size];
            self.given = vec![0.0; size];
        }
        let changed = self.step(adjacency, stop)?;
        let remaining = changed * DAMPING / (1.0 - DAMPING);
        Ok((remaining <= TOLERANCE).then(|| {
            let scores = std::mem::take(&mut self.scores);
            Ranking::new(graph, scores, None)
        }))
    }
}

impl PageRank {
    /// Makes the next scores; by how much they changed, all together.
    fn step(&mut self, adjacency: &Ranges<u32>, stop: &dyn Fn() -> bool) -> Result<f64, Stopped> {
        let scores = &self.scores;
        let given = self.given.par_iter_mut().zip(scores).enumerate();
        given.for_each(|(node, (given, score))| {
            *given = score / count(adjacency.of(index(node)).len().max(1));
        });
        let without = scores.iter().enumerate();
        let without = without.filter(|(node, _)| adjacency.of(index(*node)).is_empty());
        let to_all: f64 = without.map(|(_, score)| score).sum();
        let base = (1.0 - DAMPING + DAMPING * to_all) / count(scores.len());
        let given = &self.given;
        for (block, next) in self.next.chunks_mut(BLOCK).enumerate() {
            if stop() {
                return Err(Stopped);
            }
            next.par_iter_mut().enumerate().for_each(|(at, next)| {
                let neighbors = adjacency.of(index(block * BLOCK + at)).iter();
                let got: f64 = neighbors.map(|from| given[*from as usize]).sum();
                *next = base + DAMPING * got;
            });
        }
        let pairs = self.scores.iter().zip(&self.next);
        let changed = pairs.map(|(score, next)| (score - next).abs()).sum();
        std::mem::swap(&mut self.scores, &mut self.next);
        Ok(changed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "things are numbered by 32 bits")]
const fn count(things: usize) -> f64 {
    things as f64
}
