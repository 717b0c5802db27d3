//! Records on their way into a graph, as numbers.

use super::chunks::Chunks;
use super::facts::index;
use super::numbers::Numbers;
use super::pools::Keys;
use super::texts::Texts;
use crate::model::{Key, KeyRef, Kind, Property, Relation};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The list of references of a thing that has no record.
pub(super) const NO_REFERENCES: u32 = 0;

/// Stands for no record.
pub(super) const NONE: u32 = u32::MAX;

/// Nodes by number, in the order in which they were first named.
#[derive(Debug, Default)]
pub(super) struct NodeDrafts {
    pub table: Numbers,
    /// The keys that were asked for last, which are mostly asked for again.
    recent: [u32; 2],
    pub kinds: Chunks<Kind>,
    pub slugs: Texts,
    /// The change that brings the record of each, or [`NONE`].
    pub records: Chunks<u32>,
    /// A list of references for each, empty without a record.
    pub references: Chunks<u32>,
}

impl NodeDrafts {
    /// The number of a key.
    pub fn number(&mut self, key: &Key) -> u32 {
        let recent = self.recent.into_iter().find(|node| self.is(*node, key));
        let number = recent
            .or_else(|| self.find(key))
            .unwrap_or_else(|| self.add(key));
        if number != self.recent[0] {
            self.recent = [number, self.recent[0]];
        }
        number
    }

    /// The number of a key that was named already.
    pub fn find(&self, key: &Key) -> Option<u32> {
        self.table.find(hash(key), |node| self.is(node, key))
    }

    fn add(&mut self, key: &Key) -> u32 {
        let number = index(self.kinds.len());
        self.table.add(hash(key), number);
        self.slugs.push(key.slug());
        self.kinds.push(key.kind());
        self.records.push(NONE);
        self.references.push(NO_REFERENCES);
        number
    }

    fn is(&self, node: u32, key: &Key) -> bool {
        (node as usize) < self.len()
            && self.kinds[node as usize] == key.kind()
            && self.slugs.get(node) == key.slug()
    }

    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    pub fn is_known(&self, node: u32) -> bool {
        self.records[node as usize] != NONE
    }
}

/// The hash by which drafts are found.
pub(super) fn hash(key: &Key) -> u64 {
    xxh3_64_with_seed(key.slug().as_bytes(), key.kind() as u64)
}

impl Keys for NodeDrafts {
    fn key(&self, node: u32) -> KeyRef<'_> {
        KeyRef::of(self.kinds[node as usize], self.slugs.get(node))
    }
}

/// A claim on a property.
#[derive(Debug, Clone, Copy)]
pub(super) struct PropertyDraft {
    pub subject: u32,
    pub value: u32,
    pub basis: u32,
    pub change: u32,
    pub property: Property,
}

/// A claim on an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct EdgeDraft {
    pub from: u32,
    pub to: u32,
    pub list: u32,
    pub basis: u32,
    pub change: u32,
    pub relation: Relation,
}
