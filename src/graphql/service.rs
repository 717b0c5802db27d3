//! Answers requests on the graph of the moment.

use super::answers::{Answers, Kept};
use super::cost::Counted;
use super::engine::{Answer, Engine, Interrupt, Prepared, Request, Root, SchemaError};
use super::error::Refusal;
use super::limits::Limits;
use super::types::query::Query;
use super::views::{ViewCache, Views};
use crate::graph::{Graph, Snapshot};
use arc_swap::ArcSwap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What a transport needs to know of the API: ask, and be answered.
pub trait Service: Send + Sync {
    /// The answer to a request as its client sent it, where it is kept of the graph of this moment.
    ///
    /// It blocks nobody and reads no document.
    fn kept(&self, _sent: &[u8]) -> Option<Kept> {
        None
    }

    /// Whether and how a request can be executed, and what that may cost.
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal>;

    /// As [`Self::prepare`], where everything that its document has a say in is kept; `None` where
    /// preparing takes more than a look at the variables.
    ///
    /// A service that keeps nothing leaves it out.
    fn prepare_kept(&self, _request: &Request) -> Option<Result<Prepared, Refusal>> {
        None
    }

    /// How long the last execution of the same plan took on the graph of this moment; `None` where there
    /// was none, or nobody measures.
    fn last_time(&self, _prepared: &Prepared) -> Option<Duration> {
        None
    }

    /// The answer to a request of which `prepared` was made, on the graph of this moment.
    ///
    /// Runs to its end on the calling thread; `interrupt` is asked every few hundred fields.
    fn execute(&self, request: &Request, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer;

    /// Prepares and executes a request, whatever is kept.
    fn answer(&self, request: &Request, interrupt: &dyn Interrupt) -> Answer {
        match self.prepare(request) {
            Ok(prepared) => self.execute(request, &prepared, interrupt),
            Err(refusal) => refusal.into(),
        }
    }

    /// The schema in its definition language.
    fn sdl(&self) -> &str;
}

/// The schema of castgraph.
#[derive(Debug)]
pub struct Castgraph;

impl Root for Castgraph {
    type Query<'g> = Query<'g>;
}

/// castgraph's API on a graph that may be exchanged while it runs.
pub struct Api {
    engine: Engine<Castgraph>,
    snapshot: Arc<Snapshot>,
    /// What is kept of the graph that was asked last.
    beside: ArcSwap<Beside>,
    limits: Limits,
}

/// What is kept of one graph, and goes with it.
struct Beside {
    /// Tells it apart from others.
    number: u32,
    views: Arc<ViewCache>,
    answers: Answers,
}

impl Beside {
    fn new(graph: Arc<Graph>, limits: &Limits) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            views: Arc::new(ViewCache::new(graph, limits.views_bytes_max)),
            answers: Answers::new(limits.answers_bytes_max),
        }
    }
}

impl Api {
    /// The API on the graphs that `snapshot` holds, one after the other.
    ///
    /// Builds the schema, which takes milliseconds.
    pub fn new(snapshot: Arc<Snapshot>, limits: Limits) -> Result<Self, SchemaError> {
        Ok(Self {
            engine: Engine::new(limits)?,
            beside: ArcSwap::from_pointee(Beside::new(snapshot.take(), &limits)),
            snapshot,
            limits,
        })
    }

    /// What runs the queries.
    pub fn engine(&self) -> &Engine<Castgraph> {
        &self.engine
    }

    /// How many bytes of answers are kept, by estimate.
    pub fn answers_bytes(&self) -> u64 {
        self.beside().answers.bytes()
    }

    /// Publishes another graph, and lets go of the one before; requests under way keep it until
    /// they end.
    pub fn publish(&self, graph: Graph) {
        self.snapshot.publish(graph);
        self.beside();
    }

    fn beside(&self) -> Arc<Beside> {
        current(&self.beside, || self.snapshot.take(), &self.limits)
    }
}

/// The graph of this moment with what is kept of it; what was kept of an earlier one goes with
/// that.
fn current(
    last_asked: &ArcSwap<Beside>,
    take: impl Fn() -> Arc<Graph>,
    limits: &Limits,
) -> Arc<Beside> {
    loop {
        let last = last_asked.load_full();
        // Taken after what was kept, so it is no older than that; and whoever replaces other than
        // this begins again, so that a newer graph's is never replaced by an older one's.
        let graph = take();
        if Arc::ptr_eq(last.views.graph(), &graph) {
            return last;
        }
        let new = Arc::new(Beside::new(graph, limits));
        let before = last_asked.compare_and_swap(&last, Arc::clone(&new));
        if Arc::ptr_eq(&before, &last) {
            return new;
        }
    }
}

impl Service for Api {
    fn kept(&self, sent: &[u8]) -> Option<Kept> {
        self.beside().answers.get(sent)
    }

    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal> {
        self.engine.prepare(request)
    }

    fn prepare_kept(&self, request: &Request) -> Option<Result<Prepared, Refusal>> {
        self.engine.prepare_kept(request)
    }

    fn last_time(&self, prepared: &Prepared) -> Option<Duration> {
        prepared.last_time(self.beside().number)
    }

    fn execute(&self, request: &Request, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer {
        let begin = Instant::now();
        let beside = self.beside();
        let views = Views::of(Arc::clone(&beside.views));
        let counted = Counted::new(interrupt);
        let query = Query::new(&views, &counted);
        let mut answer = self.engine.execute(prepared, query, &counted);
        let name = prepared.operation_name();
        beside.answers.keep(&request.sent, &answer, name);
        if let Some(report) = prepared.report(counted.actual(answer.resolved)) {
            report.add_to(&mut answer);
        }
        // How long what was stopped would have taken, nobody knows.
        let is_whole = answer.outcome.has_data();
        let time = if is_whole {
            begin.elapsed()
        } else {
            Duration::MAX
        };
        prepared.took(beside.number, time);
        answer
    }

    fn sdl(&self) -> &str {
        self.engine.sdl()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_is_kept_of_a_newer_graph_is_not_replaced_by_that_of_an_older_one() {
        let snapshot = Snapshot::new(Graph::empty());
        let limits = Limits::default();
        let last = ArcSwap::from_pointee(Beside::new(Arc::new(Graph::empty()), &limits));
        let is_first = Cell::new(true);
        let taken = current(
            &last,
            || {
                let graph = snapshot.take();
                if is_first.take() {
                    snapshot.publish(Graph::empty());
                    current(&last, || snapshot.take(), &limits);
                }
                graph
            },
            &limits,
        );
        let newest = snapshot.take();
        assert!(Arc::ptr_eq(last.load().views.graph(), &newest));
        assert!(Arc::ptr_eq(taken.views.graph(), &newest));
    }
}
