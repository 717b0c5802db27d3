//! One test binary; each module is one subject.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod engine;
mod http;
mod layers;
mod pages;
mod seed;
mod server;
mod store;
