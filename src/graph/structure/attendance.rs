//! Who took part in what, parts folded in, so that companions are counted without a walk.

use super::super::Graph;
use super::super::facts::index;
use super::super::filmography::{Capacity, chain, edges_around, parts_taken};
use super::super::meter::Meter;
use super::super::ranges::Ranges;
use super::super::storage::number;
use super::super::view::{Person, View};
use super::shared::{Unready, Work};
use crate::model::{Kind, Relation};
use rayon::prelude::*;
use std::ops::Range;

/// People who are looked at in a turn: whoever asks waits for it, but for no more.
const BLOCK: usize = 1 << 10;
/// The same of things whose edges are counted, and of people who are put to their things.
const EASY_BLOCK: usize = 16 * BLOCK;
/// Pairs and visits that any graph may have, however small.
const FEW: usize = 1 << 12;

/// The things in which each person took part, as cast or as crew, and the people of each thing.
///
/// Who took part in an episode is among those of its season and its series, once. Bytes: 8 for
/// each pair of person and thing, 4 a thing, 8 a person.
#[derive(Default)]
pub(in crate::graph) struct Attendance {
    /// The number of the first series, with which things begin.
    first: u32,
    /// Where the things of each kind end, in the order of kinds.
    kinds: Vec<(u32, Kind)>,
    /// By person: numbers of things, in ascending order.
    things: Ranges<u32>,
    /// By thing, from the first series to the last work: people in ascending order.
    people: Ranges<u32>,
    /// By person: how many edges a walk to all companions visits.
    visits: Vec<u32>,
}

impl Attendance {
    /// What a person took part in, in the order of kinds.
    pub fn things(&self, person: u32) -> &[u32] {
        self.things.of(person)
    }

    /// What sort of thing it is.
    pub fn kind(&self, thing: u32) -> Kind {
        let found = self.kinds.iter().find(|(end, _)| thing < *end);
        found.map_or(Kind::Work, |(_, kind)| *kind)
    }

    /// Who took part in a thing or a part of it.
    pub fn people(&self, thing: u32) -> &[u32] {
        self.people.of(thing - self.first)
    }

    /// How many edges a walk from a person to all companions visits.
    pub fn visits(&self, person: u32) -> usize {
        self.visits[person as usize] as usize
    }
}

/// Makes an [`Attendance`]; none where so many people play the same characters that it would be much
/// larger than the graph.
///
/// Cost: O(edges), in parallel, and a turn is a block of people or things; on the way 4 bytes more a
/// thing.
#[derive(Default)]
pub(super) struct Attending<const CREW: bool> {
    made: Attendance,
    /// By thing that is part of nothing: how many edges a walk to its people visits.
    visits: Vec<u32>,
    /// How many edges were visited to find the things of people.
    visited: usize,
    /// Most of these, and pairs.
    most: usize,
    /// Turns that were taken.
    turns: usize,
}

impl<const CREW: bool> Work for Attending<CREW> {
    type Result = Option<Attendance>;

    fn turn(
        &mut self,
        graph: &Graph,
        _: &dyn Fn() -> bool,
    ) -> Result<Option<Option<Attendance>>, Unready> {
        let (people, things) = (graph.nodes.range(Kind::Person).len(), things(graph));
        if self.turns == 0 {
            self.made.first = index(things.start);
            let kinds = Kind::ALL
                .iter()
                .map(|kind| (index(graph.nodes.range(*kind).end), *kind));
            self.made.kinds = kinds.collect();
            self.made.people.ends = vec![0; things.len()];
            self.visits = vec![0; things.len()];
            self.most = most::<CREW>(graph);
        }
        let block = |turn: usize, size: usize, all: usize| turn * size..all.min((turn + 1) * size);
        let first = self.turns;
        let second = first.checked_sub(people.div_ceil(BLOCK));
        let third = second.and_then(|turn| turn.checked_sub(things.len().div_ceil(EASY_BLOCK)));
        match (second, third) {
            (None, _) => self.look_at_people(graph, block(first, BLOCK, people)),
            (Some(turn), None) => self.look_at_things(graph, block(turn, EASY_BLOCK, things.len())),
            (_, Some(turn)) => self.turn_round(turn == 0, block(turn, EASY_BLOCK, people)),
        }
        self.turns += 1;
        if self.visited.max(self.made.things.items.len()) > self.most {
            return Ok(Some(None));
        }
        let is_last = third.is_some_and(|turn| turn + 1 >= people.div_ceil(EASY_BLOCK));
        Ok(is_last.then(|| Some(std::mem::take(&mut self.made))))
    }

    fn done(&self, _: &Graph) -> String {
        format!("{} steps towards who took part in what", self.turns)
    }

    fn bytes(graph: &Graph) -> usize {
        let people = graph.nodes.range(Kind::Person).len();
        8 * most::<CREW>(graph) + 8 * things(graph).len() + 8 * people
    }
}

impl<const CREW: bool> Attending<CREW> {
    const CAPACITY: Capacity = if CREW { Capacity::Crew } else { Capacity::Cast };

    /// Finds the things of people, and counts the people of things.
    fn look_at_people(&mut self, graph: &Graph, people: Range<usize>) {
        let attended = |person| attended(graph, index(person), Self::CAPACITY);
        let found: Vec<(Vec<u32>, usize)> = people.into_par_iter().map(attended).collect();
        let made = &mut self.made;
        for (things, visits) in found {
            for thing in &things {
                made.people.ends[(thing - made.first) as usize] += 1;
            }
            made.things.push(things);
            made.visits.push(index(visits));
            self.visited += visits;
        }
    }

    /// Counts the edges at things.
    fn look_at_things(&mut self, graph: &Graph, things: Range<usize>) {
        let first = self.made.first;
        let edges = things.into_par_iter().map(|thing| {
            let thing = graph.node_at(first + index(thing));
            let whole = chain(thing).last().unwrap_or(thing);
            let edges = index(edges_around(thing, Self::CAPACITY));
            ((number(whole.index) - first) as usize, edges)
        });
        for (whole, edges) in edges.collect::<Vec<_>>() {
            self.visits[whole] = self.visits[whole].saturating_add(edges);
        }
    }

    /// Puts people to their things.
    fn turn_round(&mut self, is_first: bool, people: Range<usize>) {
        let made = &mut self.made;
        let (ends, items) = (&mut made.people.ends, &mut made.people.items);
        if is_first {
            // As many as each has, until here; each end moves to its place while people are put.
            let mut all = 0;
            for end in ends.iter_mut() {
                all += std::mem::replace(end, all);
            }
            items.resize(all as usize, 0);
            made.things.items.shrink_to_fit();
        }
        for person in people.map(index) {
            for thing in made.things.of(person) {
                let thing = (thing - made.first) as usize;
                items[ends[thing] as usize] = person;
                ends[thing] += 1;
                let visits = &mut made.visits[person as usize];
                *visits = visits.saturating_add(self.visits[thing]);
            }
        }
    }
}

/// What people take part in lies between the first series and the last work.
fn things(graph: &Graph) -> Range<usize> {
    graph.nodes.range(Kind::Series).start..graph.nodes.range(Kind::Work).end
}

/// Most pairs, and visits on the way to them: three for each edge, as if each were at an episode of
/// a season of a series.
fn most<const CREW: bool>(graph: &Graph) -> usize {
    let counted: &[Relation] = if CREW {
        &[Relation::Credited]
    } else {
        &[Relation::Plays, Relation::AppearsIn]
    };
    let edges = (0..graph.edge_count()).map(petgraph::graph::EdgeIndex::new);
    let edges = edges.filter(|edge| counted.contains(&graph.relation(*edge)));
    // Pairs are numbered by 32 bits.
    (3 * edges.count() + FEW).min(u32::MAX as usize)
}

/// What a person took part in, in ascending order, and how many edges were visited to find it.
fn attended(graph: &Graph, person: u32, capacity: Capacity) -> (Vec<u32>, usize) {
    let meter = Meter::new(usize::MAX, &|| false);
    let person = Person::of(graph.node_at(person)).expect("people are numbered first");
    let parts = parts_taken(person, capacity, &meter).expect("nothing bounds or stops it");
    let things = parts.iter().flat_map(|part| chain(part.at().to()));
    let mut things: Vec<u32> = things.map(|thing| number(thing.index)).collect();
    things.sort_unstable();
    things.dedup();
    (things, meter.visited())
}
