//! castgraph: a GraphQL knowledge graph of television.

pub mod model;
pub mod graphql;
