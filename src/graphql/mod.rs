//! The GraphQL API.

pub mod answers;
mod cache;
pub mod connection;
pub mod cost;
pub mod cursor;
pub mod engine;
pub mod error;
pub mod limits;
pub mod persisted;
pub mod row_list;
pub mod service;
pub mod types;
pub mod views;
