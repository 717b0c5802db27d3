//! The GraphQL API.

pub mod engine;
pub mod error;
pub mod limits;
pub mod service;
