//! castgraph: a GraphQL knowledge graph of television.

pub mod graphql;
