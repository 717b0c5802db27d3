//! One test binary; each module is one subject.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod aggregates;
mod answers;
mod arranged;
mod at_hand;
mod connections;
mod costs;
mod disputes;
mod engine;
mod exports;
mod fields;
mod http;
mod identity;
mod imported;
mod judged;
mod known_at;
mod layers;
mod list_filters;
mod pages;
mod paths;
mod persisted;
mod queries;
mod quick;
mod readme;
mod schema;
mod search;
mod seed;
mod server;
mod snapshot;
mod sources;
mod store;
mod structure;
mod support;
mod together;
