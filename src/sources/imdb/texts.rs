//! Texts that occur many times, kept once.

use smallvec::SmallVec;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::hint::black_box;
use xxhash_rust::xxh3::xxh3_64;

/// Texts by number, from 0.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
    numbers: HashMap<u64, u32, Mixing>,
}

impl Texts {
    /// The number of a text, a new one where the text is new, and whether it is.
    pub fn number(&mut self, text: &str) -> (u32, bool) {
        let mut hash = xxh3_64(text.as_bytes());
        while let Some(number) = self.numbers.get(&hash) {
            if self.get(*number) == text {
                return (*number, false);
            }
            hash = hash.wrapping_add(1);
        }
        let number = u32::try_from(self.ends.len()).expect("texts are fewer than their bytes");
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.numbers.insert(hash, number);
        (number, true)
    }

    /// Looks at what [`Self::number`] is about to need for some texts; changes nothing.
    pub fn look<'t>(&self, texts: impl Iterator<Item = &'t str>) {
        let numbers = texts.filter_map(|text| self.numbers.get(&xxh3_64(text.as_bytes())));
        let numbers: SmallVec<[u32; 32]> = numbers.copied().collect();
        let starts = numbers.iter().map(|number| self.start(*number));
        let starts: SmallVec<[usize; 32]> = starts.collect();
        let bytes = self.all.as_bytes();
        let letters = starts.iter().filter_map(|start| bytes.get(*start));
        black_box(letters.fold(0, |all, letter| all ^ letter));
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> &str {
        &self.all[self.start(number)..self.ends[number as usize]]
    }

    fn start(&self, number: u32) -> usize {
        let before = (number as usize).checked_sub(1);
        before.map_or(0, |before| self.ends[before])
    }
}

/// Hashes keys that are a few numbers.
pub type Mixing = BuildHasherDefault<Mix>;

/// Mixes numbers by multiplication.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(xxh3_64(bytes));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
