//! One test binary; each module is one subject.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod connections;
mod disputes;
mod engine;
mod exports;
mod fields;
mod http;
mod identity;
mod imported;
mod judged;
mod layers;
mod pages;
mod paths;
mod queries;
mod readme;
mod schema;
mod search;
mod seed;
mod server;
mod snapshot;
mod sources;
mod store;
mod support;
