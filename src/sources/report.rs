//! What an import read, and what it left out.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Counts of what was read and of what was left out, and where that was met first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records read, by what they are, such as "title.principals" or "shows".
    pub read: BTreeMap<String, u64>,
    /// Records or parts of them left out, by reason, such as "title.principals: unknown person".
    pub skipped: BTreeMap<String, u64>,
    /// Where each reason was met first, such as "title.principals.tsv:120", where that is known.
    pub first: BTreeMap<String, String>,
    /// The file that is read.
    file: Option<PathBuf>,
    /// The line that is read.
    line: u64,
}

/// What was left out for one reason, counted apart where it is met often.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    times: u64,
    first: u64,
}

impl Tally {
    /// Counts what was left out at a line.
    pub fn add(&mut self, line: u64) {
        self.add_many(line, 1);
    }

    /// Counts so much, of which the first was at a line.
    pub fn add_many(&mut self, line: u64, times: u64) {
        if times > 0 && (self.times == 0 || line < self.first) {
            self.first = line;
        }
        self.times += times;
    }
}

impl Report {
    /// What is left out from now on is in this file.
    pub fn enter(&mut self, file: &Path) {
        self.file = Some(file.to_owned());
        self.line = 0;
    }

    /// What is left out from now on is at this line of the file.
    pub const fn at(&mut self, line: u64) {
        self.line = line;
    }

    /// What is left out from now on is in no file that is known.
    pub fn leave(&mut self) {
        self.file = None;
        self.line = 0;
    }

    /// Counts a record.
    pub fn count(&mut self, what: &str) {
        self.count_many(what, 1);
    }

    /// Counts records.
    pub fn count_many(&mut self, what: &str, times: u64) {
        add(&mut self.read, what, times);
    }

    /// Counts something that was left out at the line that is read.
    pub fn skip(&mut self, reason: &str) {
        if add(&mut self.skipped, reason, 1)
            && let Some(file) = &self.file
        {
            let place = format!("{}:{}", file.display(), self.line);
            self.first.insert(reason.to_owned(), place);
        }
    }

    /// Counts something that was left out at a place that says more than a line.
    pub fn skip_at(&mut self, reason: &str, place: impl Display) {
        if add(&mut self.skipped, reason, 1) {
            self.first.insert(reason.to_owned(), place.to_string());
        }
    }

    /// Counts all that was left out for a reason in the file that is read; nothing, where it is none.
    pub fn skip_all(&mut self, reason: &str, all: Tally) {
        if let Some(times) = all.times.checked_sub(1) {
            self.line = all.first;
            self.skip(reason);
            add(&mut self.skipped, reason, times);
        }
    }
}

/// Whether the name is new.
fn add(counts: &mut BTreeMap<String, u64>, name: &str, times: u64) -> bool {
    if let Some(count) = counts.get_mut(name) {
        *count += times;
        return false;
    }
    counts.insert(name.to_owned(), times);
    true
}
