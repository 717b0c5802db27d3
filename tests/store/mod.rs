//! Data directories: what is refused and how, and that nothing is lost on the way.

mod bad;
mod command;
mod moves;
mod round_trip;
mod snapshot;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory of these tests.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/store")
        .join(name)
}

/// A directory that does not exist yet, for one test.
fn scratch(test: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{test}"));
    if place.exists() {
        std::fs::remove_dir_all(&place).unwrap();
    }
    place
}

/// The program in a directory, untouched by the environment of who tests.
fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
    command.args(arguments).current_dir(directory);
    command.env_remove("CASTGRAPH_DATA");
    command.env_remove("CASTGRAPH_LISTEN");
    command
}

/// Runs the program in a directory.
fn castgraph(directory: &Path, arguments: &[&str]) -> Output {
    command(directory, arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
