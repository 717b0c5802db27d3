//! The front, called without a socket.

mod fixture;

mod accept;
mod budgets;
mod caching;
mod compression;
mod cors;
mod failures;
mod get;
mod kept;
mod limits;
mod methods;
mod metrics;
mod pages;
mod persisted;
mod post;
mod quick;
mod shutdown;
mod statuses;
pub mod walks;
