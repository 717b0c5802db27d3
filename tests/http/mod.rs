//! The router, called without a socket.

mod fixture;

mod accept;
mod compression;
mod cors;
mod failures;
mod get;
mod limits;
mod methods;
mod metrics;
mod pages;
mod post;
mod shutdown;
mod statuses;
mod walks;
