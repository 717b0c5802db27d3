//! GraphQL over HTTP: routes, content negotiation, limits, a graceful end.
//!
//! ```text
//! socket -> server, connection -> log -> cors, compression -> guard -> route -> request
//!        -> execution -> answer
//! ```
//!
//! 1. [`server`] accepts connections, or sheds them, and ends them gracefully when
//!    [`shutdown`] says so; [`connection`] speaks HTTP/1.1 or HTTP/2 on each, within [`tls`]
//!    where that is wanted, and [`pace`] finds those whose clients are too slow.
//! 2. [`front`](mod@front) is what each request passes: [`log`] gives it an id and writes one line
//!    about it, [`cors`] and [`compression`] stand around what programs read, [`guard`] bounds the
//!    head and turns a panic into an answer.
//! 3. [`graphql`] is the handler of `/graphql`: [`media`] decides what the client can
//!    read, [`admission`] lets it in, [`request`] reads what it sent, [`document`] which document it
//!    means, [`execution`] asks the [`Service`], at once or on a thread that may block, [`answer`]
//!    chooses the status, [`caching`] says who may keep the answer.
//! 4. An [`account`] follows each request, and pays for it out of the [`budget`] of its
//!    [`client`].
//! 5. [`health`], [`admin`], [`page`], [`schema`] and [`metrics`] are the other routes.
//! 6. [`watch`] follows a request to `/graphql` for who counts ([`metrics`]), traces ([`spans`]) and
//!    gives up.
//!
//! Nothing here knows the graph. Every error, whichever layer found it, is JSON of the
//! same shape, with a code of [`ErrorCode`](crate::graphql::error::ErrorCode).

pub mod account;
pub mod admin;
pub mod answer;
pub mod budget;
pub mod client;
pub mod compression;
pub mod cors;
pub mod front;
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
pub mod tls;

mod admission;
mod caching;
mod connection;
mod document;
mod execution;
mod graphql;
mod guard;
mod health;
mod pace;
mod routes;
mod schema;
mod watch;

use std::sync::Arc;

pub use account::LimitCounts;
pub use budget::RateLimits;
pub use cors::Origin;
pub use front::Front;
pub use limits::Limits;
pub use metrics::Metrics;
pub use server::serve;
pub use shutdown::Shutdown;
pub use spans::Spans;
pub use texts::Texts;
pub use tls::Tls;

use crate::graphql::{persisted::Documents, service::Service};
use account::Accounts;
use admin::{Data, Token};
use admission::Admission;
use execution::Executor;

/// What a server is made of beside the service that answers.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How much one client may take.
    pub limits: Limits,
    /// What a client may spend.
    pub rates: RateLimits,
    /// Whether requests beyond the limits of cost and rate are counted and answered, not refused;
    /// of the cost of one, [`cost_is_enforced`](crate::graphql::limits::Limits::cost_is_enforced)
    /// says the same to the engine.
    pub measures_limits: bool,
    /// What these limits refused.
    pub counts: Arc<LimitCounts>,
    /// Tells the server, and everything under way in it, when to end.
    pub shutdown: Shutdown,
    /// What connections are encrypted with; without it, they are not.
    pub tls: Option<Arc<Tls>>,
    /// The data behind the service, where they can be loaded again.
    pub data: Option<Arc<dyn Data>>,
    /// What an admin must know; without it, no route is for admins.
    pub admin: Option<Token>,
    /// How long browsers and CDNs may use a complete answer to a GET without asking whether it
    /// is still true, in seconds.
    pub answers_max_age_s: u32,
    /// The documents that are answered.
    pub documents: Arc<Documents>,
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
struct App {
    executor: Executor,
    accounts: Accounts,
    admission: Admission,
    settings: Settings,
}

/// Answers on all paths with what a service says; needs a tokio runtime with a clock when it is
/// asked.
///
/// The metrics of `settings` are for one front.
pub fn front(service: Arc<dyn Service>, settings: Settings) -> Front {
    let executor = Executor::new(service, &settings);
    let accounts = Accounts::new(&settings);
    let admission = Admission::new(&settings.limits);
    Front::new(&Arc::new(App {
        executor,
        accounts,
        admission,
        settings,
    }))
}
