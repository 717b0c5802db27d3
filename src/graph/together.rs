//! Who took part in the same things.
//!
//! People and what they take part in make a graph of two sides; who is joined to whom by it is
//! the projection of that graph onto people (Breiger 1974). It is made for one person at a time,
//! since all of it would be quadratic in the largest cast.

use super::Graph;
use super::facts::index;
use super::filmography::{Capacity, Filmography, Shared, people_at, with_parts};
use super::filter::STOP_INTERVAL;
use super::list::{Ordered, Sorted};
use super::meter::{Meter, Unfinished};
use super::position::Position;
use super::storage::number;
use super::structure::Attendance;
use super::view::{Node, Person, View};
use crate::model::Kind;
use hashbrown::HashMap;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::rc::Rc;

/// Fewest rows that are put in order at once.
const SORTED_MIN: usize = 32;
/// Most rows that spare room for rows may have.
const ROWS_KEPT: usize = 1 << 14;

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
    own: Rc<Own<'g>>,
}

/// Whose associates are counted, and what that person took part in once somebody asks.
#[derive(Debug)]
struct Own<'g> {
    person: Person<'g>,
    capacity: Capacity,
    filmography: OnceCell<Filmography<'g>>,
}

impl<'g> Own<'g> {
    fn filmography(&self, meter: &Meter<'_>) -> Result<&Filmography<'g>, Unfinished> {
        if let Some(known) = self.filmography.get() {
            return Ok(known);
        }
        let found = Filmography::of(self.person, self.capacity, meter)?;
        Ok(self.filmography.get_or_init(|| found))
    }
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
    /// Cost: O(n log n) for n things in the filmographies of the two; the meter counts the edges of
    /// the other person, those of the first were counted before.
    pub fn shared(
        &self,
        kinds: Option<&[Kind]>,
        meter: &Meter<'_>,
    ) -> Result<Sorted<Shared<'g>>, Unfinished> {
        let other = Filmography::of(self.person, self.own.capacity, meter)?;
        let own = self.own.filmography(&meter.unbounded())?;
        Ok(own.shared_with(&other, kinds))
    }
}

/// The associates of a person: who has most series in common comes first, then seasons,
/// episodes, films and works; then by key.
///
/// They are put in order as far as they are read: a page costs O(n + p log p) for n associates, p of
/// which are on it or before it.
#[derive(Debug)]
pub struct Associates<'g> {
    graph: &'g Graph,
    counted: RefCell<Counted>,
    /// How many rows are in their places.
    sorted: Cell<usize>,
    own: Rc<Own<'g>>,
}

/// What was counted of whom. Nodes are numbered in the order of their keys.
type Row = (Reverse<Counts>, u32);

/// Some rows, and where each person is while they are counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    rows: Vec<Row>,
    places: HashMap<u32, u32>,
}

impl<'g> Associates<'g> {
    fn new(own: Own<'g>, counted: Counted) -> Self {
        Self {
            graph: own.person.graph(),
            counted: RefCell::new(counted),
            sorted: Cell::new(0),
            own: Rc::new(own),
        }
    }

    fn row(&self, place: usize) -> (Counts, u32) {
        let rows = &mut self.counted.borrow_mut().rows;
        let (start, all) = (self.sorted.get(), rows.len());
        if place >= start {
            let end = all.min((place + 1).max(2 * start).max(SORTED_MIN));
            let rest = &mut rows[start..];
            if end < all {
                rest.select_nth_unstable(end - start);
            }
            rest[..end - start].sort_unstable();
            self.sorted.set(end);
        }
        let (Reverse(counts), person) = rows[place];
        (counts, person)
    }
}

impl Drop for Associates<'_> {
    fn drop(&mut self) {
        let counted = self.counted.take();
        if counted.rows.capacity() <= ROWS_KEPT {
            let bytes = ROWS_KEPT * (size_of::<Row>() + 2 * size_of::<[u32; 2]>());
            let graph = self.graph;
            graph.spare_counts.keep(counted, bytes, &graph.room);
        }
    }
}

impl<'g> Ordered for Associates<'g> {
    type Item = Associate<'g>;

    fn len(&self) -> usize {
        self.counted.borrow().rows.len()
    }

    fn get(&self, place: usize) -> Associate<'g> {
        let (counts, person) = self.row(place);
        let person = Person::of(self.graph.node_at(person));
        Associate {
            person: person.expect("only persons play and work"),
            counts,
            own: Rc::clone(&self.own),
        }
    }

    fn position(&self, place: usize) -> Position {
        let (counts, person) = self.row(place);
        let start = Position::start();
        let most_first = counts
            .iter()
            .fold(start, |place, count| place.number(Some(u32::MAX - count)));
        most_first.text(self.graph.node_at(person).key().slug())
    }
}

/// Who took part in what somebody took part in, in the same capacity.
///
/// The meter counts the edges at the series, films and works of the person, their seasons and
/// episodes, also where they need not be walked since it is known who took part in what: whether
/// there are too many does not depend on that. Cost: O(edges), or O(companions at each of these
/// things); memory O(associates).
pub fn associates<'g>(
    person: Person<'g>,
    capacity: Capacity,
    meter: &Meter<'_>,
) -> Result<Associates<'g>, Unfinished> {
    let mut own = Own {
        person,
        capacity,
        filmography: OnceCell::new(),
    };
    if let Some(known) = person.graph().attendance(capacity, meter.stop()) {
        let person = number(person.index);
        meter.visit(known.visits(person))?;
        let mut counted = own.person.graph().spare_counts.take().unwrap_or_default();
        count(person, known, &mut counted, meter.stop())?;
        return Ok(Associates::new(own, counted));
    }
    let filmography = Filmography::of(person, capacity, meter)?;
    let rows = walked(&filmography, meter)?;
    own.filmography = filmography.into();
    let places = HashMap::new();
    Ok(Associates::new(own, Counted { rows, places }))
}

/// Counts what is known of the things of a person; asks now and then whether to stop.
fn count(
    person: u32,
    known: &Attendance,
    Counted { rows, places }: &mut Counted,
    stop: &dyn Fn() -> bool,
) -> Result<(), Unfinished> {
    rows.clear();
    places.clear();
    let mut counted = 0;
    for thing in known.things(person) {
        let Some(slot) = slot(known.kind(*thing)) else {
            continue;
        };
        let people = known.people(*thing);
        counted += people.len();
        if counted >= STOP_INTERVAL {
            counted = 0;
            if stop() {
                return Err(Unfinished::Stopped);
            }
        }
        for companion in people {
            let place = *places.entry(*companion).or_insert_with(|| {
                rows.push((Reverse(Counts::default()), *companion));
                index(rows.len() - 1)
            });
            let (Reverse(counts), _) = &mut rows[place as usize];
            counts[slot] += 1;
        }
    }
    if let Some(own) = places.get(&person) {
        rows.swap_remove(*own as usize);
    }
    Ok(())
}

/// What was counted of one person, and the last thing of each kind that was.
struct Tally {
    counts: Counts,
    last: [Option<u32>; COUNTED.len()],
}

/// The same by walking, each place visited once.
fn walked(own: &Filmography<'_>, meter: &Meter<'_>) -> Result<Vec<Row>, Unfinished> {
    let mut tallies: HashMap<u32, Tally> = HashMap::new();
    for whole in own.wholes() {
        // What the place that is looked at is part of, itself last.
        let mut above: Vec<Node<'_>> = Vec::new();
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
    Ok(rows
        .map(|(person, tally)| (Reverse(tally.counts), person))
        .collect())
}

/// Where a kind is counted.
fn slot(kind: Kind) -> Option<usize> {
    COUNTED.iter().position(|counted| *counted == kind)
}
