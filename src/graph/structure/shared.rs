//! Results that are computed once, by those who ask for them.

use super::super::Graph;
use super::super::filter::Stopped;
use super::super::room::Full;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

/// Most who ask for one result at once while it is computed: one computes, the others wait.
///
/// Whoever waits holds what others could compute with, so there are few.
pub const ASKING_MAX: usize = 3;

/// Why a result is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unready {
    /// Who asked was to stop. What was done is not lost, and whoever asks next goes on with it; it
    /// is told in words, as in "12 of at most 143 steps", empty where nothing was.
    Stopped(String),
    /// [`ASKING_MAX`] ask for it already; what was done until now, told in the same way.
    Busy(String),
    /// There is no room for it beside the graph.
    Full(Full),
}

impl From<Stopped> for Unready {
    fn from(Stopped: Stopped) -> Self {
        Self::Stopped(String::new())
    }
}

/// A computation in turns, which can be left after each and gone on with by anybody.
pub(super) trait Work: Default {
    /// What comes of it.
    type Result;

    /// Goes on for one turn, of milliseconds; of few seconds on the largest graph where all is put
    /// in order. The result when that was the last.
    ///
    /// # Errors
    /// Those of another result that it needs.
    fn turn(
        &mut self,
        graph: &Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Self::Result>, Unready>;

    /// How much was done, in words.
    fn done(&self, graph: &Graph) -> String;

    /// Most bytes that are kept of it, on the way or in the end.
    fn bytes(graph: &Graph) -> usize;
}

/// The result of a computation, or how far it is.
///
/// It is carried on by whoever asks, one at a time, while few others wait; all ask between turns
/// whether to stop. Who goes away leaves what was done to those who wait or to who asks next, so
/// nothing is computed twice, nobody fails with another, and a result that takes longer than one
/// may wait is there in the end.
pub(super) struct Shared<W: Work> {
    result: OnceLock<W::Result>,
    state: Mutex<State<W>>,
    given_back: Condvar,
}

struct State<W> {
    /// `None` while somebody has a turn.
    work: Option<W>,
    done: String,
    asking: usize,
    has_room: bool,
    is_refused: bool,
}

impl<W> State<W> {
    /// Whether room was asked for.
    const fn has_asked(&self) -> bool {
        self.has_room || self.is_refused
    }
}

impl<W: Work> Default for Shared<W> {
    fn default() -> Self {
        Self {
            result: OnceLock::new(),
            state: Mutex::new(State {
                work: Some(W::default()),
                done: String::new(),
                asking: 0,
                has_room: false,
                is_refused: false,
            }),
            given_back: Condvar::new(),
        }
    }
}

impl<W: Work> Shared<W> {
    /// The result, once it is there.
    ///
    /// # Errors
    /// See [`Unready`].
    pub fn get(&self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<&W::Result, Unready> {
        if let Some(result) = self.result.get() {
            return Ok(result);
        }
        let _asking = Asking::begin(self, graph)?;
        loop {
            if let Some(result) = self.result.get() {
                return Ok(result);
            }
            if stop() {
                return Err(Unready::Stopped(self.lock().done.clone()));
            }
            if let Some(turn) = self.turn() {
                turn.take(graph, stop)?;
            }
        }
    }

    /// The result if it is there, at the latest after one turn; nobody waits for another's turn here,
    /// nor longer than one takes.
    ///
    /// For those who can do without it. Where there was no room once, it is never asked for again.
    pub fn advance(&self, graph: &Graph, stop: &dyn Fn() -> bool) -> Option<&W::Result> {
        if self.result.get().is_none() {
            // Not while others wait for the lock: it may look at all of the graph.
            let bytes = (!self.lock().has_asked()).then(|| W::bytes(graph));
            let mut state = self.lock();
            if let Some(result) = self.result.get() {
                return Some(result);
            }
            if let Some(bytes) = bytes
                && !state.has_asked()
            {
                state.has_room = graph.room.take(bytes).is_ok();
                state.is_refused = !state.has_room;
            }
            let work = if state.has_room {
                state.work.take()
            } else {
                None
            };
            drop(state);
            self.turn_with(work?).take(graph, stop).ok()?;
        }
        self.result.get()
    }

    /// Whether [`Self::advance`] takes no turn any more: the result is there, or never will be.
    pub fn is_settled(&self) -> bool {
        self.result.get().is_some() || self.lock().is_refused
    }

    const fn turn_with(&self, work: W) -> Turn<'_, W> {
        Turn {
            of: self,
            work: Some(work),
            done: String::new(),
        }
    }

    /// The next turn; `None` when another has had it meanwhile.
    fn turn(&self) -> Option<Turn<'_, W>> {
        let mut state = self.lock();
        if self.result.get().is_some() {
            return None;
        }
        if let Some(work) = state.work.take() {
            return Some(self.turn_with(work));
        }
        drop(
            self.given_back
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner),
        );
        None
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        // What it guards is whole whenever it is let go.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of those who ask.
struct Asking<'s, W: Work>(&'s Shared<W>);

impl<'s, W: Work> Asking<'s, W> {
    fn begin(shared: &'s Shared<W>, graph: &Graph) -> Result<Self, Unready> {
        let mut state = shared.lock();
        if state.asking == ASKING_MAX {
            return Err(Unready::Busy(state.done.clone()));
        }
        if !state.has_room {
            graph.room.take(W::bytes(graph)).map_err(Unready::Full)?;
            state.has_room = true;
        }
        state.asking += 1;
        Ok(Self(shared))
    }
}

impl<W: Work> Drop for Asking<'_, W> {
    fn drop(&mut self) {
        self.0.lock().asking -= 1;
    }
}

/// The right to go on with the work; it is given back whatever happens.
struct Turn<'s, W: Work> {
    of: &'s Shared<W>,
    work: Option<W>,
    done: String,
}

impl<W: Work> Turn<'_, W> {
    fn take(mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Unready> {
        let mut work = self.work.take().unwrap_or_default();
        let outcome = work.turn(graph, stop);
        if let Ok(Some(result)) = outcome {
            self.of.result.get_or_init(|| result);
            return Ok(());
        }
        self.done = work.done(graph);
        self.work = Some(work);
        outcome.map(|_| ())
    }
}

impl<W: Work> Drop for Turn<'_, W> {
    fn drop(&mut self) {
        let mut state = self.of.lock();
        // After a panic it begins anew.
        state.work = Some(self.work.take().unwrap_or_default());
        state.done = std::mem::take(&mut self.done);
        drop(state);
        self.of.given_back.notify_all();
    }
}
