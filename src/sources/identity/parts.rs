//! Seasons and episodes of series that are one.

use super::matching::{Candidate, Matching, Strength};
use super::{names, roles};
use crate::graph::Direction;
use crate::graph::list::Ordered;
use crate::graph::view::{Edge, Node};
use crate::model::{Kind, PartialDate, Property, Qualifier, Relation};
use std::collections::{BTreeMap, HashMap};

/// The most pairs of episodes of one number or title that are weighed.
const PAIRS_MAX: usize = 1_000;

/// Finds the seasons and episodes of all series that are one.
pub(super) fn find(matching: &mut Matching<'_>) {
    for (incoming, base) in matching.titles() {
        if incoming.kind() == Kind::Series {
            seasons(matching, incoming, base);
            episodes(matching, incoming, base);
        }
    }
}

fn seasons<'g>(matching: &mut Matching<'g>, incoming: Node<'g>, base: Node<'g>) {
    let by_number = |series: Node<'g>| {
        let mut found: BTreeMap<u32, Vec<Node<'g>>> = BTreeMap::new();
        let seasons = series.edges_to(Relation::PartOf, Direction::In, Kind::Season);
        for part in seasons.items() {
            if let Some(number) = number(part) {
                found.entry(number).or_default().push(part.far());
            }
        }
        found
    };
    let mut known = None;
    let mut candidates = Vec::new();
    for (number, seasons) in by_number(incoming) {
        for season in seasons {
            if matching.same(season).is_some() {
                continue;
            }
            let known = known.get_or_insert_with(|| by_number(base));
            let fitting = known.get(&number).into_iter().flatten();
            candidates.extend(fitting.map(|base| Candidate {
                incoming: season,
                base: *base,
                strength: Strength::Likely,
                reason: format!("season {number} of a series that is one"),
            }));
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

/// Of a series: numbered episodes by season and number, others by folded title.
#[derive(Default)]
struct Episodes<'g> {
    numbered: BTreeMap<(u32, u32), Vec<Told<'g>>>,
    others: BTreeMap<String, Vec<Told<'g>>>,
}

impl<'g> Episodes<'g> {
    /// Those episodes of a series for which `wanted` holds.
    fn of(series: Node<'g>, wanted: impl Fn(Node<'g>) -> bool) -> Self {
        let seasons = series.edges_to(Relation::PartOf, Direction::In, Kind::Season);
        let seasons = seasons.items().map(|part| (part.far().key(), number(part)));
        let seasons: HashMap<_, _> = seasons.collect();
        let mut found = Self::default();
        for part in roles::episodes(series) {
            let episode = part.far();
            if !wanted(episode) {
                continue;
            }
            let season = seasons.get(&part.near().key()).copied().flatten();
            let told = Told {
                episode,
                names: names::folded(episode),
                aired: episode.date(Property::AirDate),
            };
            if let (Some(season), Some(number)) = (season, number(part)) {
                let numbered = found.numbered.entry((season, number)).or_default();
                numbered.push(told);
            } else if let Some(name) = told.names.first() {
                found.others.entry(name.clone()).or_default().push(told);
            }
        }
        found
    }

    fn is_empty(&self) -> bool {
        self.numbered.is_empty() && self.others.is_empty()
    }
}

fn episodes<'g>(matching: &mut Matching<'g>, incoming: Node<'g>, base: Node<'g>) {
    let ours = Episodes::of(incoming, |episode| matching.same(episode).is_none());
    if ours.is_empty() {
        return;
    }
    let theirs = Episodes::of(base, |episode| !matching.is_taken(episode));
    let mut candidates = Vec::new();
    for ((season, number), episodes) in &ours.numbered {
        if let Some(known) = theirs.numbered.get(&(*season, *number)) {
            let what = format!("episode {number} of season {season} in both");
            weigh(episodes, known, &what, true, &mut candidates);
        }
    }
    for (name, episodes) in &ours.others {
        if let Some(known) = theirs.others.get(name) {
            weigh(episodes, known, "no number", false, &mut candidates);
        }
    }
    matching.settle(candidates);
}

/// Weighs episodes of one number, or of one title and without a number.
fn weigh<'g>(
    ours: &[Told<'g>],
    theirs: &[Told<'g>],
    what: &str,
    numbered: bool,
    candidates: &mut Vec<Candidate<'g>>,
) {
    let crowded = ours.len() * theirs.len() > PAIRS_MAX;
    for our in ours.iter().take(if crowded { 1 } else { ours.len() }) {
        for their in theirs.iter().take(if crowded { 1 } else { theirs.len() }) {
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
                incoming: our.episode,
                base: their.episode,
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
