//! What broken records were about, so that they cause no second error elsewhere.

use super::files::DataFile;
use crate::graph::{Reason, Refusal};
use crate::model::{Change, Key, Pointer, Relation};
use std::collections::HashSet;

/// What the records that could not be read would have brought, as far as it shows.
#[derive(Default)]
pub(super) struct Lost {
    /// Nodes whose record is broken.
    nodes: HashSet<Key>,
    /// Nodes of which a broken record says something, or where a broken edge begins.
    subjects: HashSet<Key>,
    /// Performers and characters of broken edges.
    joined: HashSet<(Key, Key)>,
    /// Files that could not be read at all.
    files: HashSet<DataFile>,
}

impl Lost {
    /// Remembers a broken line.
    pub(super) fn line(&mut self, line: &str) {
        let key = |field: &str| -> Option<Key> { field_text(line, field)?.parse().ok() };
        if let Some(node) = key("key") {
            self.subjects.insert(node.clone());
            self.nodes.insert(node);
        }
        self.subjects.extend(key("subject"));
        if let (Some(from), Some(to)) = (key("from"), key("to")) {
            self.subjects.insert(from.clone());
            self.joined.insert((from, to));
        }
    }

    /// Remembers a file of which nothing is known.
    pub(super) fn file(&mut self, file: DataFile) {
        self.files.insert(file);
    }

    /// Whether a refusal of a change with these pointers may only follow from what was lost.
    pub(super) fn explains(&self, refusal: &Refusal, pointers: &[Pointer]) -> bool {
        match &refusal.reason {
            Reason::UnknownNode { key, .. } => self.misses(key),
            Reason::MissingName { key } => {
                self.subjects.contains(key) || self.files.contains(&DataFile::Claims)
            }
            Reason::StrangePerformer {
                character,
                performer,
            } => {
                let plays = DataFile::Edges(Relation::Plays);
                let pair = (performer.clone(), character.clone());
                self.joined.contains(&pair) || self.files.contains(&plays)
            }
            Reason::UnknownClaim { .. } | Reason::LoneClaim { .. } => {
                pointers.iter().any(|pointer| self.touches(pointer))
            }
            _ => false,
        }
    }

    fn misses(&self, key: &Key) -> bool {
        self.nodes.contains(key) || self.files.contains(&DataFile::Nodes(key.kind()))
    }

    /// Whether a claim at which the pointer points may be lost.
    fn touches(&self, pointer: &Pointer) -> bool {
        let (subject, file) = match pointer {
            Pointer::Property { subject, .. } => (subject, DataFile::Claims),
            Pointer::Edge { from, relation, .. } => (from, DataFile::Edges(*relation)),
        };
        self.subjects.contains(subject) || self.misses(subject) || self.files.contains(&file)
    }
}

/// The pointers of a change.
pub(super) fn pointers(change: &Change) -> &[Pointer] {
    match change {
        Change::Node(_) | Change::Merge(_) => &[],
        Change::Edge(edge) => &edge.basis.derived_from,
        Change::Claim(claim) => &claim.basis.derived_from,
        Change::Dispute(dispute) => &dispute.claims,
    }
}

/// The text of a field in a line that may be anything; the first if there are several.
fn field_text<'l>(line: &'l str, field: &str) -> Option<&'l str> {
    let name = format!("\"{field}\"");
    let behind = &line[line.find(&name)? + name.len()..];
    let value = behind.trim_start().strip_prefix(':')?.trim_start();
    let text = value.strip_prefix('"')?;
    Some(&text[..text.find('"')?])
}
