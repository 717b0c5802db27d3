//! What is read of nearly every thing, without a look at its claims: no column, made when a graph is
//! built or loaded.

use super::Graph;
use super::storage::number;
use super::view::{Episode, Season, View};
use crate::model::{Kind, Property, Qualifier};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;

/// Names of all things, numbers and series of seasons and episodes, and which edges name performers.
///
/// Bytes: 8 a thing, 8 more a season and an episode, 1 for eight edges where any names a performer.
#[derive(Debug, Default, Clone)]
pub(super) struct AtHand {
    /// Where the plain name of each thing begins in the texts, and its length or [`NONE`].
    names: Vec<[u32; 2]>,
    /// Of the things from the first season to the last episode the number and the series, or [`NONE`].
    parts: Vec<[u32; 2]>,
    /// The number of the first season.
    first_part: usize,
    /// A bit for each edge of which a claim names a performer; `None` until it is known.
    performers: Option<Vec<u64>>,
}

/// What is at hand of a season or an episode.
pub(super) struct Part {
    number: Option<u32>,
    /// The number of the series of which it is part, by way of its season or at once.
    pub series: Option<u32>,
}

const NONE: u32 = u32::MAX;
/// Edges of one word of bits.
const BITS: usize = 64;

// Seasons and episodes lie side by side.
const _: () = assert!(Kind::Season as usize + 1 == Kind::Episode as usize);

impl AtHand {
    /// Of a graph whose walks are decided.
    ///
    /// Cost: O(nodes + edges), in parallel.
    pub fn of(graph: &Graph) -> Self {
        let seasons = graph.nodes.range(Kind::Season);
        let parts = seasons.start..graph.nodes.range(Kind::Episode).end;
        let names = (0..graph.node_count()).into_par_iter();
        Self {
            names: names.map(|node| graph.place_of_name(node)).collect(),
            first_part: parts.start,
            parts: parts.into_par_iter().map(|node| graph.part(node)).collect(),
            performers: Some(graph.edges_with_performers()),
        }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let performers = self.performers.iter().flatten();
        size_of_val(&self.names[..]) + size_of_val(&self.parts[..]) + 8 * performers.count()
    }

    fn part(&self, node: NodeIndex) -> Option<[u32; 2]> {
        let at = node.index().checked_sub(self.first_part)?;
        self.parts.get(at).copied()
    }
}

impl Graph {
    /// The plain name of a node; `None` when nobody says, or only errors are known.
    pub(super) fn name(&self, node: NodeIndex) -> Option<&str> {
        match self.at_hand.names.get(node.index()) {
            Some([_, NONE]) => None,
            Some([start, length]) => {
                let start = *start as usize;
                Some(&self.pools.texts.text[start..start + *length as usize])
            }
            None => self.plain(node, Property::Name)?.as_text(),
        }
    }

    /// The plain number of a season or an episode.
    pub(super) fn number_of_part(&self, node: NodeIndex) -> Option<u32> {
        let number = self.part_at_hand(node).and_then(|part| part.number);
        // None is told by claims from a number as large as what stands for none.
        number.or_else(|| self.count(node, Property::Number))
    }

    /// What is at hand of a season or an episode; nothing of other things, and while the graph is built.
    pub(super) fn part_at_hand(&self, node: NodeIndex) -> Option<Part> {
        let [number, series] = self.at_hand.part(node)?;
        let known = |number: u32| (number != NONE).then_some(number);
        Some(Part {
            number: known(number),
            series: known(series),
        })
    }

    /// The number of the person whom an appearance names; mostly nobody.
    pub(super) fn performer(&self, edge: EdgeIndex) -> Option<u32> {
        let (word, bit) = (edge.index() / BITS, edge.index() % BITS);
        let is_named = match &self.at_hand.performers {
            Some(bits) => bits.get(word).is_some_and(|bits| bits >> bit & 1 == 1),
            None => true,
        };
        let named = is_named.then(|| self.qualifier_number(edge, Qualifier::Performer));
        named.flatten()
    }

    fn place_of_name(&self, node: usize) -> [u32; 2] {
        let Some(name) = self.plain_claim(NodeIndex::new(node), Property::Name) else {
            return [0, NONE];
        };
        let text = self.properties.values[name as usize];
        let place = self.pools.texts.place(text);
        [place.start, place.end - place.start].map(super::facts::index)
    }

    fn part(&self, node: usize) -> [u32; 2] {
        let index = NodeIndex::new(node);
        let node = self.node_at(number(index));
        let series = match node.kind() {
            Kind::Season => Season::of(node).and_then(Season::series),
            _ => Episode::of(node).and_then(Episode::series),
        };
        let series = series.map_or(NONE, |series| number(series.index));
        [self.count(index, Property::Number).unwrap_or(NONE), series]
    }

    /// A bit for each edge of which a claim names a performer; none at all where no claim does.
    fn edges_with_performers(&self) -> Vec<u64> {
        let lists = (0..self.pools.lists.len()).into_par_iter();
        let names = lists.map(|list| {
            let list = super::facts::index(list);
            self.pools.find(list, Qualifier::Performer).is_some()
        });
        let names: Vec<bool> = names.collect();
        if !names.contains(&true) {
            return Vec::new();
        }
        let mut bits = vec![0_u64; self.edge_count().div_ceil(BITS)];
        for (claim, list) in self.edges.lists.iter().enumerate() {
            if names[*list as usize] {
                let edge = self.edges.claims.edge(super::facts::index(claim)) as usize;
                bits[edge / BITS] |= 1 << (edge % BITS);
            }
        }
        bits
    }
}
