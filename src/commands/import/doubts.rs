//! The report of doubts: pairs of things that may be one, as JSON Lines.
//!
//! A pair is told by the import that meets it first or says more of it, so what earlier imports reported
//! stays until somebody takes the line away.

use super::super::Failure;
use castgraph::sources::identity::Doubt;
use castgraph::store::{Existing, SaveError, save_file};
use serde_json::{Map, Value, json};
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
    /// Reads what is there; an empty report where there is no file.
    ///
    /// # Errors
    /// A file that cannot be read, or holds something else.
    pub fn open(place: &Path, wanted: bool) -> Result<Self, Failure> {
        let found = match fs::read_to_string(place) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(format!("castgraph: {}: cannot read: {error}", place.display()).into());
            }
        };
        let changed = wanted && found.is_none();
        let mut text = found.unwrap_or_default();
        for (line, at) in text.lines().zip(1..) {
            if serde_json::from_str::<Map<String, Value>>(line).is_err() {
                let place = place.display();
                return Err(format!(
                    "castgraph: {place}:{at}: expected a report of an earlier import, a JSON \
                     object a line; name another file with --report"
                )
                .into());
            }
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

fn line(doubt: &Doubt) -> String {
    let Doubt {
        left,
        right,
        reason,
    } = doubt;
    let (left, right) = (left.to_string(), right.to_string());
    json!({"left": left, "right": right, "reason": reason}).to_string()
}
