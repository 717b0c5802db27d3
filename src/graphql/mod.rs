//! The GraphQL API.

pub mod answers;
pub mod connection;
pub mod cost;
pub mod cursor;
pub mod engine;
pub mod error;
pub mod limits;
pub mod persisted;
mod room;
pub mod service;
pub mod types;
pub mod views;
