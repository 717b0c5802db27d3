//! Many texts, one behind the other.

use std::ops::Range;

/// Texts by number, without an allocation each.
#[derive(Debug, Default, Clone)]
pub(super) struct Texts {
    pub text: String,
    /// Where each text ends.
    pub ends: Vec<u32>,
}

impl Texts {
    /// None, with room for as many as there are elsewhere.
    pub fn like(other: &Self) -> Self {
        Self {
            text: String::with_capacity(other.text.len()),
            ends: Vec::with_capacity(other.ends.len()),
        }
    }

    /// The text of a number that [`Self::push`] gave.
    pub fn get(&self, number: u32) -> &str {
        &self.text[self.place(number)]
    }

    /// Where in [`Self::text`] a text lies.
    pub fn place(&self, number: u32) -> Range<usize> {
        let at = number as usize;
        let start = if at == 0 {
            0
        } else {
            self.ends[at - 1] as usize
        };
        start..self.ends[at] as usize
    }

    /// Adds a text behind the others.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len());
        self.ends
            .push(end.expect("a graph holds fewer than 2^32 bytes of text"));
        super::facts::index(self.ends.len() - 1)
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }
}
