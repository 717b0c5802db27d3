//! `castgraph query`: answers a query without a server.

use super::{DataArgs, Failure};
use clap::Args;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  castgraph query cast.graphql
  castgraph query --variables '{\"slug\":\"jeff-daniels\"}' person.graphql
  echo '{ people { totalCount } }' | castgraph query -

Environment:
  CASTGRAPH_DATA   data directory, as --data

Exit codes:
  0  answered without errors
  1  bad data, or an answer with errors
  2  wrong usage of the command line";

/// Answer a query without a server
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct QueryArgs {
    /// File with a GraphQL document; - for stdin
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// Variables, as a JSON object
    #[arg(long, value_name = "JSON")]
    variables: Option<String>,
    /// Operation to run, where the document has several
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
}

/// Says that there is no engine yet.
pub(super) fn run(args: &QueryArgs) -> Result<(), Failure> {
    args.data.load()?;
    let QueryArgs {
        file,
        variables,
        operation,
        ..
    } = args;
    Err(format!(
        "castgraph: cannot answer {} (operation {operation:?}, variables {variables:?}): there is no engine yet",
        file.display()
    )
    .into())
}
