//! Networks and studios, of which several ids may name one.

use super::ids;
use super::matching::Matching;
use super::names::Index;
use crate::graph::Direction;
use crate::graph::fold::fold;
use crate::graph::list::Ordered;
use crate::graph::view::{Episode, Node, Season, View};
use crate::model::{KeyRef, Kind, Property, Relation};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How a company may have to do with a series.
const WAYS: [Relation; 4] = [
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

/// Finds companies of a kind by name, and by country or a series in common.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    let torn = torn(matching, kind);
    in_base(matching, kind, &torn);
    in_incoming(matching, kind, &torn);
}

/// Companies without a country that fit companies of several, so that they may be any.
///
/// What two of them have in common counts for both.
fn torn<'g>(matching: &Matching<'g>, kind: Kind) -> HashSet<KeyRef<'g>> {
    let [base, incoming] = [matching.base, matching.incoming].map(|graph| graph.nodes(kind));
    let (in_base, in_incoming) = (Index::new(base), Index::new(incoming));
    // Pairs without countries, and the countries that each may be of.
    let mut pairs: Vec<[KeyRef<'g>; 2]> = Vec::new();
    let mut fits: BTreeMap<KeyRef<'g>, BTreeSet<String>> = BTreeMap::new();
    for one in incoming.items().filter(|one| matching.same(*one).is_none()) {
        let known = in_base.find(one).into_iter().map(|other| {
            let shared = series_in_common(matching, one, other);
            (other, shared)
        });
        let others = in_incoming.find(one).into_iter();
        let new = others.map(|other| (other, one_in_both(one, other)));
        for (other, shared) in known
            .chain(new)
            .filter(|(other, _)| other.key() != one.key())
        {
            if !matches!(compare(one, other, || shared.clone()), Verdict::One(_)) {
                continue;
            }
            let keys = [one.key(), other.key()];
            match [one, other].map(country) {
                [None, None] => pairs.push(keys),
                [None, Some(country)] => _ = fits.entry(keys[0]).or_default().insert(country),
                [Some(country), None] => _ = fits.entry(keys[1]).or_default().insert(country),
                [Some(_), Some(_)] => {}
            }
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

/// Finds which incoming companies are companies of the base.
fn in_base(matching: &mut Matching<'_>, kind: Kind, torn: &HashSet<KeyRef<'_>>) {
    let index = Index::new(matching.base.nodes(kind));
    for incoming in matching.incoming.nodes(kind).items() {
        if matching.same(incoming).is_some() {
            continue;
        }
        let mut fitting = Vec::new();
        for base in index.find(incoming) {
            if matching.is_undone(incoming.key(), base.key()) {
                continue;
            }
            let shared = || series_in_common(matching, incoming, base);
            match compare(incoming, base, shared).unless(torn, [incoming, base]) {
                Verdict::One(reason) => fitting.push((base, reason)),
                Verdict::Doubtful(reason) => matching.doubt(incoming.key(), base.key(), reason),
                Verdict::Different => {}
            }
        }
        if let [(base, reason)] = &mut fitting[..] {
            matching.unite(incoming, *base, std::mem::take(reason));
            continue;
        }
        for (base, reason) in fitting {
            let reason = format!("{reason}, but others fit as well");
            matching.doubt(incoming.key(), base.key(), reason);
        }
    }
}

/// Finds which incoming companies that are not in the base are one another.
fn in_incoming(matching: &mut Matching<'_>, kind: Kind, torn: &HashSet<KeyRef<'_>>) {
    let index = Index::new(matching.incoming.nodes(kind));
    let mut nodes: Vec<Node<'_>> = matching.incoming.nodes(kind).items().collect();
    nodes.sort_by_key(|node| node.key());
    // What each company without a place in the base gives way to; itself, if to none.
    let mut roots: HashMap<KeyRef<'_>, KeyRef<'_>> = HashMap::new();
    for incoming in nodes {
        let key = incoming.key();
        if matching.same(incoming).is_some() {
            continue;
        }
        let mut fitting: BTreeMap<KeyRef<'_>, String> = BTreeMap::new();
        for other in index.find(incoming) {
            let into = match matching.same(other) {
                Some(base) => base.key(),
                None => match roots.get(&other.key()) {
                    Some(root) => *root,
                    None => continue,
                },
            };
            if matching.is_undone(key, into) || matching.is_undone(key, other.key()) {
                continue;
            }
            let shared = || one_in_both(incoming, other);
            match compare(incoming, other, shared).unless(torn, [incoming, other]) {
                Verdict::One(reason) => {
                    fitting.entry(into).or_insert(reason);
                }
                Verdict::Doubtful(reason) => matching.doubt(key, other.key(), reason),
                Verdict::Different => {}
            }
        }
        let mut root = key;
        if fitting.len() == 1 {
            for (into, reason) in fitting {
                matching.merge(key, into, reason);
                root = into;
            }
        } else {
            for (into, reason) in fitting {
                matching.doubt(key, into, format!("{reason}, but others fit as well"));
            }
        }
        roots.insert(key, root);
    }
}

/// Weighs two companies of one name.
fn compare(incoming: Node<'_>, other: Node<'_>, shared: impl Fn() -> Option<String>) -> Verdict {
    if let Some(differ) = ids::that_differ(incoming, other) {
        return Verdict::Doubtful(format!("same name, but {differ}"));
    }
    let countries = [incoming, other].map(|node| node.text(Property::Country));
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

/// The label of a series of an incoming company and one of the base.
fn series_in_common<'g>(
    matching: &Matching<'g>,
    incoming: Node<'g>,
    base: Node<'g>,
) -> Option<String> {
    let known = series(base);
    let mut both = series(incoming).into_values().filter_map(|series| {
        let series = matching.same(series)?;
        known.get(&series.key())
    });
    both.next().map(|series| series.label().to_owned())
}

/// The label of a series of two incoming companies.
fn one_in_both(left: Node<'_>, right: Node<'_>) -> Option<String> {
    let known: BTreeSet<KeyRef<'_>> = series(left).into_keys().collect();
    let mut both = series(right).into_iter();
    let both = both.find(|(key, _)| known.contains(key));
    both.map(|(_, series)| series.label().to_owned())
}

/// The series with which a company had to do, also by a season or an episode.
fn series(company: Node<'_>) -> BTreeMap<KeyRef<'_>, Node<'_>> {
    let mut found = BTreeMap::new();
    for way in WAYS {
        for edge in company.edges(way, Direction::In).items() {
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
