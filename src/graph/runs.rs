//! A column in which neighbours are mostly equal.

use super::facts::index;
use super::page::first_where;

/// A number for each place, kept once for each run of equal ones.
#[derive(Debug, Default, Clone)]
pub(super) struct Runs {
    /// Where each run begins, ascending from 0.
    pub starts: Vec<u32>,
    pub values: Vec<u32>,
    /// The run in which each block of places begins; none while runs are added.
    guide: Vec<u32>,
}

/// Places of which a guide knows the first one's run.
const BLOCK: usize = 64;

impl Runs {
    /// Sets the number of the place behind the last, which is `place`.
    pub fn push(&mut self, place: usize, value: u32) {
        if self.values.last() != Some(&value) {
            self.starts.push(index(place));
            self.values.push(value);
        }
    }

    /// Makes the guide for so many places, to which nothing is added any more.
    pub fn make_guide(&mut self, places: usize) {
        let mut run = 0;
        let blocks = (0..places).step_by(BLOCK).map(|place| {
            let begun = |run: usize| self.starts.get(run).map(|start| *start as usize);
            while begun(run + 1).is_some_and(|start| start <= place) {
                run += 1;
            }
            index(run)
        });
        self.guide = blocks.collect();
    }

    /// The number of a place. Cost: O(1) with a guide, else O(log runs).
    pub fn get(&self, place: u32) -> u32 {
        let Some(first) = self.guide.get(place as usize / BLOCK) else {
            let behind = self.starts.partition_point(|start| *start <= place);
            return self.values[behind - 1];
        };
        let first = *first as usize;
        let begun = self.starts[first + 1..].iter();
        let passed = begun.take_while(|start| **start <= place).count();
        self.values[first + passed]
    }
}

/// Which claims lie on which edge, where most edges have one claim.
///
/// Only edges with several claims take room.
#[derive(Debug, Default, Clone)]
pub(super) struct Several {
    /// Edges with more than one claim, ascending.
    pub edges: Vec<u32>,
    /// How many claims beyond one each lie on these edges up to and with this one.
    pub beyond: Vec<u32>,
}

impl Several {
    /// Sets that an edge, above all before, has so many claims.
    pub fn push(&mut self, edge: u32, claims: u32) {
        if claims > 1 {
            let before = self.beyond.last().copied().unwrap_or(0);
            self.edges.push(edge);
            self.beyond.push(before + claims - 1);
        }
    }

    fn beyond_before(&self, entry: usize) -> u32 {
        if entry == 0 {
            0
        } else {
            self.beyond[entry - 1]
        }
    }

    /// The claims on an edge. Cost: O(log n) for n edges with several claims.
    pub fn claims(&self, edge: u32) -> std::ops::Range<u32> {
        let entry = self.edges.partition_point(|other| *other < edge);
        let start = edge + self.beyond_before(entry);
        let several = self.edges.get(entry) == Some(&edge);
        let end = if several {
            edge + self.beyond[entry]
        } else {
            start
        };
        start..end + 1
    }

    /// The edge on which a claim lies. Cost: as [`Self::claims`].
    pub fn edge(&self, claim: u32) -> u32 {
        let start = |entry: usize| self.edges[entry] + self.beyond_before(entry);
        let behind = first_where(self.edges.len(), |entry| start(entry) > claim);
        let Some(entry) = behind.checked_sub(1) else {
            return claim;
        };
        if claim <= self.edges[entry] + self.beyond[entry] {
            self.edges[entry]
        } else {
            claim - self.beyond[entry]
        }
    }
}
