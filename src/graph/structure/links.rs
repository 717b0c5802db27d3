//! What each thing is joined to along the usual relations, for searches of paths.

use super::super::facts::index;
use super::super::ranges::Ranges;
use super::super::{Direction, Graph};
use super::is_usual;
use super::shared::{Unready, Work};
use crate::model::Relation;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::hint::black_box;

/// Things that are looked at in a turn: whoever asks waits for it, but for no more.
const BLOCK: usize = 1 << 13;
/// How many bits number a thing; those above them number the relation.
const THING_BITS: u32 = 27;
/// How many things can be told apart.
const THINGS_MAX: usize = 1 << THING_BITS;
/// How many edges can be, each of which is listed at both ends.
const EDGES_MAX: usize = 1 << 31;

const _: () = assert!(Relation::ALL.len() <= 1 << (32 - THING_BITS));

/// The walked edges of the [usual relations](super::USUAL_RELATIONS) at each thing, in the order of
/// its rows, the outgoing ones first; so a search reads one place of memory for each thing.
///
/// Bytes: 8 an edge and 4 a thing.
pub(in crate::graph) struct Links(Ranges<u32>);

/// A relation and what it leads to.
#[derive(Clone, Copy)]
pub(in crate::graph) struct Link(u32);

impl Link {
    /// The number of the thing at the far end.
    pub const fn far(self) -> u32 {
        self.0 & ((1 << THING_BITS) - 1)
    }

    /// The number of the relation.
    pub const fn relation(self) -> u32 {
        self.0 >> THING_BITS
    }
}

impl Links {
    /// So many things [`Self::fetch`] takes.
    pub const FETCHED: usize = 32;

    /// Has the links of the first things brought near, before any is looked at: these reads do not
    /// depend on one another, so memory is waited for once, and not at each thing.
    pub fn fetch(&self, things: &[u32]) {
        let mut starts = [0; Self::FETCHED];
        for (start, thing) in starts.iter_mut().zip(things) {
            *start = self.0.range(*thing).start as usize;
        }
        let firsts = starts.map(|start| self.0.items.get(start).copied());
        black_box(firsts);
    }

    /// The links of a thing.
    pub fn of(&self, thing: u32) -> impl Iterator<Item = Link> {
        self.0.of(thing).iter().copied().map(Link)
    }
}

/// Makes [`Links`]; none where there are more things or edges than can be numbered so.
///
/// Cost: O(edges), in parallel, and a turn is a block.
#[derive(Default)]
pub(super) struct Linking(Ranges<u32>);

impl Work for Linking {
    type Result = Option<Links>;

    fn turn(
        &mut self,
        graph: &Graph,
        _: &dyn Fn() -> bool,
    ) -> Result<Option<Option<Links>>, Unready> {
        let (first, things) = (self.0.len(), graph.node_count());
        if things > THINGS_MAX || graph.edge_count() >= EDGES_MAX {
            return Ok(Some(None));
        }
        let block = (first..things.min(first + BLOCK)).into_par_iter();
        let lists: Vec<Vec<u32>> = block.map(|node| links(graph, node)).collect();
        for list in lists {
            self.0.push(list);
        }
        if self.0.len() < things {
            return Ok(None);
        }
        self.0.items.shrink_to_fit();
        Ok(Some(Some(Links(std::mem::take(&mut self.0)))))
    }

    fn done(&self, graph: &Graph) -> String {
        let things = graph.node_count();
        format!("the links of {} of {things} things", self.0.len())
    }

    fn bytes(graph: &Graph) -> usize {
        4 * graph.node_count() + 8 * graph.edge_count()
    }
}

fn links(graph: &Graph, node: usize) -> Vec<u32> {
    let mut found = Vec::new();
    for direction in Direction::ALL {
        let row = graph.rows(*direction).of(NodeIndex::new(node)).iter();
        let edges = row.map(|edge| EdgeIndex::new(*edge as usize));
        // Edges that are walked come first.
        let walked = edges.take_while(|edge| graph.is_walked(*edge));
        let usual = walked.filter(|edge| is_usual(graph.relation(*edge)));
        found.extend(usual.map(|edge| {
            let far = index(graph.other(edge, *direction).index());
            (graph.relation(edge) as u32) << THING_BITS | far
        }));
    }
    found
}
