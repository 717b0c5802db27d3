//! The API on graphs that were imported: the seed with both formats on it, and real files.

mod american_rust;
mod cases;
mod everything;

use crate::support::{answer_of, api_of};
use castgraph::graph::Graph;
use castgraph::graphql::engine::Request;
use castgraph::graphql::service::Api;
use castgraph::store::load_directory;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// Says why a test does not run.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skip(reason: &str) {
    eprintln!("skipped: {reason}");
}

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
fn import(tvmaze: &Path, imdb: &Path, into: &Path) -> Graph {
    let text = |path: &Path| path.display().to_string();
    let (tvmaze, imdb, place) = (text(tvmaze), text(imdb), text(into));
    run(&["import", "tvmaze", &tvmaze, "--into", &place]);
    run(&["import", "imdb", &imdb, "--titles", "all", "--into", &place]);
    load_directory(into).unwrap_or_else(|error| panic!("{error}"))
}

/// The seed with the fixtures of both formats imported onto it.
fn onto_the_seed() -> &'static Api {
    static API: LazyLock<Api> = LazyLock::new(|| {
        let into = scratch("seed");
        run(&["export", "--format", "jsonl", &into.display().to_string()]);
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
        let imdb = sources.join("imdb/television");
        api_of(import(&sources.join("tvmaze"), &imdb, &into))
    });
    &API
}

/// Asks the seed with the fixtures.
fn answer_seed(request: &Request) -> Value {
    answer_of(onto_the_seed(), request)
}

/// Where the real files lie; `None` where they are not, which is said.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = env::var_os("CASTGRAPH_SHARED").map_or_else(beside, PathBuf::from);
    let data = shared.join("data");
    let found = data.join("tvmaze").is_dir() && data.join("imdb/titles-500").is_dir();
    if !found {
        skip(&format!(
            "no real files at {}; set CASTGRAPH_SHARED",
            data.display()
        ));
    }
    found.then_some(data)
}

/// Asks the graph of the real files, without the seed; they must be there.
fn answer_real(request: &Request) -> Value {
    static API: LazyLock<Api> = LazyLock::new(|| {
        let data = shared().expect("who asks has looked whether they are there");
        let (tvmaze, imdb) = (data.join("tvmaze"), data.join("imdb/titles-500"));
        api_of(import(&tvmaze, &imdb, &scratch("real")))
    });
    answer_of(&API, request)
}
