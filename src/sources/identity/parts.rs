//! Seasons and episodes of series that are one.

use super::matching::Matching;
use super::settle::{Candidate, Strength};
use super::{names, roles};
use crate::graph::Direction;
use crate::graph::list::Ordered;
use crate::graph::view::{Edge, Node};
use crate::model::{KeyRef, Kind, PartialDate, Property, Qualifier, Relation};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The most pairs of episodes of one number or title that are weighed.
const PAIRS_MAX: usize = 1_000;

/// Finds the seasons and episodes of all series that are one.
pub(super) fn find(matching: &mut Matching<'_>) {
    for series in matching.titles() {
        if series[0].kind() == Kind::Series {
            seasons(matching, &series);
            episodes(matching, &series);
        }
    }
}

/// Things of different catalogues, by who tells of them.
type Sides<'g, T> = BTreeMap<BTreeSet<KeyRef<'g>>, Vec<T>>;

/// Each two sides of which no source tells both.
fn opposite<'s, T>(sides: &'s Sides<'_, T>) -> Vec<(&'s [T], &'s [T])> {
    let mut found = Vec::new();
    for (at, (left, ours)) in sides.iter().enumerate() {
        let others = sides.iter().take(at);
        let others = others.filter(|(right, _)| left.is_disjoint(right));
        found.extend(others.map(|(_, theirs)| (&ours[..], &theirs[..])));
    }
    found
}

fn seasons<'g>(matching: &mut Matching<'g>, series: &[Node<'g>]) {
    let mut numbered: BTreeMap<u32, Sides<'g, Node<'g>>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for one in series {
        let seasons = one.edges_to(Relation::PartOf, Direction::In, Kind::Season);
        for part in seasons.items() {
            let season = matching.one(part.far());
            if let Some(number) = number(part)
                && seen.insert((season.key(), number))
            {
                let sides = numbered.entry(number).or_default();
                sides
                    .entry(matching.sources(season))
                    .or_default()
                    .push(season);
            }
        }
    }
    let mut candidates = Vec::new();
    for (number, sides) in &numbered {
        for (ours, theirs) in opposite(sides) {
            for (our, their) in ours
                .iter()
                .flat_map(|our| theirs.iter().map(move |their| (our, their)))
            {
                if series.len() > 1 || matching.is_fresh(*our) || matching.is_fresh(*their) {
                    candidates.push(Candidate {
                        pair: matching.oriented(*our, *their),
                        strength: Strength::Likely,
                        reason: format!("season {number} of a series that is one"),
                    });
                }
            }
        }
    }
    matching.settle(candidates);
}

/// An episode and what tells it from others of its series.
struct Told<'g> {
    episode: Node<'g>,
    names: Vec<String>,
    aired: Option<PartialDate>,
}

/// Of series that are one: numbered episodes by season and number, others by folded title.
#[derive(Default)]
struct Episodes<'g> {
    numbered: BTreeMap<(u32, u32), Sides<'g, Told<'g>>>,
    others: BTreeMap<String, Sides<'g, Told<'g>>>,
}

impl<'g> Episodes<'g> {
    fn of(matching: &Matching<'g>, all: &[Node<'g>]) -> Self {
        let mut found = Self::default();
        let mut seen = HashSet::new();
        for series in all {
            let seasons = series.edges_to(Relation::PartOf, Direction::In, Kind::Season);
            let seasons = seasons.items().map(|part| (part.far().key(), number(part)));
            let seasons: HashMap<_, _> = seasons.collect();
            for part in roles::episodes(*series) {
                let episode = matching.one(part.far());
                if !seen.insert(episode.key()) {
                    continue;
                }
                let season = seasons.get(&part.near().key()).copied().flatten();
                let told = Told {
                    episode,
                    names: names::folded(episode),
                    aired: episode.date(Property::AirDate),
                };
                let sides = if let (Some(season), Some(number)) = (season, number(part)) {
                    found.numbered.entry((season, number)).or_default()
                } else if let Some(name) = told.names.first() {
                    found.others.entry(name.clone()).or_default()
                } else {
                    continue;
                };
                sides
                    .entry(matching.sources(episode))
                    .or_default()
                    .push(told);
            }
        }
        found
    }
}

fn episodes<'g>(matching: &mut Matching<'g>, series: &[Node<'g>]) {
    let found = Episodes::of(matching, series);
    let joined = series.len() > 1;
    let mut candidates = Vec::new();
    for ((season, number), sides) in &found.numbered {
        let what = format!("episode {number} of season {season} in both");
        for pair in opposite(sides) {
            weigh(matching, joined, pair, &what, true, &mut candidates);
        }
    }
    for sides in found.others.values() {
        for pair in opposite(sides) {
            weigh(matching, joined, pair, "no number", false, &mut candidates);
        }
    }
    matching.settle(candidates);
}

/// Weighs episodes of one number, or of one title and without a number; all of them where
/// their series were found to be one, else those for which there is more evidence.
fn weigh<'g>(
    matching: &Matching<'g>,
    joined: bool,
    (ours, theirs): (&[Told<'g>], &[Told<'g>]),
    what: &str,
    numbered: bool,
    candidates: &mut Vec<Candidate<'g>>,
) {
    let fresh = |told: &Told<'g>| joined || matching.is_fresh(told.episode);
    if !ours.iter().chain(theirs).any(fresh) {
        return;
    }
    let crowded = ours.len() * theirs.len() > PAIRS_MAX;
    for our in ours.iter().take(if crowded { 1 } else { ours.len() }) {
        for their in theirs.iter().take(if crowded { 1 } else { theirs.len() }) {
            if !(crowded || fresh(our) || fresh(their)) {
                continue;
            }
            let title = our.names.iter().any(|name| their.names.contains(name));
            let dates = our.aired.zip(their.aired);
            let agree = dates.map(|(our, their)| our.contains(their) || their.contains(our));
            // All episodes of a season may have a year in common.
            let same_day = dates.is_some_and(|(our, their)| our == their && our.day().is_some());
            let month = |date: PartialDate| date.month().is_some();
            let span = match dates {
                Some((our, their)) if month(our) && month(their) => "month",
                _ => "year",
            };
            let (strength, reason) = match (title, agree) {
                _ if crowded => (
                    Strength::Doubtful,
                    format!("{what}, as {} and {} episodes", ours.len(), theirs.len()),
                ),
                (true, _) if same_day => {
                    (Strength::Strong, format!("{what}, same title and air date"))
                }
                (true, Some(true)) if numbered => {
                    (Strength::Strong, format!("{what}, same title and {span}"))
                }
                (true, Some(true)) => (
                    Strength::Doubtful,
                    format!("{what}, same title and {span}, but not the day in both"),
                ),
                (true, _) if numbered => (Strength::Likely, format!("{what}, same title")),
                _ if numbered && same_day => (Strength::Likely, format!("{what}, same air date")),
                (_, Some(false)) if !numbered => continue,
                (true, _) => (
                    Strength::Doubtful,
                    format!("{what}, same title, but an air date is not known"),
                ),
                (_, Some(false)) => (
                    Strength::Doubtful,
                    format!("{what}, but title and air date differ"),
                ),
                _ => (
                    Strength::Doubtful,
                    format!("{what}, but titles differ and the day of one is not known"),
                ),
            };
            candidates.push(Candidate {
                pair: matching.oriented(our.episode, their.episode),
                strength,
                reason,
            });
        }
    }
}

/// The number of a season or an episode, said of it or of how it is a part of the whole.
fn number(part: Edge<'_>) -> Option<u32> {
    let own = part.far().count(Property::Number);
    own.or_else(|| part.count(Qualifier::Number))
}
