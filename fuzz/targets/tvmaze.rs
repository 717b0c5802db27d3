//! One file of answers of the TVmaze API. What the reader accepts must be a graph, also
//! onto one from IMDb.

#![no_main]

mod onto;

use castgraph::graph::Graph;
use castgraph::sources::imdb::{self, Titles};
use castgraph::sources::{Silent, tvmaze};
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

/// A graph from `IMDb` of which the seeds tell, too.
fn base() -> &'static Graph {
    static BASE: OnceLock<Graph> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut changes = Vec::new();
        let mut take = |change| changes.push(change);
        let folder = onto::fixtures("imdb/television");
        imdb::read(&folder, Titles::All, None, &Silent, &mut take).expect("the fixture is whole");
        onto::join(&Graph::empty(), &changes)
    })
}

fuzz_target!(|bytes: &[u8]| {
    fs::write(file(), bytes).expect("a file can be written");
    let mut changes = Vec::new();
    let as_of = "2026-01-02".parse().ok();
    let mut take = |change| changes.push(change);
    if tvmaze::read(&[file().clone()], as_of, &Silent, &mut take).is_ok() {
        onto::import(base(), &changes);
    }
});
