//! One file of answers of the TVmaze API. What the reader accepts must be a graph.

#![no_main]

use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::sources::{Silent, identity, tvmaze};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The file, in a folder of this process.
fn file() -> &'static PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let name = format!("castgraph-fuzz-tvmaze-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder.join("answers.json")
    })
}

fuzz_target!(|bytes: &[u8]| {
    fs::write(file(), bytes).expect("a file can be written");
    let mut builder = Builder::new(Repeated::Join);
    let as_of = "2026-01-02".parse().ok();
    let mut take = |change| builder.push(&change);
    if tvmaze::read(&[file().clone()], as_of, &Silent, &mut take).is_err() {
        return;
    }
    let graph = match builder.finish() {
        Ok(graph) => graph,
        Err(refusals) => panic!("the graph refuses {refusals:#?}"),
    };
    let _ = identity::find(&Graph::empty(), &graph);
    let _ = identity::find(&graph, &graph);
});
