//! Which series are like another, by what they have in common.
//!
//! What few series have in common says more than what many have: each thing in common weighs
//! one by the logarithm of the number of series that have it (Adamic and Adar 2003).

use super::Graph;
use super::direction::Direction;
use super::filmography::{Capacity, chain, parts_taken, people_at, with_parts};
use super::list::Ordered;
use super::meter::{Meter, Unfinished};
use super::position::Position;
use super::storage::number;
use super::view::{Edge, Node, Person, Series, View};
use crate::model::{Kind, Relation};
use hashbrown::HashMap;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Relations from a series, or a part of it, to what it may have in common with another.
const RELATIONS: [Relation; 3] = [Relation::ProducedBy, Relation::AiredOn, Relation::HasGenre];

/// Something that two series have in common: a person, studio, network or genre.
#[derive(Debug, Clone, Copy)]
pub struct Common<'g> {
    /// What it is.
    pub thing: Node<'g>,
    /// How many series have it; at least two.
    pub series_count: usize,
}

impl Common<'_> {
    /// What it adds to a score: 1 / ln of how many series have it.
    pub fn weight(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nodes are numbered by 32 bits")]
        let count = self.series_count as f64;
        count.ln().recip()
    }
}

/// A series that has something in common with another.
#[derive(Debug, Clone)]
pub struct Similar<'g> {
    /// The series.
    pub series: Series<'g>,
    /// The series that it is like.
    pub to: Series<'g>,
    /// The sum of the weights of what both have.
    pub score: f64,
    reasons: Rc<[Common<'g>]>,
    /// Which of these.
    which: Rc<[u32]>,
}

impl<'g> Similar<'g> {
    /// What both have, what weighs most first; then by kind and key.
    pub fn reasons(&self) -> Reasons<'g> {
        Reasons {
            all: Rc::clone(&self.reasons),
            which: Rc::clone(&self.which),
        }
    }
}

/// What two series have in common.
#[derive(Debug, Clone)]
pub struct Reasons<'g> {
    all: Rc<[Common<'g>]>,
    which: Rc<[u32]>,
}

impl<'g> Ordered for Reasons<'g> {
    type Item = Common<'g>;

    fn len(&self) -> usize {
        self.which.len()
    }

    fn get(&self, place: usize) -> Common<'g> {
        self.all[self.which[place] as usize]
    }

    fn position(&self, place: usize) -> Position {
        let common = self.get(place);
        let count = u32::try_from(common.series_count).ok();
        Position::start()
            .number(count)
            .number(Some(common.thing.kind() as u32))
            .text(common.thing.key().slug())
    }
}

/// Series that have something in common with one: the highest score first, then by key.
#[derive(Debug, Clone)]
pub struct SimilarSeries<'g> {
    graph: &'g Graph,
    to: Series<'g>,
    rows: Vec<(f64, u32, Rc<[u32]>)>,
    reasons: Rc<[Common<'g>]>,
}

impl<'g> Ordered for SimilarSeries<'g> {
    type Item = Similar<'g>;

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn get(&self, place: usize) -> Similar<'g> {
        let (score, series, which) = &self.rows[place];
        Similar {
            series: Series::of(self.graph.node_at(*series)).expect("only series are gathered"),
            to: self.to,
            score: *score,
            reasons: Rc::clone(&self.reasons),
            which: Rc::clone(which),
        }
    }

    fn position(&self, place: usize) -> Position {
        let (score, series, _) = &self.rows[place];
        let score = Position::start().real(Some(*score));
        let key = self.graph.node_at(*series).key();
        Position::start().reversed(&score).text(key.slug())
    }
}

/// Series that have people, studios, networks or genres in common with one.
///
/// What is true of a season or an episode is true of its series. What more than `common_max`
/// series have brings none into the list, but counts for those that something else brings in.
///
/// Cost: O(edges at the series and its parts, and at what it has, each with what the edges lead
/// to), which the meter counts, then O(n log n) for n similar series.
pub fn similar<'g>(
    to: Series<'g>,
    common_max: usize,
    meter: &Meter<'_>,
) -> Result<SimilarSeries<'g>, Unfinished> {
    let graph = to.graph();
    let own = number(to.index);
    let mut shared: Vec<(Common<'g>, Vec<u32>)> = Vec::new();
    for thing in things_of(to, meter)? {
        let thing = graph.node_at(thing);
        let series = series_of(thing, meter)?;
        let series_count = series.len();
        if series_count > 1 {
            let common = Common {
                thing,
                series_count,
            };
            shared.push((common, series));
        }
    }
    shared.sort_by_key(|(common, _)| (common.series_count, common.thing.index));
    let mut found: HashMap<u32, Vec<u32>> = HashMap::new();
    for (reason, (common, series)) in (0..).zip(&shared) {
        for other in series.iter().filter(|other| **other != own) {
            if common.series_count <= common_max {
                found.entry(*other).or_default().push(reason);
            } else if let Some(reasons) = found.get_mut(other) {
                reasons.push(reason);
            }
        }
    }
    let reasons: Rc<[Common<'g>]> = shared.iter().map(|(common, _)| *common).collect();
    let rows = found.into_iter().map(|(series, which)| {
        let weights = which.iter().map(|at| reasons[*at as usize].weight());
        (weights.sum(), series, which.into())
    });
    let mut rows: Vec<(f64, u32, Rc<[u32]>)> = rows.collect();
    // Nodes are numbered in the order of their keys.
    rows.sort_unstable_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    Ok(SimilarSeries {
        graph,
        to,
        rows,
        reasons,
    })
}

/// The people, studios, networks and genres of a series and its parts.
fn things_of(series: Series<'_>, meter: &Meter<'_>) -> Result<BTreeSet<u32>, Unfinished> {
    let mut things = BTreeSet::new();
    for (_, place) in with_parts(*series, meter)? {
        people_at(place, Capacity::Any, meter, |person| {
            things.insert(number(person.index));
        })?;
        for relation in RELATIONS {
            let edges = place.edges(relation, Direction::Out);
            meter.visit(edges.len())?;
            things.extend(edges.items().map(|edge| number(edge.to().index)));
        }
    }
    Ok(things)
}

/// The series that have a thing, each once.
fn series_of(thing: Node<'_>, meter: &Meter<'_>) -> Result<Vec<u32>, Unfinished> {
    let mut places = Vec::new();
    if let Some(person) = Person::of(thing) {
        let parts = parts_taken(person, Capacity::Any, meter)?;
        places.extend(parts.into_iter().map(|part| part.at().to()));
    }
    for relation in RELATIONS {
        let edges = thing.edges(relation, Direction::In);
        meter.visit(edges.len())?;
        places.extend(edges.items().map(Edge::from));
    }
    let wholes = places.into_iter().filter_map(|place| chain(place).last());
    let series = wholes.filter(|whole| whole.kind() == Kind::Series);
    let mut series: Vec<u32> = series.map(|series| number(series.index)).collect();
    series.sort_unstable();
    series.dedup();
    Ok(series)
}
