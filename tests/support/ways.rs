//! Ways from the root to objects of every type, found by asking.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use castgraph::graphql::engine::{FieldType, InputField, Request};
use serde_json::Value;

use super::{data_of, is_composite, named, object, request, types};

/// A way from the root to objects: the fields on it, and how to select behind them.
#[derive(Clone, Debug, Default)]
pub struct Way {
    open: String,
    brackets: usize,
    keys: Vec<String>,
}

impl Way {
    /// To the thing of this id and type.
    pub fn to_node(id: &str, type_name: &str) -> Self {
        Self::default().through("node", &format!("(id: {id:?})"), Some(type_name))
    }

    /// One field further; where its type is an interface, to objects of one type only.
    pub fn through(&self, field: &str, arguments: &str, only: Option<&str>) -> Self {
        let mut way = self.clone();
        way.open.extend([" ", field, arguments, " {"]);
        way.brackets += 1;
        if let Some(only) = only {
            way.open.extend([" ... on ", only, " {"]);
            way.brackets += 1;
        }
        way.keys.push(field.to_owned());
        way
    }

    /// The query that selects this of the objects.
    pub fn query(&self, selections: &str) -> String {
        let close = " }".repeat(self.brackets);
        format!("{{{} {selections}{close} }}", self.open)
    }

    /// The objects in the `data` of an answer, lists taken apart.
    pub fn ends<'a>(&self, data: &'a Value) -> Vec<&'a Value> {
        let step = |values: Vec<&'a Value>, key: &String| {
            let next = values.into_iter().filter_map(|value| value.get(key));
            next.flat_map(objects).collect()
        };
        self.keys.iter().fold(vec![data], step)
    }
}

/// The objects in a field's value, which may be a list or `null`.
pub fn objects(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        value => vec![value],
    }
}

/// What a walk over the whole schema came by.
#[derive(Debug, Default)]
pub struct Walked {
    /// Ways to objects of each type, the shortest first.
    pub ways: BTreeMap<String, Vec<Way>>,
    /// Fields that were resolved on an object, as type and field.
    pub resolved: BTreeSet<(String, &'static str)>,
}

/// Most ways to one type that are walked on.
const WAYS_MAX: usize = 3;

/// How a graph is asked.
pub type Asks = fn(&Request) -> Value;

/// Asks every field of every object that it can reach, with no argument that may be left out.
///
/// No answer may have errors.
pub fn walk(asks: Asks) -> Walked {
    let mut walked = Walked::default();
    let mut queue = VecDeque::from([(types().query().to_owned(), Way::default())]);
    while let Some((type_name, way)) = queue.pop_front() {
        let known = walked.ways.entry(type_name.clone()).or_default();
        if known.len() == WAYS_MAX {
            continue;
        }
        known.push(way.clone());
        let query = way.query(&every_field(&type_name));
        let answer = data_of(asks(&request(&query)), &query);
        for end in way.ends(&answer) {
            if object(end).is_empty() {
                // Of another type than the one that the way leads to.
                continue;
            }
            for field in types().fields(&type_name) {
                assert!(
                    end.get(field.name).is_some(),
                    "{type_name}.{} is left out",
                    field.name
                );
                walked.resolved.insert((type_name.clone(), field.name));
            }
        }
        for field in types().fields(&type_name) {
            let interface = types().interface(named(&field.type_ref)).is_some();
            let values = way
                .ends(&answer)
                .into_iter()
                .filter_map(|end| end.get(field.name));
            let names = values
                .flat_map(objects)
                .filter_map(|value| value.get("__typename"));
            let names: BTreeSet<&str> = names.filter_map(Value::as_str).collect();
            for name in names {
                let only = interface.then_some(name);
                let next = way.through(field.name, &required(&type_name, field), only);
                queue.push_back((name.to_owned(), next));
            }
        }
    }
    walked
}

/// Selects all fields of a type, and of composite ones the name of the type.
pub fn every_field(type_name: &str) -> String {
    let mut selection = "__typename".to_owned();
    for field in types().fields(type_name) {
        selection.extend([" ", field.name, &required(type_name, field)]);
        if is_composite(named(&field.type_ref)) {
            selection += " { __typename }";
        }
    }
    selection
}

/// Values for the arguments of a field that may not be left out.
pub fn required(type_name: &str, field: &FieldType) -> String {
    let arguments = field
        .arguments
        .iter()
        .filter(|argument| argument.is_required());
    let given = |argument: &InputField| {
        let words = types().enum_type(named(&argument.type_ref));
        let value = words.map_or_else(
            || required_value(type_name, field.name, &argument.name),
            |words| words.values[0].name.to_owned(),
        );
        format!("{}: {value}", argument.name)
    };
    let given: Vec<String> = arguments.map(given).collect();
    if given.is_empty() {
        return String::new();
    }
    format!("({})", given.join(", "))
}

/// Things of all types that have ids, several where one does not have every edge; the last
/// three are of the graph that is drawn by hand.
const IDS: &str = r#"[
    "person:lauren-velez", "person:jeff-daniels", "person:zack-handlen", "person:philipp-meyer",
    "character:grace-poe", "character:isaac-english", "series:american-rust",
    "season:american-rust-1", "season:american-rust-2", "episode:american-rust-denmark",
    "episode:american-rust-usa-network-pilot", "network:amazon-freevee", "network:showtime",
    "network:amazon-instant-video", "studio:boat-rocker-studios", "work:american-rust-novel",
    "place:pennsylvania", "place:buell", "place:western-pennsylvania", "organization:amazon",
    "organization:gelsey-dressmakers", "event:union-drive", "outlet:rotten-tomatoes",
    "outlet:the-av-club", "genre:crime-drama", "source:encyclopedia",
    "dispute:who-killed", "claim:00000000000000000000000000000000",
    "series:the-mill", "episode:harbor-lights-1-2", "film:mill-fire"
]"#;

fn required_value(type_name: &str, field: &str, argument: &str) -> String {
    let slug = match (field, argument) {
        ("person", "slug") => "kyle-beltran",
        ("character", "slug") => "del-harris",
        ("series", "slug") | (_, "series") => "american-rust",
        ("film", "slug") => "mill-fire",
        ("network", "slug") => "showtime",
        ("studio", "slug") => "amazon-mgm-studios",
        ("work", "slug") => "american-rust-novel",
        ("place", "slug") => "pittsburgh",
        ("organization", "slug") => "aryans",
        ("event", "slug") => "union-vote",
        ("outlet", "slug") | ("rating", "outlet") => "imdb",
        ("genre", "slug") => "crime-drama",
        ("source", "slug") => "renewal-status",
        ("path" | "paths", "from") => "person:jeff-daniels",
        ("path" | "paths", "to") => "network:showtime",
        ("knownAt", "date") => "2023",
        ("agreesWith" | "disagreesWith", "other") => "everything-we-know",
        ("rank", "by") => return "PAGE_RANK".to_owned(),
        ("sharedWork", "a") => "jeff-daniels",
        ("sharedWork", "b") => "maura-tierney",
        ("search", "text") => "american rust",
        ("suggest", "prefix") => "a",
        ("node", "id") => "person:kyle-beltran",
        ("nodes", "ids") => return IDS.to_owned(),
        ("season", "number") | ("episode", "season") => return "1".to_owned(),
        ("episode", "number") => return "9".to_owned(),
        ("entity", "externalId") => return r#"{authority: "imdb", id: "nm0026930"}"#.to_owned(),
        ("entities", "externalIds") => {
            return r#"[{authority: "imdb", id: "nm0026930"}]"#.to_owned();
        }
        _ => panic!("no value is written down for {type_name}.{field}({argument}:)"),
    };
    format!("{slug:?}")
}
