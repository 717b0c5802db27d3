//! castgraph: a GraphQL knowledge graph of television that says who claims each fact.
//!
//! ```text
//! model <- graph <- store, sources     <- commands
//! model <- graph <- graphql <- http    <- commands
//! ```
//!
//! An arrow reads "is used by"; there are no others, which `tests/layers.rs` proves.
//! In reading order:
//!
//! - [`model`]: what may be said: kinds, properties, relations, keys, dates, claims
//! - [`graph`]: the graph in memory: built from changes, read by views, walked in lists
//! - [`store`]: data files to a graph and back; the seed that is part of the program
//! - [`sources`]: other people's formats to facts
//! - [`graphql`]: the types of the API as tables, and the engine that answers queries
//! - [`http`]: routes, content negotiation, limits of the server
//!
//! What always holds:
//!
//! - A graph never changes; a request reads one graph, and views of it, from its start to its end.
//! - An answer depends on the request and the graph only. No hash order, no clock and no
//!   order of input lines reaches it.
//! - Every fact is a claim that names its references, or what it is derived from. The
//!   plain value of a field is chosen once, when the graph is built.
//! - The ontology is checked at one door, [`graph::Builder`]; nobody checks again.
//! - Every list of things has a total order and is paged by one module.
//! - petgraph stays in [`graph`], tantivy in its `search`, async-graphql in [`graphql`], axum
//!   in [`http`] and in the command that starts it.

pub mod model;

pub mod graph;

pub mod store;

pub mod sources;

pub mod graphql;

pub mod http;
