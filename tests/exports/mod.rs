//! Exports for other tools: what is in them, that nothing is lost, and that others read them.

mod command;
mod content;
mod readers;

use castgraph::graph::Graph;
use castgraph::store::{
    Existing, load_directory, load_seed, save_csv, save_graphml, save_nquads, texts,
};
use std::fs;
use std::path::{Path, PathBuf};

/// A new empty directory for one test.
fn scratch(test: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("exports-{test}"));
    if place.exists() {
        fs::remove_dir_all(&place).unwrap();
    }
    fs::create_dir_all(&place).unwrap();
    place
}

/// The graph that is part of the program.
fn seed() -> Graph {
    load_seed().unwrap()
}

/// The graph that is drawn by hand: every kind and every relation.
fn drawn() -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    load_directory(&root.join("tests/store/small")).unwrap()
}

/// A graph of what formats get wrong: quotes, separators, other scripts, dates of three
/// sorts, a merge.
fn odd() -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let graph = load_directory(&root.join("tests/exports/odd")).unwrap();
    assert!(!texts(&graph).is_empty());
    graph
}

/// Writes all formats below a directory: `tables/`, `graph.graphml`, `graph.nq`.
fn export(graph: &Graph, folder: &Path) {
    save_csv(graph, &folder.join("tables"), Existing::Refuse, &|| false).unwrap();
    save_graphml(
        graph,
        &folder.join("graph.graphml"),
        Existing::Refuse,
        &|| false,
    )
    .unwrap();
    save_nquads(graph, &folder.join("graph.nq"), Existing::Refuse, &|| false).unwrap();
}
