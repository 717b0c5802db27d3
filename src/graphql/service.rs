//! Answers requests on the graph of the moment.

use super::cost::Counted;
use super::engine::{Answer, Engine, Interrupt, Prepared, Request, Root, SchemaError};
use super::error::Refusal;
use super::limits::Limits;
use super::types::query::Query;
use super::views::{ViewCache, Views};
use crate::graph::{Graph, Snapshot};
use arc_swap::ArcSwap;
use std::sync::Arc;

/// What a transport needs to know of the API: ask, and be answered.
pub trait Service: Send + Sync {
    /// Whether and how a request can be executed, and what that may cost.
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal>;

    /// The answer to a prepared request, on the graph of this moment.
    ///
    /// Runs to its end on the calling thread; `interrupt` is asked every few hundred fields.
    fn execute(&self, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer;

    /// Prepares and executes a request.
    fn answer(&self, request: &Request, interrupt: &dyn Interrupt) -> Answer {
        match self.prepare(request) {
            Ok(prepared) => self.execute(&prepared, interrupt),
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
    /// The views of the graph that was asked last.
    views: ArcSwap<ViewCache>,
    views_bytes_max: usize,
}

impl Api {
    /// The API on the graphs that `snapshot` holds, one after the other.
    ///
    /// Builds the schema, which takes milliseconds.
    pub fn new(snapshot: Arc<Snapshot>, limits: Limits) -> Result<Self, SchemaError> {
        let views_bytes_max = limits.views_bytes_max;
        Ok(Self {
            engine: Engine::new(limits)?,
            views: ArcSwap::from_pointee(ViewCache::new(snapshot.take(), views_bytes_max)),
            snapshot,
            views_bytes_max,
        })
    }

    /// What runs the queries.
    pub fn engine(&self) -> &Engine<Castgraph> {
        &self.engine
    }

    /// Publishes another graph, and lets go of the one before; requests under way keep it until
    /// they end.
    pub fn publish(&self, graph: Graph) {
        self.snapshot.publish(graph);
        self.view_cache();
    }

    fn view_cache(&self) -> Arc<ViewCache> {
        current(&self.views, || self.snapshot.take(), self.views_bytes_max)
    }
}

/// The graph of this moment with its views; those of an earlier one go with it.
fn current(
    views: &ArcSwap<ViewCache>,
    take: impl Fn() -> Arc<Graph>,
    bytes_max: usize,
) -> Arc<ViewCache> {
    loop {
        let last = views.load_full();
        // Taken after the views, so it is no older than they; and whoever replaces others than
        // these begins again, so that a newer graph's are never replaced by an older one's.
        let graph = take();
        if Arc::ptr_eq(last.graph(), &graph) {
            return last;
        }
        let new = Arc::new(ViewCache::new(graph, bytes_max));
        let before = views.compare_and_swap(&last, Arc::clone(&new));
        if Arc::ptr_eq(&before, &last) {
            return new;
        }
    }
}

impl Service for Api {
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal> {
        self.engine.prepare(request)
    }

    fn execute(&self, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer {
        let views = Views::of(self.view_cache());
        let counted = Counted::new(interrupt);
        let query = Query::new(&views, &counted);
        let mut answer = self.engine.execute(prepared, query, &counted);
        if let Some(report) = prepared.report(counted.actual(answer.resolved)) {
            report.add_to(&mut answer);
        }
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
    fn views_of_a_newer_graph_are_not_replaced_by_those_of_an_older_one() {
        let snapshot = Snapshot::new(Graph::empty());
        let views = ArcSwap::from_pointee(ViewCache::new(Arc::new(Graph::empty()), 0));
        let is_first = Cell::new(true);
        let taken = current(
            &views,
            || {
                let graph = snapshot.take();
                if is_first.take() {
                    snapshot.publish(Graph::empty());
                    current(&views, || snapshot.take(), 0);
                }
                graph
            },
            0,
        );
        let newest = snapshot.take();
        assert!(Arc::ptr_eq(views.load().graph(), &newest));
        assert!(Arc::ptr_eq(taken.graph(), &newest));
    }
}
