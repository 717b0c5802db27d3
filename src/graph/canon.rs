//! Numbers of drafts to numbers of a graph, in the order in which the graph first needs them.
//!
//! So the same facts make the same columns, whatever their order was, and what nothing
//! needs is gone.

use super::drafts::NONE;
use super::pools::{Entry, Pools, qualifier, qualifier_type};
use super::texts::Texts;
use crate::model::ValueType;

/// The pools of a graph in the making.
pub(super) struct Canon<'p> {
    pools: Pools,
    /// The place of each draft of a node.
    place: &'p [u32],
    texts: Vec<u32>,
    numbers: Vec<u32>,
    names: Vec<u32>,
    ids: Vec<u32>,
    lists: Vec<u32>,
    references: Vec<u32>,
    origins: Vec<u32>,
    bases: Vec<u32>,
    /// The drafts of the notes in their new order.
    notes: Vec<u32>,
}

impl<'p> Canon<'p> {
    /// Makes room for everything in the old pools; what nobody touches costs nothing.
    pub fn new(old: &Pools, place: &'p [u32]) -> Self {
        let mut pools = Pools {
            texts: Texts::like(&old.texts),
            names: Vec::with_capacity(old.names.len()),
            ids: Vec::with_capacity(old.ids.len()),
            ..Pools::default()
        };
        // The first set of origins is the empty one, which references call 0.
        pools.origins.push([]);
        Self {
            pools,
            place,
            texts: vec![NONE; old.texts.len()],
            numbers: Vec::new(),
            names: vec![NONE; old.names.len()],
            ids: vec![NONE; old.ids.len()],
            lists: Vec::new(),
            references: Vec::new(),
            origins: vec![0],
            bases: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The pools, the drafts of the notes in the order of their new numbers, and the new
    /// number of each set of origins.
    pub fn finish(self) -> (Pools, Vec<u32>, Vec<u32>) {
        (self.pools, self.notes, self.origins)
    }

    pub fn value(&mut self, old: &Pools, expected: ValueType, value: u32) -> u32 {
        match expected {
            ValueType::Text | ValueType::Time => self.text(old, value),
            ValueType::Number => {
                let place = slot(&mut self.numbers, value);
                if *place == NONE {
                    *place = super::facts::index(self.pools.numbers.len());
                    self.pools.numbers.push(old.numbers[value as usize]);
                }
                *place
            }
            ValueType::AlternateName => self.name(old, value),
            ValueType::ExternalId => self.id(old, value),
            ValueType::Key(_) => self.place[value as usize],
            ValueType::Count | ValueType::Flag | ValueType::Date | ValueType::Term(_) => value,
        }
    }

    pub fn text(&mut self, old: &Pools, text: u32) -> u32 {
        let place = slot(&mut self.texts, text);
        if *place == NONE {
            *place = self.pools.texts.push(old.texts.get(text));
        }
        *place
    }

    fn optional_text(&mut self, old: &Pools, text: u32) -> u32 {
        text.checked_sub(1)
            .map_or(0, |text| self.text(old, text) + 1)
    }

    fn name(&mut self, old: &Pools, name: u32) -> u32 {
        if let Some(known) = known(&self.names, name) {
            return known;
        }
        let [text, language, region] = old.names[name as usize];
        let row = [
            self.text(old, text),
            self.optional_text(old, language),
            self.optional_text(old, region),
        ];
        let number = super::facts::index(self.pools.names.len());
        self.pools.names.push(row);
        *slot(&mut self.names, name) = number;
        number
    }

    fn id(&mut self, old: &Pools, id: u32) -> u32 {
        if let Some(known) = known(&self.ids, id) {
            return known;
        }
        let row = old.ids[id as usize].map(|text| self.text(old, text));
        let number = super::facts::index(self.pools.ids.len());
        self.pools.ids.push(row);
        *slot(&mut self.ids, id) = number;
        number
    }

    pub fn list(&mut self, old: &Pools, list: u32) -> u32 {
        if let Some(known) = known(&self.lists, list) {
            return known;
        }
        let items = old.lists.of(list).iter().map(|[name, value]| {
            let expected = qualifier_type(qualifier(*name));
            [*name, self.value(old, expected, *value)]
        });
        let items: Vec<[u32; 2]> = items.collect();
        let number = self.pools.lists.push(items);
        *slot(&mut self.lists, list) = number;
        number
    }

    pub fn references(&mut self, old: &Pools, references: u32) -> u32 {
        if let Some(known) = known(&self.references, references) {
            return known;
        }
        // Sorted by what they say before anything gets its number.
        let mut entries = old.references.of(references).to_vec();
        entries.sort_by(|left, right| {
            let place = |entry: &Entry| self.place[entry[0] as usize];
            let locator = |entry: &Entry| old.optional_text(entry[1]);
            place(left)
                .cmp(&place(right))
                .then_with(|| locator(left).cmp(&locator(right)))
                .then_with(|| left[2].cmp(&right[2]))
                .then_with(|| old.origins.of(left[3]).cmp(old.origins.of(right[3])))
        });
        for [source, locator, _, origins] in &mut entries {
            *source = self.place[*source as usize];
            *locator = self.optional_text(old, *locator);
            *origins = self.origin(old, *origins);
        }
        let number = self.pools.references.push(entries);
        *slot(&mut self.references, references) = number;
        number
    }

    fn origin(&mut self, old: &Pools, origins: u32) -> u32 {
        if let Some(known) = known(&self.origins, origins) {
            return known;
        }
        let aliases = old.origins.of(origins).to_vec();
        let number = self.pools.origins.push(aliases);
        *slot(&mut self.origins, origins) = number;
        number
    }

    pub fn basis(&mut self, old: &Pools, basis: u32) -> u32 {
        if let Some(known) = known(&self.bases, basis) {
            return known;
        }
        let [word, references, note] = old.bases[basis as usize];
        let note = note.checked_sub(1).map_or(0, |note| {
            self.notes.push(note);
            super::facts::index(self.notes.len())
        });
        let row = [word, self.references(old, references), note];
        let number = super::facts::index(self.pools.bases.len());
        self.pools.bases.push(row);
        *slot(&mut self.bases, basis) = number;
        number
    }
}

/// The new number of an old one, if it has one.
fn known(map: &[u32], old: u32) -> Option<u32> {
    map.get(old as usize).copied().filter(|new| *new != NONE)
}

/// Where the new number of an old one belongs.
fn slot(map: &mut Vec<u32>, old: u32) -> &mut u32 {
    let at = old as usize;
    if map.len() <= at {
        map.resize((at + 1).max(map.len() * 2), NONE);
    }
    &mut map[at]
}
