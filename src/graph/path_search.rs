//! One search of a path, from both ends at once.

use super::Graph;
use super::direction::Direction;
use super::filter::{STOP_INTERVAL, Stopped};
use super::marks::{Half, Scratch};
use super::path::{End, Ways};
use super::storage::{WALKED, number};
use super::structure::{Links, is_usual};
use super::view::{Edge, Node};
use crate::model::Kind;
use hashbrown::HashSet;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::ops::Range;

/// What one search may not use.
#[derive(Debug, Default)]
pub(super) struct Banned {
    pub things: Vec<u32>,
    /// Things that do not come right behind the start.
    pub next: HashSet<u32>,
}

/// Searches for one question.
pub(super) struct Search<'q, 'g> {
    /// `None` while it is used, and once it was told to stop.
    scratch: Option<Scratch>,
    along: Along<'g>,
    goal: u32,
    avoid: Vec<u32>,
    visited: usize,
    visited_max: usize,
    /// Things and edges looked at since the last question whether to stop.
    looked_at: usize,
    stop: &'q dyn Fn() -> bool,
}

/// What a search goes along.
struct Along<'g> {
    graph: &'g Graph,
    /// Read in place of rows, where they have all that is wanted.
    links: Option<&'g Links>,
    /// The relations, each as the bit of its number.
    wanted: u32,
    /// The last of them, as the column of edges has it: rows have walked edges first, by relation.
    last: u8,
    /// What it goes through.
    things: Vec<Range<u32>>,
}

impl<'g> Along<'g> {
    fn new(graph: &'g Graph, ways: &Ways<'g>, stop: &dyn Fn() -> bool) -> Self {
        let usual = ways.relations.iter().all(|relation| is_usual(*relation));
        let wanted = ways.relations.iter().map(|relation| *relation as u8);
        let mut things: Vec<Range<u32>> = Vec::new();
        for kind in Kind::ALL.iter().filter(|kind| ways.kinds.contains(kind)) {
            let range = graph.nodes.range(*kind);
            let [start, end] = [range.start, range.end].map(super::facts::index);
            match things.last_mut() {
                Some(before) if before.end == start => before.end = end,
                _ => things.push(start..end),
            }
        }
        Self {
            graph,
            links: if usual { graph.links(stop) } else { None },
            wanted: wanted.clone().fold(0, |all, one| all | 1 << one),
            last: wanted.max().unwrap_or_default() | WALKED,
            things,
        }
    }

    /// Gives what a thing is joined to.
    #[inline]
    fn neighbors(&self, thing: u32, mut found: impl FnMut(u32)) {
        let Some(links) = self.links else {
            return self.edges(thing, |far, _, _| found(far));
        };
        for link in links.of(thing) {
            if self.wanted & 1 << link.relation() != 0 {
                found(link.far());
            }
        }
    }

    /// Has what the first of some things are joined to brought near.
    fn fetch(&self, things: &[u32]) {
        if let Some(links) = self.links {
            links.fetch(things);
        }
    }

    /// How many edges a thing has, of any relation.
    fn edge_count(&self, thing: u32) -> usize {
        let node = NodeIndex::new(thing as usize);
        let rows = Direction::ALL.iter();
        rows.map(|direction| self.graph.rows(*direction).range(node).len())
            .sum()
    }

    /// The same from the rows, with the edge and which way it is walked.
    #[inline]
    fn edges(&self, thing: u32, mut found: impl FnMut(u32, u32, Direction)) {
        let node = NodeIndex::new(thing as usize);
        let (graph, edges) = (self.graph, &self.graph.edges);
        for direction in Direction::ALL {
            for edge in graph.rows(*direction).of(node) {
                let relation = edges.relations[*edge as usize];
                if relation & WALKED == 0 || relation > self.last {
                    break;
                }
                if self.wanted & 1 << (relation & !WALKED) != 0 {
                    let far = graph.other(EdgeIndex::new(*edge as usize), *direction);
                    found(number(far), *edge, *direction);
                }
            }
        }
    }

    fn passes(&self, thing: u32) -> bool {
        self.things.iter().any(|range| range.contains(&thing))
    }
}

impl<'q, 'g> Search<'q, 'g> {
    pub fn new(from: Node<'g>, to: Node<'g>, ways: &Ways<'g>, stop: &'q dyn Fn() -> bool) -> Self {
        let avoid = ways.avoid.iter().map(|node| number(node.index));
        let ends = [from, to].map(|node| number(node.index));
        Self {
            scratch: Some(from.graph.scratch()),
            along: Along::new(from.graph, ways, stop),
            goal: ends[1],
            avoid: avoid.filter(|thing| !ends.contains(thing)).collect(),
            visited: 0,
            visited_max: ways.visited_max,
            looked_at: 0,
            stop,
        }
    }

    /// How many things were visited.
    pub const fn visited(&self) -> usize {
        self.visited
    }

    /// The first of the shortest ways from a thing to the goal; or why there is none.
    pub fn run(
        &mut self,
        start: u32,
        steps_max: usize,
        banned: &Banned,
    ) -> Result<Result<Vec<u32>, End>, Stopped> {
        let mut scratch = self
            .scratch
            .take()
            .expect("nobody searches on who was told to stop");
        // What was stopped may have left marks.
        let way = self.ways_meet(&mut scratch, start, steps_max, banned)?;
        self.scratch = Some(scratch);
        Ok(way)
    }

    fn ways_meet(
        &mut self,
        scratch: &mut Scratch,
        start: u32,
        steps_max: usize,
        banned: &Banned,
    ) -> Result<Result<Vec<u32>, End>, Stopped> {
        let Scratch { ahead, back, .. } = scratch;
        for (half, end) in [(&mut *ahead, start), (&mut *back, self.goal)] {
            let blocked = self.avoid.iter().chain(&banned.things);
            half.begin(end, blocked.copied());
        }
        loop {
            if ahead.frontier().is_empty() || back.frontier().is_empty() {
                return Ok(Err(End::NoMore));
            }
            if ahead.depth() + back.depth() == steps_max {
                return Ok(Err(End::TooLong));
            }
            let (near, far) = if ahead.frontier().len() <= back.frontier().len() {
                (&mut *ahead, &*back)
            } else {
                (&mut *back, &*ahead)
            };
            self.step(near, start, banned)?;
            if self.visited > self.visited_max {
                return Ok(Err(End::GaveUp));
            }
            let met = near.frontier().iter().copied();
            let met: Vec<u32> = met.filter(|thing| far.knows(*thing)).collect();
            if !met.is_empty() {
                return self.first_way(scratch, start, met).map(Ok);
            }
        }
    }

    /// Goes one edge further from one end.
    fn step(&mut self, half: &mut Half, start: u32, banned: &Banned) -> Result<(), Stopped> {
        let frontier = half.go_on();
        let first = frontier.start;
        for place in frontier.clone() {
            if (place - first).is_multiple_of(Links::FETCHED) {
                self.along.fetch(half.at(place..frontier.end));
            }
            let thing = half.at(place..place + 1)[0];
            let (along, goal) = (&self.along, self.goal);
            let may_reach = |far| {
                let is_end = far == start || far == goal;
                let returns = (thing == start && banned.next.contains(&far))
                    || (far == start && banned.next.contains(&thing));
                (is_end || along.passes(far)) && !returns
            };
            let mut looked_at = 1;
            along.neighbors(thing, |far| {
                looked_at += 1;
                if !half.knows(far) && may_reach(far) {
                    half.reach(far);
                }
            });
            self.count(looked_at)?;
            if self.visited + half.frontier().len() > self.visited_max {
                break;
            }
        }
        self.visited += half.frontier().len();
        Ok(())
    }

    /// Of all shortest ways the one whose things come first; things are numbered in the order
    /// of their keys.
    fn first_way(
        &mut self,
        Scratch { ahead, back, level }: &mut Scratch,
        start: u32,
        met: Vec<u32>,
    ) -> Result<Vec<u32>, Stopped> {
        let halfway = ahead.depth();
        let length = halfway + back.depth();
        for half in [&mut *ahead, &mut *back] {
            half.unblock();
        }
        // No way leads back to it.
        ahead.forget(start);
        // What lies on a shortest way, by level from where the halves meet to the start.
        let mut on_way = vec![met];
        for _ in 1..halfway {
            ahead.go_back();
            let mut before = Vec::new();
            for things in on_way[on_way.len() - 1].chunks(Links::FETCHED) {
                self.along.fetch(things);
                for thing in things {
                    let mut looked_at = 1;
                    self.along.neighbors(*thing, |neighbor| {
                        looked_at += 1;
                        if ahead.forget(neighbor) {
                            before.push(neighbor);
                        }
                    });
                    self.count(looked_at)?;
                }
            }
            on_way.push(before);
        }
        let mut way = vec![start];
        for distance in 1..=length {
            let here = way[distance - 1];
            let fitting = halfway.checked_sub(distance).map(|behind| &on_way[behind]);
            match fitting {
                Some(fitting) => level.insert_all(fitting),
                None => back.go_back(),
            }
            let (mut next, mut looked_at) = (None, 1);
            self.along.neighbors(here, |neighbor| {
                looked_at += 1;
                let fits = match fitting {
                    Some(_) => level.contains(neighbor),
                    None => back.knows(neighbor),
                };
                if fits && next.is_none_or(|first| neighbor < first) {
                    next = Some(neighbor);
                }
            });
            if let Some(fitting) = fitting {
                level.remove_all(fitting.iter().copied());
            }
            self.count(looked_at)?;
            way.push(next.expect("what lies on a shortest way has a neighbor on it"));
        }
        Ok(way)
    }

    /// Counts a thing and its edges that were looked at, and asks now and then whether to stop.
    fn count(&mut self, looked_at: usize) -> Result<(), Stopped> {
        self.looked_at += looked_at;
        if self.looked_at < STOP_INTERVAL {
            return Ok(());
        }
        self.looked_at = 0;
        if (self.stop)() { Err(Stopped) } else { Ok(()) }
    }

    /// The edges along some things: of parallel ones the first, by relation and direction.
    pub fn edges(&self, things: &[u32]) -> Vec<Edge<'g>> {
        let edge = |pair: &[u32]| {
            let mut between: Vec<Edge<'g>> = Vec::new();
            // Both ends have them; a series has more others than who plays in it.
            let [near, far] = [pair[0], pair[1]];
            let is_turned = self.along.edge_count(far) < self.along.edge_count(near);
            let (from, to) = if is_turned { (far, near) } else { (near, far) };
            self.along.edges(from, |other, edge, direction| {
                if other == to {
                    between.push(Edge {
                        graph: self.along.graph,
                        index: EdgeIndex::new(edge as usize),
                        direction: if is_turned {
                            direction.reverse()
                        } else {
                            direction
                        },
                    });
                }
            });
            let order = |edge: &Edge<'g>| (edge.relation(), edge.direction(), edge.index);
            let first = between.into_iter().min_by_key(order);
            first.expect("things that follow one another on a way are joined")
        };
        things.windows(2).map(edge).collect()
    }
}

impl Drop for Search<'_, '_> {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take() {
            self.along.graph.give_back(scratch);
        }
    }
}
