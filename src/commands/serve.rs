//! `castgraph serve`: answers queries over HTTP until it is told to stop.

use super::log::{Lines, LogFormat, log_filter, start_log};
use super::{DataArgs, Failure, print};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::{limits::Limits as DocumentLimits, service::Api};
use castgraph::http::{self, Limits, Settings, Shutdown};
use clap::{Args, value_parser};
use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::process;
use std::sync::Arc;
use std::thread;
use tokio::runtime::{self, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

const AFTER_HELP: &str = "\
Examples:
  castgraph serve                                serve the embedded graph
  castgraph serve --data my-data                 serve the data files in my-data
  castgraph serve --listen 0.0.0.0:80            listen on all addresses of this machine
  castgraph serve --listen 127.0.0.1:0           listen on a free port; stdout says which

The address to open is a line on stdout; the log is on stderr. CASTGRAPH_LOG chooses what
is logged: error, warn, info (the default) or debug.

SIGTERM or Ctrl-C: no new requests, and those under way may end; a second one ends at once.

Exit codes:
  0  stopped
  1  bad data, an address that cannot be listened on, or a CASTGRAPH_LOG that is no level
  2  wrong usage of the command line";

/// Most threads that read and write sockets; executions have threads of their own.
const SOCKET_THREADS_MAX: usize = 4;

/// Longest time that an option may state: an hour.
const TIME_MS_MAX: u64 = 3_600_000;

/// Answer GraphQL queries over HTTP
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDR",
        env = "CASTGRAPH_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
    /// Form of the log
    #[arg(
        long,
        value_name = "FORM",
        env = "CASTGRAPH_LOG_FORMAT",
        default_value = "text"
    )]
    log_format: LogFormat,
    #[command(flatten)]
    limits: LimitArgs,
}

/// How much one client may take.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// Longest time for one request, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_REQUEST_TIME_MS",
          default_value_t = Limits::default().request_time_ms,
          value_parser = value_parser!(u64).range(1..=TIME_MS_MAX))]
    request_time_ms: u64,
    /// Longest time for the head of a request, and between requests, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_HEAD_TIME_MS",
          default_value_t = Limits::default().head_time_ms,
          value_parser = value_parser!(u64).range(1..=TIME_MS_MAX))]
    head_time_ms: u64,
    /// Longest time in which a client reads nothing of its answer, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_WRITE_TIME_MS",
          default_value_t = Limits::default().write_time_ms,
          value_parser = value_parser!(u64).range(1..=TIME_MS_MAX))]
    write_time_ms: u64,
    /// Longest time for requests under way once the server stops, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_DRAIN_TIME_MS",
          default_value_t = Limits::default().drain_time_ms,
          value_parser = value_parser!(u64).range(0..=TIME_MS_MAX))]
    drain_time_ms: u64,
    /// Longest body of a request, in bytes
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_BODY_BYTES_MAX",
          default_value_t = number(Limits::default().body_bytes_max),
          value_parser = value_parser!(u32).range(1..=1 << 30))]
    body_bytes_max: u32,
    /// Longest path and query of a URL, in bytes
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_URL_BYTES_MAX",
          default_value_t = number(Limits::default().url_bytes_max),
          value_parser = value_parser!(u32).range(1..=65_534))]
    url_bytes_max: u32,
    /// Cost up to which a request is light, in fields resolved and things visited: once its plan is
    /// kept it is executed by the thread that reads it
    #[arg(long, value_name = "COST", env = "CASTGRAPH_LIGHT_COST",
          default_value_t = number(Limits::default().light_cost))]
    light_cost: u32,
    /// Most requests executed at the same time
    #[arg(long, value_name = "N", env = "CASTGRAPH_EXECUTIONS_MAX",
          default_value_t = number(Limits::default().executions_max),
          value_parser = value_parser!(u32).range(1..=1_024))]
    executions_max: u32,
    /// Most heavy requests executed at the same time, of those above
    #[arg(long, value_name = "N", env = "CASTGRAPH_HEAVY_EXECUTIONS_MAX",
          default_value_t = number(Limits::default().heavy_executions_max),
          value_parser = value_parser!(u32).range(1..=1_024))]
    heavy_executions_max: u32,
    /// Cost above which a request is heavy, in fields resolved and things visited
    #[arg(long, value_name = "COST", env = "CASTGRAPH_HEAVY_COST",
          default_value_t = number(Limits::default().heavy_cost))]
    heavy_cost: u32,
    /// Most that a request may cost, in fields resolved and things visited
    #[arg(long, value_name = "COST", env = "CASTGRAPH_COST_MAX",
          default_value_t = number(DocumentLimits::default().cost_max))]
    cost_max: u32,
    /// Most bytes of documents and plans kept for requests to come, by estimate; 0 to keep none
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_PLANS_BYTES_MAX",
          default_value_t = number(DocumentLimits::default().plans_bytes_max))]
    plans_bytes_max: u32,
    /// Most connections open at the same time
    #[arg(long, value_name = "N", env = "CASTGRAPH_CONNECTIONS_MAX",
          default_value_t = number(Limits::default().connections_max),
          value_parser = value_parser!(u32).range(1..=1_000_000))]
    connections_max: u32,
}

/// A default of the library as the command line holds it.
fn number(default: usize) -> u32 {
    u32::try_from(default).expect("defaults are small")
}

impl LimitArgs {
    fn limits(&self) -> Limits {
        let url_bytes_max = self.url_bytes_max as usize;
        let defaults = Limits::default();
        Limits {
            body_bytes_max: self.body_bytes_max as usize,
            url_bytes_max,
            // Room for the longest URL beside the usual headers.
            head_bytes_max: defaults.head_bytes_max.max(2 * url_bytes_max),
            head_time_ms: self.head_time_ms,
            request_time_ms: self.request_time_ms,
            write_time_ms: self.write_time_ms,
            light_cost: self.light_cost as usize,
            executions_max: self.executions_max as usize,
            heavy_executions_max: self.heavy_executions_max as usize,
            heavy_cost: self.heavy_cost as usize,
            connections_max: self.connections_max as usize,
            drain_time_ms: self.drain_time_ms,
        }
    }

    fn document_limits(&self) -> DocumentLimits {
        DocumentLimits {
            cost_max: self.cost_max as usize,
            plans_bytes_max: self.plans_bytes_max as usize,
            ..DocumentLimits::default()
        }
    }
}

/// Serves until a signal; the address is taken first, so that its lack is known at once.
pub(super) fn run(args: &ServeArgs) -> Result<(), Failure> {
    let filter = log_filter()?;
    let lines = Lines::start()?;
    start_log(args.log_format, filter, lines);
    let served = serve(args);
    lines.write();
    served
}

fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let settings = Settings {
        limits: args.limits.limits(),
        shutdown: Shutdown::default(),
    };
    let listener = bind(&args.listen)?;
    let document_limits = args.limits.document_limits();
    let api = Arc::new(api(&args.data, &settings.limits, document_limits)?);

    let runtime = runtime(&settings.limits)?;
    let served = runtime.block_on(async {
        // Before the address is known, so that no signal finds the process unprepared.
        let stop = stop_on_signals(settings.shutdown.clone())?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        print(&format!(
            "castgraph listens on http://{}/\n",
            listener.local_addr()?
        ))?;
        tokio::spawn(stop);
        let front = http::router(api, settings.clone());
        Ok(http::serve(listener, front, &settings).await)
    });
    // Not dropped: that would wait for executions that do not notice they must stop.
    runtime.shutdown_background();
    served.map(|in_time| tracing::info!(in_time, "stopped"))
}

/// Loads the graph and builds the schema.
fn api(data: &DataArgs, limits: &Limits, document_limits: DocumentLimits) -> Result<Api, Failure> {
    let graph = data.load()?;
    log_start(&graph, limits, document_limits);
    let snapshot = Arc::new(Snapshot::new(graph));
    prepare_search(&snapshot)?;
    Ok(Api::new(snapshot, document_limits)?)
}

/// Makes the index of words when someone searches, beside other answers; it takes as much memory
/// as a third of the graph or more, which a server that nobody searches need not have.
fn prepare_search(snapshot: &Snapshot) -> Result<(), Failure> {
    let graph = snapshot.take();
    let prepare = move || {
        if graph.prepare_search_when_asked().is_ok() {
            tracing::info!("the index of words is made");
        }
    };
    let started = thread::Builder::new().name("search".into()).spawn(prepare);
    let started = started.map(|_| ());
    started.map_err(|error| format!("castgraph: cannot start a thread: {error}").into())
}

/// Opens the socket; the text says which address, why not, and what to do.
fn bind(listen: &str) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(listen).map_err(|error| {
        let advice = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program listens there; choose another port with --listen, such as \
                 127.0.0.1:0 for a free one"
            }
            io::ErrorKind::PermissionDenied => {
                "ports below 1024 need a privilege; choose another with --listen"
            }
            _ => "--listen takes an address of this machine and a port, such as 127.0.0.1:8080",
        };
        format!("castgraph: cannot listen on {listen}: {error}; {advice}")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn runtime(limits: &Limits) -> Result<Runtime, Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // On one core, nobody could take work from another.
    let mut builder = match cores {
        1 => runtime::Builder::new_current_thread(),
        _ => runtime::Builder::new_multi_thread(),
    };
    let runtime = builder
        .worker_threads(cores.min(SOCKET_THREADS_MAX))
        .max_blocking_threads(limits.executions_max)
        .enable_all()
        .build();
    runtime.map_err(|error| format!("castgraph: cannot start threads: {error}").into())
}

/// The first signal drains; the second ends the process with the code that shells expect.
fn stop_on_signals(shutdown: Shutdown) -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        let name = either(&mut terminate, &mut interrupt).await.0;
        tracing::info!(signal = name, "stopping");
        shutdown.drain();
        let (name, exit_code) = either(&mut terminate, &mut interrupt).await;
        tracing::warn!(signal = name, "ending at once");
        process::exit(exit_code);
    })
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) -> (&'static str, i32) {
    tokio::select! {
        _ = terminate.recv() => ("SIGTERM", 143),
        _ = interrupt.recv() => ("SIGINT", 130),
    }
}

fn log_start(graph: &Graph, limits: &Limits, document_limits: DocumentLimits) {
    let statistics = graph.statistics();
    let nodes: usize = statistics.nodes.iter().map(|(_, count)| count).sum();
    let edges: usize = statistics.edges.iter().map(|(_, count)| count).sum();
    let (claims, disputes) = (statistics.claims, statistics.disputes);
    tracing::info!(nodes, edges, claims, disputes, "graph");
    let Limits {
        body_bytes_max,
        url_bytes_max,
        head_bytes_max,
        head_time_ms,
        request_time_ms,
        write_time_ms,
        light_cost,
        executions_max,
        heavy_executions_max,
        heavy_cost,
        connections_max,
        drain_time_ms,
    } = *limits;
    let DocumentLimits {
        cost_max,
        plans_bytes_max,
        ..
    } = document_limits;
    tracing::info!(
        request_time_ms,
        light_cost,
        executions_max,
        heavy_executions_max,
        heavy_cost,
        cost_max,
        plans_bytes_max,
        body_bytes_max,
        url_bytes_max,
        head_bytes_max,
        head_time_ms,
        write_time_ms,
        connections_max,
        drain_time_ms,
        "limits"
    );
}
