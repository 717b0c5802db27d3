//! What an import read, and what it left out.

use std::collections::BTreeMap;

/// Counts of what was read and of what was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records read, by what they are, such as "title.principals" or "shows".
    pub read: BTreeMap<String, u64>,
    /// Records or parts of them left out, by reason, such as "title.principals: unknown person".
    pub skipped: BTreeMap<String, u64>,
}

impl Report {
    /// Counts a record.
    pub fn count(&mut self, what: &str) {
        add(&mut self.read, what);
    }

    /// Counts something that was left out.
    pub fn skip(&mut self, reason: &str) {
        add(&mut self.skipped, reason);
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
