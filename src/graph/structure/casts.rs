//! Who plays in the same series and films.

use super::super::facts::index;
use super::super::filter::{STOP_INTERVAL, Stopped};
use super::super::list::Sorted;
use super::super::ranges::Ranges;
use super::super::storage::number;
use super::super::view::{Node, Person, View};
use super::super::{Graph, Position};
use super::ranking::by_key;
use super::shared::{Unready, Work};
use super::{BLOCK, Members};
use crate::model::Kind;
use rayon::prelude::*;

/// Largest cast that binds its people, in people: of larger ones, such as all who were ever guests
/// of a talk show, most never met.
pub const CAST_MAX: usize = 500;

/// Finds the people of each series and film, seasons and episodes included, by the performers that
/// appearances name.
///
/// Cost: O(appearances), in parallel, and a turn is a block of people, the last puts all in order;
/// 8 bytes a person and work kept.
#[derive(Default)]
pub(super) struct Casts {
    /// Series and films with those who play in them.
    pairs: Vec<[u32; 2]>,
    /// People who were looked at.
    at: usize,
}

/// The casts of 2 to [`CAST_MAX`] people, and who is in which.
pub(super) struct InCasts {
    /// The series and films, in ascending order.
    works: Vec<u32>,
    /// Their people, in ascending order.
    pub casts: Ranges<u32>,
    /// In which of them each person is.
    pub of_person: Ranges<u32>,
}

impl Work for Casts {
    type Result = InCasts;

    fn turn(&mut self, graph: &Graph, _: &dyn Fn() -> bool) -> Result<Option<InCasts>, Unready> {
        let people = graph.nodes.range(Kind::Person).len();
        let block = self.at..people.min(self.at + BLOCK);
        self.at = block.end;
        let block = block.into_par_iter();
        let found = block.flat_map_iter(|person| played_in(graph, person));
        self.pairs.par_extend(found);
        if self.at < people {
            return Ok(None);
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.par_sort_unstable();
        let casts = pairs.chunk_by(|one, other| one[0] == other[0]);
        let binding = casts.filter(|cast| (2..=CAST_MAX).contains(&cast.len()));
        let mut found = InCasts {
            works: Vec::new(),
            casts: Ranges::default(),
            of_person: Ranges::default(),
        };
        let mut of_person: Vec<[u32; 2]> = Vec::new();
        for cast in binding {
            let work = found.casts.push(cast.iter().map(|pair| pair[1]));
            found.works.push(cast[0][0]);
            of_person.extend(cast.iter().map(|pair| [pair[1], work]));
        }
        of_person.par_sort_unstable();
        let mut of_person = of_person.as_slice();
        for person in 0..index(people) {
            let own = of_person.partition_point(|pair| pair[0] <= person);
            let (own, rest) = of_person.split_at(own);
            found.of_person.push(own.iter().map(|pair| pair[1]));
            of_person = rest;
        }
        Ok(Some(found))
    }

    fn done(&self, graph: &Graph) -> String {
        let people = graph.nodes.range(Kind::Person).len();
        format!("the casts of {} of {people} people", self.at)
    }

    fn bytes(graph: &Graph) -> usize {
        let works = [Kind::Series, Kind::Film].map(|kind| graph.nodes.range(kind).len());
        let people = graph.nodes.range(Kind::Person).len();
        8 * (played_max(graph) + works.iter().sum::<usize>()) + 4 * people
    }
}

/// Most times that somebody plays in a series or film.
pub(super) fn played_max(graph: &Graph) -> usize {
    graph.edge_count()
}

/// The series and films in which a person plays, each once, with the person.
fn played_in(graph: &Graph, person: usize) -> Vec<[u32; 2]> {
    let node = graph.node_at(index(person));
    let person = Person::of(node).expect("people are numbered first");
    let works = person.played_in().map(|work| number(work.index));
    let mut pairs: Vec<[u32; 2]> = works.map(|work| [work, number(node.index)]).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// A series or film in which several of a group play.
#[derive(Debug, Clone, Copy)]
pub struct Bond<'g> {
    /// The series or film.
    pub work: Node<'g>,
    /// How many of the group play in it; at least two.
    pub members: usize,
}

impl<'g> Members<'g> {
    /// Series and films in which at least two of the members play, those with most of them first, then
    /// by key; none of which the whole cast is larger than [`CAST_MAX`].
    ///
    /// Cost: O(w log w) for the w times that a member plays in one.
    ///
    /// # Errors
    /// As of [`Graph::rank`].
    pub fn bonds(self, stop: &dyn Fn() -> bool) -> Result<Sorted<Bond<'g>>, Unready> {
        let graph = self.graph();
        let casts = graph.kept.casts.get(graph, stop)?;
        let mut works = Vec::new();
        for (at, person) in self.numbers().iter().enumerate() {
            if at % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped.into());
            }
            works.extend_from_slice(casts.of_person.of(*person));
        }
        works.sort_unstable();
        let shared = works.chunk_by(|one, other| one == other);
        let shared = shared.filter(|members| members.len() > 1);
        let bonds = shared.map(|members| {
            let work = casts.works[members[0] as usize];
            let bond = Bond {
                work: graph.node_at(work),
                members: members.len(),
            };
            (bond.position(), bond)
        });
        Ok(Sorted::new(bonds.collect()))
    }
}

impl Bond<'_> {
    fn position(self) -> Position {
        let members = Position::start().number(Some(index(self.members)));
        Position::start()
            .reversed(&members)
            .then(&by_key(self.work))
    }
}
