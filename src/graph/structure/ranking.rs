//! Things in the order of a score.

use super::super::facts::index;
use super::super::list::Ordered;
use super::super::view::Node;
use super::super::{Graph, Position};
use crate::model::Kind;
use crate::vocabulary;
use rayon::prelude::*;

vocabulary! {
    /// What makes a thing central in the network of people, characters, series, seasons, episodes, films, networks and studios.
    Centrality {
        /// To how many others it is joined.
        Degree = "DEGREE",
        /// How likely one is at it who walks from neighbor to neighbor, and in 15 of 100 steps starts anew anywhere; all scores together are 1.
        PageRank = "PAGE_RANK",
        /// On the shortest ways between how many pairs of others it lies, in parts where a pair has several; estimated from some of the things where the network is large.
        Betweenness = "BETWEENNESS",
    }
}

/// The scores of all things of the network, and their order.
#[derive(Debug)]
pub(super) struct Ranking {
    scores: Vec<f64>,
    all: Vec<u32>,
    by_kind: Vec<u32>,
    pivots: Option<usize>,
}

impl Ranking {
    /// Ranks things by score, the highest first, then by key.
    ///
    /// Scores are rounded to ten digits, so that what differs by the order of additions only is equal.
    /// Cost: O(n log n), in parallel.
    pub fn new(graph: &Graph, mut scores: Vec<f64>, pivots: Option<usize>) -> Self {
        scores
            .par_iter_mut()
            .for_each(|score| *score = rounded(*score));
        let mut all: Vec<u32> = (0..index(scores.len())).collect();
        all.par_sort_unstable_by(|one, other| {
            let score = |node: &u32| scores[*node as usize];
            score(other).total_cmp(&score(one)).then(one.cmp(other))
        });
        let mut by_kind = all.clone();
        by_kind.par_sort_by_key(|node| graph.nodes.kind(*node));
        Self {
            scores,
            all,
            by_kind,
            pivots,
        }
    }

    /// Bytes that one takes.
    pub fn bytes(graph: &Graph) -> usize {
        16 * graph.network_size()
    }
}

/// A finite number from zero up, to ten digits.
fn rounded(score: f64) -> f64 {
    let mut unit = 1.0;
    while score > 0.0 && score * unit < 1e9 {
        unit *= 10.0;
    }
    if unit.is_finite() {
        (score * unit).round() / unit
    } else {
        0.0
    }
}

/// Things by centrality.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'g> {
    graph: &'g Graph,
    ranking: &'g Ranking,
    order: &'g [u32],
}

/// A thing with its score.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'g> {
    /// The thing.
    pub node: Node<'g>,
    /// Its score; never negative.
    pub score: f64,
    /// From how many things the score was estimated; `None` if it is exact.
    pub pivots: Option<usize>,
}

impl<'g> Ranked<'g> {
    pub(super) fn new(graph: &'g Graph, ranking: &'g Ranking, kind: Option<Kind>) -> Self {
        let order = match kind {
            None => &ranking.all[..],
            Some(kind) => {
                let range = graph.nodes.range(kind);
                ranking.by_kind.get(range).unwrap_or_default()
            }
        };
        Self {
            graph,
            ranking,
            order,
        }
    }
}

impl<'g> Ordered for Ranked<'g> {
    type Item = Scored<'g>;

    fn len(&self) -> usize {
        self.order.len()
    }

    fn get(&self, place: usize) -> Scored<'g> {
        let node = self.order[place];
        Scored {
            node: self.graph.node_at(node),
            score: self.ranking.scores[node as usize],
            pivots: self.ranking.pivots,
        }
    }

    fn position(&self, place: usize) -> Position {
        let Scored { node, score, .. } = self.get(place);
        let score = Position::start().real(Some(score));
        Position::start().reversed(&score).then(&by_key(node))
    }
}

/// Where a thing stands among those of all kinds.
pub(super) fn by_key(node: Node<'_>) -> Position {
    let key = node.key();
    let kind = Position::start().number(Some(key.kind() as u32));
    kind.text(key.slug())
}
