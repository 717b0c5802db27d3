//! Puts values into pools, each once.

use super::chunks::Chunks;
use super::drafts::NONE;
use super::facts::index;
use super::numbers::Numbers;
use super::pools::{Basis, Entry, Pools};
use super::ranges::Ranges;
use crate::model::{Value, ValueType};
use bytemuck::NoUninit;
use xxhash_rust::xxh3::xxh3_64;

/// Pools that are still being filled.
#[derive(Debug, Default)]
pub(super) struct Interning {
    pub pools: Pools,
    pub texts: Numbers,
    numbers: Numbers,
    names: ByText,
    ids: ByText,
    lists: Numbers,
    references: Numbers,
    origins: Numbers,
    bases: Numbers,
}

impl Interning {
    /// The number of a text.
    pub fn text(&mut self, text: &str) -> u32 {
        let texts = &mut self.pools.texts;
        let hash = xxh3_64(text.as_bytes());
        let found = self.texts.find(hash, |number| texts.get(number) == text);
        found.unwrap_or_else(|| {
            let number = texts.push(text);
            self.texts.add(hash, number);
            number
        })
    }

    /// The number of a text from 1; 0 for none.
    pub fn optional_text(&mut self, text: Option<&str>) -> u32 {
        text.map_or(0, |text| self.text(text) + 1)
    }

    /// What a value of its type is as a number; `node` numbers keys.
    pub fn value(&mut self, value: &Value, node: impl FnOnce(&crate::model::Key) -> u32) -> u32 {
        match value {
            Value::Text(text) => self.text(text),
            Value::Count(count) => *count,
            Value::Number(number) => {
                // Adding zero makes one of the two zeros.
                let bits = (number + 0.0).to_bits();
                intern(&mut self.numbers, &mut self.pools.numbers, bits)
            }
            Value::Flag(flag) => u32::from(*flag),
            Value::Date(date) => date.packed(),
            Value::Term(_) => unreachable!("a term is numbered by its set"),
            Value::AlternateName(name) => {
                let text = self.text(&name.name);
                let row = [
                    text,
                    self.optional_text(name.language.as_deref()),
                    self.optional_text(name.region.as_deref()),
                ];
                self.names.intern(text, &mut self.pools.names, row)
            }
            Value::ExternalId(id) => {
                let text = self.text(&id.id);
                let row = [self.text(&id.authority), text];
                self.ids.intern(text, &mut self.pools.ids, row)
            }
            Value::Key(key) => node(key),
        }
    }

    pub fn list(&mut self, items: &[[u32; 2]]) -> u32 {
        intern_list(&mut self.lists, &mut self.pools.lists, items)
    }

    pub fn references(&mut self, entries: &[Entry]) -> u32 {
        intern_list(&mut self.references, &mut self.pools.references, entries)
    }

    pub fn origins(&mut self, aliases: &[u32]) -> u32 {
        intern_list(&mut self.origins, &mut self.pools.origins, aliases)
    }

    pub fn basis(&mut self, basis: Basis) -> u32 {
        intern(&mut self.bases, &mut self.pools.bases, basis.packed())
    }
}

/// The place of a term in its set.
pub(super) fn term(expected: ValueType, term: &str) -> Option<u32> {
    let ValueType::Term(vocabulary) = expected else {
        return None;
    };
    let place = vocabulary.terms.iter().position(|known| known.name == term);
    place.map(index)
}

/// Rows of values that hold a text. Most of these hold it alone, and are found by its number
/// without a look into a table.
#[derive(Debug, Default)]
struct ByText {
    /// The row that came first, by text; [`NONE`] for none.
    first: Chunks<u32>,
    others: Numbers,
}

impl ByText {
    fn intern<T: NoUninit + PartialEq>(&mut self, text: u32, items: &mut Vec<T>, item: T) -> u32 {
        while self.first.len() <= text as usize {
            self.first.push(NONE);
        }
        let first = &mut self.first[text as usize];
        if *first == NONE {
            *first = index(items.len());
            items.push(item);
        } else if items[*first as usize] != item {
            return intern(&mut self.others, items, item);
        }
        *first
    }
}

fn intern<T: NoUninit + PartialEq>(table: &mut Numbers, items: &mut Vec<T>, item: T) -> u32 {
    let hash = xxh3_64(bytemuck::bytes_of(&item));
    let found = table.find(hash, |number| items[number as usize] == item);
    found.unwrap_or_else(|| {
        let number = index(items.len());
        table.add(hash, number);
        items.push(item);
        number
    })
}

fn intern_list<T: NoUninit + PartialEq>(
    table: &mut Numbers,
    lists: &mut Ranges<T>,
    items: &[T],
) -> u32 {
    let hash = xxh3_64(bytemuck::cast_slice(items));
    let found = table.find(hash, |number| lists.of(number) == items);
    found.unwrap_or_else(|| {
        let number = lists.push(items.iter().copied());
        table.add(hash, number);
        number
    })
}

impl Interning {
    /// The references of both lists.
    pub fn union(&mut self, left: u32, right: u32) -> u32 {
        if left == right {
            return left;
        }
        let [left, right] = [left, right].map(|list| self.pools.references.of(list));
        let mut entries = [left, right].concat();
        entries.sort_unstable();
        entries.dedup();
        self.references(&entries)
    }

    /// The references of a list, said of records that came under these merged keys.
    pub fn tagged(&mut self, references: u32, origins: u32) -> u32 {
        let mut entries = self.pools.references.of(references).to_vec();
        for entry in &mut entries {
            entry[3] = origins;
        }
        self.references(&entries)
    }
}
