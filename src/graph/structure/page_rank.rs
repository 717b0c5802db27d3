//! `PageRank`: who is joined to many, or to those who are (Page, Brin, Motwani and Winograd 1998).

use super::super::Graph;
use super::super::facts::index;
use super::super::ranges::Ranges;
use super::BLOCK;
use super::ranking::Ranking;
use super::shared::{Unready, Work};
use rayon::prelude::*;

/// The part of a score that goes on to neighbors; the rest goes to all.
const DAMPING: f64 = 0.85;

/// How far all scores together may be from the exact ones.
const TOLERANCE: f64 = 1e-9;

/// After so many steps they are that near.
const STEPS_MAX: usize = 143;

/// Power iteration on the undirected network: each thing gives its score to its neighbors in
/// equal parts, one without neighbors to all.
///
/// A step brings the scores nearer to the exact ones by [`DAMPING`] at least, so after a step
/// that changed them by c they are at most c * d / (1 - d) away: [`STEPS_MAX`] steps at most.
/// Cost: O(n + m) a step, in parallel, and a turn is a block of one; 24 bytes a thing while it lasts.
/// Sums are made in the order of the keys, so that cores do not matter.
#[derive(Default)]
pub(super) struct PageRank {
    scores: Vec<f64>,
    next: Vec<f64>,
    /// What each thing gives to each neighbor.
    given: Vec<f64>,
    /// What each thing gets of all together.
    base: f64,
    /// Things that have their next score.
    at: usize,
    steps: usize,
}

impl Work for PageRank {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Unready> {
        let adjacency = graph.kept.adjacency.get(graph, stop)?;
        let size = adjacency.len();
        if self.scores.len() < size {
            self.scores = vec![1.0 / count(size); size];
            self.next = vec![0.0; size];
            self.given = vec![0.0; size];
        }
        if self.at == 0 {
            self.give(adjacency);
        }
        self.score_block(adjacency);
        if self.at < size {
            return Ok(None);
        }
        let remaining = self.end_step() * DAMPING / (1.0 - DAMPING);
        Ok((remaining <= TOLERANCE).then(|| {
            let scores = std::mem::take(&mut self.scores);
            Ranking::new(graph, scores, None)
        }))
    }

    fn done(&self, _: &Graph) -> String {
        format!("{} of at most {STEPS_MAX} steps", self.steps)
    }

    fn bytes(graph: &Graph) -> usize {
        24 * graph.network_size()
    }
}

impl PageRank {
    /// Begins a step.
    fn give(&mut self, adjacency: &Ranges<u32>) {
        let scores = &self.scores;
        let given = self.given.par_iter_mut().zip(scores).enumerate();
        given.for_each(|(node, (given, score))| {
            *given = score / count(adjacency.of(index(node)).len().max(1));
        });
        let without = scores.iter().enumerate();
        let without = without.filter(|(node, _)| adjacency.of(index(*node)).is_empty());
        let to_all: f64 = without.map(|(_, score)| score).sum();
        self.base = (1.0 - DAMPING + DAMPING * to_all) / count(scores.len());
    }

    /// Makes the next scores of a block.
    fn score_block(&mut self, adjacency: &Ranges<u32>) {
        let (first, base, given) = (self.at, self.base, &self.given);
        self.at = self.next.len().min(first + BLOCK);
        let block = self.next[first..self.at].par_iter_mut().enumerate();
        block.for_each(|(at, next)| {
            let neighbors = adjacency.of(index(first + at)).iter();
            let got: f64 = neighbors.map(|from| given[*from as usize]).sum();
            *next = base + DAMPING * got;
        });
    }

    /// Takes the next scores; by how much they changed, all together.
    fn end_step(&mut self) -> f64 {
        let pairs = self.scores.iter().zip(&self.next);
        let changed = pairs.map(|(score, next)| (score - next).abs()).sum();
        std::mem::swap(&mut self.scores, &mut self.next);
        self.at = 0;
        self.steps += 1;
        changed
    }
}

#[expect(clippy::cast_precision_loss, reason = "things are numbered by 32 bits")]
const fn count(things: usize) -> f64 {
    things as f64
}
