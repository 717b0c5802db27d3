//! GraphQL over HTTP: routes, content negotiation, limits, a graceful end.
//!
//! ```text
//! socket -> server -> log -> cors, compression -> guard -> route -> request -> execution -> answer
//! ```
//!
//! 1. [`server`] accepts connections and ends them gracefully when [`shutdown`] says so.
//! 2. [`log`] gives each request an id and writes one line about it; [`guard`] turns a
//!    panic into an answer, bounds the URL and sets the headers that all answers carry.
//! 3. [`graphql`] is the handler of `/graphql`: [`media`] decides what the client can
//!    read, [`request`] reads what it sent, [`execution`] asks the [`Service`] on a thread
//!    that may block, [`answer`] chooses the status.
//! 4. [`health`], [`page`], [`schema`] and [`metrics`] are the other routes.
//! 5. [`watch`] follows a request to `/graphql` for who counts ([`metrics`]), traces ([`spans`]) and
//!    gives up. [`cors`] and [`compression`] stand around what programs read.
//!
//! Nothing here knows the graph. Every error, whichever layer found it, is JSON of the
//! same shape, with a code of [`ErrorCode`](crate::graphql::error::ErrorCode).

pub mod answer;
pub mod compression;
pub mod cors;
pub mod limits;
pub mod log;
pub mod media;
pub mod metrics;
pub mod page;
pub mod request;
pub mod server;
pub mod shutdown;
pub mod spans;
pub mod texts;

mod execution;
mod graphql;
mod guard;
mod health;
mod routes;
mod schema;
mod watch;

use std::sync::Arc;

use axum::Router;

pub use cors::Origin;
pub use limits::Limits;
pub use metrics::Metrics;
pub use server::serve;
pub use shutdown::Shutdown;
pub use spans::Spans;
pub use texts::Texts;

use crate::graphql::service::Service;
use execution::Executor;

/// What a server is made of beside the service that answers.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How much one client may take.
    pub limits: Limits,
    /// Tells the server, and everything under way in it, when to end.
    pub shutdown: Shutdown,
    /// Counts what happens.
    pub metrics: Metrics,
    /// Whether `/metrics` is one of the paths, for whoever can reach the others.
    pub metrics_path: bool,
    /// Takes a span for each request.
    pub spans: Spans,
    /// Which texts of requests are logged, and go with their spans.
    pub texts: Texts,
    /// Pages of these origins may ask.
    pub cors_origins: Vec<Origin>,
    /// The smallest answer that is compressed, in bytes; 0 for none.
    pub compression_bytes_min: u16,
}

/// Everything that handlers share.
#[derive(Clone)]
struct App {
    executor: Executor,
    settings: Arc<Settings>,
}

/// All routes over a service; needs a tokio runtime with a clock when it is called.
///
/// The metrics of `settings` are for one router.
pub fn router(service: Arc<dyn Service>, settings: Settings) -> Router {
    let executor = Executor::new(service, &settings);
    let settings = Arc::new(settings);
    let app = App {
        executor,
        settings: Arc::clone(&settings),
    };
    let api = guard::layer(routes::api(app.clone()), settings.limits);
    let api = compression::layer(api, settings.compression_bytes_min);
    let api = cors::layer(api, &settings.cors_origins);
    let rest = guard::layer(routes::rest(app), settings.limits);
    log::layer(api.merge(rest), settings.metrics.clone())
}
