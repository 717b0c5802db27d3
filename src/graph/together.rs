//! Who took part in the same things.
//!
//! People and what they take part in make a graph of two sides; who is joined to whom by it is
//! the projection of that graph onto people (Breiger 1974). It is made for one person at a time,
//! since all of it would be quadratic in the largest cast.

use super::Graph;
use super::filmography::{Filmography, Shared, people_at, with_parts};
use super::list::{Ordered, Sorted};
use super::meter::{Meter, Unfinished};
use super::position::Position;
use super::storage::number;
use super::view::{Node, Person, View};
use crate::model::Kind;
use hashbrown::HashMap;
use std::cmp::Reverse;
use std::rc::Rc;

/// What people have in common, in the order in which it is compared.
pub const COUNTED: [Kind; 5] = [
    Kind::Series,
    Kind::Season,
    Kind::Episode,
    Kind::Film,
    Kind::Work,
];

/// How many things of each kind of [`COUNTED`].
type Counts = [u32; COUNTED.len()];

/// Somebody who took part in something that another person took part in.
#[derive(Debug, Clone)]
pub struct Associate<'g> {
    /// Who.
    pub person: Person<'g>,
    counts: Counts,
    own: Rc<Filmography<'g>>,
}

impl<'g> Associate<'g> {
    /// In how many things of a kind both took part, or in parts of them.
    pub fn count(&self, kind: Kind) -> u32 {
        slot(kind).map_or(0, |slot| self.counts[slot])
    }

    /// Whose associate it is.
    pub fn of(&self) -> Person<'g> {
        self.own.person
    }

    /// In what both took part; the person whose associate it is comes first.
    ///
    /// Cost: O(n log n) for n things in the filmographies of the two.
    pub fn shared(
        &self,
        kinds: Option<&[Kind]>,
        meter: &Meter<'_>,
    ) -> Result<Sorted<Shared<'g>>, Unfinished> {
        let other = Filmography::of(self.person, self.own.capacity, meter)?;
        Ok(self.own.shared_with(&other, kinds))
    }
}

/// The associates of a person: who has most series in common comes first, then seasons,
/// episodes, films and works; then by key.
#[derive(Debug, Clone)]
pub struct Associates<'g> {
    graph: &'g Graph,
    rows: Vec<(Reverse<Counts>, u32)>,
    own: Rc<Filmography<'g>>,
}

impl<'g> Ordered for Associates<'g> {
    type Item = Associate<'g>;

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn get(&self, place: usize) -> Associate<'g> {
        let (Reverse(counts), person) = self.rows[place];
        let person = Person::of(self.graph.node_at(person));
        Associate {
            person: person.expect("only persons play and work"),
            counts,
            own: Rc::clone(&self.own),
        }
    }

    fn position(&self, place: usize) -> Position {
        let (Reverse(counts), person) = self.rows[place];
        let start = Position::start();
        let most_first = counts
            .iter()
            .fold(start, |place, count| place.number(Some(u32::MAX - count)));
        most_first.text(self.graph.node_at(person).key().slug())
    }
}

/// What was counted of one person, and the last thing of each kind that was.
struct Tally {
    counts: Counts,
    last: [Option<u32>; COUNTED.len()],
}

/// Who took part in what somebody took part in, in the same capacity.
///
/// Cost: O(edges at the series, films and works of the person, their seasons and episodes),
/// which the meter counts, then O(n log n) for n associates; memory O(n).
pub fn associates<'g>(
    own: Filmography<'g>,
    meter: &Meter<'_>,
) -> Result<Associates<'g>, Unfinished> {
    let mut tallies: HashMap<u32, Tally> = HashMap::new();
    for whole in own.wholes() {
        // What the place that is looked at is part of, itself last.
        let mut above: Vec<Node<'g>> = Vec::new();
        for (depth, place) in with_parts(whole, meter)? {
            above.truncate(depth);
            above.push(place);
            let common = above.iter().filter(|thing| own.includes(**thing));
            let common: Vec<(usize, u32)> = common
                .filter_map(|thing| Some((slot(thing.kind())?, number(thing.index))))
                .collect();
            people_at(place, own.capacity, meter, |person| {
                let tally = tallies.entry(number(person.index)).or_insert(Tally {
                    counts: Counts::default(),
                    last: [None; COUNTED.len()],
                });
                for (slot, thing) in &common {
                    // All places in a thing follow one another.
                    if tally.last[*slot] != Some(*thing) {
                        tally.last[*slot] = Some(*thing);
                        tally.counts[*slot] += 1;
                    }
                }
            })?;
        }
    }
    tallies.remove(&number(own.person.index));
    let rows = tallies.into_iter();
    let mut rows: Vec<(Reverse<Counts>, u32)> = rows
        .map(|(person, tally)| (Reverse(tally.counts), person))
        .collect();
    // Nodes are numbered in the order of their keys.
    rows.sort_unstable();
    Ok(Associates {
        graph: own.person.graph(),
        rows,
        own: Rc::new(own),
    })
}

/// Where a kind is counted.
fn slot(kind: Kind) -> Option<usize> {
    COUNTED.iter().position(|counted| *counted == kind)
}
