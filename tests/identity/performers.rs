//! A character of one performer gets a second one from another catalogue.

use super::{files, find, graph, join, load, other_graph};
use castgraph::graph::Graph;
use serde_json::{Value, json};

const SERIES: &str = r#""name":"Night Ferry","premiered":"1994","externalIds":{"imdb":"tt1"}"#;

/// One performer of "Hero": no appearance needs to say whose it is.
fn one(origin: &str) -> String {
    format!(
        r#"{{"key":"series:{origin}",{SERIES}}}
        {{"key":"person:{origin}-ann","name":"Ann Low"}}
        {{"key":"character:{origin}-hero","name":"Hero"}}
        {{"from":"person:{origin}-ann","relation":"PLAYS","to":"character:{origin}-hero"}}
        {{"from":"character:{origin}-hero","relation":"APPEARS_IN","to":"series:{origin}","episodeCount":7}}"#
    )
}

/// Two performers of "Hero".
fn two(origin: &str) -> String {
    format!(
        r#"{{"key":"series:{origin}",{SERIES}}}
        {{"key":"person:{origin}-ann","name":"Ann Low"}}
        {{"key":"person:{origin}-bea","name":"Bea Tide"}}
        {{"key":"character:{origin}-hero","name":"Hero"}}
        {{"from":"person:{origin}-ann","relation":"PLAYS","to":"character:{origin}-hero"}}
        {{"from":"person:{origin}-bea","relation":"PLAYS","to":"character:{origin}-hero"}}
        {{"from":"character:{origin}-hero","relation":"APPEARS_IN","to":"series:{origin}","performer":"person:{origin}-ann"}}
        {{"from":"character:{origin}-hero","relation":"APPEARS_IN","to":"series:{origin}","performer":"person:{origin}-bea"}}"#
    )
}

/// The appearances of a graph, each as performer and number of episodes.
fn appearances(graph: &Graph) -> Vec<(String, Value)> {
    let text = files(graph).remove("appears_in.jsonl").unwrap();
    let lines = text.lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        let performer = record["performer"].as_str().unwrap_or("nobody").to_owned();
        (performer, record["episodeCount"].clone())
    });
    let mut found: Vec<_> = lines.collect();
    found.sort_by_key(|(performer, _)| performer.clone());
    found
}

fn joined(base: &str, incoming: &str) -> Graph {
    let (base, incoming) = (graph(base), other_graph(incoming));
    let joined = join(&base, &incoming, &find(&base, &incoming));
    assert_eq!(files(&load(&files(&joined))), files(&joined));
    let again = join(&joined, &incoming, &find(&joined, &incoming));
    assert_eq!(files(&again), files(&joined), "once more changes nothing");
    joined
}

#[test]
fn the_same_catalogue_learns_of_a_second_performer() {
    let found = appearances(&joined(&one("a"), &two("a")));
    let expected = [
        ("person:a-ann", json!(null)),
        ("person:a-ann", json!(7)),
        ("person:a-bea", json!(null)),
    ];
    let mut expected: Vec<_> = expected.map(|(key, count)| (key.to_owned(), count)).into();
    expected.sort_by_key(|(performer, count)| (performer.clone(), count.to_string()));
    let mut found = found;
    found.sort_by_key(|(performer, count)| (performer.clone(), count.to_string()));
    assert_eq!(found, expected);
}

#[test]
fn what_a_catalogue_says_of_its_one_performer_stays_hers() {
    for (base, incoming, ann) in [
        (two("a"), one("b"), "person:b-ann"),
        (one("a"), two("b"), "person:a-ann"),
    ] {
        let found = appearances(&joined(&base, &incoming));
        let counted: Vec<_> = found
            .iter()
            .filter(|(_, count)| *count == json!(7))
            .collect();
        assert_eq!(counted, [&(ann.to_owned(), json!(7))]);
        assert!(found.iter().all(|(performer, _)| performer != "nobody"));
        assert_eq!(found.len(), 3);
    }
}
