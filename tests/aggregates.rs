//! What lists amount to, compared with counting their pages: on graphs and with filters that
//! are drawn at random.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use castgraph::graph::aggregate::{self, Facet};
use castgraph::graph::{Builder, Graph, Ordered, Repeated, Stopped};
use castgraph::graphql::engine::{FieldType, InputField};
use castgraph::graphql::service::Api;
use castgraph::model::relation::Measure;
use castgraph::model::{
    Basis, Change, ClaimRecord, EdgeRecord, Key, Kind, Mode, NodeRecord, Property, Qualifier,
    Reference, References, Relation, Value as Said, ValueType,
};
use proptest::prelude::*;
use serde_json::Value;
use std::cell::Cell;
use std::fmt::Write as _;

use crate::imported::onto_the_seed;
use crate::support::shuffle::Random;
use crate::support::ways::objects;
use crate::support::{answer_of, api_of, data_of, list, named, request, seed, types};

/// How a key is read from what a thing says of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    /// As it stands.
    Plain,
    Year,
    Decade,
}

/// The keys by which each type is grouped: where a thing says it, as paths of fields; behind
/// `nodes?season` those without a season.
const KEYS: &[(&str, &str, Read, &[&str])] = &[
    ("Person", "BIRTH_DECADE", Read::Decade, &["birth"]),
    ("Person", "DEATH_DECADE", Read::Decade, &["death"]),
    ("Person", "OCCUPATION", Read::Plain, &["occupations"]),
    (
        "Person",
        "DEPARTMENT",
        Read::Plain,
        &["credits.edges.department"],
    ),
    ("Person", "JOB", Read::Plain, &["credits.edges.job"]),
    (
        "Character",
        "BILLING",
        Read::Plain,
        &[
            "series.edges.billing",
            "seasons.edges.billing",
            "episodes.edges.billing",
            "films.edges.billing",
        ],
    ),
    (
        "Character",
        "SERIES",
        Read::Plain,
        &[
            "series.nodes.id",
            "seasons.nodes.series.id",
            "episodes.nodes.series.id",
        ],
    ),
    ("Character", "OCCUPATION", Read::Plain, &["occupations"]),
    (
        "Character",
        "EMPLOYER",
        Read::Plain,
        &["employers.nodes.id"],
    ),
    (
        "Character",
        "RESIDENCE",
        Read::Plain,
        &["residences.nodes.id"],
    ),
    (
        "Series",
        "NETWORK",
        Read::Plain,
        &[
            "networks.nodes.id",
            "seasons.nodes.networks.nodes.id",
            "episodes.nodes?season.networks.nodes.id",
        ],
    ),
    (
        "Series",
        "STUDIO",
        Read::Plain,
        &["studios.nodes.id", "seasons.nodes.studios.nodes.id"],
    ),
    ("Series", "GENRE", Read::Plain, &["genres.nodes.id"]),
    ("Series", "DECADE", Read::Decade, &["premiered"]),
    ("Series", "YEAR", Read::Year, &["premiered"]),
    ("Series", "STATUS", Read::Plain, &["status"]),
    ("Series", "COUNTRY", Read::Plain, &["countries"]),
    ("Series", "LANGUAGE", Read::Plain, &["languages"]),
    ("Season", "SERIES", Read::Plain, &["series.id"]),
    ("Season", "NETWORK", Read::Plain, &["networks.nodes.id"]),
    ("Season", "STUDIO", Read::Plain, &["studios.nodes.id"]),
    ("Season", "DECADE", Read::Decade, &["premiered"]),
    ("Season", "YEAR", Read::Year, &["premiered"]),
    ("Episode", "SERIES", Read::Plain, &["series.id"]),
    ("Episode", "SEASON", Read::Plain, &["season.id"]),
    ("Episode", "NETWORK", Read::Plain, &["networks.nodes.id"]),
    ("Episode", "KIND", Read::Plain, &["kind"]),
    ("Episode", "DECADE", Read::Decade, &["airDate"]),
    ("Episode", "YEAR", Read::Year, &["airDate"]),
    ("Film", "KIND", Read::Plain, &["kind"]),
    ("Film", "NETWORK", Read::Plain, &["networks.nodes.id"]),
    ("Film", "STUDIO", Read::Plain, &["studios.nodes.id"]),
    ("Film", "GENRE", Read::Plain, &["genres.nodes.id"]),
    ("Film", "DECADE", Read::Decade, &["premiered"]),
    ("Film", "YEAR", Read::Year, &["premiered"]),
    ("Film", "COUNTRY", Read::Plain, &["countries"]),
    ("Film", "LANGUAGE", Read::Plain, &["languages"]),
    ("Network", "KIND", Read::Plain, &["kind"]),
    ("Network", "COUNTRY", Read::Plain, &["country"]),
    ("Network", "OWNER", Read::Plain, &["owners.nodes.id"]),
    ("Studio", "COUNTRY", Read::Plain, &["country"]),
    ("Work", "FORM", Read::Plain, &["form"]),
    ("Work", "DECADE", Read::Decade, &["year"]),
    ("Place", "FICTIONAL", Read::Plain, &["fictional"]),
    ("Place", "PART_OF", Read::Plain, &["partOf.nodes.id"]),
    ("Organization", "FICTIONAL", Read::Plain, &["fictional"]),
    ("Event", "WORLD", Read::Plain, &["world"]),
    ("Event", "TYPE", Read::Plain, &["type"]),
    ("Event", "DECADE", Read::Decade, &["date"]),
    ("Event", "YEAR", Read::Year, &["date"]),
    ("Source", "AUTHOR", Read::Plain, &["author"]),
    ("Source", "PUBLISHER", Read::Plain, &["publisher"]),
    ("Source", "LICENCE", Read::Plain, &["licence"]),
];

/// Keys of which a filter exists: type, key, field of the filter.
const FILTERS: &[(&str, &str, &str)] = &[
    ("Series", "NETWORK", "network"),
    ("Series", "STUDIO", "studio"),
    ("Series", "GENRE", "genre"),
    ("Series", "STATUS", "status"),
    ("Season", "SERIES", "series"),
    ("Season", "NETWORK", "network"),
    ("Season", "STUDIO", "studio"),
    ("Episode", "SERIES", "series"),
    ("Episode", "SEASON", "season"),
    ("Episode", "KIND", "kind"),
    ("Film", "KIND", "kind"),
    ("Film", "NETWORK", "network"),
    ("Film", "STUDIO", "studio"),
    ("Film", "GENRE", "genre"),
    ("Character", "SERIES", "appearsIn"),
    ("Network", "KIND", "kind"),
    ("Place", "FICTIONAL", "fictional"),
    ("Event", "WORLD", "world"),
    ("Event", "TYPE", "type"),
];

/// The lists of the root that say what they amount to, with the type of what they hold.
fn roots() -> Vec<(&'static FieldType, &'static str)> {
    let fields = types().fields(types().query()).iter();
    let pairs = fields.filter_map(|field| {
        let aggregate = types().field(named(&field.type_ref), "aggregate")?;
        Some((field, named(&aggregate.type_ref).strip_suffix("Aggregate")?))
    });
    pairs.collect()
}

/// The values of the enum by which a type is grouped; none where it is not.
fn keys(type_name: &str) -> Vec<&'static str> {
    let group_by = types().field(&format!("{type_name}Aggregate"), "groupBy");
    let by = group_by.map(|field| named(&field.arguments[0].type_ref));
    let words = by.and_then(|by| types().enum_type(by));
    let values = words.into_iter().flat_map(|words| &words.values);
    values.map(|value| value.name).collect()
}

#[test]
fn every_list_of_the_root_and_every_key_is_compared() {
    let lists = types().fields(types().query()).iter();
    let lists = lists.filter(|field| named(&field.type_ref).ends_with("Connection"));
    let without: Vec<&str> = lists
        .filter(|field| roots().iter().all(|(root, _)| root.name != field.name))
        .map(|field| field.name)
        .collect();
    let others = [
        "search",
        "rank",
        "components",
        "communities",
        "sharedWork",
        "claims",
        "disputes",
    ];
    assert_eq!(
        without, others,
        "they hold no things, or things of several kinds"
    );
    let known: BTreeSet<(&str, &str)> = roots()
        .iter()
        .flat_map(|(_, type_name)| keys(type_name).into_iter().map(|key| (*type_name, key)))
        .collect();
    let compared: BTreeSet<(&str, &str)> = KEYS
        .iter()
        .map(|(type_name, key, _, _)| (*type_name, *key))
        .collect();
    assert_eq!(known, compared);
}

/// The selection of a path of fields, lists with their first hundred items.
fn selection(type_name: &str, path: &str) -> String {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let (first, absent) = first.split_once('?').unwrap_or((first, ""));
    let field = types().field(type_name, first).expect("a known field");
    let inner = named(&field.type_ref);
    let page = if inner.ends_with("Connection") {
        "(first: 100)"
    } else {
        ""
    };
    if rest.is_empty() {
        return first.to_owned();
    }
    let absent = if absent.is_empty() {
        String::new()
    } else {
        format!("{absent} {{ id }}")
    };
    format!("{first}{page} {{ {absent} {} }}", selection(inner, rest))
}

/// The values at the end of a path.
fn leaves<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let steps = path.split('.');
    steps.fold(vec![value], |values, step| {
        let (step, absent) = step.split_once('?').unwrap_or((step, "-"));
        let next = values.into_iter().flat_map(|value| objects(&value[step]));
        next.filter(|value| value.get(absent).is_none_or(Value::is_null))
            .collect()
    })
}

/// A value as a key.
fn key(value: &Value, read: Read) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match read {
        Read::Plain => text,
        Read::Year => text[..4].to_owned(),
        Read::Decade => format!("{}0s", &text[..3]),
    }
}

/// Groups as they must come, each key with its count.
fn groups(things: &[Value], read: Read, paths: &[&str]) -> Vec<(Option<String>, usize)> {
    let mut counts: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for thing in things {
        let values = paths.iter().flat_map(|path| leaves(thing, path));
        let keys: BTreeSet<String> = values.map(|value| key(value, read)).collect();
        if keys.is_empty() {
            *counts.entry(None).or_default() += 1;
        }
        for key in keys {
            *counts.entry(Some(key)).or_default() += 1;
        }
    }
    let mut groups: Vec<_> = counts.into_iter().collect();
    groups.sort_by_key(|(key, count)| (Reverse(*count), key.is_none(), key.clone()));
    groups
}

/// The things of a list with some selections, page by page.
fn pages(api: &Api, root: &str, arguments: &str, size: usize, selections: &str) -> Vec<Value> {
    let mut things = Vec::new();
    let mut after = "null".to_owned();
    loop {
        let query = format!(
            "{{ {root}({arguments} first: {size}, after: {after}) {{ nodes {{ id {selections} }} \
             pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let answer = data_of(answer_of(api, &request(&query)), &query);
        let page = &answer[root];
        things.extend(list(&page["nodes"]).iter().cloned());
        if page["pageInfo"]["hasNextPage"] != Value::Bool(true) {
            return things;
        }
        after = page["pageInfo"]["endCursor"].to_string();
    }
}

/// One list of the root, asked in full.
struct Asked<'a> {
    api: &'a Api,
    root: &'static str,
    type_name: &'static str,
    arguments: String,
    /// What the error texts say.
    label: String,
}

impl Asked<'_> {
    fn things(&self, size: usize, selections: &str) -> Vec<Value> {
        pages(self.api, self.root, &self.arguments, size, selections)
    }

    /// What the list says it amounts to.
    fn aggregate(&self, selections: &str) -> Value {
        let arguments = &self.arguments;
        let query = format!(
            "{{ list: {}({arguments} first: 0) {{ totalCount aggregate {{ count {selections} }} }} }}",
            self.root
        );
        let mut answer = data_of(answer_of(self.api, &request(&query)), &query);
        let found = answer["list"]["aggregate"].take();
        assert_eq!(
            found["count"], answer["list"]["totalCount"],
            "{}",
            self.label
        );
        found
    }

    /// Groups by each key equal those that are counted on pages.
    fn check_groups(&self, size: usize, first: Option<usize>) {
        let of_type = KEYS.iter().filter(|(name, ..)| *name == self.type_name);
        for (_, by, read, paths) in of_type {
            let selections: String = paths
                .iter()
                .map(|path| selection(self.type_name, path) + " ")
                .collect();
            let things = self.things(size, &selections);
            let expected = groups(&things, *read, paths);
            let page = first.map(|first| format!(", first: {first}"));
            let found = self.aggregate(&format!(
                "groupCount(by: {by}) groupBy(by: {by}{}) {{ key count entity {{ id }} }}",
                page.unwrap_or_default()
            ));
            let what = format!("{} by {by}", self.label);
            assert_eq!(found["count"], things.len(), "{what}");
            assert_eq!(found["groupCount"], expected.len(), "{what}");
            let is_thing = paths[0].rsplit('.').next() == Some("id");
            let expected = expected.into_iter().take(first.unwrap_or(20));
            let expected = expected.map(|(key, count)| {
                let entity = key.as_ref().filter(|_| is_thing);
                let entity = entity.map(|id| serde_json::json!({ "id": id }));
                serde_json::json!({ "key": key, "count": count, "entity": entity })
            });
            let expected: Vec<Value> = expected.collect();
            assert_eq!(list(&found["groupBy"]), expected, "{what}");
        }
    }

    /// A group holds as many things as the filter for its key lets through.
    fn check_filters(&self) {
        for (type_name, by, filter) in FILTERS.iter().filter(|of| of.0 == self.type_name) {
            let groups = self.aggregate(&format!("groupBy(by: {by}, first: 1000) {{ key count }}"));
            for group in list(&groups["groupBy"]) {
                let Some(key) = group["key"].as_str() else {
                    continue;
                };
                let is_word = !key.contains(':');
                let key = if is_word {
                    key.to_owned()
                } else {
                    format!("{key:?}")
                };
                let query = format!(
                    "{{ {}(filter: {{{filter}: {key}}}) {{ totalCount }} }}",
                    self.root
                );
                let answer = data_of(answer_of(self.api, &request(&query)), &query);
                let count = &answer[self.root]["totalCount"];
                assert_eq!(*count, group["count"], "{type_name} by {by}: {query}");
            }
        }
    }

    /// The span of each date is that of the pages.
    fn check_dates(&self, size: usize) {
        let fields = types().fields(&format!("{}Aggregate", self.type_name));
        let dates = fields
            .iter()
            .filter(|field| named(&field.type_ref) == "DateAggregate");
        for field in dates.map(|field| field.name) {
            let things = self.things(size, field);
            let mut dates: Vec<&str> = things
                .iter()
                .filter_map(|thing| thing[field].as_str())
                .collect();
            // As texts, dates sort with missing parts first.
            dates.sort_unstable();
            let expected = serde_json::json!({
                "count": dates.len(), "min": dates.first(), "max": dates.last()
            });
            let found = self.aggregate(&format!("{field} {{ count min max }}"));
            assert_eq!(found[field], expected, "{}: {field}", self.label);
        }
    }

    /// What the scores amount to is what those on the pages do.
    fn check_ratings(&self, size: usize, outlet: &str) {
        if types()
            .field(&format!("{}Aggregate", self.type_name), "rating")
            .is_none()
        {
            return;
        }
        let things = self.things(
            size,
            "ratings(first: 100) { edges { measure value best node { id } } }",
        );
        for measure in Measure::ALL {
            let edges = things
                .iter()
                .flat_map(|thing| list(&thing["ratings"]["edges"]));
            let edges = edges
                .filter(|edge| edge["node"]["id"] == outlet && edge["measure"] == measure.word());
            let scores: Vec<f64> = edges
                .filter_map(|edge| Some(edge["value"].as_f64()? / edge["best"].as_f64()?))
                .collect();
            let found = self.aggregate(&format!(
                "rating(outlet: {outlet:?}, measure: {}) {{ count min max average }}",
                measure.word()
            ));
            let found = &found["rating"];
            let what = format!("{}: {} of {outlet}", self.label, measure.word());
            assert_eq!(found["count"], scores.len(), "{what}");
            let close = |name: &str, expected: Option<f64>| match (expected, found[name].as_f64()) {
                (Some(expected), Some(found)) => {
                    assert!(
                        (expected - found).abs() < 1e-12,
                        "{what}: {name} {found}, not {expected}"
                    );
                }
                (expected, found) => assert_eq!(found, expected, "{what}: {name}"),
            };
            close("min", scores.iter().copied().reduce(f64::min));
            close("max", scores.iter().copied().reduce(f64::max));
            let sum: f64 = scores.iter().sum();
            let average = u32::try_from(scores.len()).map(|count| sum / f64::from(count));
            close(
                "average",
                average.ok().filter(|average| average.is_finite()),
            );
        }
    }
}

/// Most things of a kind in a drawn graph.
const THINGS_MAX: usize = 9;

fn thing(kind: Kind, number: usize) -> Key {
    Key::new(kind, &format!("n{number}")).unwrap()
}

/// A graph of which every property and relation is drawn at random.
struct Drawing {
    random: Random,
    counts: BTreeMap<Kind, usize>,
    changes: Vec<Change>,
}

impl Drawing {
    fn graph(seed: u64) -> Graph {
        let mut drawing = Self {
            random: Random(seed),
            counts: BTreeMap::new(),
            changes: Vec::new(),
        };
        for kind in Kind::ALL {
            let count = 1 + drawing.random.below(THINGS_MAX);
            drawing.counts.insert(*kind, count);
            (0..count).for_each(|number| drawing.node(thing(*kind, number)));
        }
        for relation in Relation::ALL {
            // Their direction depends on the keys; nothing groups by them.
            if *relation != Relation::RelatedTo {
                drawing.edges(*relation);
            }
        }
        let mut builder = Builder::new(Repeated::Join);
        builder.push_all(&drawing.changes);
        builder
            .finish()
            .unwrap_or_else(|refusals| panic!("{refusals:?}"))
    }

    fn chance(&mut self, in_hundred: usize) -> bool {
        self.random.below(100) < in_hundred
    }

    fn references() -> References {
        let source = thing(Kind::Source, 0);
        References::from_iter([Reference {
            source,
            locator: None,
            as_of: None,
        }])
    }

    /// Stated, or only planned.
    fn basis(&mut self) -> Basis {
        let planned = self.chance(25);
        Basis {
            mode: if planned { Mode::Planned } else { Mode::Stated },
            ..Basis::stated(Self::references())
        }
    }

    fn node(&mut self, key: Key) {
        let mut properties = Vec::new();
        if key.kind() != Kind::Character || self.chance(50) {
            let name = format!("Name {}", self.random.below(5));
            properties.push((Property::Name, Said::Text(name.into())));
        }
        for rule in key.kind().properties() {
            for _ in 0..if rule.many { 2 } else { 1 } {
                let value = self.value(rule.value);
                // A work's year is a count, too.
                let value = match value {
                    Said::Count(count) if rule.property == Property::Year => {
                        Said::Count(1985 + count)
                    }
                    value => value,
                };
                let said = (rule.property, value);
                if self.chance(60) && !properties.contains(&said) {
                    properties.push(said);
                } else if self.chance(40) {
                    let basis = self.basis();
                    self.changes.push(Change::Claim(ClaimRecord {
                        subject: key.clone(),
                        property: said.0,
                        value: said.1,
                        basis,
                    }));
                }
            }
        }
        self.changes.push(Change::Node(NodeRecord {
            key,
            properties,
            references: Self::references(),
        }));
    }

    fn value(&mut self, of: ValueType) -> Said {
        let small = self.random.below(40);
        let small = u32::try_from(small).unwrap();
        match of {
            ValueType::Text => Said::Text(["alpha", "Beta", "école"][self.random.below(3)].into()),
            ValueType::Time => Said::Text("21:05".into()),
            ValueType::Count => Said::Count(small),
            ValueType::Number => Said::Number(f64::from(small) / 4.0),
            ValueType::Flag => Said::Flag(self.chance(50)),
            ValueType::Date => {
                let mut date = format!("{}", 1985 + small);
                for bound in [12, 28] {
                    if self.chance(60) && (bound == 12 || date.len() == 7) {
                        let _ = write!(date, "-{:02}", 1 + self.random.below(bound));
                    }
                }
                Said::Date(date.parse().unwrap())
            }
            ValueType::Term(words) => {
                Said::Term(words.terms[self.random.below(words.terms.len())].name)
            }
            ValueType::Key(kind) => Said::Key(self.any(kind)),
            ValueType::AlternateName | ValueType::ExternalId => unreachable!("every kind has them"),
        }
    }

    fn any(&mut self, kind: Kind) -> Key {
        thing(kind, self.random.below(self.counts[&kind]))
    }

    fn edges(&mut self, relation: Relation) {
        for (from, ends) in relation.rule().pairs {
            for number in 0..self.counts[from] {
                let start = thing(*from, number);
                // A part has one whole.
                let single = relation == Relation::PartOf;
                for _ in 0..if single { 1 } else { self.random.below(4) } {
                    let kind = ends[self.random.below(ends.len())];
                    let end = self.any(kind);
                    // Places lie in places before them, so that none lies in itself.
                    if *from == kind && end >= start || self.chance(20) {
                        continue;
                    }
                    self.edge(&start, relation, end);
                }
            }
        }
    }

    /// An edge; none if somebody else plays the character already.
    fn edge(&mut self, from: &Key, relation: Relation, to: Key) {
        let taken = self.changes.iter().any(|change| {
            matches!(change, Change::Edge(edge) if edge.relation == Relation::Plays && edge.to == to)
        });
        if relation == Relation::Plays && taken {
            return;
        }
        let mut qualifiers = Vec::new();
        for rule in relation.rule().qualifiers {
            // Who performs must play the character, who reviews is nobody's business here.
            let person = [Qualifier::Performer, Qualifier::Critic].contains(&rule.qualifier);
            if rule.required || self.chance(60) && !person {
                let mut value = self.value(rule.value);
                if rule.qualifier == Qualifier::Best {
                    value = Said::Number([10.0, 100.0][self.random.below(2)]);
                }
                qualifiers.push((rule.qualifier, value));
            }
        }
        let basis = self.basis();
        self.changes.push(Change::Edge(EdgeRecord {
            from: from.clone(),
            relation,
            to,
            qualifiers,
            basis,
        }));
    }
}

/// A filter that is drawn at random, as an input object.
fn filter(random: &mut Random, type_name: &str, depth: usize) -> String {
    let input = types().input_object(type_name).expect("an input object");
    let mut given: BTreeMap<&str, String> = BTreeMap::new();
    for _ in 0..random.below(3) {
        let field = &input.fields[random.below(input.fields.len())];
        let name = named(&field.type_ref);
        let nested = types().input_object(name).is_some();
        if nested && depth == 0 {
            continue;
        }
        let value = if nested {
            filter(random, name, depth - 1)
        } else {
            filter_value(random, field)
        };
        let is_list = field.type_ref.to_string().starts_with('[');
        given.insert(
            &field.name,
            if is_list { format!("[{value}]") } else { value },
        );
    }
    // A span with both ends may end before it begins.
    if type_name == "DateSpan" {
        given.retain(|name, _| *name == "from");
    }
    // So may a range of numbers, and it needs an end.
    if type_name.ends_with("CountFilter") {
        given.retain(|name, _| *name != "atMost");
        given.entry("atLeast").or_insert_with(|| "1".to_owned());
    }
    let given = given.iter().map(|(name, value)| format!("{name}: {value}"));
    format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
}

fn filter_value(random: &mut Random, field: &InputField) -> String {
    let name = named(&field.type_ref);
    if let Some(words) = types().enum_type(name) {
        return words.values[random.below(words.values.len())]
            .name
            .to_owned();
    }
    let number = random.below(THINGS_MAX);
    match (name, &*field.name) {
        ("Int", _) => number.to_string(),
        ("Boolean", _) => (random.below(2) == 0).to_string(),
        ("PartialDate", _) => format!("{:?}", (1985 + 4 * number).to_string()),
        ("String", _) => format!("{:?}", number.to_string()),
        ("ID", "creditedOn" | "appearsIn" | "involves") => {
            let kinds = ["series", "season", "episode", "film"];
            format!("{:?}", format!("{}:n{number}", kinds[random.below(4)]))
        }
        ("ID", _) => format!("{:?}", format!("n{number}")),
        (name, field) => panic!("no value is written down for {field}: {name}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn aggregates_are_what_counting_the_pages_gives(
        seed in any::<u64>(),
        size in 1_usize..8,
        first in proptest::sample::select(vec![None, Some(0), Some(1), Some(3), Some(1000)]),
        descending in any::<bool>(),
    ) {
        let api = api_of(Drawing::graph(seed));
        let mut random = Random(seed);
        for (root, type_name) in roots() {
            let argument = |name: &str| root.arguments.iter().find(|argument| argument.name == name);
            let mut arguments = String::new();
            if let Some(filters) = argument("filter").filter(|_| random.below(4) > 0) {
                let filter = filter(&mut random, named(&filters.type_ref), 2);
                let _ = write!(arguments, "filter: {filter}, ");
            }
            if descending && argument("orderBy").is_some() {
                arguments += "orderBy: {direction: DESC}, ";
            }
            let label = format!("{}({arguments}) of the graph {seed}", root.name);
            let asked = Asked { api: &api, root: root.name, type_name, arguments, label };
            asked.check_groups(size, first);
            asked.check_dates(size);
            asked.check_ratings(size, "outlet:n0");
            if asked.arguments.is_empty() {
                asked.check_filters();
            }
        }
    }
}

#[test]
fn the_seed_amounts_to_what_its_pages_do() {
    check_whole_lists(&api_of(seed()));
}

#[test]
fn the_seed_with_imports_on_it_amounts_to_what_its_pages_do() {
    check_whole_lists(&api_of(onto_the_seed()));
}

fn check_whole_lists(api: &Api) {
    for (root, type_name) in roots() {
        let asked = Asked {
            api,
            root: root.name,
            type_name,
            arguments: String::new(),
            label: root.name.to_owned(),
        };
        asked.check_groups(100, Some(1000));
        asked.check_filters();
        asked.check_dates(100);
        asked.check_ratings(100, "outlet:rotten-tomatoes");
        asked.check_ratings(100, "outlet:imdb");
    }
}

#[test]
fn a_walk_ends_when_it_is_told_to() {
    let graph = Drawing::graph(1);
    let things: Vec<_> = graph.nodes(Kind::Person).items().collect();
    let many = || things.iter().copied().cycle().take(100_000);
    let outlet = thing(Kind::Outlet, 0);
    for walk in 0..3 {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() == 3
        };
        let stopped = match walk {
            0 => aggregate::groups(many(), Facet::Decade(Property::Birth), &stop).err(),
            1 => aggregate::dates(many(), Property::Birth, &stop).err(),
            _ => aggregate::scores(many(), &outlet, Measure::Review, &stop).err(),
        };
        assert_eq!(stopped, Some(Stopped), "walk {walk}");
        assert_eq!(
            asked.get(),
            3,
            "walk {walk}: the first answer to stop is obeyed"
        );
    }
}
