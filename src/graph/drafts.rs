//! Records on their way into a graph, as columns.

use super::facts::index;
use super::pools::Keys;
use super::texts::Texts;
use crate::model::{Key, KeyRef, Kind};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The list of references of a thing that has no record.
pub(super) const NO_REFERENCES: u32 = 0;

/// Stands for no record.
pub(super) const NONE: u32 = u32::MAX;

/// Nodes by number, in the order in which they were first named.
#[derive(Debug, Default)]
pub(super) struct NodeDrafts {
    table: HashTable<u32>,
    pub kinds: Vec<Kind>,
    pub slugs: Texts,
    /// The change that brings the record of each, or [`NONE`].
    pub records: Vec<u32>,
    /// A list of references for each, empty without a record.
    pub references: Vec<u32>,
}

impl NodeDrafts {
    /// The number of a key.
    pub fn number(&mut self, key: &Key) -> u32 {
        let (kinds, slugs) = (&self.kinds, &self.slugs);
        let hash = |kind: Kind, slug: &str| xxh3_64_with_seed(slug.as_bytes(), kind as u64);
        let found = self.table.entry(
            hash(key.kind(), key.slug()),
            |number| kinds[*number as usize] == key.kind() && slugs.get(*number) == key.slug(),
            |number| hash(kinds[*number as usize], slugs.get(*number)),
        );
        match found {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(free) => {
                let number = index(self.kinds.len());
                free.insert(number);
                self.slugs.push(key.slug());
                self.kinds.push(key.kind());
                self.records.push(NONE);
                self.references.push(NO_REFERENCES);
                number
            }
        }
    }

    /// The number of a key that was named already.
    pub fn find(&self, key: &Key) -> Option<u32> {
        let hash = xxh3_64_with_seed(key.slug().as_bytes(), key.kind() as u64);
        let same = |number: &u32| {
            self.kinds[*number as usize] == key.kind() && self.slugs.get(*number) == key.slug()
        };
        self.table.find(hash, same).copied()
    }

    pub const fn len(&self) -> usize {
        self.kinds.len()
    }

    pub fn is_known(&self, node: u32) -> bool {
        self.records[node as usize] != NONE
    }
}

impl Keys for NodeDrafts {
    fn key(&self, node: u32) -> KeyRef<'_> {
        KeyRef::of(self.kinds[node as usize], self.slugs.get(node))
    }
}

/// Claims on properties, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct PropertyDrafts {
    pub subjects: Vec<u32>,
    pub properties: Vec<u8>,
    pub values: Vec<u32>,
    pub bases: Vec<u32>,
    pub changes: Vec<u32>,
}

impl PropertyDrafts {
    pub fn push(&mut self, subject: u32, property: u8, value: u32, basis: u32, change: u32) {
        self.subjects.push(subject);
        self.properties.push(property);
        self.values.push(value);
        self.bases.push(basis);
        self.changes.push(change);
    }

    pub const fn len(&self) -> usize {
        self.subjects.len()
    }
}

/// Claims on edges, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct EdgeDrafts {
    pub from: Vec<u32>,
    pub relations: Vec<u8>,
    pub to: Vec<u32>,
    pub lists: Vec<u32>,
    pub bases: Vec<u32>,
    pub changes: Vec<u32>,
}

impl EdgeDrafts {
    pub const fn len(&self) -> usize {
        self.from.len()
    }
}
