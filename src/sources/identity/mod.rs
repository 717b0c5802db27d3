//! Which things of a graph are one thing.
//!
//! [`find`] compares what came in, such as a data set that was just read, with all that is
//! there. Ids in other catalogues decide first; else evidence of several kinds must agree, and a
//! name alone never does, but for genres. In this order, once:
//!
//! | things | are one when |
//! |---|---|
//! | series, films | same title and first year, and a company or a lead in common; of films, crew too |
//! | networks, studios | same name, and same country or a series in common |
//! | genres | same name, since a genre is nothing else |
//! | outlets | same name and address |
//! | seasons, episodes | their series are one, with the same number; episodes with the same title or air date too, or with both and no number |
//! | persons | same name, a series in common, and there the same character, birth or job |
//! | characters | their series are one, a performer is one, the names agree |
//!
//! What speaks for one thing, but not clearly, is a doubt; so are persons of one name and
//! birth who have nothing else in common, a thousand pairs at most. Nothing is decided against a
//! merge that somebody took back, and ids of one catalogue that differ always speak against.
//! A source has each thing once, so that two of which it tells are two; but it may have
//! several ids of a network or a studio.

mod classes;
mod companies;
mod ids;
mod labels;
mod matching;
mod names;
mod namesakes;
mod parts;
mod people;
mod roles;
mod settle;
mod titles;

use crate::graph::{Graph, Growth};
use crate::model::{Key, Kind, MergeRecord};
use matching::Matching;

/// Kinds of things that have a title, a first year, a cast and a crew.
const TITLES: &[Kind] = &[Kind::Series, Kind::Film];

/// Kinds of which a catalogue may know one thing by several ids.
const COMPANIES: &[Kind] = &[Kind::Network, Kind::Studio];

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Pairs that are one thing, by key: what gives way, and what it is. Each key gives way
    /// once, to one that stays or gives way itself.
    pub merges: Vec<MergeRecord>,
    /// Pairs that may be one thing, by key.
    pub doubts: Vec<Doubt>,
    /// How many persons of one name and birth may be one beyond the thousand pairs that are
    /// doubts.
    pub withheld: usize,
}

/// Two things that may be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// What would give way: what is new, or of which more is said than before.
    pub left: Key,
    /// What would stay.
    pub right: Key,
    /// What speaks for one thing, and what is missing or speaks against it.
    pub reason: Box<str>,
}

/// Finds which things of a graph are one, given what it was `before` something came in.
///
/// Compared are the things for which there is more evidence than before, with each other and
/// with all others: new ones, and known ones of which more is said or that are joined to more.
/// So it makes no difference in which order things came in, as far as one order does not
/// merge what another finds doubtful. A merge that is known to be wrong is not found again.
/// The order of the records makes no difference.
///
/// Cost: O(n log n) for n nodes and edges that came in, with all of the titles to which they
/// belong, and O(n) for those of the whole graph; memory grows with what is found and with
/// the largest series.
pub fn find(before: &Graph, now: &Graph) -> Findings {
    let growth = Growth::since(before, now);
    let mut matching = Matching::new(before, now, &growth);
    for kind in TITLES.iter().chain(ids::NUMBERED) {
        ids::find(&mut matching, *kind);
    }
    for kind in TITLES {
        titles::find(&mut matching, *kind);
    }
    companies::find(&mut matching, Kind::Network);
    companies::find(&mut matching, Kind::Studio);
    labels::find(&mut matching, Kind::Genre);
    labels::find(&mut matching, Kind::Outlet);
    parts::find(&mut matching);
    people::persons(&mut matching);
    let withheld = namesakes::find(&mut matching);
    people::characters(&mut matching);
    Findings {
        withheld,
        ..matching.findings()
    }
}
