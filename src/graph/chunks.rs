//! A list that grows without moving what is in it.

use std::ops::{Index, IndexMut};

/// How many items lie together: 2 to this power.
const BITS: u32 = 16;
const CHUNK: usize = 1 << BITS;

/// Items by number, in pieces, so that a long list neither is copied when it grows nor
/// holds twice its room meanwhile.
#[derive(Debug)]
pub(super) struct Chunks<T>(Vec<Vec<T>>);

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Chunks<T> {
    /// Adds an item behind the others.
    pub fn push(&mut self, item: T) {
        match self.0.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(item),
            // The first grows as it must, since most lists are short.
            None => self.0.push(vec![item]),
            Some(_) => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(item);
                self.0.push(chunk);
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let last = self.0.last().map_or(0, Vec::len);
        self.0.len().saturating_sub(1) * CHUNK + last
    }

    /// All in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }
}

impl<T> Index<usize> for Chunks<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at >> BITS][at % CHUNK]
    }
}

impl<T> IndexMut<usize> for Chunks<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at >> BITS][at % CHUNK]
    }
}
