//! Answers requests on the graph of the moment.

use super::engine::{Answer, Engine, Interrupt, Prepared, Request, Root, SchemaError};
use super::error::Refusal;
use super::limits::Limits;
use super::types::query::Query;
use super::views::{ViewCache, Views};
use crate::graph::Snapshot;
use arc_swap::ArcSwap;
use std::sync::Arc;

/// What a transport needs to know of the API: ask, and be answered.
pub trait Service: Send + Sync {
    /// Whether and how a request can be executed, and what that may cost.
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal>;

    /// As [`Self::prepare`], where everything that its document has a say in is kept; `None` where
    /// preparing takes more than a look at the variables.
    ///
    /// A service that keeps nothing leaves it out.
    fn prepare_kept(&self, _request: &Request) -> Option<Result<Prepared, Refusal>> {
        None
    }

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

    /// The graph of this moment with its views; those of an earlier one go with it.
    fn view_cache(&self) -> Arc<ViewCache> {
        let graph = self.snapshot.take();
        let last = self.views.load_full();
        if Arc::ptr_eq(last.graph(), &graph) {
            return last;
        }
        let new = Arc::new(ViewCache::new(graph, self.views_bytes_max));
        self.views.store(Arc::clone(&new));
        new
    }
}

impl Service for Api {
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal> {
        self.engine.prepare(request)
    }

    fn prepare_kept(&self, request: &Request) -> Option<Result<Prepared, Refusal>> {
        self.engine.prepare_kept(request)
    }

    fn execute(&self, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer {
        let views = Views::of(self.view_cache());
        self.engine
            .execute(prepared, Query::new(&views, interrupt), interrupt)
    }

    fn sdl(&self) -> &str {
        self.engine.sdl()
    }
}
