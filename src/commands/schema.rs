//! `castgraph schema`: prints the GraphQL schema.

use super::Failure;
use clap::Args;

const AFTER_HELP: &str = "\
Example:
  castgraph schema > schema.graphql";

/// Print the GraphQL schema
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct SchemaArgs {}

/// Says that there is no schema yet.
pub(super) fn run(_: &SchemaArgs) -> Result<(), Failure> {
    Err("castgraph: there is no schema yet".into())
}
