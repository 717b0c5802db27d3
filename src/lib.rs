//! castgraph: a GraphQL knowledge graph of television.

pub mod graph;
pub mod graphql;
pub mod http;
pub mod model;
pub mod store;
