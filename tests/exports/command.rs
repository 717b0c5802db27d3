//! The command: what it refuses, and that files appear whole or not at all.

use super::scratch;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Formats with the name of a place for each.
const FORMATS: &[(&str, &str)] = &[
    ("csv", "tables"),
    ("graphml", "graph.graphml"),
    ("nquads", "graph.nq"),
];

fn export(format: &str, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
    command.args(["export", "--format", format]).args(more);
    command.arg(out).env_remove("CASTGRAPH_DATA");
    command.output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Names of the files of a directory, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn new_places_are_written_with_the_directories_above() {
    for (format, name) in FORMATS {
        let folder = scratch(&format!("new-{format}")).join("deep");
        let output = export(format, &folder.join(name), &[]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert_eq!(names(&folder), [*name], "nothing is left beside it");
    }
}

#[test]
fn files_are_replaced_only_when_forced() {
    for (format, name) in &FORMATS[1..] {
        let place = scratch(&format!("occupied-{format}")).join(name);
        fs::write(&place, "mine").unwrap();
        let output = export(format, &place, &[]);
        assert_eq!(output.status.code(), Some(1));
        let error = told(&output);
        assert!(
            error.contains("expected a new file, found a file"),
            "{error}"
        );
        assert!(error.contains("--force"), "{error}");
        assert_eq!(fs::read_to_string(&place).unwrap(), "mine");
        let output = export(format, &place, &["--force"]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert!(fs::metadata(&place).unwrap().len() > 1000);
    }
}

#[test]
fn tables_are_replaced_only_when_forced_and_others_stay() {
    let place = scratch("occupied-csv");
    fs::write(place.join("nodes.csv"), "old").unwrap();
    fs::write(place.join("people.jsonl"), "mine").unwrap();
    let output = export("csv", &place, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("--force"), "{}", told(&output));
    assert_eq!(fs::read_to_string(place.join("nodes.csv")).unwrap(), "old");
    let output = export("csv", &place, &["--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = fs::read_to_string(place.join("nodes.csv")).unwrap();
    assert!(text.starts_with("key,kind,name,"), "{text}");
    let mine = fs::read_to_string(place.join("people.jsonl")).unwrap();
    assert_eq!(mine, "mine");
}

#[test]
fn places_that_cannot_be_written_are_named() {
    for (format, name) in FORMATS {
        let folder = scratch(&format!("unwritable-{format}"));
        fs::write(folder.join("file"), "mine").unwrap();
        let output = export(format, &folder.join("file").join(name), &[]);
        assert_eq!(output.status.code(), Some(1));
        let error = told(&output);
        assert!(
            error.contains("file") && error.contains("cannot "),
            "{error}"
        );
        assert_eq!(names(&folder), ["file"]);
    }
}

#[test]
fn other_things_in_the_way_are_not_replaced() {
    let folder = scratch("in-the-way");
    fs::create_dir(folder.join("graph.nq")).unwrap();
    fs::write(folder.join("tables"), "mine").unwrap();
    for (format, name) in [("nquads", "graph.nq"), ("csv", "tables")] {
        let output = export(format, &folder.join(name), &["--force"]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let error = told(&output);
        assert!(
            error.contains("found a ") && !error.contains("--force"),
            "{error}"
        );
    }
    assert_eq!(names(&folder), ["graph.nq", "tables"]);
}

/// A disk that is full refuses what is written, and nothing of it stays.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_nothing() {
    let folder = scratch("full");
    for (format, name) in FORMATS {
        let place = folder.join(name);
        // A limit on the size of files stands for a full disk.
        let line =
            format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" export --format {format} \"$1\"");
        let mut shell = Command::new("bash");
        shell.args(["-c", &line, env!("CARGO_BIN_EXE_castgraph")]);
        let output = shell.arg(&place).env_remove("CASTGRAPH_DATA").output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        assert!(
            told(&output).contains("cannot write the file"),
            "{}",
            told(&output)
        );
        assert_eq!(names(&folder), [""; 0], "{format}");
    }
}
