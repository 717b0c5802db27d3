//! The report of doubts: pairs of things that may be one, as JSON Lines.
//!
//! A pair is told by the import that meets it first or says more of it, so what earlier imports reported
//! stays until somebody takes the line away.

use super::super::Failure;
use castgraph::model::Key;
use castgraph::sources::identity::Doubt;
use castgraph::store::{Existing, SaveError, save_file};
use serde_json::{Map, Value, json};
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A report, with what it held before.
#[derive(Debug)]
pub(super) struct Doubts {
    place: PathBuf,
    text: String,
    /// Whether the file is to be written.
    changed: bool,
}

impl Doubts {
    /// Reads what is there; an empty report where there is no file. One that somebody named is
    /// written even if there are no doubts.
    ///
    /// # Errors
    /// A file that cannot be read or holds something else; a named one that lies in no folder.
    pub fn open(place: &Path, wanted: bool) -> Result<Self, Failure> {
        let found = match fs::read_to_string(place) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(format!("castgraph: {}: cannot read: {error}", place.display()).into());
            }
        };
        if wanted && found.is_none() {
            folder_exists(place)?;
        }
        let changed = wanted && found.is_none();
        let mut text = found.unwrap_or_default();
        if let Some(at) = text.lines().position(|line| !is_doubt(line)) {
            return Err(format!(
                "castgraph: {}:{}: expected a doubt of an earlier import, a line with \"left\", \
                 \"right\" and \"reason\"; name another file with --report",
                place.display(),
                at + 1
            )
            .into());
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(Self {
            place: place.to_owned(),
            text,
            changed,
        })
    }

    /// Adds pairs that it does not hold yet.
    pub fn add(&mut self, doubts: &[Doubt]) {
        let new = {
            let known: std::collections::HashSet<&str> = self.text.lines().collect();
            let lines = doubts.iter().map(line);
            let new = lines.filter(|line| !known.contains(line.as_str()));
            new.fold(String::new(), |text, line| text + &line + "\n")
        };
        self.changed |= !new.is_empty();
        self.text.push_str(&new);
    }

    /// Where the report is, if there is one.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Saves the graph, and the report with it: both or neither.
    pub fn save_with(
        &self,
        stop: &dyn Fn() -> bool,
        save: impl FnOnce() -> Result<(), SaveError>,
    ) -> Result<(), SaveError> {
        if !self.changed {
            return save();
        }
        let mut failed = None;
        let saved = save_file(&self.place, Existing::Replace, stop, |file| {
            file.write_all(self.text.as_bytes())?;
            file.flush()?;
            save().map_err(|error| {
                failed = Some(error);
                io::Error::other("the graph was not saved")
            })
        });
        failed.map_or(saved, Err)
    }
}

/// Where doubts about a graph go if nobody says: beside it.
pub(super) fn beside(graph: &Path) -> PathBuf {
    let real = fs::canonicalize(graph);
    let graph = match (graph.file_name(), &real) {
        // "." has no name of its own.
        (None, Ok(real)) => real,
        _ => graph,
    };
    let name = graph.file_name().unwrap_or_default().to_string_lossy();
    graph.with_file_name(format!("{name}.doubts.jsonl"))
}

/// Refuses a report among the files of the graph, and a graph below the report.
pub(super) fn apart(report: &Path, graph: &Path) -> Result<(), Failure> {
    let [real_report, real_graph] = [report, graph].map(real);
    if !real_report.starts_with(&real_graph) && !real_graph.starts_with(&real_report) {
        return Ok(());
    }
    let (report, graph) = (report.display(), graph.display());
    Err(format!(
        "castgraph: {report}: expected a place for the report of doubts apart from {graph}, \
         where the graph is; name another file with --report"
    )
    .into())
}

/// The path without links, `.` and `..`, also of what is not there yet.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing: Vec<OsString> = Vec::new();
    for above in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(above) {
            return missing.iter().rev().fold(real, |mut path, name| {
                if name == ".." {
                    path.pop();
                } else {
                    path.push(name);
                }
                path
            });
        }
        let name = above.components().next_back();
        missing.extend(name.map(|name| name.as_os_str().to_owned()));
    }
    absolute
}

/// A typing error in the name of a folder makes no folder.
fn folder_exists(place: &Path) -> Result<(), Failure> {
    let folder = place.parent().filter(|above| !above.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(format!(
            "castgraph: {}: expected the folder {} to exist; make it, or name another file with \
             --report",
            place.display(),
            folder.display()
        )
        .into()),
        _ => Ok(()),
    }
}

/// Whether a line says of two things why they may be one.
fn is_doubt(line: &str) -> bool {
    let Ok(said) = serde_json::from_str::<Map<String, Value>>(line) else {
        return false;
    };
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    let is_key = |name: &str| text(name).is_some_and(|text| text.parse::<Key>().is_ok());
    is_key("left") && is_key("right") && text("reason").is_some()
}

fn line(doubt: &Doubt) -> String {
    let Doubt {
        left,
        right,
        reason,
    } = doubt;
    let (left, right) = (left.to_string(), right.to_string());
    json!({"left": left, "right": right, "reason": reason}).to_string()
}
