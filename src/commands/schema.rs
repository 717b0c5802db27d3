//! `castgraph schema`: prints the GraphQL schema.

use super::{Failure, print};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use clap::Args;
use std::sync::Arc;

const AFTER_HELP: &str = "\
Example:
  castgraph schema > schema.graphql

Exit codes:
  0  printed
  1  stdout cannot be written
  2  wrong usage of the command line";

/// Print the GraphQL schema
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct SchemaArgs {}

/// Prints the schema in its definition language.
pub(super) fn run(_: &SchemaArgs) -> Result<(), Failure> {
    let snapshot = Arc::new(Snapshot::new(Graph::empty()));
    let api = Api::new(snapshot, Limits::default())?;
    print(api.sdl())
}
