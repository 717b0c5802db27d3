//! Numbers of things that lie elsewhere, found by hash.

use hashbrown::HashTable;

/// How many tables share the numbers: 2 to this power.
const BITS: u32 = 5;

/// Tables from hashes to numbers that keep part of each hash, so that they look at a thing
/// only to find it the same, and grow without looking at any.
///
/// They grow one after the other, so that hardly more than what is kept is held meanwhile.
#[derive(Debug, Default)]
pub(super) struct Numbers([HashTable<Slot>; 1 << BITS]);

#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    number: u32,
}

impl Numbers {
    /// The number of the thing that has this hash and is the `same`.
    pub fn find(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = part(hash);
        let is_same = |slot: &Slot| slot.hash == hash && same(slot.number);
        self.0[table(hash)]
            .find(place(hash), is_same)
            .map(|slot| slot.number)
    }

    /// Adds the number of a thing that is not in the table.
    pub fn add(&mut self, hash: u64, number: u32) {
        let hash = part(hash);
        let slot = Slot { hash, number };
        self.0[table(hash)].insert_unique(place(hash), slot, |slot| place(slot.hash));
    }
}

/// The part of a hash that is kept.
const fn part(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Which table; by bits that [`place`] mixes into others.
const fn table(hash: u32) -> usize {
    (hash >> (u32::BITS - BITS)) as usize
}

/// A table uses the lowest and the highest bits of a hash of 64.
const fn place(hash: u32) -> u64 {
    (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
