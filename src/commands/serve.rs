//! `castgraph serve`: answers queries over HTTP until it is told to stop.

use super::keeping::KeepingArgs;
use super::listen::{ListenArgs, raise_open_files};
use super::log::{Lines, LogFormat, log_filter, start_log};
use super::operations::{OperationArgs, count_api, count_graph, serve_metrics};
use super::otlp::Collector;
use super::rate_args::RateArgs;
use super::reload::Served;
use super::{DataArgs, Failure, print, signals};
use castgraph::graphql::limits::Limits as DocumentLimits;
use castgraph::http::{self, Limits, Settings, Spans};
use clap::{Args, value_parser};
use std::sync::Arc;
use std::thread;
use tokio::runtime::{self, Runtime};

const AFTER_HELP: &str = "\
Examples:
  castgraph serve                                serve the embedded graph
  castgraph serve --data my-data                 serve the data files in my-data
  castgraph serve --listen 0.0.0.0:80            listen on all addresses of this machine
  castgraph serve --listen 127.0.0.1:0           listen on a free port; stdout says which
  castgraph serve --tls-cert a.pem --tls-key k.pem
                                                 speak TLS
  castgraph serve --documents persisted.json     answer only the documents of a list
  castgraph serve --metrics-listen 127.0.0.1:9464
                                                 let Prometheus ask at a port of its own
  castgraph serve --cors-origin https://tv.example
                                                 let pages of another origin ask

The address to open is a line on stdout; the log is on stderr. CASTGRAPH_LOG chooses what
is logged: error, warn, info (the default) or debug. With OTEL_EXPORTER_OTLP_ENDPOINT, such as
http://127.0.0.1:4318, requests are traced; the other variables of OpenTelemetry hold as well.

SIGTERM or Ctrl-C: /readyz says so, and after --drain-delay-ms there are no new requests, and
those under way may end; a second one ends at once.
SIGHUP: the data and the certificate are loaded again; bad ones leave those from before.

Exit codes:
  0  stopped
  1  bad data, documents, certificate or token, an address that cannot be listened on, or a
     CASTGRAPH_LOG that is no level
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
    #[command(flatten)]
    listen: ListenArgs,
    /// Form of the log
    #[arg(
        long,
        value_name = "FORM",
        env = "CASTGRAPH_LOG_FORMAT",
        default_value = "text"
    )]
    log_format: LogFormat,
    #[command(flatten)]
    operations: OperationArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    rates: RateArgs,
    #[command(flatten)]
    keeping: KeepingArgs,
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
    /// Longest time in which a client reads nothing of its answers, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_WRITE_TIME_MS",
          default_value_t = Limits::default().write_time_ms,
          value_parser = value_parser!(u64).range(1..=TIME_MS_MAX))]
    write_time_ms: u64,
    /// Slowest rate at which a client may read its answers, in bytes a second
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_READ_RATE_MIN",
          default_value_t = number(Limits::default().read_bytes_per_second_min),
          value_parser = value_parser!(u32).range(1..))]
    read_rate_min: u32,
    /// How long to answer as before once told to stop, while /readyz says so, in milliseconds
    #[arg(long, value_name = "MS", env = "CASTGRAPH_DRAIN_DELAY_MS",
          default_value_t = Limits::default().drain_delay_ms,
          value_parser = value_parser!(u64).range(0..=TIME_MS_MAX))]
    drain_delay_ms: u64,
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
    /// Time in which a request may be executed by the thread that reads it, in microseconds, where its
    /// document took less the last time; 0 for none
    #[arg(long, value_name = "US", env = "CASTGRAPH_QUICK_TIME_US",
          default_value_t = Limits::default().quick_time_us,
          value_parser = value_parser!(u64).range(0..=1_000_000))]
    quick_time_us: u64,
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
    /// Most requests that wait to be executed; others are answered 503
    #[arg(long, value_name = "N", env = "CASTGRAPH_QUEUE_MAX",
          default_value_t = number(Limits::default().queue_max),
          value_parser = value_parser!(u32).range(0..=1_000_000))]
    queue_max: u32,
    /// Longest time that a request waits to be executed, in milliseconds; then it is answered 503
    #[arg(long, value_name = "MS", env = "CASTGRAPH_QUEUE_TIME_MS",
          default_value_t = Limits::default().queue_time_ms,
          value_parser = value_parser!(u64).range(0..=TIME_MS_MAX))]
    queue_time_ms: u64,
    /// Most connections open at the same time; others are answered 503 and closed
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
            read_bytes_per_second_min: self.read_rate_min as usize,
            quick_time_us: self.quick_time_us,
            executions_max: self.executions_max as usize,
            heavy_executions_max: self.heavy_executions_max as usize,
            heavy_cost: self.heavy_cost as usize,
            queue_max: self.queue_max as usize,
            queue_time_ms: self.queue_time_ms,
            connections_max: self.connections_max as usize,
            drain_delay_ms: self.drain_delay_ms,
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
    let limits = args.limits.limits();
    let measures_limits = args.rates.measures();
    let document_limits = DocumentLimits {
        cost_is_enforced: !measures_limits,
        ..args.keeping.limits(args.limits.document_limits())
    };
    let runtime = runtime(&limits)?;
    let (listener, metrics_listener) = {
        let _inside = runtime.enter();
        (args.listen.listener()?, args.operations.bind_metrics()?)
    };
    let collector = Collector::of_environment(runtime.handle())?;
    let (tls, admin) = (args.listen.tls()?, args.listen.admin()?);
    raise_open_files(limits.connections_max);
    let operations = args.operations.settings(limits);
    let served = Served::load(
        args.data.clone(),
        document_limits,
        operations.metrics.clone(),
    )?;
    count_graph(&operations.metrics, served.snapshot());
    count_api(&operations.metrics, &served.api());
    log_limits(&limits, document_limits);
    args.rates.log();
    let settings = Settings {
        rates: args.rates.rates(),
        measures_limits,
        tls,
        data: Some(Arc::new(served.clone())),
        admin,
        answers_max_age_s: args.keeping.answers_max_age_s(),
        documents: Arc::new(args.keeping.documents(&served.api())?),
        spans: collector
            .as_ref()
            .map_or_else(Spans::default, |to| Spans::to(to.tracer())),
        ..operations
    };
    let ended = runtime.block_on(async {
        // Before the address is known, so that no signal finds the process unprepared.
        let stop = signals::stop(settings.shutdown.clone(), limits.drain_delay_ms)?;
        let reload = signals::reload(served.clone(), settings.tls.clone())?;
        let scheme = settings.tls.as_ref().map_or("http", |_| "https");
        let address = listener.local_addr()?;
        print(&format!("castgraph listens on {scheme}://{address}/\n"))?;
        if let Some(listener) = metrics_listener {
            serve_metrics(listener, &settings)?;
        }
        tokio::spawn(stop);
        tokio::spawn(reload);
        let front = http::front(served.api(), settings.clone());
        Ok(http::serve(listener, front, &settings).await)
    });
    if let Some(collector) = collector {
        collector.end();
    }
    // Not dropped: that would wait for executions that do not notice they must stop.
    runtime.shutdown_background();
    ended.map(|in_time| tracing::info!(in_time, "stopped"))
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

/// Tells the log how much one client may take.
fn log_limits(limits: &Limits, document_limits: DocumentLimits) {
    let Limits {
        body_bytes_max,
        url_bytes_max,
        head_bytes_max,
        head_time_ms,
        request_time_ms,
        write_time_ms,
        quick_time_us,
        executions_max,
        heavy_executions_max,
        heavy_cost,
        read_bytes_per_second_min,
        queue_max,
        queue_time_ms,
        connections_max,
        drain_delay_ms,
        drain_time_ms,
    } = *limits;
    let DocumentLimits {
        cost_max,
        plans_bytes_max,
        ..
    } = document_limits;
    tracing::info!(
        request_time_ms,
        quick_time_us,
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
        read_bytes_per_second_min,
        queue_max,
        queue_time_ms,
        connections_max,
        drain_delay_ms,
        drain_time_ms,
        "limits"
    );
}
