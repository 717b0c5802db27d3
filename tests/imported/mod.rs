//! The API on graphs that were imported: the seed with both formats on it, and real files.

mod american_rust;
mod cases;
mod everything;

use crate::support::skips::shared;
use crate::support::{answer_of, api_of};
use castgraph::graph::Graph;
use castgraph::graphql::engine::Request;
use castgraph::graphql::service::Api;
use castgraph::store::load_directory;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// What the program prints.
fn run(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
    command.args(arguments).env_remove("CASTGRAPH_DATA");
    let output = command.output().expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("it prints text")
}

/// A directory that does not exist yet.
fn scratch(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("imported-{name}"));
    if place.exists() {
        fs::remove_dir_all(&place).expect("it can go");
    }
    place
}

/// Imports onto a directory, as a user does: first `TVmaze`, then `IMDb`.
fn import(tvmaze: &Path, imdb: &Path, into: &Path) {
    let text = |path: &Path| path.display().to_string();
    let (tvmaze, imdb, place) = (text(tvmaze), text(imdb), text(into));
    run(&["import", "tvmaze", &tvmaze, "--into", &place]);
    run(&["import", "imdb", &imdb, "--titles", "all", "--into", &place]);
}

fn load(place: &Path) -> Graph {
    load_directory(place).unwrap_or_else(|error| panic!("{error}"))
}

/// The seed with the fixtures of both formats imported onto it.
pub fn onto_the_seed() -> Graph {
    static PLACE: LazyLock<PathBuf> = LazyLock::new(|| {
        let into = scratch("seed");
        run(&["export", "--format", "jsonl", &into.display().to_string()]);
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
        import(
            &sources.join("tvmaze"),
            &sources.join("imdb/television"),
            &into,
        );
        into
    });
    load(&PLACE)
}

/// Asks the seed with the fixtures.
pub fn answer_seed(request: &Request) -> Value {
    static API: LazyLock<Api> = LazyLock::new(|| api_of(onto_the_seed()));
    answer_of(&API, request)
}

/// Where the real files lie: `TVmaze`'s and `IMDb`'s.
fn real_files() -> Option<(PathBuf, PathBuf)> {
    Some((shared("data/tvmaze")?, shared("data/imdb/titles-500")?))
}

/// Asks the graph of the real files, without the seed; they must be there.
fn answer_real(request: &Request) -> Value {
    static API: LazyLock<Api> = LazyLock::new(|| {
        let (tvmaze, imdb) = real_files().expect("who asks has looked whether they are there");
        let into = scratch("real");
        import(&tvmaze, &imdb, &into);
        api_of(load(&into))
    });
    answer_of(&API, request)
}
