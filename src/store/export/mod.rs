//! A graph for other people's tools.
//!
//! | format | what it is for | what is in it |
//! |---|---|---|
//! | [`csv`] | spreadsheets, databases, data frames | things, edges, claims, disputes, merges as tables |
//! | [`graphml`] | tools that draw and measure graphs | things and edges with what is best known of them |
//! | [`nquads`] | RDF stores and SPARQL | each claim as a named graph, with its sources |
//!
//! Each is written as the graph is walked; none is held whole. The same graph always gives
//! the same bytes. The file appears when it is complete or not at all, and so do the files
//! of a directory.
//!
//! These formats are for reading elsewhere; what comes back is the data directory and the
//! snapshot file. They name things by the keys under which the graph knows them; under which
//! merged key a record came is told in a data directory only. The day of a reference is its
//! source's, where it has none of its own.

pub mod csv;
pub mod graphml;
pub mod nquads;

mod columns;
mod edges;
mod text;

pub use csv::save_csv;
pub use graphml::save_graphml;
pub use nquads::save_nquads;
