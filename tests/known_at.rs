//! What was known on a day, beside a slow and obvious filter of records.

mod cache;

use std::collections::{BTreeSet, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

use castgraph::graph::view::Source;
use castgraph::graph::{Builder, Direction, Graph, Ordered, Repeated};
use castgraph::model::{
    Basis, Change, ClaimRecord, Key, Kind, NodeRecord, PartialDate, Pointer, Property, Qualifier,
    Rank, Reference, References, Relation, Value,
};
use castgraph::store::{load_seed, load_texts};
use proptest::prelude::*;
use serde_json::json;

use crate::imported::onto_the_seed;
use crate::support::drawn;
use crate::support::shuffle::Random;

static GRAPHS: LazyLock<[Graph; 3]> =
    LazyLock::new(|| [load_seed().unwrap(), drawn(), onto_the_seed()]);

/// Days from which references may speak, in order, with their last days.
const DAYS: &[[&str; 2]] = &[
    ["2019-12-31", "2019-12-31"],
    ["2020-02", "2020-02-29"],
    ["2021-02", "2021-02-28"],
    ["2021", "2021-12-31"],
];

fn date(text: &str) -> PartialDate {
    PartialDate::from_str(text).unwrap()
}

fn known_at(graph: &Graph, day: Option<&str>) -> Graph {
    let known = graph.known_at(day.map(date), &|| false).unwrap();
    let view = known.graph(&|| false).unwrap();
    assert_eq!(view.claims_listed().len(), known.claims());
    view
}

fn built(changes: &[Change]) -> Graph {
    let mut builder = Builder::new(Repeated::Join);
    builder.push_all(changes);
    builder
        .finish()
        .unwrap_or_else(|refusals| panic!("{refusals:?}"))
}

fn references(change: &mut Change) -> Option<&mut References> {
    match change {
        Change::Node(record) => Some(&mut record.references),
        Change::Edge(record) => Some(&mut record.basis.references),
        Change::Claim(record) => Some(&mut record.basis.references),
        Change::Dispute(_) | Change::Merge(_) => None,
    }
}

/// The graph with other days in its references, now and then none.
fn redated(graph: &Graph, seed: u64) -> Graph {
    let mut random = Random(seed);
    let mut changes: Vec<Change> = graph.changes().collect();
    for references in changes.iter_mut().filter_map(references) {
        // Most of a record speaks from one day, so that much is known on most days.
        let day = random.below(DAYS.len());
        for reference in references {
            let drawn = random.below(12);
            let day = match drawn {
                0 => None,
                1..=3 => Some(DAYS[random.below(DAYS.len())]),
                4..=7 => Some(DAYS[0]),
                _ => Some(DAYS[day]),
            };
            reference.as_of = day.map(|[written, _]| date(written));
        }
    }
    built(&changes)
}

/// Records of which each says one thing.
fn taken_apart(graph: &Graph) -> Vec<Change> {
    let mut apart = Vec::new();
    for change in graph.changes() {
        let Change::Node(record) = change else {
            apart.push(change);
            continue;
        };
        for (property, value) in record.properties {
            apart.push(Change::Claim(ClaimRecord {
                subject: record.key.clone(),
                property,
                value,
                basis: Basis::stated(record.references.clone()),
            }));
        }
        apart.push(Change::Node(NodeRecord {
            key: record.key,
            properties: Vec::new(),
            references: record.references,
        }));
    }
    apart
}

/// What may stand beside what: the things and the claims of some records.
struct Said<'g> {
    graph: &'g Graph,
    things: HashSet<Key>,
    named: HashSet<Key>,
    performances: HashSet<(Key, Key)>,
}

impl<'g> Said<'g> {
    fn by(graph: &'g Graph, changes: &[Change]) -> Self {
        let mut said = Self {
            graph,
            things: HashSet::new(),
            named: HashSet::new(),
            performances: HashSet::new(),
        };
        for change in changes {
            match change {
                Change::Node(record) => {
                    said.things.insert(said.thing(&record.key));
                }
                Change::Claim(claim)
                    if claim.property == Property::Name && claim.basis.rank != Rank::Deprecated =>
                {
                    said.named.insert(said.thing(&claim.subject));
                }
                Change::Edge(edge) if edge.relation == Relation::Plays => {
                    let pair = (said.thing(&edge.from), said.thing(&edge.to));
                    said.performances.insert(pair);
                }
                _ => {}
            }
        }
        said
    }

    /// The key of the thing that a key names, merged or not.
    fn thing(&self, key: &Key) -> Key {
        self.graph.node(key).unwrap().key().to_key()
    }

    fn knows(&self, key: &Key) -> bool {
        self.things.contains(&self.thing(key))
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Key(key) => Value::Key(self.thing(key)),
            value => value.clone(),
        }
    }

    fn points_at(&self, pointer: &Pointer, change: &Change) -> bool {
        match (pointer, change) {
            (
                Pointer::Property {
                    subject,
                    property,
                    value,
                },
                Change::Claim(claim),
            ) => {
                self.thing(subject) == self.thing(&claim.subject)
                    && *property == claim.property
                    && value.as_ref().is_none_or(|value| *value == claim.value)
            }
            (
                Pointer::Edge {
                    from,
                    relation,
                    to,
                    qualifiers,
                },
                Change::Edge(edge),
            ) => {
                let said = |(name, value): &(Qualifier, Value)| {
                    let mut said = edge.qualifiers.iter();
                    said.any(|(other, said)| other == name && self.value(said) == self.value(value))
                };
                self.thing(from) == self.thing(&edge.from)
                    && *relation == edge.relation
                    && self.thing(to) == self.thing(&edge.to)
                    && qualifiers.iter().all(said)
            }
            _ => false,
        }
    }

    fn finds(&self, pointers: &[Pointer], changes: &[Change]) -> bool {
        pointers.iter().all(|pointer| {
            let mut changes = changes.iter();
            changes.any(|change| self.points_at(pointer, change))
        })
    }

    /// Whether two sources each say something, of that at which pointers point, that is like
    /// nothing of the other's.
    fn divide(&self, pointers: &[Pointer], changes: &[Change]) -> bool {
        let sources = |change: &Change| -> BTreeSet<Key> {
            let references = references(&mut change.clone()).cloned();
            let references = references.into_iter().flatten();
            references.map(|reference| reference.source).collect()
        };
        let meant = |change: &&Change| {
            let mut pointers = pointers.iter();
            pointers.any(|pointer| self.points_at(pointer, change))
        };
        let by = |source: &Key| -> Vec<&Change> {
            let meant = changes.iter().filter(meant);
            meant
                .filter(|change| sources(change).contains(source))
                .collect()
        };
        let unlike = |ours: &[&Change], theirs: &[&Change]| {
            ours.iter()
                .any(|our| !theirs.iter().any(|their| self.alike(our, their)))
        };
        let all: BTreeSet<Key> = changes.iter().filter(meant).flat_map(sources).collect();
        all.iter().any(|one| {
            all.iter().any(|other| {
                let [ours, theirs] = [one, other].map(by);
                unlike(&ours, &theirs) && unlike(&theirs, &ours)
            })
        })
    }

    /// Whether two records say the same of one thing, or of a part and its whole.
    fn alike(&self, one: &Change, other: &Change) -> bool {
        match (one, other) {
            (Change::Claim(one), Change::Claim(other)) => {
                let said = |claim: &ClaimRecord| (claim.property, self.value(&claim.value));
                said(one) == said(other) && self.kin(&one.subject, &other.subject)
            }
            (Change::Edge(one), Change::Edge(other)) => {
                let both = one.qualifiers.iter().flat_map(|said| {
                    let others = other.qualifiers.iter();
                    others
                        .filter(|other| other.0 == said.0)
                        .map(|other| (&said.1, &other.1))
                });
                one.relation == other.relation
                    && self.kin(&one.from, &other.from)
                    && self.kin(&one.to, &other.to)
                    && { both }.all(|(one, other)| self.value(one) == self.value(other))
            }
            _ => false,
        }
    }

    fn kin(&self, one: &Key, other: &Key) -> bool {
        let [one, other] = [one, other].map(|key| self.thing(key));
        one == other || self.wholes(&one).contains(&other) || self.wholes(&other).contains(&one)
    }

    /// What a thing is part of, at once or by way of others.
    fn wholes(&self, key: &Key) -> Vec<Key> {
        let node = self.graph.node(key).unwrap();
        let edges = node.edges(Relation::PartOf, Direction::Out);
        let wholes = edges.items().map(|edge| edge.far().key().to_key());
        let wholes: Vec<Key> = wholes.collect();
        let further = wholes.iter().flat_map(|whole| self.wholes(whole));
        let further: Vec<Key> = further.collect();
        [wholes, further].concat()
    }

    /// Whether a record has what it needs among others.
    fn needs_nothing_beyond(&self, change: &Change, others: &[Change]) -> bool {
        match change {
            Change::Node(record) => {
                let named = || self.named.contains(&self.thing(&record.key));
                record.key.kind() == Kind::Character || named()
            }
            Change::Claim(claim) => {
                self.knows(&claim.subject) && self.finds(&claim.basis.derived_from, others)
            }
            Change::Edge(edge) => {
                let named = edge.qualifiers.iter().all(|(name, value)| match value {
                    Value::Key(key) if *name == Qualifier::Performer => {
                        let pair = (self.thing(key), self.thing(&edge.from));
                        self.knows(key) && self.performances.contains(&pair)
                    }
                    Value::Key(key) => self.knows(key),
                    _ => true,
                });
                let ends = self.knows(&edge.from) && self.knows(&edge.to);
                ends && named && self.finds(&edge.basis.derived_from, others)
            }
            Change::Dispute(_) | Change::Merge(_) => true,
        }
    }
}

/// The graph of those records of which references had spoken, and which have all that they need.
fn filtered(graph: &Graph, day: &str) -> Graph {
    let speaks = |reference: &Reference| {
        let source: Source<'_> = graph.get(reference.source.slug()).unwrap();
        let from = reference.as_of.or_else(|| source.as_of())?.to_string();
        let last = DAYS.iter().find(|[written, _]| *written == from);
        Some(last.map_or(from, |[_, last]| (*last).to_owned()))
    };
    let mut changes = taken_apart(graph);
    let (mut before, mut first) = (usize::MAX, true);
    while before != changes.len() {
        before = changes.len();
        let said = Said::by(graph, &changes);
        changes.retain_mut(|change| {
            let Some(references) = references(change) else {
                return true;
            };
            let unsaid = references.is_empty();
            references.retain(|reference| {
                let spoke = speaks(reference).is_some_and(|from| *from <= *day);
                spoke && (first || said.knows(&reference.source))
            });
            unsaid || !references.is_empty()
        });
        let said = Said::by(graph, &changes);
        let others = changes.clone();
        changes.retain(|change| said.needs_nothing_beyond(change, &others));
        first = false;
    }
    finished(graph, changes)
}

/// Without disputes and merges of what is not there, with a record for every merged key.
fn finished(graph: &Graph, mut changes: Vec<Change>) -> Graph {
    let said = Said::by(graph, &changes);
    let others = changes.clone();
    changes.retain_mut(|change| match change {
        Change::Dispute(dispute) => {
            let all = said.finds(&dispute.claims, &others);
            let divided = said.divide(&dispute.claims, &others);
            dispute
                .claims
                .retain(|pointer| said.finds(std::slice::from_ref(pointer), &others));
            all || divided
        }
        Change::Merge(merge) => merge.rank != Rank::Deprecated && said.knows(&merge.into),
        _ => true,
    });
    let records = others.iter().filter_map(|change| match change {
        Change::Node(record) => Some(record),
        _ => None,
    });
    let records: Vec<&NodeRecord> = records.collect();
    let mut added: BTreeSet<Key> = BTreeSet::new();
    for change in changes.clone() {
        let Change::Merge(merge) = change else {
            continue;
        };
        for key in [merge.key, merge.into] {
            if records.iter().any(|record| record.key == key) || !added.insert(key.clone()) {
                continue;
            }
            let same = records.iter();
            let same = same.filter(|record| said.thing(&record.key) == said.thing(&key));
            let references = same.flat_map(|record| record.references.clone());
            changes.push(Change::Node(NodeRecord {
                references: references.collect(),
                properties: Vec::new(),
                key,
            }));
        }
    }
    built(&changes)
}

fn same(one: &Graph, other: &Graph) -> Result<(), String> {
    let [ones, others] = [one, other].map(|graph| graph.changes().collect::<Vec<_>>());
    let lone = |these: &[Change], those: &[Change]| {
        let lone = these.iter().find(|change| !those.contains(change));
        lone.cloned()
    };
    if ones == others {
        return Ok(());
    }
    Err(format!(
        "{:?}\nbeside\n{:?}",
        lone(&ones, &others),
        lone(&others, &ones)
    ))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_known_is_what_a_filter_of_records_leaves(
        graph in 0_usize..3,
        seed in any::<u64>(),
        day in 0_usize..4,
    ) {
        let graph = redated(&GRAPHS[graph], seed);
        let [written, last] = DAYS[day];
        let view = known_at(&graph, Some(written));
        let verdict = same(&view, &filtered(&graph, last));
        prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
        // What was known then is still known on each later day.
        let later = known_at(&graph, Some("2022"));
        for claim in view.claims_listed().items() {
            prop_assert!(later.claim(claim.key()).is_some(), "{}", claim.sentence());
        }
    }
}

#[test]
fn nothing_was_known_before_the_first_day_and_all_of_the_seed_is_after_the_last() {
    let [seed, ..] = &*GRAPHS;
    for day in [None, Some("2022-06-21")] {
        assert_eq!(known_at(seed, day).changes().count(), 0);
    }
    let last = seed.days().last().unwrap().to_string();
    assert_eq!(last, "2024-07-26");
    same(&known_at(seed, Some(&last)), seed).unwrap();
}

#[test]
fn what_has_no_day_was_never_known() {
    let [_, drawn, _] = &*GRAPHS;
    // The guide speaks from March 2024; the almanac never says from when.
    let days: Vec<String> = drawn.days().iter().map(ToString::to_string).collect();
    assert_eq!(
        days,
        ["2019-12-31", "2020-05-31", "2023-12-31", "2024-03-31"]
    );
    let view = known_at(drawn, Some("9999"));
    let sources: Vec<String> = view
        .nodes(Kind::Source)
        .items()
        .map(|node| node.key().to_string())
        .collect();
    assert_eq!(sources, ["source:guide"]);
}

#[test]
fn a_month_speaks_from_its_last_day() {
    let [_, drawn, _] = &*GRAPHS;
    let claims = |day| known_at(drawn, Some(day)).claims_listed().len();
    assert_eq!(claims("2024-03-30"), 0);
    assert!(claims("2024-03-31") > 0);
    assert_eq!(claims("2024-03"), claims("2024-03-31"));
    assert_eq!(claims("2024-02"), 0);
    assert_eq!(claims("2024"), claims("2024-03"));
}

/// A person whom two catalogues know under a key each, the second from 2024.
fn merged() -> Graph {
    let said = |key: &str, name: &str, source: &str, as_of: &str| json!({"key": key, "name": name, "references": [{"source": source, "asOf": as_of}]});
    let sources = [
        said("source:old", "Old", "source:old", "2020"),
        said("source:new", "New", "source:new", "2024"),
    ];
    let people = [
        said("person:ann", "Ann Low", "source:new", "2024"),
        said("person:old-1", "Anne Low", "source:old", "2020"),
    ];
    let merge = json!({"key": "person:old-1", "into": "person:ann", "reason": "One mother."});
    let lines = |records: &[serde_json::Value]| {
        let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
        lines.join(
            "
",
        )
    };
    let [sources, people, merges] = [&sources[..], &people, &[merge]].map(lines);
    let files = [
        ("sources.jsonl", sources.as_str()),
        ("people.jsonl", &people),
        ("merges.jsonl", &merges),
    ];
    load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_thing_is_known_by_all_its_keys_as_soon_as_by_one() {
    let graph = merged();
    for (day, names) in [("2020", "Anne Low"), ("2024", "Ann Low")] {
        let view = known_at(&graph, Some(day));
        for key in ["person:old-1", "person:ann"] {
            let node = view.node(&key.parse::<Key>().unwrap()).unwrap();
            assert_eq!(node.key().to_string(), "person:ann");
            assert_eq!(node.name(), Some(names), "{key} in {day}");
        }
    }
    assert!(
        known_at(&graph, Some("2020-12-30"))
            .changes()
            .next()
            .is_none()
    );
}
