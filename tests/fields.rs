//! Every field of every type is asked, with and without arguments: on the seed, and where it
//! has no such object, on the graph that is drawn by hand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use castgraph::graph::structure::KINDS;
use castgraph::graphql::engine::{FieldType, InputField};
use serde_json::Value;

use crate::support::ways::{self, Asks, Walked, Way, required};
use crate::support::{answer, answer_drawn, codes, is_composite, named, object, request, types};

/// Types of which the seed has no object, and why; the graph that is drawn by hand has.
const ONLY_DRAWN: &[(&str, &str)] = &[
    ("ExternalId", "no document names an id of another catalogue"),
    ("Film", "the documents tell of a series"),
    ("SimilarSeriesEdge", "the documents tell of one series"),
    ("SimilarityReasonConnection", "as of SimilarSeriesEdge"),
    ("SimilarityReasonEdge", "as of SimilarSeriesEdge"),
];

/// What walks come by on the seed, and on the graph that is drawn by hand.
fn walked() -> &'static [(Asks, Walked); 2] {
    static WALKED: LazyLock<[(Asks, Walked); 2]> = LazyLock::new(|| {
        let graphs: [Asks; 2] = [answer, answer_drawn];
        graphs.map(|asks| (asks, ways::walk(asks)))
    });
    &WALKED
}

#[test]
fn every_field_of_every_type_is_answered() {
    let [(_, seed), (_, drawn)] = walked();
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for object in &types().objects {
        for field in &object.fields {
            let place = (object.name.clone(), field.name);
            let only_drawn = ONLY_DRAWN.iter().find(|(name, _)| *name == object.name);
            if let Some((name, why)) = only_drawn {
                assert!(
                    !seed.resolved.contains(&place),
                    "{name} has objects in the seed now: strike it out ({why})"
                );
            }
            let walked = only_drawn.map_or(seed, |_| drawn);
            // Lists of films are empty in the seed, so their edges are met in the drawn graph.
            let film = object.name.contains("Film") && drawn.resolved.contains(&place);
            if !film && !walked.resolved.contains(&place) {
                missing.entry(&object.name).or_default().push(field.name);
            }
        }
    }
    assert!(
        missing.is_empty(),
        "not reached, draw them and name them with the reason: {missing:#?}"
    );
}

#[test]
fn every_argument_of_every_field_is_taken() {
    for object in &types().objects {
        let way = |(asks, walked): &'static (Asks, Walked)| {
            let way = walked.ways.get(&object.name)?.first()?;
            Some((*asks, way))
        };
        let (asks, way) = walked()
            .iter()
            .find_map(way)
            .unwrap_or_else(|| panic!("no way leads to {}", object.name));
        take_all_arguments(asks, way, &object.name);
    }
}

/// Asks every field of a type with one argument after the other.
pub fn take_all_arguments(asks: Asks, way: &Way, type_name: &str) {
    for field in types().fields(type_name) {
        take_arguments(asks, way, type_name, field);
    }
}

/// Asks a field with one argument after the other that may be left out.
fn take_arguments(asks: Asks, way: &Way, type_name: &str, field: &FieldType) {
    let optional = field
        .arguments
        .iter()
        .filter(|argument| !argument.is_required());
    let given: Vec<String> = optional
        .flat_map(|argument| {
            let values = values_of(argument, false);
            values
                .into_iter()
                .map(|value| format!("{}: {value}", argument.name))
        })
        .collect();
    let rest = required(type_name, field);
    let rest = rest.trim_start_matches('(').trim_end_matches(')');
    let below = if is_composite(named(&field.type_ref)) {
        " { __typename }"
    } else {
        ""
    };
    for batch in given.chunks(50) {
        let asked = batch.iter().enumerate();
        let asked =
            asked.map(|(at, given)| format!("a{at}: {}({rest} {given}){below}", field.name));
        let query = way.query(&asked.collect::<Vec<_>>().join("\n"));
        let answer = asks(&request(&query));
        assert!(
            answer.get("errors").is_none(),
            "{type_name}.{}: {}\n{query}",
            field.name,
            answer["errors"]
        );
        assert!(
            !way.ends(&answer["data"]).is_empty(),
            "{type_name}: nothing at the end of\n{query}"
        );
    }
}

/// Values that an argument or a field of an input object may have, inside a filter or not.
fn values_of(input: &InputField, filtered: bool) -> Vec<String> {
    let name = named(&input.type_ref);
    let texts = |values: &[&str]| {
        values
            .iter()
            .map(|value| format!("{value:?}"))
            .collect::<Vec<_>>()
    };
    let values = match (name, input.name.as_str()) {
        // Cursors belong to one list each: `connections.rs`.
        ("String", "after" | "before") => Vec::new(),
        ("Int", "fuzziness") => vec!["0".to_owned(), "2".to_owned()],
        ("Int", "maxSteps") => vec!["1".to_owned(), "16".to_owned()],
        // Others are not ranked.
        ("EntityKind", "kind") => KINDS.iter().map(|kind| kind.word().to_owned()).collect(),
        ("Int", _) => vec!["0".to_owned(), "1".to_owned(), "100".to_owned()],
        ("Boolean", _) => vec!["true".to_owned(), "false".to_owned()],
        ("Float", _) => vec!["7.2".to_owned()],
        ("PartialDate", _) => texts(&["2021", "2021-09", "2021-09-12"]),
        ("String", _) => texts(&["a", "É"]),
        ("ID", "source") => texts(&["encyclopedia", "source:encyclopedia", "unknown"]),
        ("ID", "creditedOn" | "appearsIn" | "involves") => texts(&[
            "series:american-rust",
            "season:american-rust-1",
            "episode:american-rust-denmark",
            "series:unknown",
        ]),
        ("ID", "avoid") => texts(&["series:american-rust", "person:unknown"]),
        ("ID", "playedBy") => texts(&["kyle-beltran", "person:kyle-beltran"]),
        ("ID", "network") => texts(&["showtime", "network:showtime"]),
        ("ID", "studio") => texts(&["boat-rocker-studios", "studio:boat-rocker-studios"]),
        ("ID", "outlet") => texts(&["imdb", "outlet:imdb"]),
        ("ID", "genre") => texts(&["crime-drama", "genre:crime-drama"]),
        ("ID", "series") => texts(&["american-rust", "series:american-rust"]),
        ("ID", "season") => texts(&["american-rust-1", "season:american-rust-1"]),
        (name, _) => values_of_type(name, filtered),
    };
    if !is_list(input) {
        return values;
    }
    let lists = values.iter().map(|value| format!("[{value}]"));
    lists.chain(["[]".to_owned()]).collect()
}

fn values_of_type(name: &str, filtered: bool) -> Vec<String> {
    if let Some(words) = types().enum_type(name) {
        return words
            .values
            .iter()
            .map(|value| value.name.to_owned())
            .collect();
    }
    let input = types()
        .input_object(name)
        .unwrap_or_else(|| panic!("no value is written down for {name}"));
    let mut values = vec!["{}".to_owned()];
    // Filters of things lead to each other without end; those of entries between them do not.
    let is_filter = input
        .fields
        .iter()
        .any(|field| field.name == "nameContains");
    if filtered && is_filter {
        return values;
    }
    let is_count = name.ends_with("CountFilter");
    if is_count {
        values.clear();
    }
    for field in &input.fields {
        // One level of `and`, `or` and `not`.
        if named(&field.type_ref) == name {
            values.push(format!("{{{}: {{}}}}", field.name));
            continue;
        }
        // These two only mean something together, with an order by rating.
        if name.ends_with("Order") && ["outlet", "measure"].contains(&field.name.as_str()) {
            continue;
        }
        for value in values_of(field, filtered || is_filter) {
            let needs = match &*value {
                "RATING" => r#", outlet: "rotten-tomatoes", measure: APPROVAL"#,
                _ if is_count && field.name == "where" => ", atLeast: 1",
                _ => "",
            };
            values.push(format!("{{{}: {value}{needs}}}", field.name));
        }
    }
    values
}

fn is_list(input: &InputField) -> bool {
    input.type_ref.to_string().starts_with('[')
}

#[test]
fn every_thing_answers_every_field() {
    let things = every_thing(answer);
    assert!(
        things > 500,
        "the seed has hundreds of things and claims, found {things}"
    );
}

/// Asks every field of all that the lists of the root hold; says how many that was.
pub fn every_thing(asks: Asks) -> usize {
    let roots = types().fields(types().query());
    let connections = roots
        .iter()
        .filter(|field| named(&field.type_ref).ends_with("Connection"))
        .filter(|field| !field.arguments.iter().any(InputField::is_required));
    let mut things = 0;
    for connection in connections {
        let nodes = types()
            .field(named(&connection.type_ref), "nodes")
            .expect("a connection has nodes");
        let fields = ways::every_field(named(&nodes.type_ref));
        let mut after = "null".to_owned();
        loop {
            let required = ways::required(types().query(), connection);
            let required = required.trim_matches(['(', ')']);
            let page = format!("({required} first: 100, after: {after})");
            let way = Way::default().through(connection.name, &page, None);
            let query = way.query(&format!(
                "nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }}"
            ));
            let answer = asks(&request(&query));
            assert_eq!(codes(&answer), [""; 0], "{}", connection.name);
            let page = &answer["data"][connection.name];
            if page.is_null() {
                // Of people who are not in this graph.
                break;
            }
            let nodes = page["nodes"].as_array().expect("a list");
            things += nodes.iter().filter(|node| !object(node).is_empty()).count();
            after = page["pageInfo"]["endCursor"].to_string();
            if page["pageInfo"]["hasNextPage"] != Value::Bool(true) {
                break;
            }
        }
    }
    things
}
