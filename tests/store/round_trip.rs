//! A graph has one form in files, whatever order its facts came in.

use super::{data, scratch};
use crate::support::shuffle::{Files, Random, load, shuffled};
use castgraph::graph::Graph;
use castgraph::store::{self, Existing};
use proptest::prelude::*;
use std::fs;

fn files(graph: &Graph) -> Files {
    let texts = store::texts(graph).into_iter();
    texts.map(|(file, text)| (file.name(), text)).collect()
}

fn small() -> Files {
    let graph = store::load_directory(&data("small")).unwrap_or_else(|error| panic!("{error}"));
    files(&graph)
}

#[test]
fn the_small_directory_is_in_canonical_form() {
    for (name, text) in small() {
        assert_eq!(
            text,
            fs::read_to_string(data("small").join(&name)).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn export_then_load_gives_the_same_graph() {
    let graph = store::load_directory(&data("small")).unwrap();
    let place = scratch("round-trip");
    store::save_directory(&graph, &place, Existing::Refuse, &|| false).unwrap();
    let again = store::load_directory(&place).unwrap();
    assert!(graph.changes().eq(again.changes()));
    assert_eq!(files(&graph), files(&again));
}

#[test]
fn a_graph_without_anything_comes_back() {
    let place = scratch("empty");
    store::save_directory(&Graph::empty(), &place, Existing::Refuse, &|| false).unwrap();
    assert!(
        store::load_directory(&place)
            .unwrap()
            .changes()
            .next()
            .is_none()
    );
}

#[test]
fn fields_in_any_order_and_defaults_written_out_make_the_same_line() {
    let mut files = small();
    let plays = files
        .iter_mut()
        .find(|(name, _)| name == "plays.jsonl")
        .unwrap();
    let mut lines: Vec<String> = plays.1.lines().map(str::to_owned).collect();
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&lines[0]).unwrap();
    fields.insert("mode".to_owned(), "STATED".into());
    fields.insert("rank".to_owned(), "NORMAL".into());
    fields.insert(
        "derivedFrom".to_owned(),
        serde_json::Value::Array(Vec::new()),
    );
    let turned: serde_json::Map<_, _> = fields.into_iter().rev().collect();
    lines[0] = serde_json::to_string_pretty(&turned)
        .unwrap()
        .replace('\n', " ");
    plays.1 = lines.join("\n");
    assert_eq!(self::files(&load(&files)), small());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_lines_and_references_changes_no_byte(seed: u64) {
        let small = small();
        prop_assert_eq!(&files(&load(&shuffled(&small, seed))), &small);
        let embedded = files(&store::load_seed().unwrap());
        prop_assert_eq!(&files(&load(&shuffled(&embedded, seed))), &embedded);
    }

    #[test]
    fn a_spoilt_file_is_refused_or_comes_back_as_it_was_read(seed: u64, word in "[\\x00-\\x7f]{0,3}") {
        let mut spoilt = small();
        let mut random = Random(seed);
        let file = random.below(spoilt.len());
        let text = &mut spoilt[file].1;
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = bounds[random.below(bounds.len())];
        let end = bounds.iter().copied().find(|end| *end > at + random.below(3)).unwrap_or(text.len());
        text.replace_range(at..end, &word);
        let spoilt: Vec<(&str, &str)> = spoilt.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        match store::load_texts(&spoilt) {
            Ok(graph) => prop_assert_eq!(files(&load(&files(&graph))), files(&graph)),
            Err(error) => prop_assert!(!error.problems.is_empty()),
        }
    }
}
