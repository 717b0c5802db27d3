//! The command: what it refuses, and that files appear whole or not at all.

use super::{scratch, seed};
use castgraph::graph::Graph;
use castgraph::store::{
    Existing, SaveError, Stop, save_csv, save_directory, save_graphml, save_nquads, save_snapshot,
};
use std::cell::Cell;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

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

/// A data directory whose export takes long enough to be stopped.
fn large(folder: &Path) -> std::path::PathBuf {
    use std::fmt::Write as _;
    let place = folder.join("data");
    fs::create_dir(&place).unwrap();
    let mut people = String::new();
    for number in 0..PEOPLE {
        let _ = writeln!(
            people,
            r#"{{"key":"person:p-{number}","name":"Person {number}","references":[{{"source":"source:s"}}]}}"#
        );
    }
    fs::write(place.join("people.jsonl"), people).unwrap();
    let source = r#"{"key":"source:s","name":"S","references":[{"source":"source:s"}]}"#;
    let source = format!("{source}\n");
    fs::write(place.join("sources.jsonl"), source).unwrap();
    place
}

/// So many that each format takes some tenths of a second.
const PEOPLE: usize = 20_000;

/// Longest time for a program that was told to stop.
const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn a_signal_leaves_what_was_there() {
    let folder = scratch("signal");
    let data = large(&folder);
    // A snapshot is written too fast to be met in the middle: the next test stops it.
    for (format, name) in FORMATS.iter().chain(&[("jsonl", "copy")]) {
        for signal in ["-INT", "-TERM"] {
            let target = folder.join("target");
            fs::create_dir(&target).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
            command
                .args(["export", "--format", format, "--data"])
                .arg(&data);
            command.arg(target.join(name)).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            // Writing has begun once something hidden lies beside the place.
            let begun = Instant::now();
            while names(&target).is_empty() {
                assert!(begun.elapsed() < PATIENCE, "{format}: nothing is written");
                assert!(
                    child.try_wait().unwrap().is_none(),
                    "{format}: it has ended"
                );
                thread::yield_now();
            }
            let id = child.id().to_string();
            let sent = Command::new("kill").args([signal, &id]).status();
            assert!(sent.unwrap().success());
            let mut told = String::new();
            let mut stderr = BufReader::new(child.stderr.take().unwrap());
            stderr.read_line(&mut told).unwrap();
            stderr.read_to_string(&mut told).unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(1), "{format}: {told}");
            let expected = "castgraph: stopped; what was there before is still there";
            assert_eq!(told.trim_end(), expected, "{format}");
            assert_eq!(names(&target), [""; 0], "{format}");
            fs::remove_dir(&target).unwrap();
        }
    }
}

/// Each format asks, before each part and at the end, whether to stop.
#[test]
fn who_stops_a_save_finds_nothing_new() {
    type Save = fn(&Graph, &Path, Existing, Stop<'_>) -> Result<(), SaveError>;
    let formats: [Save; 5] = [
        |graph, place, existing, stop| save_csv(graph, place, existing, stop).map(drop),
        |graph, place, existing, stop| save_directory(graph, place, existing, stop).map(drop),
        save_graphml,
        save_nquads,
        save_snapshot,
    ];
    let graph = seed();
    for save in formats {
        let folder = scratch("stopped");
        let place = folder.join("deep").join("place");
        let asked = Cell::new(0);
        let count = || {
            asked.set(asked.get() + 1);
            false
        };
        save(&graph, &place, Existing::Refuse, &count).unwrap();
        let times = asked.get();
        assert!(times >= 2, "asked {times} times");
        let is_file = place.is_file();
        let before = fs::read(&place).ok();
        for last in 1..=times {
            // Once onto what is there, once to a new place.
            for target in [&place, &folder.join("new").join("place")] {
                asked.set(0);
                let stop = || {
                    count();
                    asked.get() >= last
                };
                let saved = save(&graph, target, Existing::Replace, &stop);
                assert!(
                    matches!(saved, Err(SaveError::Stopped)),
                    "{last}: {saved:?}"
                );
            }
            assert_eq!(names(&folder), ["deep"]);
            assert_eq!(names(&folder.join("deep")), ["place"]);
            assert_eq!(is_file, place.is_file());
            assert_eq!(before, fs::read(&place).ok());
        }
    }
}
