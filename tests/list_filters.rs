//! Filters over the lists of a thing, on drawn graphs, compared with a slow and obvious
//! evaluation of what the API itself tells of those lists.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::support::shuffle::{Random, load};
use crate::support::{answer_of, api_of, data_of, list, text};
use castgraph::graph::{Direction, Filter, Graph, List, Order, Ordered, Stopped};
use castgraph::graphql::engine::{Request, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::service::Api;
use castgraph::graphql::types::selection::select;
use castgraph::model::{Kind, Relation};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What a list of a thing holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holds {
    /// Things of this type.
    Things(&'static str),
    /// One thing of this type, or none; asked without `some` or `every`.
    Whole(&'static str),
    /// Entries that say more, of this sort.
    Entries(&'static str),
}
use Holds::{Entries, Things, Whole};

/// Filter fields, each with the field whose list it speaks of, and what that holds.
type Lists = [(&'static str, &'static str, Holds)];

/// By type.
const LISTS: &[(&str, &Lists)] = &[
    (
        "Person",
        &[
            ("characters", "characters", Things("Character")),
            ("roles", "roles", Entries("Role")),
            ("credits", "credits", Entries("Credit")),
            ("series", "series", Things("Series")),
            ("films", "films", Things("Film")),
        ],
    ),
    (
        "Character",
        &[
            ("performers", "playedBy", Things("Person")),
            ("series", "series", Things("Series")),
            ("seasons", "seasons", Things("Season")),
            ("episodes", "episodes", Things("Episode")),
            ("films", "films", Things("Film")),
            ("relationships", "relationships", Entries("Relationship")),
            ("residences", "residences", Things("Place")),
            ("employers", "employers", Things("Organization")),
        ],
    ),
    (
        "Series",
        &[
            ("seasons", "seasons", Things("Season")),
            ("episodes", "episodes", Things("Episode")),
            ("cast", "cast", Entries("Cast")),
            ("characters", "characters", Things("Character")),
            ("crew", "crew", Entries("Crew")),
            ("networks", "networks", Things("Network")),
            ("commissionedBy", "commissionedBy", Things("Network")),
            ("availableOn", "availableOn", Things("Network")),
            ("studios", "studios", Things("Studio")),
            ("basedOn", "basedOn", Things("Work")),
            ("settings", "settings", Things("Place")),
            ("filmingLocations", "filmingLocations", Things("Place")),
            ("genres", "genres", Things("Genre")),
            ("ratings", "ratings", Entries("Rating")),
        ],
    ),
    (
        "Season",
        &[
            ("ofSeries", "series", Whole("Series")),
            ("episodes", "episodes", Things("Episode")),
            ("cast", "cast", Entries("Cast")),
            ("characters", "characters", Things("Character")),
            ("crew", "crew", Entries("Crew")),
            ("networks", "networks", Things("Network")),
            ("commissionedBy", "commissionedBy", Things("Network")),
            ("availableOn", "availableOn", Things("Network")),
            ("studios", "studios", Things("Studio")),
            ("settings", "settings", Things("Place")),
            ("filmingLocations", "filmingLocations", Things("Place")),
            ("ratings", "ratings", Entries("Rating")),
        ],
    ),
    (
        "Episode",
        &[
            ("ofSeries", "series", Whole("Series")),
            ("ofSeason", "season", Whole("Season")),
            ("cast", "cast", Entries("Cast")),
            ("characters", "characters", Things("Character")),
            ("crew", "crew", Entries("Crew")),
            ("networks", "networks", Things("Network")),
            ("ratings", "ratings", Entries("Rating")),
        ],
    ),
    (
        "Film",
        &[
            ("cast", "cast", Entries("Cast")),
            ("characters", "characters", Things("Character")),
            ("crew", "crew", Entries("Crew")),
            ("networks", "networks", Things("Network")),
            ("availableOn", "availableOn", Things("Network")),
            ("studios", "studios", Things("Studio")),
            ("basedOn", "basedOn", Things("Work")),
            ("settings", "settings", Things("Place")),
            ("filmingLocations", "filmingLocations", Things("Place")),
            ("genres", "genres", Things("Genre")),
            ("ratings", "ratings", Entries("Rating")),
        ],
    ),
    (
        "Network",
        &[
            ("series", "series", Things("Series")),
            ("seasons", "seasons", Things("Season")),
            ("episodes", "episodes", Things("Episode")),
            ("films", "films", Things("Film")),
            ("commissionedSeries", "commissionedSeries", Things("Series")),
            (
                "commissionedSeasons",
                "commissionedSeasons",
                Things("Season"),
            ),
            ("offeredSeries", "offeredSeries", Things("Series")),
            ("offeredSeasons", "offeredSeasons", Things("Season")),
            ("offeredFilms", "offeredFilms", Things("Film")),
            ("owners", "owners", Things("Organization")),
        ],
    ),
];

/// Fields of a filter of entries that lead to a thing, and its type.
const ENTRIES: &[(&str, &[(&str, &str)])] = &[
    ("Cast", &[("person", "Person"), ("character", "Character")]),
    (
        "Role",
        &[
            ("character", "Character"),
            ("series", "Series"),
            ("film", "Film"),
        ],
    ),
    ("Crew", &[("person", "Person")]),
    (
        "Credit",
        &[
            ("series", "Series"),
            ("season", "Season"),
            ("episode", "Episode"),
            ("film", "Film"),
            ("work", "Work"),
        ],
    ),
    ("Rating", &[]),
    ("Relationship", &[("character", "Character")]),
];

/// Lists of entries.
const ROLE_LISTS: &Lists = &[
    ("seasons", "seasons", Things("Season")),
    ("episodes", "episodes", Things("Episode")),
];

/// Filters that say what the lists of a type's things have nothing to do with; what they let
/// through is asked of the API.
fn plain_filters(name: &str) -> Vec<Value> {
    let mut filters = match name {
        "Person" => vec![
            json!({ "acts": true }),
            json!({ "name": "PERSON 2" }),
            json!({ "creditedOn": "series:series-1" }),
        ],
        "Character" => vec![json!({ "playedBy": "person-1" })],
        "Series" => vec![
            json!({ "premiered": { "from": "2012", "to": "2014" } }),
            json!({ "network": "network-1" }),
        ],
        "Season" | "Episode" => vec![json!({ "number": 1 }), json!({ "series": "series-1" })],
        "Network" => vec![json!({ "kind": "STREAMING" })],
        "Place" => vec![json!({ "fictional": true })],
        _ => Vec::new(),
    };
    filters.push(json!({ "nameContains": "1" }));
    filters.push(json!({ "nameContains": "a" }));
    filters
}

/// The field of `Query` that lists a type's things, and the type of its filter.
fn root(name: &str) -> (&'static str, &'static str) {
    match name {
        "Person" => ("people", "PersonFilter"),
        "Character" => ("characters", "CharacterFilter"),
        "Series" => ("allSeries", "SeriesFilter"),
        "Season" => ("seasons", "SeasonFilter"),
        "Episode" => ("episodes", "EpisodeFilter"),
        "Film" => ("films", "FilmFilter"),
        "Network" => ("networks", "NetworkFilter"),
        "Place" => ("places", "PlaceFilter"),
        "Studio" => ("studios", "NameFilter"),
        "Work" => ("works", "NameFilter"),
        "Genre" => ("genres", "NameFilter"),
        "Organization" => ("organizations", "NameFilter"),
        _ => panic!("no list of {name}"),
    }
}

fn of<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let row = table.iter().find(|(key, _)| *key == name);
    row.map(|(_, value)| *value)
}

/// A graph that is being drawn: a few things of each kind, joined by chance.
struct Drawing<'r> {
    random: &'r mut Random,
    /// How many things there are of each kind.
    counts: BTreeMap<&'static str, usize>,
    /// Records by file and by what they are about, since each is said once.
    files: BTreeMap<&'static str, BTreeMap<String, Value>>,
}

/// File, kind, most things of it.
const KINDS: &[(&str, &str, usize)] = &[
    ("people", "person", 6),
    ("characters", "character", 5),
    ("series", "series", 4),
    ("seasons", "season", 6),
    ("episodes", "episode", 8),
    ("films", "film", 2),
    ("networks", "network", 3),
    ("studios", "studio", 2),
    ("works", "work", 1),
    ("places", "place", 2),
    ("organizations", "organization", 1),
    ("outlets", "outlet", 2),
    ("genres", "genre", 2),
];

/// Relations of which nothing more is said: file, from, to.
const JOINED: &[(&str, &[&str], &str)] = &[
    (
        "aired_on",
        &["series", "season", "season", "episode", "film"],
        "network",
    ),
    ("commissioned_by", &["series", "season"], "network"),
    ("produced_by", &["series", "season", "film"], "studio"),
    ("based_on", &["series", "film"], "work"),
    ("set_in", &["series", "season", "film"], "place"),
    ("filmed_in", &["series", "season", "film"], "place"),
    ("has_genre", &["series", "film"], "genre"),
    ("lives_in", &["character"], "place"),
    ("works_for", &["character"], "organization"),
    ("owned_by", &["network"], "organization"),
];

const SHOWN: &[&str] = &["series", "season", "episode", "film"];

fn drawn_graph(random: &mut Random) -> Graph {
    let mut drawing = Drawing {
        random,
        counts: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    drawing.things();
    drawing.parts();
    drawing.casts();
    drawing.others();
    let files = drawing.files.into_iter().map(|(file, records)| {
        let mut lines = String::new();
        for record in records.values() {
            writeln!(lines, "{record}").unwrap();
        }
        (format!("{file}.jsonl"), lines)
    });
    load(&files.collect())
}

impl Drawing<'_> {
    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.random.below(items.len())]
    }

    fn write(&mut self, file: &'static str, identity: String, mut record: Value) {
        record["references"] = json!([{ "source": "source:draw" }]);
        self.files.entry(file).or_default().insert(identity, record);
    }

    fn things(&mut self) {
        let source = json!({ "key": "source:draw", "name": "Draw" });
        self.write("sources", String::new(), source);
        for (file, kind, most) in KINDS {
            let count = 1 + self.random.below(*most);
            self.counts.insert(kind, count);
            for number in 1..=count {
                let key = format!("{kind}:{kind}-{number}");
                let mut record = json!({ "key": key, "name": format!("{kind} {number}") });
                match *kind {
                    "series" => record["premiered"] = format!("201{}", self.random.below(8)).into(),
                    "season" | "episode" => record["number"] = self.random.below(3).into(),
                    "network" if number == 1 => record["kind"] = "STREAMING".into(),
                    "place" => record["fictional"] = (number == 1).into(),
                    _ => {}
                }
                self.write(file, key, record);
            }
        }
    }

    /// All things of a kind.
    fn all(&self, kind: &str) -> Vec<String> {
        let numbers = 1..=self.counts[kind];
        numbers
            .map(|number| format!("{kind}:{kind}-{number}"))
            .collect()
    }

    /// One thing of one of the kinds.
    fn any(&mut self, kinds: &[&str]) -> String {
        let kind = self.one_of(kinds);
        let number = 1 + self.random.below(self.counts[kind]);
        format!("{kind}:{kind}-{number}")
    }

    fn edge(&mut self, file: &'static str, ends: [&str; 2], said: &Value, identity: &str) {
        let [from, to] = ends;
        let mut record = json!({ "from": from, "relation": file.to_uppercase(), "to": to });
        for (name, value) in said.as_object().unwrap() {
            record[name] = value.clone();
        }
        self.write(file, format!("{from} {to} {identity}"), record);
    }

    fn parts(&mut self) {
        for season in self.all("season") {
            if self.random.below(6) > 0 {
                let series = self.any(&["series"]);
                self.edge("part_of", [&season, &series], &json!({}), "");
            }
        }
        for episode in self.all("episode") {
            let whole = self.any(&["season", "season", "series"]);
            self.edge("part_of", [&episode, &whole], &json!({}), "");
        }
    }

    fn casts(&mut self) {
        for character in self.all("character") {
            let mut player = None;
            for _ in 0..self.random.below(3) {
                let person = self.any(&["person"]);
                self.edge("plays", [&person, &character], &json!({}), "");
                player = Some(person);
            }
            for _ in 0..self.random.below(4) {
                let place = self.any(SHOWN);
                let mut said = json!({ "billing": self.one_of(&["MAIN", "RECURRING", "GUEST"]) });
                if let Some(person) = &player {
                    said["performer"] = person.as_str().into();
                }
                self.edge("appears_in", [&character, &place], &said, "");
            }
        }
    }

    fn others(&mut self) {
        for _ in 0..self.random.below(10) {
            let job = self.one_of(&["Writer", "Director"]);
            let department = self.one_of(&["WRITING", "DIRECTING"]);
            let said = json!({ "job": job, "department": department });
            let person = self.any(&["person"]);
            let on = self.any(&["series", "season", "episode", "film", "work"]);
            self.edge("credited", [&person, &on], &said, job);
        }
        for (file, from, to) in JOINED {
            for _ in 0..self.random.below(7) {
                let ends = [self.any(from), self.any(&[to])];
                self.edge(file, [&ends[0], &ends[1]], &json!({}), "");
            }
        }
        for _ in 0..self.random.below(6) {
            let offer = self.one_of(&["STREAM", "BUY"]);
            let ends = [
                self.any(&["series", "season", "film"]),
                self.any(&["network"]),
            ];
            let said = json!({ "offer": offer });
            self.edge("available_on", [&ends[0], &ends[1]], &said, offer);

            let measure = self.one_of(&["APPROVAL", "USER_RATING"]);
            let value = self.one_of(&[0.5, 2.0, 3.5, 6.0]);
            let count = self.random.below(5);
            let said = json!({ "measure": measure, "value": value, "best": 10, "count": count });
            let ends = [self.any(SHOWN), self.any(&["outlet"])];
            self.edge("rated_by", [&ends[0], &ends[1]], &said, measure);

            let mut pair = [self.any(&["character"]), self.any(&["character"])];
            pair.sort();
            if pair[0] != pair[1] {
                let relationship = self.one_of(&["SIBLING", "PARENT"]);
                let said = json!({ "relationship": relationship });
                self.edge("related_to", [&pair[0], &pair[1]], &said, relationship);
            }
        }
    }
}

/// A filter of a type's things or of a sort of entries, nested less than so many deep.
fn drawn_filter(name: &str, depth: usize, random: &mut Random) -> Value {
    let mut filter = Map::new();
    for _ in 0..=random.below(2) {
        let (field, value) = drawn_field(name, depth, random);
        filter.insert(field, value);
    }
    if depth > 1 && random.below(4) == 0 {
        let inner = drawn_filter(name, depth - 1, random);
        match random.below(3) {
            0 => filter.insert("not".to_owned(), inner),
            1 => filter.insert("and".to_owned(), json!([inner])),
            _ => {
                let other = drawn_filter(name, depth - 1, random);
                filter.insert("or".to_owned(), json!([inner, other]))
            }
        };
    }
    filter.into()
}

fn drawn_field(name: &str, depth: usize, random: &mut Random) -> (String, Value) {
    let field = |name: &str, value: Value| (name.to_owned(), value);
    let lists = if name == "Role" {
        Some(ROLE_LISTS)
    } else {
        of(LISTS, name)
    };
    let things = of(ENTRIES, name);
    if depth > 1 && random.below(4) > 0 {
        if let Some(things) = things
            && !things.is_empty()
        {
            let (thing, name) = things[random.below(things.len())];
            return field(thing, drawn_filter(name, depth - 1, random));
        }
        if let Some(lists) = lists {
            let (list, _, holds) = lists[random.below(lists.len())];
            return field(list, drawn_list_filter(holds, depth, random));
        }
    }
    let span = |random: &mut Random| {
        let from = random.below(4);
        json!({ "atLeast": from, "atMost": from + random.below(4) })
    };
    match name {
        "Cast" | "Role" => field("billing", ["MAIN", "GUEST"][random.below(2)].into()),
        "Crew" | "Credit" => match random.below(2) {
            0 => field("job", "wríter".into()),
            _ => field("department", "WRITING".into()),
        },
        "Rating" => match random.below(4) {
            0 => field("outlet", "outlet-1".into()),
            1 => field("measure", "APPROVAL".into()),
            2 => field("value", span(random)),
            _ => field("count", span(random)),
        },
        "Relationship" => {
            let relationship = ["SIBLING", "PARENT", "CHILD"][random.below(3)];
            field("relationship", relationship.into())
        }
        _ => {
            let plain = plain_filters(name);
            let plain = plain[random.below(plain.len())].as_object().unwrap();
            let (name, value) = plain.iter().next().unwrap();
            field(name, value.clone())
        }
    }
}

fn drawn_list_filter(holds: Holds, depth: usize, random: &mut Random) -> Value {
    let inner = |random: &mut Random| {
        let (Things(name) | Whole(name) | Entries(name)) = holds;
        match random.below(6) {
            0 => json!({}),
            _ => drawn_filter(name, depth - 1, random),
        }
    };
    if matches!(holds, Whole(_)) {
        return inner(random);
    }
    let mut filter = Map::new();
    for _ in 0..=random.below(2) {
        let (quantifier, value) = match random.below(4) {
            0 => ("some", inner(random)),
            1 => ("every", inner(random)),
            2 => ("none", inner(random)),
            _ => {
                let mut count = Map::new();
                let from = random.below(3);
                let bounds = random.below(3);
                if bounds < 2 {
                    count.insert("atLeast".to_owned(), from.into());
                }
                if bounds > 0 {
                    count.insert("atMost".to_owned(), (from + random.below(3)).into());
                }
                if random.below(2) == 0 {
                    count.insert("where".to_owned(), inner(random));
                }
                ("count", count.into())
            }
        };
        filter.insert(quantifier.to_owned(), value);
    }
    filter.into()
}

/// What the API tells of a graph, by the ids of things; and who is asked for more.
struct Told<'a> {
    api: &'a Api,
    /// Type, id, lists.
    things: BTreeMap<String, BTreeMap<String, Value>>,
    /// What plain filters let through.
    plain: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

fn ask(api: &Api, query: &str, filter: &Value) -> Value {
    let mut variables = Map::new();
    variables.insert("filter".to_owned(), filter.clone());
    let request = Request {
        query: query.to_owned(),
        variables,
        ..Request::default()
    };
    let shown = format!("{query}\nwith {filter}");
    data_of(answer_of(api, &request), &shown)
}

/// The things of a type that a filter lets through, page by page, and the total.
fn asked(api: &Api, name: &str, filter: &Value) -> (Vec<String>, u64) {
    let (field, input) = root(name);
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let query = format!(
            "query ($filter: {input}) {{ {field}(filter: $filter, first: 3{after}) {{ totalCount nodes {{ id }} pageInfo {{ endCursor hasNextPage }} }} }}"
        );
        let mut page = ask(api, &query, filter)[field].take();
        ids.extend(
            list(&page["nodes"])
                .iter()
                .map(|node| text(&node["id"]).to_owned()),
        );
        let info = page["pageInfo"].take();
        if info["hasNextPage"] == false {
            return (ids, page["totalCount"].as_u64().unwrap());
        }
        after = format!(", after: {}", info["endCursor"]);
    }
}

fn selection(holds: Holds, field: &str) -> String {
    let all = |inner: &str| format!("{field}(first: 100) {{ totalCount {inner} }}");
    match holds {
        Whole(_) => format!("{field} {{ id }}"),
        Things(_) => all("nodes { id }"),
        Entries("Cast") => all("edges { billing character { id } node { id } }"),
        Entries("Role") => all(
            "nodes { billing character { id } series { id } film { id } seasons(first: 100) { nodes { id } } episodes(first: 100) { nodes { id } } }",
        ),
        Entries("Crew" | "Credit") => all("edges { job department node { __typename id } }"),
        Entries("Rating") => all("edges { measure value count node { id } }"),
        Entries(_) => all("edges { relationship node { id } }"),
    }
}

impl<'a> Told<'a> {
    fn of(api: &'a Api) -> Self {
        let mut things = BTreeMap::new();
        for (name, lists) in LISTS {
            let selections = lists.iter().map(|(_, field, holds)| {
                let alias = selection(*holds, field);
                format!("{alias}\n")
            });
            let selections: String = selections.collect();
            let field = root(name).0;
            let query = format!("{{ {field}(first: 100) {{ nodes {{ id {selections} }} }} }}");
            let answer = ask(api, &query, &Value::Null);
            let nodes = list(&answer[field]["nodes"]).iter();
            let nodes = nodes.map(|node| (text(&node["id"]).to_owned(), node.clone()));
            things.insert((*name).to_owned(), nodes.collect());
        }
        Self {
            api,
            things,
            plain: RefCell::default(),
        }
    }

    /// Whether a thing is like this.
    fn is(&self, name: &str, id: &str, filter: &Value) -> bool {
        let fields = filter.as_object().unwrap();
        fields.iter().all(|(field, value)| {
            let lists = of(LISTS, name).unwrap_or_default();
            let held = lists.iter().find(|(filter, ..)| filter == field);
            if let Some((_, field, holds)) = held {
                return self.holds(*holds, &self.things[name][id][field], value);
            }
            let inner = |filter: &Value| self.is(name, id, filter);
            combined(field, value, &inner).unwrap_or_else(|| {
                let plain = json!({ field: value });
                let mut known = self.plain.borrow_mut();
                let fitting = known
                    .entry(format!("{name} {plain}"))
                    .or_insert_with(|| asked(self.api, name, &plain).0.into_iter().collect());
                fitting.contains(id)
            })
        })
    }

    /// Whether a list is like this.
    fn holds(&self, holds: Holds, held: &Value, filter: &Value) -> bool {
        let (entries, name) = match holds {
            Whole(name) => {
                return held["id"]
                    .as_str()
                    .is_some_and(|id| self.is(name, id, filter));
            }
            Things(name) => (list(&held["nodes"]), name),
            Entries("Role") => (list(&held["nodes"]), "Role"),
            Entries(name) => (list(&held["edges"]), name),
        };
        if let Some(total) = held["totalCount"].as_u64() {
            assert_eq!(total, entries.len() as u64, "all of a list is read");
        }
        let is = |entry: &Value, filter: &Value| match holds {
            Things(_) => self.is(name, text(&entry["id"]), filter),
            _ => self.says(name, entry, filter),
        };
        let quantifiers = filter.as_object().unwrap();
        quantifiers
            .iter()
            .all(|(quantifier, filter)| match quantifier.as_str() {
                "some" => entries.iter().any(|entry| is(entry, filter)),
                "every" => entries.iter().all(|entry| is(entry, filter)),
                "none" => !entries.iter().any(|entry| is(entry, filter)),
                _ => {
                    let all = json!({});
                    let like = filter.get("where").unwrap_or(&all);
                    let count = entries.iter().filter(|entry| is(entry, like)).count() as u64;
                    filter
                        .get("atLeast")
                        .is_none_or(|from| count >= from.as_u64().unwrap())
                        && filter
                            .get("atMost")
                            .is_none_or(|to| count <= to.as_u64().unwrap())
                }
            })
    }

    /// Whether an entry is like this.
    fn says(&self, name: &str, entry: &Value, filter: &Value) -> bool {
        let fields = filter.as_object().unwrap();
        fields.iter().all(|(field, value)| {
            let inner = |filter: &Value| self.says(name, entry, filter);
            if let Some(combined) = combined(field, value, &inner) {
                return combined;
            }
            if let Some((_, field, holds)) = ROLE_LISTS.iter().find(|(list, ..)| list == field) {
                return self.holds(*holds, &entry[field], value);
            }
            if let Some(kind) = of(of(ENTRIES, name).unwrap(), field) {
                let thing = match name {
                    "Cast" if field == "character" => &entry["character"],
                    "Role" => &entry[field],
                    _ => &entry["node"],
                };
                let fits = thing.get("__typename").is_none_or(|found| found == kind);
                return fits
                    && thing["id"]
                        .as_str()
                        .is_some_and(|id| self.is(kind, id, value));
            }
            let within = |number: &Value| {
                let number = number.as_f64();
                number.is_some_and(|number| {
                    number >= value["atLeast"].as_f64().unwrap()
                        && number <= value["atMost"].as_f64().unwrap()
                })
            };
            match field.as_str() {
                "outlet" => entry["node"]["id"] == format!("outlet:{}", text(value)),
                "value" | "count" => within(&entry[field]),
                "job" => entry["job"] == "Writer",
                _ => entry[field] == *value,
            }
        })
    }
}

/// What `and`, `or` and `not` say; `None` for other fields.
fn combined(field: &str, value: &Value, inner: &dyn Fn(&Value) -> bool) -> Option<bool> {
    match field {
        "and" => Some(list(value).iter().all(inner)),
        "or" => Some(list(value).is_empty() || list(value).iter().any(inner)),
        "not" => Some(!inner(value)),
        _ => None,
    }
}

/// How deep filters are nested, as the limit counts.
const DEPTH: usize = 4;

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn filters_let_through_what_a_look_at_every_list_does(seed in any::<u64>()) {
        let mut random = Random(seed);
        let api = api_of(drawn_graph(&mut random));
        let told = Told::of(&api);
        for (name, _) in LISTS.iter().cycle().take(4 * LISTS.len()) {
            let filter = drawn_filter(name, DEPTH, &mut random);
            let (found, total) = asked(&api, name, &filter);
            prop_assert_eq!(found.len() as u64, total, "{}: {}", name, filter);
            let found: BTreeSet<String> = found.into_iter().collect();
            prop_assert_eq!(found.len() as u64, total, "{}: {} once each", name, filter);
            let all = told.things[*name].keys().filter(|id| told.is(name, id, &filter));
            let expected: BTreeSet<String> = all.cloned().collect();
            prop_assert_eq!(found, expected, "{}: {}", name, filter);
        }
    }

    #[test]
    fn quantifiers_follow_from_each_other(seed in any::<u64>()) {
        let mut random = Random(seed);
        let api = api_of(drawn_graph(&mut random));
        for (name, lists) in LISTS {
            let (field, _, holds) = lists[random.below(lists.len())];
            let (Things(of) | Entries(of)) = holds else {
                continue;
            };
            let like = drawn_filter(of, DEPTH - 2, &mut random);
            let found = |filter: Value| asked(&api, name, &filter).0;
            let quantified = |filter: Value| found(json!({ field: filter }));
            let some = quantified(json!({ "some": like }));
            let none = quantified(json!({ "none": like }));
            prop_assert_eq!(&found(json!({ "not": { field: { "some": like } } })), &none);
            prop_assert_eq!(
                quantified(json!({ "every": like })),
                quantified(json!({ "none": { "not": like } }))
            );
            prop_assert_eq!(
                &quantified(json!({ "count": { "atLeast": 1, "where": like } })),
                &some
            );
            prop_assert_eq!(
                quantified(json!({ "count": { "atMost": 0, "where": like } })),
                none
            );
            prop_assert_eq!(
                found(json!({ "not": { field: { "count": { "atLeast": 2 } } } })),
                quantified(json!({ "count": { "atMost": 1 } }))
            );
        }
    }
}

/// Entries of a list about whose things plain filters ask, one filter each.
fn plain_entries(holds: Holds) -> Vec<Value> {
    match holds {
        Things(name) | Whole(name) => plain_filters(name),
        Entries(name) => {
            let things = of(ENTRIES, name).unwrap().iter();
            let filters = things.flat_map(|(field, name)| {
                let filters = plain_filters(name).into_iter();
                filters.map(move |filter| json!({ *field: filter }))
            });
            filters.chain([json!({})]).collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_list_is_the_same_from_either_end(seed in any::<u64>()) {
        let mut random = Random(seed);
        let api = api_of(drawn_graph(&mut random));
        for (name, lists) in LISTS {
            for (field, _, holds) in *lists {
                for like in plain_entries(*holds) {
                    let some = match holds {
                        Whole(_) => json!({ *field: like }),
                        _ => json!({ *field: { "some": like } }),
                    };
                    // From the far end where that is nearer; what is twice denied, never.
                    let found = asked(&api, name, &some);
                    let tried = asked(&api, name, &json!({ "not": { "not": some } }));
                    prop_assert_eq!(found, tried, "{}: {}", name, some);
                }
            }
        }
    }
}

/// Three thousand seasons of one series on one network.
fn large_graph() -> Graph {
    let references = r#""references":[{"source":"source:draw"}]"#;
    let key = |key: &str, more: &str| format!("{{\"key\":\"{key}\",{more}{references}}}\n");
    let (mut seasons, mut parts, mut aired) = (String::new(), String::new(), String::new());
    for number in 1..=3000 {
        let season = format!("season:s-{number}");
        seasons += &key(&season, &format!("\"name\":\"S\",\"number\":{number},"));
        let edge = |lines: &mut String, relation: &str, to: &str| {
            writeln!(
                lines,
                r#"{{"from":"{season}","relation":"{relation}","to":"{to}",{references}}}"#
            )
        };
        edge(&mut parts, "PART_OF", "series:s").unwrap();
        edge(&mut aired, "AIRED_ON", "network:n").unwrap();
    }
    let named = |name: &str| key(name, "\"name\":\"N\",");
    let files = [
        ("sources", named("source:draw")),
        ("series", named("series:s")),
        ("networks", named("network:n")),
        ("seasons", seasons),
        ("part_of", parts),
        ("aired_on", aired),
    ];
    load(
        &files
            .map(|(name, text)| (format!("{name}.jsonl"), text))
            .into(),
    )
}

/// Seasons on a network all of whose seasons are part of something of this name.
fn network_of_seasons(name: &str) -> Filter {
    let about = |kind, filter| Box::new(Filter::About(kind, Box::new(filter)));
    let named = about(Kind::Series, Filter::Named(name.to_owned()));
    let of_series = Filter::Holds(List::Whole(Kind::Series), named, 1..=usize::MAX);
    let seasons = List::Edges(Relation::AiredOn, Direction::In, Some(Kind::Season));
    let others = Box::new(Filter::Not(about(Kind::Season, of_series)));
    let networks = List::Edges(Relation::AiredOn, Direction::Out, Some(Kind::Network));
    let every = Filter::Holds(seasons, others, 0..=0);
    Filter::Holds(networks, about(Kind::Network, every), 1..=usize::MAX)
}

/// What is let through, and how often it was asked whether to stop.
fn counted(graph: &Graph, filter: &Filter) -> (usize, usize) {
    let questions = Cell::new(0);
    let stop = || {
        questions.set(questions.get() + 1);
        false
    };
    let found = graph.select(Kind::Season, Some(filter), &Order::KIND, &stop);
    (found.unwrap().len(), questions.get())
}

#[test]
fn nothing_is_tried_twice() {
    let graph = large_graph();
    // Three thousand seasons, their network once, its three thousand seasons, their series once.
    let not = |filter| Filter::Not(Box::new(filter));
    let (found, questions) = counted(&graph, &not(not(network_of_seasons("n"))));
    assert_eq!(found, 3000);
    assert!((9..=21).contains(&questions), "{questions}");
    let (found, questions) = counted(&graph, &not(not(network_of_seasons("m"))));
    assert_eq!(found, 0);
    assert!((5..=12).contains(&questions), "{questions}");
}

#[test]
fn a_filter_starts_where_there_are_fewer_things() {
    let graph = large_graph();
    // No network fits, so no season of another is looked at.
    let (found, questions) = counted(&graph, &network_of_seasons("m"));
    assert_eq!((found, questions), (0, 0));
    let (found, _) = counted(&graph, &network_of_seasons("n"));
    assert_eq!(found, 3000);
}

#[test]
fn a_filter_ends_when_it_is_told_to() {
    let graph = large_graph();
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() == 3
    };
    let filter = Filter::Not(Box::new(network_of_seasons("n")));
    let found = graph.select(Kind::Season, Some(&filter), &Order::KIND, &stop);
    assert_eq!(found.err(), Some(Stopped));
    assert_eq!(asked.get(), 3, "the first answer to stop is obeyed");
}

#[test]
fn a_filter_that_looks_at_too_much_is_refused() {
    let graph = large_graph();
    let filter = Filter::Not(Box::new(network_of_seasons("m")));
    let up_to = |visited_max| {
        let (kind, order) = (Kind::Season, Order::KIND);
        let found = select(
            &graph,
            kind,
            Some(&filter),
            &order,
            visited_max,
            &Uninterrupted,
        );
        found.map(|found| found.len())
    };
    let refused = up_to(5_000).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::LimitReached);
    assert_eq!(
        refused.message(),
        "filter and order would look at more than 5000 things; name what they have in common by \
         its id, as in \"network\""
    );
    assert_eq!(up_to(20_000), Ok(3000));
}
