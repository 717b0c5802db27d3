//! Results that are computed once, by those who ask for them.

use super::super::Graph;
use super::super::filter::Stopped;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

/// A computation in turns, which can be left after each and gone on with by anybody.
pub(super) trait Work: Default {
    /// What comes of it.
    type Result;

    /// Goes on for one turn, of some seconds at most on the largest graph; the result when that
    /// was the last.
    ///
    /// # Errors
    /// That `stop` said so; the next turn does what this one has left undone.
    fn turn(
        &mut self,
        graph: &Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Self::Result>, Stopped>;
}

/// The result of a computation, or how far it is.
///
/// It is carried on by whoever asks, one at a time, while others wait; each asks between turns
/// whether to stop. Who goes away leaves what was done to those who wait or to who asks next, so
/// nothing is computed twice, nobody fails with another, and a result that takes longer than one
/// may wait is there in the end.
pub(super) struct Shared<W: Work> {
    result: OnceLock<W::Result>,
    /// `None` while somebody has a turn.
    work: Mutex<Option<W>>,
    given_back: Condvar,
}

impl<W: Work> Default for Shared<W> {
    fn default() -> Self {
        Self {
            result: OnceLock::new(),
            work: Mutex::new(Some(W::default())),
            given_back: Condvar::new(),
        }
    }
}

impl<W: Work> Shared<W> {
    /// The result, once it is there.
    ///
    /// # Errors
    /// That `stop` said so.
    pub fn get(&self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<&W::Result, Stopped> {
        loop {
            if let Some(result) = self.result.get() {
                return Ok(result);
            }
            if stop() {
                return Err(Stopped);
            }
            if let Some(turn) = self.turn() {
                turn.take(graph, stop)?;
            }
        }
    }

    /// The next turn; `None` when another has had it meanwhile.
    fn turn(&self) -> Option<Turn<'_, W>> {
        let mut free = self.lock();
        if self.result.get().is_some() {
            return None;
        }
        if let Some(work) = free.take() {
            return Some(Turn {
                of: self,
                work: Some(work),
            });
        }
        drop(
            self.given_back
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner),
        );
        None
    }

    fn lock(&self) -> MutexGuard<'_, Option<W>> {
        // What it guards is whole whenever it is let go.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to go on with the work; it is given back whatever happens.
struct Turn<'s, W: Work> {
    of: &'s Shared<W>,
    work: Option<W>,
}

impl<W: Work> Turn<'_, W> {
    fn take(mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        let mut work = self.work.take().unwrap_or_default();
        let outcome = work.turn(graph, stop);
        if let Ok(Some(result)) = outcome {
            self.of.result.get_or_init(|| result);
            return Ok(());
        }
        self.work = Some(work);
        outcome.map(|_| ())
    }
}

impl<W: Work> Drop for Turn<'_, W> {
    fn drop(&mut self) {
        // After a panic it begins anew.
        *self.of.lock() = Some(self.work.take().unwrap_or_default());
        self.of.given_back.notify_all();
    }
}
