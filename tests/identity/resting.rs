//! Merges that rest on one that was taken back.

use super::{files, find, join, load};
use crate::support::{answer_of, api_of, data_of, request};
use castgraph::graph::Graph;
use serde_json::json;

/// The seed with a catalogue on it, without some of the merges.
fn without(keys: &[&str]) -> Graph {
    let (seed, incoming) = super::american_rust::graphs();
    let graph = join(&seed, &incoming, &find(&seed, &incoming));
    let mut texts = files(&graph);
    let lines = texts.get_mut("merges.jsonl").unwrap();
    for key in keys {
        let start = format!("{{\"key\":\"{key}\",");
        assert!(lines.contains(&start), "{lines}");
        *lines = lines.replace(&start, &format!("{start}\"rank\":\"DEPRECATED\","));
    }
    load(&texts)
}

/// Merges that stand without ground, as in "character:b, since person:b".
fn told(graph: &Graph) -> Vec<String> {
    let merges = graph.merges_without_ground().into_iter();
    merges
        .map(|(merge, on)| format!("{}, since {}", merge.key, on.key))
        .collect()
}

#[test]
fn a_character_rests_on_its_performer() {
    assert_eq!(told(&without(&[])), [""; 0]);
    let graph = without(&["person:tvmaze-402"]);
    assert_eq!(
        told(&graph),
        ["character:tvmaze-502, since person:tvmaze-402"]
    );
    let both = without(&["person:tvmaze-402", "character:tvmaze-502"]);
    assert_eq!(told(&both), [""; 0]);
    let character = without(&["character:tvmaze-502"]);
    assert_eq!(
        told(&character),
        [""; 0],
        "a person does not rest on a character"
    );
}

#[test]
fn parts_people_and_companies_rest_on_the_series() {
    let found = told(&without(&["series:tvmaze-100"]));
    let on = |key: &str| format!("{key}, since series:tvmaze-100");
    for key in [
        "season:tvmaze-201",
        "season:tvmaze-202",
        "episode:tvmaze-302",
        "person:tvmaze-401",
        "person:tvmaze-402",
        "network:tvmaze-9",
    ] {
        assert!(found.contains(&on(key)), "{key}: {found:?}");
    }
    assert!(
        !found.iter().any(|line| line.starts_with("character:")),
        "{found:?}"
    );
}

/// A list shows edges, and who plays a character somewhere is a part of which edge it is: so
/// a series comes once for each performer, in `nodes` as in `edges`, as `totalCount` says.
#[test]
fn a_series_stands_once_for_each_performer_of_the_character() {
    let api = api_of(without(&["person:tvmaze-402"]));
    let query = r#"{ character(slug: "grace-poe") { series {
        totalCount nodes { id } edges { node { id } performer { id } } } } }"#;
    let data = data_of(answer_of(&api, &request(query)), query);
    let series = "series:american-rust";
    let edge = |performer: &str| json!({"node": {"id": series}, "performer": {"id": performer}});
    let mut found = data["character"]["series"].clone();
    let edges = found["edges"].as_array_mut().unwrap();
    edges.sort_by_key(ToString::to_string);
    assert_eq!(
        found,
        json!({
            "totalCount": 2,
            "nodes": [{"id": series}, {"id": series}],
            "edges": [edge("person:maura-tierney"), edge("person:tvmaze-402")],
        })
    );
}
