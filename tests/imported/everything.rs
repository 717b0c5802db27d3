//! Every field of every type, asked of graphs that were imported.

use super::{answer_real, answer_seed, real_files};
use crate::fields::{every_thing, take_all_arguments};
use crate::support::ways::{self, Asks, Walked};
use crate::support::{answer, request, types};
use std::collections::BTreeSet;

/// Asks every field with every argument of one object of each type that is come by.
fn take_arguments(asks: Asks, walked: &Walked) {
    for (type_name, ways) in &walked.ways {
        take_all_arguments(asks, &ways[0], type_name);
    }
}

/// The kinds of which a graph has things.
fn kinds(asks: Asks) -> BTreeSet<String> {
    let answer = asks(&request("{ statistics { nodes { kind count } } }"));
    let counts = answer["data"]["statistics"]["nodes"]
        .as_array()
        .expect("a list");
    let some = counts.iter().filter(|count| count["count"] != 0);
    some.map(|count| count["kind"].as_str().expect("a word").to_owned())
        .collect()
}

#[test]
fn what_the_seed_resolves_the_imported_graph_resolves() {
    let (seed, imported) = (ways::walk(answer), ways::walk(answer_seed));
    let missing: Vec<_> = seed.resolved.difference(&imported.resolved).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // What only imports have.
    for type_name in ["ExternalId", "Film"] {
        let fields = types().fields(type_name).iter().map(|field| field.name);
        for field in fields {
            let place = (type_name.to_owned(), field);
            assert!(imported.resolved.contains(&place), "{type_name}.{field}");
        }
    }
    take_arguments(answer_seed, &imported);
}

#[test]
fn every_thing_on_the_seed_answers_every_field() {
    let (before, after) = (every_thing(answer), every_thing(answer_seed));
    assert!(
        after > before + 300,
        "{before} things before, {after} after"
    );
}

#[test]
fn every_thing_of_the_real_files_answers_every_field() {
    if real_files().is_none() {
        return;
    }
    let walked = ways::walk(answer_real);
    let found = kinds(answer_real);
    assert!(found.len() >= 9, "{found:?}");
    for kind in &found {
        // The type of SERIES is Series.
        let mut ways = walked.ways.keys();
        assert!(
            ways.any(|type_name| type_name.eq_ignore_ascii_case(kind)),
            "no way leads to {kind}"
        );
    }
    take_arguments(answer_real, &walked);
    let things = every_thing(answer_real);
    assert!(things > 6000, "found {things}");
}
