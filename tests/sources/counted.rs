//! What imports saved, beside what scripts count in the files that know nothing of castgraph.

use super::command::{command, scratch, told};
use crate::support::skips::lacks;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) type Counts = BTreeMap<String, u64>;

/// What a script of this folder counts; `None` without Python, which is said.
pub(super) fn counted(script: &str, arguments: &[&str]) -> Option<Counts> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
    let mut python = Command::new("python3");
    let Ok(output) = python.arg(folder.join(script)).args(arguments).output() else {
        lacks("there is no python3 to count what is in the files");
        return None;
    };
    assert!(output.status.success(), "{}", told(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// A graph that the command made of some files, and what it said.
pub(super) struct Saved {
    place: PathBuf,
    /// By title of a section and name of a line.
    summary: BTreeMap<(String, String), u64>,
    check: BTreeMap<(String, String), u64>,
}

impl Saved {
    /// Imports into an empty directory; what is not the same for all imports is `arguments`.
    pub fn of(test: &str, arguments: &[&str]) -> Self {
        let place = scratch(test).join("data");
        let run = |arguments: &[&str]| {
            let output = command(arguments).arg(&place).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
            sections(&told(&output.stdout))
        };
        let summary = run(&[&["import"], arguments, &["--into"]].concat());
        let check = run(&["check"]);
        Self {
            place,
            summary,
            check,
        }
    }

    /// Things or edges of the saved graph.
    pub fn made(&self, what: &str) -> u64 {
        let sections = ["nodes", "edges"].iter();
        sections
            .map(|section| number(&self.check, section, what))
            .sum()
    }

    /// What the command says that it read.
    pub fn read(&self, what: &str) -> u64 {
        number(&self.summary, "records read", what)
    }

    /// What the command says that it left out, by reason.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, u64)> {
        let lines = self.summary.iter();
        let lines = lines.filter(|((section, _), _)| section == "left out");
        // Behind the reason stands where it was met first.
        lines.map(|((_, line), count)| {
            let reason = line.split_once(", first at ");
            (reason.map_or(&**line, |(reason, _)| reason), *count)
        })
    }

    /// The records of a saved file; none where there is no such file.
    pub fn records(&self, file: &str) -> Vec<Value> {
        let path = self.place.join(format!("{file}.jsonl"));
        let text = fs::read_to_string(path).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// How many records of a saved file are of a sort.
    pub fn count(&self, file: &str, is: impl Fn(&Value) -> bool) -> u64 {
        self.records(file)
            .iter()
            .filter(|record| is(record))
            .count() as u64
    }
}

/// The text of a field.
pub(super) fn text<'r>(record: &'r Value, field: &str) -> &'r str {
    record[field].as_str().unwrap_or_default()
}

fn number(counts: &BTreeMap<(String, String), u64>, section: &str, name: &str) -> u64 {
    let known = counts.get(&(section.to_owned(), name.to_owned()));
    known.copied().unwrap_or_default()
}

/// The lines of a summary: those of a section stand two blanks further to the right.
fn sections(summary: &str) -> BTreeMap<(String, String), u64> {
    let mut section = "";
    let mut found = BTreeMap::new();
    for line in summary.lines() {
        let (count, name) = line.trim_start().split_once("  ").unwrap();
        match name.strip_prefix("  ") {
            Some(name) => {
                let place = (section.to_owned(), name.to_owned());
                found.insert(place, count.parse().unwrap());
            }
            None => section = name,
        }
    }
    found
}

/// Asserts that all is found which was counted.
pub(super) fn compare(counted: &Counts, of: &str, found: impl Fn(&str) -> u64) {
    for (what, expected) in counted {
        assert_eq!(found(what), *expected, "{what} of {of}");
    }
}
