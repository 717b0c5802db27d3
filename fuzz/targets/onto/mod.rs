//! What an import does behind the reader: onto a graph, with what is one thing.

use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::model::Change;
use castgraph::sources::identity;
use std::path::{Path, PathBuf};

/// The fixtures of one format, which is what the other one is imported onto.
pub fn fixtures(of: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/sources");
    tests.join(of)
}

/// Imports changes onto a graph and onto nothing. The graph must take them and the merges, and
/// the same changes again must change nothing.
pub fn import(base: &Graph, changes: &[Change]) {
    for base in [&Graph::empty(), base] {
        let all = join(base, changes);
        let merges = identity::find(base, &all).merges.into_iter();
        let merges: Vec<Change> = merges.map(Change::Merge).collect();
        let merged = join(&all, &merges);
        let again = join(&merged, changes);
        let found = identity::find(&merged, &again).merges;
        assert!(found.is_empty(), "the same again finds {found:#?}");
        assert_eq!(merged.columns(), again.columns(), "the same again is more");
    }
}

/// A graph with some changes.
pub fn join(base: &Graph, changes: &[Change]) -> Graph {
    let mut builder = Builder::on(base, Repeated::Join);
    builder.push_all(changes);
    match builder.finish() {
        Ok(graph) => graph,
        Err(refusals) => panic!("the graph refuses {refusals:#?}"),
    }
}
