//! What a search found.

use super::super::list::Ordered;
use super::super::{Graph, Position};
use super::highlight::{self, Highlight};
use super::index::Found;
use super::sought::Sought;
use crate::graph::view::Node;
use crate::model::Kind;
use std::rc::Rc;

/// Things with all words that were sought, the best first, then by key.
#[derive(Debug, Clone)]
pub struct Hits<'g> {
    graph: &'g Graph,
    sought: Rc<Sought>,
    found: Vec<Found>,
}

/// A thing that was found.
#[derive(Debug, Clone)]
pub struct Hit<'g> {
    node: Node<'g>,
    score: f32,
    sought: Rc<Sought>,
}

impl<'g> Hits<'g> {
    pub(super) fn new(
        graph: &'g Graph,
        sought: Rc<Sought>,
        mut found: Vec<Found>,
        kinds: Option<&[Kind]>,
    ) -> Self {
        let kind = |thing: u32| graph.node_at(thing).kind();
        if let Some(kinds) = kinds {
            found.retain(|(thing, _)| kinds.contains(&kind(*thing)));
        }
        // Things are numbered in the order of their keys.
        found.sort_unstable_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        Self {
            graph,
            sought,
            found,
        }
    }
}

impl<'g> Ordered for Hits<'g> {
    type Item = Hit<'g>;

    fn len(&self) -> usize {
        self.found.len()
    }

    fn get(&self, place: usize) -> Hit<'g> {
        let (thing, score) = self.found[place];
        Hit {
            node: self.graph.node_at(thing),
            score,
            sought: Rc::clone(&self.sought),
        }
    }

    fn position(&self, place: usize) -> Position {
        let (thing, score) = self.found[place];
        let key = self.graph.node_at(thing).key();
        let score = Position::start().real(Some(f64::from(score)));
        Position::start()
            .reversed(&score)
            .number(Some(key.kind() as u32))
            .text(key.slug())
    }
}

impl<'g> Hit<'g> {
    /// The thing.
    pub const fn node(&self) -> Node<'g> {
        self.node
    }

    /// How well it fits: for each word 4 where a name has it, 3 where a word of a name begins
    /// with it, 2 and 1 with one typo and two, and nothing where only a text has it; and a
    /// part of one, the larger the rarer the words and the shorter what they stand in.
    pub const fn score(&self) -> f32 {
        self.score
    }

    /// Where the words stand.
    pub fn highlights(&self) -> Vec<Highlight> {
        highlight::of(self.node, &self.sought)
    }
}

/// How many things there are of each kind of which there are any, in the order of the kinds.
///
/// Cost: O(n).
pub fn by_kind<'g>(things: impl Iterator<Item = Node<'g>>) -> Vec<(Kind, usize)> {
    let mut counts = [0; Kind::ALL.len()];
    for thing in things {
        counts[thing.kind() as usize] += 1;
    }
    let counts = Kind::ALL.iter().copied().zip(counts);
    counts.filter(|(_, count)| *count > 0).collect()
}
