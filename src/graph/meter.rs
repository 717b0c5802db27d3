//! How much one question may look at.

use super::filter::STOP_INTERVAL;

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
    visited: usize,
    visited_max: usize,
    /// How many were visited when `stop` was asked last.
    asked_at: usize,
    stop: &'q dyn Fn() -> bool,
}

impl<'q> Meter<'q> {
    /// Lets so many edges be visited; asks `stop` every thousand or so.
    pub fn new(visited_max: usize, stop: &'q dyn Fn() -> bool) -> Self {
        Self {
            visited: 0,
            visited_max,
            asked_at: 0,
            stop,
        }
    }

    /// How many edges were visited.
    pub const fn visited(&self) -> usize {
        self.visited
    }

    /// Counts edges that are about to be visited.
    pub(super) fn visit(&mut self, edges: usize) -> Result<(), Unfinished> {
        self.visited += edges;
        if self.visited > self.visited_max {
            return Err(Unfinished::GaveUp);
        }
        if self.visited - self.asked_at < STOP_INTERVAL {
            return Ok(());
        }
        self.asked_at = self.visited;
        if (self.stop)() {
            Err(Unfinished::Stopped)
        } else {
            Ok(())
        }
    }
}
