//! What is a dispute between sources, and what only looks like one.

mod compared;

use castgraph::graph::view::Dispute;
use castgraph::graph::{Graph, Ordered};
use castgraph::store;
use serde_json::{Value, json};

/// A person, a series and an episode with claims of two documents each.
fn graph(claims: &[Value], roles: &[Value]) -> Graph {
    let named = [
        json!([{"source": "source:one"}]),
        json!([{"source": "source:two"}]),
    ];
    let lines = |records: &[Value]| {
        let records = records.iter().enumerate();
        let lines = records.map(|(at, record)| {
            let mut record = record.clone();
            record["references"] = named[at % 2].clone();
            format!("{record}\n")
        });
        lines.collect::<String>()
    };
    let one = |mut record: Value| {
        record["references"] = json!([{"source": "source:none"}]);
        format!("{record}\n")
    };
    let sources = lines(&[
        json!({"key": "source:one", "name": "One"}),
        json!({"key": "source:two", "name": "Two"}),
        json!({"key": "source:none", "name": "None"}),
    ]);
    let files = [
        ("sources.jsonl", sources),
        (
            "people.jsonl",
            one(json!({"key": "person:ann", "name": "Ann Low"})),
        ),
        ("characters.jsonl", one(json!({"key": "character:eve"}))),
        (
            "series.jsonl",
            one(json!({"key": "series:rust", "name": "Rust"})),
        ),
        (
            "seasons.jsonl",
            one(json!({"key": "season:rust", "name": "Season 1", "number": 1})),
        ),
        (
            "episodes.jsonl",
            one(json!({"key": "episode:rust-1", "name": "Heads"})),
        ),
        (
            "part_of.jsonl",
            lines(&[
                json!({"from": "season:rust", "relation": "PART_OF", "to": "series:rust"}),
                json!({"from": "episode:rust-1", "relation": "PART_OF", "to": "season:rust"}),
            ]),
        ),
        ("plays.jsonl", lines(roles)),
        ("claims.jsonl", lines(claims)),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, &text[..]))
        .collect();
    store::load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn questions(graph: &Graph) -> Vec<String> {
    let disputes = graph.disputes();
    disputes.items().map(Dispute::question).collect()
}

/// What differs when two documents say this of a thing.
fn asked(subject: &str, property: &str, values: [Value; 2]) -> Vec<String> {
    let claims =
        values.map(|value| json!({"subject": subject, "property": property, "value": value}));
    let graph = graph(&claims, &[]);
    let kept = graph.claims_listed();
    let kept = kept.items().filter(|claim| {
        claim.property().is_some_and(|one| one.word() == property)
            && claim.subject().key().to_string() == subject
    });
    assert_eq!(kept.count(), 2, "both claims stay");
    questions(&graph)
}

#[test]
fn a_name_in_other_letters_is_no_dispute() {
    for (one, other) in [
        ("IMDb", "IMDB"),
        ("Élan", "elan"),
        ("The A.V. Club", "The AV Club"),
    ] {
        let found = asked("character:eve", "name", [json!(one), json!(other)]);
        assert_eq!(found, [""; 0], "{one}, {other}");
    }
    for (one, other) in [("IMDb", "IMDb Pro"), ("!!!", "???")] {
        let found = asked("character:eve", "name", [json!(one), json!(other)]);
        assert_eq!(found.len(), 1, "{one}, {other}");
    }
}

/// What is no name is told letter by letter.
#[test]
fn a_text_in_other_letters_is_a_dispute() {
    let found = asked(
        "series:rust",
        "period",
        [json!("The 1990s"), json!("the 1990s")],
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn a_place_in_each_sources_list_of_credits_is_no_dispute() {
    let plays = |said: Value| {
        let mut plays = json!({"from": "person:ann", "relation": "PLAYS", "to": "character:eve"});
        plays
            .as_object_mut()
            .unwrap()
            .extend(said.as_object().unwrap().clone());
        plays
    };
    let placed = [1, 9].map(|order| plays(json!({"order": order})));
    assert_eq!(questions(&graph(&[], &placed)), [""; 0]);
    let credited = |names: [&str; 2]| names.map(|name| plays(json!({"creditedAs": name})));
    assert_eq!(
        questions(&graph(&[], &credited(["A. Low", "A Löw"]))),
        [""; 0]
    );
    assert_eq!(
        questions(&graph(&[], &credited(["A. Low", "Annie"]))).len(),
        1
    );
}

#[test]
fn a_length_is_asked_in_words_for_the_kind() {
    let values = || [json!(50), json!(51)];
    let found = asked("episode:rust-1", "runtimeMinutes", values());
    assert_eq!(found, ["Heads: length in whole minutes"]);
    let found = asked("season:rust", "runtimeMinutes", values());
    assert_eq!(
        found,
        ["Season 1: typical length of an episode, in whole minutes"]
    );
}
