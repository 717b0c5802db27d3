//! Finds the connections whose clients are too slow: in asking, and in reading.
//!
//! hyper bounds slow heads of HTTP/1 only. This looks at requests and answers instead, so it
//! holds for every protocol. The bytes of an answer let go of its [`UnderWay`] when the last of
//! them is with the system, so that a client is found that reads nothing, or a trickle, or that
//! lets one answer of many not through.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Buf, Frame, SizeHint};
use tokio::{sync::Notify, time::sleep_until};

/// How slow a client may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// How long a connection may be without a request under way.
    pub(super) idle_time: Duration,
    /// How long a client may read nothing of what waits for it, and how long an answer may wait
    /// beside what its length gives it.
    pub(super) write_time: Duration,
    /// How many bytes of answers a client must read in a second.
    pub(super) bytes_per_second: u64,
}

/// The requests under way on one connection; clones are one.
#[derive(Clone, Debug)]
pub(super) struct Pace(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    bounds: Bounds,
    state: Mutex<State>,
    first: Notify,
}

#[derive(Debug)]
struct State {
    /// Requests from their heads until the last byte of their answers is gone, each with when
    /// that must be, once some of its answer is there.
    under_way: Vec<(u64, Option<Instant>)>,
    begun: u64,
    idle_since: Instant,
    /// When the answers so far are read at the slowest rate, one after the other.
    read_by: Instant,
    /// When the client last read something, or something began to wait for it.
    progress: Instant,
}

/// What is wrong with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slow {
    /// No request came.
    Asking,
    /// An answer is not read.
    Reading,
}

impl Pace {
    /// A connection that begins now.
    pub(super) fn new(bounds: Bounds) -> Self {
        let now = Instant::now();
        Self(Arc::new(Shared {
            bounds,
            state: Mutex::new(State {
                under_way: Vec::new(),
                begun: 0,
                idle_since: now,
                read_by: now,
                progress: now,
            }),
            first: Notify::new(),
        }))
    }

    /// The head of a request has come.
    pub(super) fn begin(&self) -> UnderWay {
        let mut state = self.state();
        let id = state.begun;
        state.begun += 1;
        state.under_way.push((id, None));
        drop(state);
        if id == 0 {
            self.0.first.notify_one();
        }
        UnderWay {
            pace: self.clone(),
            id,
        }
    }

    /// Waits for the first request of the connection.
    pub(super) async fn first_request(&self) {
        if self.state().begun == 0 {
            self.0.first.notified().await;
        }
    }

    /// Waits until the client was too slow.
    pub(super) async fn too_slow(&self) -> Slow {
        loop {
            match self.check(Instant::now()) {
                Ok(next) => sleep_until(next.into()).await,
                Err(slow) => return slow,
            }
        }
    }

    /// When to look again, before which nothing can be too slow.
    fn check(&self, now: Instant) -> Result<Instant, Slow> {
        let Bounds {
            idle_time,
            write_time,
            ..
        } = self.0.bounds;
        let state = self.state();
        // Whatever begins from now on has that much time.
        let others = now + idle_time.min(write_time);
        let (end, slow) = if state.under_way.is_empty() {
            (Some(state.idle_since + idle_time), Slow::Asking)
        } else {
            let ends = state.under_way.iter().filter_map(|(_, end)| *end);
            let end = ends.min().map(|end| end.min(state.progress + write_time));
            (end, Slow::Reading)
        };
        match end {
            Some(end) if end <= now => Err(slow),
            Some(end) => Ok(end.min(others)),
            None => Ok(others),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request from its head until the last byte of its answer is gone.
#[derive(Debug)]
pub(super) struct UnderWay {
    pace: Pace,
    id: u64,
}

impl UnderWay {
    /// So many bytes more of the answer wait for the client.
    fn answered(&self, bytes: usize) {
        let Bounds {
            write_time,
            bytes_per_second,
            ..
        } = self.pace.0.bounds;
        let micros = (bytes as u64).saturating_mul(1_000_000) / bytes_per_second;
        let now = Instant::now();
        let mut state = self.pace.state();
        if state.under_way.iter().all(|(_, end)| end.is_none()) {
            state.progress = now;
        }
        state.read_by = state.read_by.max(now) + Duration::from_micros(micros);
        let end = state.read_by + write_time;
        if let Some(entry) = state.under_way.iter_mut().find(|(id, _)| *id == self.id) {
            entry.1 = Some(end);
        }
    }

    /// The client, or the system for it, has taken some of the answer.
    fn read(&self) {
        self.pace.state().progress = Instant::now();
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.pace.state();
        state.under_way.retain(|(id, _)| *id != self.id);
        if state.under_way.is_empty() {
            state.idle_since = Instant::now();
        }
    }
}

/// A body whose bytes know when they are gone.
pub(super) struct PacedBody {
    body: Body,
    under_way: Arc<UnderWay>,
}

impl PacedBody {
    pub(super) fn new(body: Body, under_way: UnderWay) -> Self {
        let under_way = Arc::new(under_way);
        Self { body, under_way }
    }
}

impl HttpBody for PacedBody {
    type Data = PacedBytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<PacedBytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        frame.map_ok(|frame| {
            frame.map_data(|bytes| {
                self.under_way.answered(bytes.len());
                let under_way = Arc::clone(&self.under_way);
                PacedBytes { bytes, under_way }
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes of an answer; dropped when the system has them all.
pub(super) struct PacedBytes {
    bytes: Bytes,
    under_way: Arc<UnderWay>,
}

impl Buf for PacedBytes {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.under_way.read();
        self.bytes.advance(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace() -> Pace {
        Pace::new(Bounds {
            idle_time: 10 * SECOND,
            write_time: 20 * SECOND,
            bytes_per_second: 100,
        })
    }

    #[test]
    fn a_connection_without_a_request_is_too_slow_in_asking() {
        let pace = pace();
        let begin = Instant::now();
        assert!(pace.check(begin + 9 * SECOND).is_ok());
        assert_eq!(pace.check(begin + 11 * SECOND), Err(Slow::Asking));
        let request = pace.begin();
        assert!(pace.check(begin + 3_600 * SECOND).is_ok(), "it is answered");
        drop(request);
        assert!(pace.check(Instant::now() + 9 * SECOND).is_ok());
        let late = Instant::now() + 11 * SECOND;
        assert_eq!(pace.check(late), Err(Slow::Asking));
    }

    /// Makes the client read something later than now.
    fn read_at(pace: &Pace, time: Instant) {
        pace.state().progress = time;
    }

    #[test]
    fn a_client_that_reads_nothing_is_too_slow_however_long_the_answer() {
        let pace = pace();
        let begin = Instant::now();
        let request = pace.begin();
        request.answered(1_000_000);
        let other = pace.begin();
        other.answered(1_000_000);
        assert!(pace.check(begin + 19 * SECOND).is_ok());
        assert_eq!(pace.check(begin + 21 * SECOND), Err(Slow::Reading));
        read_at(&pace, begin + 10 * SECOND);
        assert!(pace.check(begin + 29 * SECOND).is_ok());
        assert_eq!(pace.check(begin + 31 * SECOND), Err(Slow::Reading));
    }

    #[test]
    fn an_answer_has_time_by_its_length_however_many_others_go() {
        let pace = pace();
        let begin = Instant::now();
        let request = pace.begin();
        request.answered(1_000);
        for _ in 0..100 {
            pace.begin().answered(0);
        }
        read_at(&pace, begin + 28 * SECOND);
        assert!(pace.check(begin + 29 * SECOND).is_ok());
        assert_eq!(pace.check(begin + 31 * SECOND), Err(Slow::Reading));
        drop(request);
        assert!(pace.check(Instant::now() + 9 * SECOND).is_ok());
    }

    #[test]
    fn answers_at_once_share_the_rate() {
        let pace = pace();
        let begin = Instant::now();
        let (first, second) = (pace.begin(), pace.begin());
        first.answered(1_000);
        second.answered(1_000);
        drop(first);
        read_at(&pace, begin + 38 * SECOND);
        assert!(pace.check(begin + 39 * SECOND).is_ok());
        assert_eq!(pace.check(begin + 41 * SECOND), Err(Slow::Reading));
        drop(second);
    }

    #[test]
    fn nothing_too_slow_is_missed_until_the_next_look() {
        let pace = pace();
        let begin = Instant::now();
        let next = pace.check(begin);
        assert!(next.is_ok_and(|next| next <= begin + 10 * SECOND));
    }
}
