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
        add(&mut self.read, what, 1);
    }

    /// Counts records.
    pub fn count_many(&mut self, what: &str, times: u64) {
        add(&mut self.read, what, times);
    }

    /// Counts something that was left out.
    pub fn skip(&mut self, reason: &str) {
        self.skip_many(reason, 1);
    }

    /// Counts much that was left out; nothing, where it is none.
    pub fn skip_many(&mut self, reason: &str, times: u64) {
        if times > 0 {
            add(&mut self.skipped, reason, times);
        }
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str, times: u64) {
    match counts.get_mut(name) {
        Some(count) => *count += times,
        None => {
            counts.insert(name.to_owned(), times);
        }
    }
}
