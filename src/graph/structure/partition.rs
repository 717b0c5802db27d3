//! Things in groups, each in one.

use super::super::facts::index;
use super::super::list::Ordered;
use super::super::ranges::{Ranges, into_buckets};
use super::super::view::Node;
use super::super::{Graph, Position};
use super::ranking::by_key;
use crate::model::Kind;
use std::cmp::Reverse;

/// The first things of a graph in groups, the largest first; of one size, by first member.
#[derive(Debug)]
pub(super) struct Partition {
    /// The group of each thing.
    of: Vec<u32>,
    groups: Ranges<u32>,
}

impl Partition {
    /// Puts things of one label into one group; labels are below the number of things.
    ///
    /// Cost: O(n log n).
    pub fn new(labels: &[u32]) -> Self {
        let (starts, things) = into_buckets(labels.len(), labels.len(), |thing| labels[thing]);
        let bounds = starts
            .windows(2)
            .map(|pair| pair[0] as usize..pair[1] as usize);
        let members = bounds.map(|range| &things[range]);
        let mut sorted: Vec<&[u32]> = members.filter(|members| !members.is_empty()).collect();
        sorted.sort_unstable_by_key(|members| (Reverse(members.len()), members[0]));
        let mut of = vec![0; labels.len()];
        let mut groups = Ranges::default();
        for members in sorted {
            let group = groups.push(members.iter().copied());
            for member in members {
                of[*member as usize] = group;
            }
        }
        Self { of, groups }
    }

    /// Most bytes that one of so many things takes.
    pub const fn bytes(things: usize) -> usize {
        12 * things
    }
}

/// The groups of a graph, the largest first; of one size, by first member.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'g> {
    graph: &'g Graph,
    partition: &'g Partition,
}

impl<'g> Groups<'g> {
    pub(super) const fn new(graph: &'g Graph, partition: &'g Partition) -> Self {
        Self { graph, partition }
    }

    /// The group in which a thing is; `None` for things that were not grouped.
    pub fn with(self, node: Node<'g>) -> Option<Members<'g>> {
        let group = self.partition.of.get(node.index.index())?;
        Some(self.get(*group as usize))
    }
}

impl<'g> Ordered for Groups<'g> {
    type Item = Members<'g>;

    fn len(&self) -> usize {
        self.partition.groups.len()
    }

    fn get(&self, place: usize) -> Members<'g> {
        Members {
            graph: self.graph,
            members: self.partition.groups.of(index(place)),
        }
    }

    fn position(&self, place: usize) -> Position {
        let members = self.get(place);
        let size = Position::start().number(Some(index(members.len())));
        let first = members.position(0);
        Position::start().reversed(&size).then(&first)
    }
}

/// The things of a group, by key; there is at least one.
#[derive(Debug, Clone, Copy)]
pub struct Members<'g> {
    graph: &'g Graph,
    members: &'g [u32],
}

impl<'g> Members<'g> {
    /// How many things of each kind there are; kinds without any left out.
    pub fn counts(self) -> impl Iterator<Item = (Kind, usize)> {
        let kinds = Kind::ALL.iter().map(move |kind| {
            let range = self.graph.nodes.range(*kind);
            let below = |bound: usize| {
                self.members
                    .partition_point(|member| (*member as usize) < bound)
            };
            (*kind, below(range.end) - below(range.start))
        });
        kinds.filter(|(_, count)| *count > 0)
    }

    pub(super) const fn graph(self) -> &'g Graph {
        self.graph
    }

    pub(super) const fn numbers(self) -> &'g [u32] {
        self.members
    }
}

impl<'g> Ordered for Members<'g> {
    type Item = Node<'g>;

    fn len(&self) -> usize {
        self.members.len()
    }

    fn get(&self, place: usize) -> Node<'g> {
        self.graph.node_at(self.members[place])
    }

    fn position(&self, place: usize) -> Position {
        by_key(self.get(place))
    }
}
