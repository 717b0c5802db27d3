//! GraphQL over HTTP: routes, content negotiation, limits, a graceful end.
//!
//! ```text
//! socket -> server -> front -> route -> request -> execution -> answer
//! ```
//!
//! 1. [`server`] accepts connections and ends them gracefully when [`shutdown`] says so.
//! 2. [`front`] gives each request an id and writes one line about it ([`log`]), turns a
//!    panic into an answer, bounds the URL and sets the headers that all answers carry.
//! 3. [`graphql`] is the handler of `/graphql`: [`media`] decides what the client can
//!    read, [`request`] reads what it sent, [`execution`] asks the [`Service`], at once or on
//!    a thread that may block, [`answer`] chooses the status.
//! 4. [`health`], [`page`] and [`schema`] are the other routes.
//!
//! Nothing here knows the graph. Every error, whichever layer found it, is JSON of the
//! same shape, with a code of [`ErrorCode`](crate::graphql::error::ErrorCode).

pub mod answer;
pub mod limits;
pub mod log;
pub mod media;
pub mod page;
pub mod request;
pub mod server;
pub mod shutdown;

mod execution;
mod front;
mod graphql;
mod health;
mod routes;
mod schema;

use std::sync::Arc;

pub use front::Front;
pub use limits::Limits;
pub use server::serve;
pub use shutdown::Shutdown;

use crate::graphql::service::Service;
use execution::Executor;

/// What a server is made of beside the service that answers.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How much one client may take.
    pub limits: Limits,
    /// Tells the server, and everything under way in it, when to end.
    pub shutdown: Shutdown,
}

/// Everything that handlers share.
struct App {
    executor: Executor,
    settings: Settings,
}

/// All routes over a service; needs a tokio runtime with a clock when it is called.
pub fn router(service: Arc<dyn Service>, settings: Settings) -> Front {
    let executor = Executor::new(service, &settings);
    let app = Arc::new(App { executor, settings });
    Front::new(Arc::clone(&app), routes::routes(app))
}
