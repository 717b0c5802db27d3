//! What those who run a server see of it, and whom it serves beside its own pages.

use super::listen::listener;
use super::{Failure, print};
use castgraph::graph::Snapshot;
use castgraph::graphql::service::Api;
use castgraph::http::{self, Limits, Metrics, Origin, Settings, Texts, compression, metrics};
use clap::builder::FalseyValueParser;
use clap::{Args, value_parser};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Most connections to the address of `--metrics-listen`: a few scrapers, and whoever looks.
const METRICS_CONNECTIONS_MAX: usize = 16;

#[derive(Debug, Args)]
#[command(next_help_heading = "Operations")]
pub(super) struct OperationArgs {
    /// Answer /metrics at the address of --listen, to whoever can reach it
    #[arg(long, env = "CASTGRAPH_METRICS", value_parser = FalseyValueParser::new())]
    metrics: bool,
    /// Address that answers /metrics and nothing else; port 0 takes a free one
    #[arg(long, value_name = "ADDR", env = "CASTGRAPH_METRICS_LISTEN")]
    metrics_listen: Option<String>,
    /// Most operations that /metrics tells apart by name; names come from clients
    #[arg(long, value_name = "N", env = "CASTGRAPH_METRICS_OPERATIONS_MAX",
          default_value_t = u32::try_from(metrics::OPERATIONS_MAX).expect("the default is small"),
          value_parser = value_parser!(u32).range(0..=10_000))]
    metrics_operations_max: u32,
    /// Pages of this origin may ask; given several times or with commas, or * for all
    #[arg(
        long,
        value_name = "ORIGIN",
        env = "CASTGRAPH_CORS_ORIGIN",
        value_delimiter = ','
    )]
    cors_origin: Vec<Origin>,
    /// Smallest answer that is compressed, in bytes; 0 for none
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_COMPRESSION_BYTES_MIN",
          default_value_t = compression::BYTES_MIN)]
    compression_bytes_min: u16,
    /// Log the document of each request, and add it to its span
    #[arg(long, env = "CASTGRAPH_LOG_DOCUMENTS", value_parser = FalseyValueParser::new())]
    log_documents: bool,
    /// Log the variables of each request, and add them to its span; they may concern persons
    #[arg(long, env = "CASTGRAPH_LOG_VARIABLES", value_parser = FalseyValueParser::new())]
    log_variables: bool,
}

impl OperationArgs {
    /// What a server within `limits` is made of.
    pub(super) fn settings(&self, limits: Limits) -> Settings {
        Settings {
            limits,
            metrics: Metrics::new(self.metrics_operations_max as usize),
            metrics_path: self.metrics,
            texts: Texts {
                documents: self.log_documents,
                variables: self.log_variables,
            },
            cors_origins: self.cors_origin.clone(),
            compression_bytes_min: self.compression_bytes_min,
            ..Settings::default()
        }
    }

    /// The socket of `--metrics-listen`; needs a runtime.
    pub(super) fn bind_metrics(&self) -> Result<Option<TcpListener>, Failure> {
        let listen = self.metrics_listen.as_deref();
        listen
            .map(|listen| listener("--metrics-listen", listen, false))
            .transpose()
    }
}

/// Counts what the graph holds that is served, from now on.
pub(super) fn count_graph(metrics: &Metrics, snapshot: &Arc<Snapshot>) {
    let gauge = |name, help, of: fn(castgraph::graph::Size) -> usize| {
        let snapshot = Arc::clone(snapshot);
        metrics.gauge(name, help, move || of(snapshot.take().size()));
    };
    gauge("graph_nodes", "Things in the graph", |size| size.nodes);
    gauge(
        "graph_edges",
        "Relations of two things in the graph",
        |size| size.edges,
    );
    gauge("graph_claims", "Claims in the graph", |size| size.claims);
    metrics.loaded();
}

/// Counts what the API makes and keeps.
pub(super) fn count_api(metrics: &Metrics, api: &Arc<Api>) {
    for (place, name, help) in [
        (
            0,
            "documents",
            "Documents that were parsed, checked and found good, not kept from before",
        ),
        (
            1,
            "plans",
            "Plans that were made of documents, not kept from before",
        ),
    ] {
        let api = Arc::clone(api);
        metrics.counter(name, help, move || api.engine().made()[place]);
    }
    let api = Arc::clone(api);
    let bytes = move || usize::try_from(api.answers_bytes()).unwrap_or(usize::MAX);
    metrics.gauge(
        "kept_answer_bytes",
        "Memory of the answers that are kept",
        bytes,
    );
}

/// Answers `/metrics` at an address of its own until the server stops.
pub(super) fn serve_metrics(listener: TcpListener, settings: &Settings) -> Result<(), Failure> {
    print(&format!(
        "castgraph metrics at http://{}/metrics\n",
        listener.local_addr()?
    ))?;
    let counted = settings.metrics.clone();
    let settings = Settings {
        limits: Limits {
            connections_max: METRICS_CONNECTIONS_MAX,
            ..settings.limits
        },
        // Its connections are not those of clients.
        metrics: Metrics::default(),
        ..settings.clone()
    };
    let front = metrics::front(counted, &settings);
    tokio::spawn(async move { http::serve(listener, front, &settings).await });
    Ok(())
}
