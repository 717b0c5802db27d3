//! How much one question may look at.

use super::filter::STOP_INTERVAL;
use std::cell::Cell;

/// Why a walk has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// It took too long, or nobody waits any more.
    Stopped,
    /// There is more to look at than one question may.
    GaveUp,
}

/// Counts what a question looks at, and ends it in time.
pub struct Meter<'q> {
    visited: Cell<usize>,
    visited_max: usize,
    /// How many were visited when `stop` was asked last, in full intervals.
    asked_at: Cell<usize>,
    over: Cell<Option<Unfinished>>,
    stop: &'q dyn Fn() -> bool,
}

impl<'q> Meter<'q> {
    /// Lets so many edges, words or things be visited; asks `stop` every thousand or so.
    pub fn new(visited_max: usize, stop: &'q dyn Fn() -> bool) -> Self {
        Self {
            visited: Cell::new(0),
            visited_max,
            asked_at: Cell::new(0),
            over: Cell::new(None),
            stop,
        }
    }

    /// What tells to stop.
    pub(super) const fn stop(&self) -> &'q dyn Fn() -> bool {
        self.stop
    }

    /// Another, for what was counted before: it may be visited again, until it is stopped.
    pub(super) fn unbounded(&self) -> Self {
        Self::new(usize::MAX, self.stop)
    }

    /// How many were visited.
    pub const fn visited(&self) -> usize {
        self.visited.get()
    }

    /// Counts what is about to be visited.
    ///
    /// # Errors
    /// Once it is over, the same whenever it is asked again.
    pub fn visit(&self, count: usize) -> Result<(), Unfinished> {
        if let Some(over) = self.over.get() {
            return Err(over);
        }
        let visited = self.visited.get() + count;
        self.visited.set(visited);
        let mut over = (visited > self.visited_max).then_some(Unfinished::GaveUp);
        while over.is_none() && visited - self.asked_at.get() >= STOP_INTERVAL {
            self.asked_at.set(self.asked_at.get() + STOP_INTERVAL);
            over = (self.stop)().then_some(Unfinished::Stopped);
        }
        self.over.set(over);
        over.map_or(Ok(()), Err)
    }
}
