//! Many lists, one behind the other.

use super::facts::index;
use std::ops::Range;

/// Lists by number, without an allocation each.
#[derive(Debug, Clone)]
pub(super) struct Ranges<T> {
    pub items: Vec<T>,
    /// Where each list ends.
    pub ends: Vec<u32>,
}

impl<T> Default for Ranges<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl<T> Ranges<T> {
    /// The list of a number that [`Self::push`] gave.
    pub fn of(&self, number: u32) -> &[T] {
        let Range { start, end } = self.range(number);
        &self.items[start as usize..end as usize]
    }

    /// Where the list lies in [`Self::items`].
    pub fn range(&self, number: u32) -> Range<u32> {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start..self.ends[at]
    }

    /// Adds a list behind the others.
    pub fn push(&mut self, items: impl IntoIterator<Item = T>) -> u32 {
        self.items.extend(items);
        self.ends.push(index(self.items.len()));
        index(self.ends.len() - 1)
    }

    /// How many lists there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Things put into buckets: where each bucket begins, at the end where the last ends, and
/// the things by bucket, those of one bucket in ascending order.
///
/// Cost: O(things + buckets).
pub(super) fn into_buckets(
    things: usize,
    buckets: usize,
    bucket: impl Fn(usize) -> u32,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; buckets + 1];
    for thing in 0..things {
        starts[bucket(thing) as usize + 1] += 1;
    }
    sum_up(&mut starts);
    let mut next = starts.clone();
    let mut sorted = vec![0_u32; things];
    for thing in 0..things {
        let place = &mut next[bucket(thing) as usize];
        sorted[*place as usize] = index(thing);
        *place += 1;
    }
    (starts, sorted)
}

/// Turns counts into the places where groups begin.
pub(super) fn sum_up(starts: &mut [u32]) {
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
}
