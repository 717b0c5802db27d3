//! The router, called without a socket.

mod fixture;

mod accept;
mod budgets;
mod failures;
mod get;
mod limits;
mod methods;
mod pages;
mod post;
mod shutdown;
mod statuses;
pub mod walks;
