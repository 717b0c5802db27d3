//! The data of a server, which are loaded again while it answers.

use super::{DataArgs, Failure};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::{limits::Limits, service::Api};
use castgraph::http::Metrics;
use castgraph::http::admin::{AlreadyReloading, Data, Reloading};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The API of a server, and where its data come from; clones are one.
#[derive(Clone)]
pub(super) struct Served(Arc<Shared>);

struct Shared {
    data: DataArgs,
    snapshot: Arc<Snapshot>,
    api: Arc<Api>,
    /// Hears when data were loaded.
    metrics: Metrics,
    loaded: Mutex<SystemTime>,
    /// One permit: who has it loads.
    turn: Arc<Semaphore>,
}

impl Served {
    /// Loads the data and builds the schema.
    pub(super) fn load(data: DataArgs, limits: Limits, metrics: Metrics) -> Result<Self, Failure> {
        let graph = data.load()?;
        log_graph(&graph);
        let snapshot = Arc::new(Snapshot::new(graph));
        prepare_search(snapshot.take())?;
        let api = Arc::new(Api::new(Arc::clone(&snapshot), limits)?);
        Ok(Self(Arc::new(Shared {
            data,
            snapshot,
            api,
            metrics,
            loaded: Mutex::new(SystemTime::now()),
            turn: Arc::new(Semaphore::new(1)),
        })))
    }

    /// The graph that is served.
    pub(super) fn snapshot(&self) -> &Arc<Snapshot> {
        &self.0.snapshot
    }

    /// What answers.
    pub(super) fn api(&self) -> Arc<Api> {
        Arc::clone(&self.0.api)
    }

    /// Loads the data again, after whoever does so already.
    pub(super) async fn reload_in_turn(&self) {
        let turn = Arc::clone(&self.0.turn).acquire_owned().await;
        let turn = turn.expect("the semaphore is never closed");
        // The log has said what came of it.
        let _ = self.begin(turn).await;
    }

    /// Loads on a thread of its own, which takes as long as it takes.
    fn begin(&self, turn: OwnedSemaphorePermit) -> Reloading {
        let (sender, receiver) = oneshot::channel();
        let served = self.clone();
        let load = move || {
            let told = served.reload_now();
            // Who hears that it is done may at once ask again.
            drop(turn);
            // Whoever asked may be gone.
            let _ = sender.send(told);
        };
        if let Err(error) = thread::Builder::new().name("reload".into()).spawn(load) {
            tracing::error!(%error, "no thread can be started to load the data");
        }
        receiver
    }

    fn reload_now(&self) -> Result<String, String> {
        let begin = Instant::now();
        let Shared {
            data,
            snapshot,
            api,
            metrics,
            loaded,
            ..
        } = &*self.0;
        let graph = data.load().map_err(|Failure(text)| {
            tracing::error!(problem = text, "the data from before are still served");
            text
        })?;
        let before = snapshot.take();
        let holds = log_graph(&graph);
        api.publish(graph);
        metrics.loaded();
        // Its thread would keep it as long as nobody searches it.
        before.dismiss_search();
        drop(before);
        *loaded.lock().unwrap_or_else(PoisonError::into_inner) = SystemTime::now();
        if let Err(Failure(text)) = prepare_search(snapshot.take()) {
            tracing::warn!(
                problem = text,
                "who searches first makes the index of words"
            );
        }
        tracing::info!(took = ?begin.elapsed(), "the data are loaded again");
        Ok(holds)
    }
}

impl Data for Served {
    fn loaded(&self) -> SystemTime {
        *self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reload(&self) -> Result<Reloading, AlreadyReloading> {
        let turn = Arc::clone(&self.0.turn).try_acquire_owned();
        turn.map(|turn| self.begin(turn))
            .map_err(|_| AlreadyReloading)
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Served").field(&self.0.data).finish()
    }
}

/// The allocator keeps what is not used any more for a second, and gives it back when a thread ends
/// after that.
const UNUSED_KEPT: Duration = Duration::from_millis(1300);

/// Makes the index of words when someone searches, beside other answers; it takes as much memory
/// as a third of the graph or more, which a server that nobody searches need not have. What making
/// it took beyond that is given back.
fn prepare_search(graph: Arc<Graph>) -> Result<(), Failure> {
    let prepare = move || {
        if graph.prepare_search_when_asked().is_ok() {
            tracing::info!("the index of words is made");
            drop(graph);
            thread::sleep(UNUSED_KEPT);
        }
    };
    let started = thread::Builder::new().name("search".into()).spawn(prepare);
    let started = started.map(|_| ());
    started.map_err(|error| format!("castgraph: cannot start a thread: {error}").into())
}

/// Tells the log how much a graph holds, and gives it as text.
fn log_graph(graph: &Graph) -> String {
    let statistics = graph.statistics();
    let nodes: usize = statistics.nodes.iter().map(|(_, count)| count).sum();
    let edges: usize = statistics.edges.iter().map(|(_, count)| count).sum();
    let (claims, disputes) = (statistics.claims, statistics.disputes);
    tracing::info!(nodes, edges, claims, disputes, "graph");
    format!("{nodes} nodes, {edges} edges, {claims} claims, {disputes} disputes")
}
