//! Networks and studios, of which several ids may name one.

use super::ids;
use super::matching::Matching;
use super::names::Index;
use super::settle::{Candidate, Strength};
use super::titles;
use crate::graph::Direction;
use crate::graph::fold::fold;
use crate::graph::list::Ordered;
use crate::graph::view::{Episode, Node, Season, View};
use crate::model::{KeyRef, Kind, Property, Relation};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How a company may have to do with a series.
const WAYS: &[Relation] = &[
    Relation::AiredOn,
    Relation::CommissionedBy,
    Relation::AvailableOn,
    Relation::ProducedBy,
];

/// What two companies of one name are to one another.
enum Verdict {
    One(String),
    Doubtful(String),
    Different,
}

impl Verdict {
    /// A doubt where one of the two fits companies of several countries.
    fn unless(self, torn: &HashSet<KeyRef<'_>>, both: [Node<'_>; 2]) -> Self {
        match self {
            Self::One(reason) if both.iter().any(|one| torn.contains(&one.key())) => {
                Self::Doubtful(format!("{reason}, but companies of several countries fit"))
            }
            verdict => verdict,
        }
    }
}

/// Two companies of one name, and what they are to one another.
struct Weighed<'g> {
    pair: [Node<'g>; 2],
    verdict: Verdict,
}

/// Finds companies of a kind by name, and by country or a series in common.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    let weighed = weigh(matching, kind);
    let torn = torn(&weighed);
    let mut candidates = Vec::new();
    for Weighed { pair, verdict } in weighed {
        let (strength, reason) = match verdict.unless(&torn, pair) {
            Verdict::One(reason) => (Strength::Likely, reason),
            Verdict::Doubtful(reason) => (Strength::Doubtful, reason),
            Verdict::Different => continue,
        };
        candidates.push(Candidate {
            pair,
            strength,
            reason,
        });
    }
    matching.settle(candidates);
}

/// Weighs companies for which there is more evidence than before against all of their names.
fn weigh<'g>(matching: &Matching<'g>, kind: Kind) -> Vec<Weighed<'g>> {
    let mut open: BTreeMap<KeyRef<'g>, Node<'g>> = BTreeMap::new();
    open.extend(matching.grown(kind).map(|one| (one.key(), one)));
    // Titles that were found to be one may be a series in common.
    for title in matching
        .titles()
        .into_iter()
        .filter(|title| title.len() > 1)
    {
        let companies = title
            .into_iter()
            .flat_map(|title| titles::companies(title, WAYS));
        let companies = companies.filter(|company| company.kind() == kind);
        open.extend(companies.map(|one| (one.key(), one)));
    }
    let mut weighed = Vec::new();
    if open.is_empty() {
        return weighed;
    }
    let index = Index::new(matching.all.nodes(kind));
    for one in open.values() {
        for other in index.find(*one) {
            // Each pair once.
            if other == *one || (other.key() < one.key() && open.contains_key(&other.key())) {
                continue;
            }
            let pair = matching.oriented(*one, other);
            let verdict = compare(pair, || series_in_common(matching, pair));
            weighed.push(Weighed { pair, verdict });
        }
    }
    weighed
}

/// Companies without a country that fit companies of several, so that they may be any.
///
/// What two of them have in common counts for both.
fn torn<'g>(weighed: &[Weighed<'g>]) -> HashSet<KeyRef<'g>> {
    // Pairs without countries, and the countries that each may be of.
    let mut pairs: Vec<[KeyRef<'g>; 2]> = Vec::new();
    let mut fits: BTreeMap<KeyRef<'g>, BTreeSet<String>> = BTreeMap::new();
    let fitting = weighed.iter();
    for one in fitting.filter(|one| matches!(one.verdict, Verdict::One(_))) {
        let keys = one.pair.map(Node::key);
        match one.pair.map(country) {
            [None, None] => pairs.push(keys),
            [None, Some(country)] => _ = fits.entry(keys[0]).or_default().insert(country),
            [Some(country), None] => _ = fits.entry(keys[1]).or_default().insert(country),
            [Some(_), Some(_)] => {}
        }
    }
    let mut spread = true;
    while spread {
        spread = false;
        for [left, right] in &pairs {
            for (from, to) in [(left, right), (right, left)] {
                let Some(countries) = fits.get(from).cloned() else {
                    continue;
                };
                let known = fits.entry(*to).or_default();
                let before = known.len();
                known.extend(countries);
                spread |= known.len() > before;
            }
        }
    }
    let torn = fits
        .into_iter()
        .filter(|(_, countries)| countries.len() > 1);
    torn.map(|(key, _)| key).collect()
}

fn country(company: Node<'_>) -> Option<String> {
    company.text(Property::Country).map(fold)
}

/// Weighs two companies of one name.
fn compare(pair: [Node<'_>; 2], shared: impl Fn() -> Option<String>) -> Verdict {
    if let Some(differ) = ids::that_differ(pair[0], pair[1]) {
        return Verdict::Doubtful(format!("same name, but {differ}"));
    }
    let countries = pair.map(|node| node.text(Property::Country));
    match countries {
        [Some(left), Some(right)] if fold(left) == fold(right) => {
            Verdict::One(format!("same name, both of the country {right}"))
        }
        [Some(left), Some(right)] => match shared() {
            Some(series) => Verdict::Doubtful(format!(
                "same name, both with {series}, but of the countries {left} and {right}"
            )),
            None => Verdict::Different,
        },
        _ => match shared() {
            Some(series) => Verdict::One(format!("same name, both with {series}")),
            None => Verdict::Doubtful(
                "same name, but no country in both and no series in common".to_owned(),
            ),
        },
    }
}

/// The label of a series with which both had to do.
fn series_in_common<'g>(matching: &Matching<'g>, pair: [Node<'g>; 2]) -> Option<String> {
    let [left, right] = pair.map(|company| {
        let series = series(company).into_values();
        let series = series.map(|series| matching.one(series));
        let series: BTreeMap<KeyRef<'g>, Node<'g>> = series.map(|one| (one.key(), one)).collect();
        series
    });
    let mut both = left.into_iter().filter(|(key, _)| right.contains_key(key));
    both.next().map(|(_, series)| series.label().to_owned())
}

/// The series with which a company had to do, also by a season or an episode.
fn series(company: Node<'_>) -> BTreeMap<KeyRef<'_>, Node<'_>> {
    let mut found = BTreeMap::new();
    for way in WAYS {
        for edge in company.edges(*way, Direction::In).items() {
            let part = edge.far();
            let series = match part.kind() {
                Kind::Season => Season::of(part).and_then(Season::series).map(Node::from),
                Kind::Episode => Episode::of(part).and_then(Episode::series).map(Node::from),
                _ => Some(part),
            };
            found.extend(series.map(|series| (series.key(), series)));
        }
    }
    found
}
