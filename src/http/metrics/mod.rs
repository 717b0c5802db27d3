//! What is counted, for Prometheus to ask for.
//!
//! Counting is always on. On the way of an answer that is found it takes no lock and no
//! memory: a few additions to atomic numbers. What others keep (a size, a count of their own) is read
//! when Prometheus asks: [`Metrics::counter`] and [`Metrics::gauge`] take a closure, so whoever counts
//! needs to know nothing of this module.

mod durations;
mod operations;
mod read;
mod route;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use prometheus_client::{
    encoding::{EncodeGaugeValue, prometheus_text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, info::Info},
    registry::{Metric, Registry},
};

pub use operations::OPERATIONS_MAX;
pub use route::front;

pub(super) use operations::Operation;
pub(super) use route::metrics as handler;

use self::operations::Operations;
use crate::graphql::{engine::Outcome, error::ErrorCode};

/// One label, whose name is part of the program.
type Label<V> = [(&'static str, V); 1];

/// The counts of one server; all clones are one.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    /// What Prometheus may ask for; locked when something is added, and while it is asked.
    registry: Mutex<Registry>,
    ok: Counter,
    statuses: Family<Label<u16>, Counter>,
    ends: Ends,
    refusals: Family<Label<&'static str>, Counter>,
    operations: Operations,
    answer_bytes: Counter,
    kept: Counter,
    connections: Gauge,
    /// When the graph was loaded that is served now, in milliseconds after `begin`.
    loaded_ms: Arc<AtomicU64>,
    begin: Instant,
}

/// How requests to `/graphql` end.
#[derive(Debug)]
struct Ends {
    complete: Counter,
    partial: Counter,
    null: Counter,
    refused: Counter,
    gone: Counter,
}

/// How a request to `/graphql` ended, in a word; nothing stands for a client that went away.
pub(super) const fn end(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Complete) => "complete",
        Some(Outcome::Partial) => "partial",
        Some(Outcome::Null) => "null",
        Some(Outcome::Failed(_)) => "refused",
        None => "gone",
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new(OPERATIONS_MAX)
    }
}

impl Metrics {
    /// Counts that begin at zero, with durations of at most so many operations by their name.
    pub fn new(operations_max: usize) -> Self {
        let mut all = Registry::default();
        all.register(
            "process_resident_memory_bytes",
            "Memory that the process takes",
            read::Gauge(|| memory_stats::memory_stats().map_or(0, |now| now.physical_mem)),
        );
        let own = all.sub_registry_with_prefix("castgraph");
        own.register(
            "build",
            "The program that runs",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        let statuses = Family::<Label<u16>, Counter>::default();
        let by_end = Family::<Label<&'static str>, Counter>::default();
        let ended = |outcome| by_end.get_or_create_owned(&[("outcome", end(outcome))]);
        let mut counts = Counts {
            ok: statuses.get_or_create_owned(&[("status", StatusCode::OK.as_u16())]),
            statuses,
            ends: Ends {
                complete: ended(Some(Outcome::Complete)),
                partial: ended(Some(Outcome::Partial)),
                null: ended(Some(Outcome::Null)),
                refused: ended(Some(Outcome::Failed(ErrorCode::Internal))),
                gone: ended(None),
            },
            refusals: Family::default(),
            operations: Operations::new(operations_max),
            answer_bytes: Counter::default(),
            kept: Counter::default(),
            connections: Gauge::default(),
            loaded_ms: Arc::default(),
            begin: Instant::now(),
            registry: Mutex::default(),
        };
        own.register(
            "http_responses",
            "Answers on all paths by their status",
            counts.statuses.clone(),
        );
        own.register(
            "requests",
            "Requests to /graphql by what their answers hold",
            by_end,
        );
        own.register(
            "refusals",
            "Requests to /graphql that got no data, by the code of their first error",
            counts.refusals.clone(),
        );
        own.register(
            "request_duration_seconds",
            "From the head of a request to its answer, by the name of the operation",
            counts.operations.clone(),
        );
        own.register(
            "answer_bytes",
            "Bytes of answers from /graphql before they are compressed",
            counts.answer_bytes.clone(),
        );
        own.register(
            "kept_answers",
            "Requests to /graphql that were answered with what is kept",
            counts.kept.clone(),
        );
        own.register(
            "connections",
            "Connections that are open",
            counts.connections.clone(),
        );
        let (begin, loaded_ms) = (counts.begin, Arc::clone(&counts.loaded_ms));
        own.register(
            "snapshot_age_seconds",
            "Time since the graph was loaded that is served",
            read::Gauge(move || {
                let loaded = Duration::from_millis(loaded_ms.load(Ordering::Relaxed));
                begin.elapsed().saturating_sub(loaded).as_secs_f64()
            }),
        );
        counts.registry = Mutex::new(all);
        Self(Arc::new(counts))
    }

    /// Adds a counter that somebody else keeps, as `castgraph_NAME_total`.
    ///
    /// `help` is a sentence without its full stop. `read` is asked at each scrape, must be quick,
    /// and never gives less than before. A name is added once.
    pub fn counter(&self, name: &str, help: &str, read: impl Fn() -> u64 + Send + Sync + 'static) {
        self.register(name, help, read::Counter(read));
    }

    /// Adds a number that may rise and fall, as `castgraph_NAME`; the rest as for a counter.
    pub fn gauge<V: EncodeGaugeValue + 'static>(
        &self,
        name: &str,
        help: &str,
        read: impl Fn() -> V + Send + Sync + 'static,
    ) {
        self.register(name, help, read::Gauge(read));
    }

    fn register(&self, name: &str, help: &str, metric: impl Metric) {
        let name = format!("castgraph_{name}");
        self.registry().register(name, help, metric);
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        let registry = self.0.registry.lock();
        // A closure of somebody else that panicked has left nothing half done.
        registry.unwrap_or_else(PoisonError::into_inner)
    }

    /// The graph that is served from now on is as young as can be.
    pub fn loaded(&self) {
        let now_ms = self.0.begin.elapsed().as_millis();
        let now_ms = u64::try_from(now_ms).unwrap_or(u64::MAX);
        self.0.loaded_ms.store(now_ms, Ordering::Relaxed);
    }

    /// An answer on any path.
    pub(super) fn responded(&self, status: StatusCode) {
        if status == StatusCode::OK {
            self.0.ok.inc();
        } else {
            let label = [("status", status.as_u16())];
            self.0.statuses.get_or_create(&label).inc();
        }
    }

    /// Where the durations of an operation are counted.
    pub(super) fn operation(&self, name: Option<&str>) -> Arc<Operation> {
        self.0.operations.of(name)
    }

    /// The end of a request to `/graphql`; nothing stands for a client that went away.
    pub(super) fn ended(&self, outcome: Option<Outcome>) {
        let ends = &self.0.ends;
        let ended = match outcome {
            Some(Outcome::Complete) => &ends.complete,
            Some(Outcome::Partial) => &ends.partial,
            Some(Outcome::Null) => &ends.null,
            Some(Outcome::Failed(code)) => {
                let label = [("code", code.as_str())];
                self.0.refusals.get_or_create(&label).inc();
                &ends.refused
            }
            None => &ends.gone,
        };
        ended.inc();
    }

    /// An answer that was kept.
    pub(super) fn kept(&self) {
        self.0.kept.inc();
    }

    /// An answer from `/graphql` of so many bytes, before they are compressed.
    pub(super) fn answer(&self, bytes: usize) {
        self.0.answer_bytes.inc_by(bytes as u64);
    }

    /// A connection, open until the value is dropped.
    pub(super) fn connection(&self) -> Connection {
        let open = self.0.connections.clone();
        open.inc();
        Connection(open)
    }

    /// Everything, in Prometheus' text format.
    fn text(&self) -> String {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry()).expect("a text takes everything");
        text
    }
}

/// A connection that is open.
pub(super) struct Connection(Gauge);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.dec();
    }
}
