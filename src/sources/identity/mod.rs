//! Which things of two graphs are one thing.
//!
//! [`find`] compares a graph with one that comes in, such as a data set that was just read.
//! Ids in other catalogues decide first; else evidence of several kinds must agree, and a
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
//! What speaks for one thing, but not clearly, is a doubt. Nothing is decided against a
//! merge that somebody took back, and ids of one catalogue that differ always speak against.

mod companies;
mod ids;
mod labels;
mod matching;
mod names;
mod parts;
mod people;
mod roles;
mod titles;

use crate::graph::Graph;
use crate::model::{Key, Kind, MergeRecord};
use matching::Matching;

/// Kinds of things that have a title, a first year, a cast and a crew.
const TITLES: &[Kind] = &[Kind::Series, Kind::Film];

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Pairs that are one thing, by key: incoming keys, and the things that they are.
    ///
    /// Each thing occurs once, but several networks or studios may be one.
    pub merges: Vec<MergeRecord>,
    /// Pairs that may be one thing, by key.
    pub doubts: Vec<Doubt>,
}

/// Two things that may be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The incoming thing.
    pub left: Key,
    /// A thing that was there before, or another incoming one.
    pub right: Key,
    /// What speaks for one thing, and what is missing or speaks against it.
    pub reason: Box<str>,
}

/// Finds which incoming things are things of `base`, or one another.
///
/// Things with equal keys are one thing already, and so are keys that `base` has merged;
/// they are evidence for others, but not compared again. A merge that `base` knows to be
/// wrong is not found again. The order of the records of either graph makes no difference.
///
/// Cost: O(n log n) for graphs of n nodes and edges; memory grows with what is found and
/// with the largest series.
pub fn find(base: &Graph, incoming: &Graph) -> Findings {
    let mut matching = Matching::new(base, incoming);
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
    people::characters(&mut matching);
    matching.findings()
}
