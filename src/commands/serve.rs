//! `castgraph serve`: a placeholder until the HTTP server is there.

use super::{DataArgs, Failure};
use clap::Args;
use std::net::SocketAddr;

/// Answer GraphQL queries over HTTP
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address to listen on
    #[arg(
        long,
        value_name = "ADDR",
        env = "CASTGRAPH_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,
}

/// Loads the graph and says that there is no server yet.
pub(super) fn run(args: &ServeArgs) -> Result<(), Failure> {
    args.data.load()?;
    Err(format!(
        "castgraph: cannot serve on {}: there is no server yet",
        args.listen
    )
    .into())
}
