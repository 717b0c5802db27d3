//! Looks at what a batch of changes is about to need.
//!
//! Finding the number of a key or a text waits for memory up to four times: for the table, its
//! slot, the place of the text, the text. Found one after the other, each waits by itself. Here
//! each step is made for the whole batch before the next, so that the processor waits for many
//! at once; what is found is dropped, but it is near when the changes are taken.

use super::drafts::{NodeDrafts, hash};
use super::interning::Interning;
use super::numbers::Numbers;
use super::texts::Texts;
use crate::model::{Change, Key, Property, Value};
use std::hint::black_box;
use xxhash_rust::xxh3::xxh3_64;

/// Rooms that are used again for each batch.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    keys: Vec<u64>,
    texts: Vec<u64>,
    found: Vec<u32>,
    places: Vec<usize>,
}

impl Ahead {
    /// Looks at the keys and texts of some changes. Changes nothing.
    pub fn look(&mut self, changes: &[Change], nodes: &NodeDrafts, interning: &Interning) {
        self.keys.clear();
        self.texts.clear();
        for change in changes {
            match change {
                Change::Node(node) => {
                    self.key(&node.key);
                    self.values(&node.properties);
                }
                Change::Edge(edge) => {
                    self.key(&edge.from);
                    self.key(&edge.to);
                }
                Change::Claim(claim) => self.key(&claim.subject),
                Change::Dispute(_) | Change::Merge(_) => {}
            }
        }
        let keys = std::mem::take(&mut self.keys);
        self.touch(&keys, &nodes.table, &nodes.slugs);
        self.keys = keys;
        let texts = std::mem::take(&mut self.texts);
        self.touch(&texts, &interning.texts, &interning.pools.texts);
        self.texts = texts;
    }

    fn key(&mut self, key: &Key) {
        self.keys.push(hash(key));
    }

    fn values(&mut self, properties: &[(Property, Value)]) {
        let texts = properties.iter().filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text),
            Value::AlternateName(name) => Some(&name.name),
            Value::ExternalId(id) => Some(&id.id),
            _ => None,
        });
        self.texts
            .extend(texts.map(|text| xxh3_64(text.as_bytes())));
    }

    fn touch(&mut self, hashes: &[u64], table: &Numbers, texts: &Texts) {
        self.found.clear();
        let found = hashes.iter().filter_map(|hash| table.find(*hash, |_| true));
        self.found.extend(found);
        self.places.clear();
        let places = self.found.iter().map(|number| texts.place(*number).start);
        self.places.extend(places);
        let bytes = texts.text.as_bytes();
        let letters = self.places.iter().map(|place| bytes.get(*place));
        black_box(letters.flatten().fold(0, |all, letter| all ^ letter));
    }
}
