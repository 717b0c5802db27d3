//! The commands, one file each, and the command line that they share.

mod check;
mod export;
mod import;
mod interrupt;
mod keeping;
mod listen;
mod log;
mod log_lines;
mod operations;
mod otlp;
mod query;
mod rate_args;
mod reload;
mod schema;
mod serve;
mod signals;

use castgraph::graph::Graph;
use castgraph::store;
use clap::{Args, Parser, Subcommand};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Without a command, castgraph serves the graph that is part of the program.

Examples:
  castgraph                                      serve the embedded graph
  castgraph import tvmaze shows/ --into my-data  make a data directory of saved answers
  castgraph check my-data                        list everything that is wrong with my-data
  castgraph export --format jsonl copy           write the embedded graph as data files
  castgraph query - <<< '{ __typename }'         answer a query without a server

Environment:
  CASTGRAPH_DATA   data directory or snapshot file, as --data; the PLACE of check
  CASTGRAPH_LOG    what a server logs: error, warn, info (the default) or debug
  Each option of serve has a twin, which stands beside it above.

Exit codes:
  0  done
  1  bad data, a failed query, or a file that cannot be read or written
  2  wrong usage of the command line";

/// A GraphQL knowledge graph of television, with the source of every fact
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Box<serve::ServeArgs>),
    Import(import::ImportArgs),
    Check(check::CheckArgs),
    Export(export::ExportArgs),
    Schema(schema::SchemaArgs),
    Query(query::QueryArgs),
}

/// Where the graph comes from.
#[derive(Debug, Clone, Args)]
pub(crate) struct DataArgs {
    /// Data directory or snapshot file; without it, the graph that is part of the program
    #[arg(long, value_name = "PLACE", env = "CASTGRAPH_DATA")]
    data: Option<PathBuf>,
}

/// Why a command gave up: what stderr shows before the program ends with exit code 1.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl<E: Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs one command; its exit code is that of the program.
pub(crate) fn run(cli: Cli) -> ExitCode {
    let result = match cli.command {
        None => serve::run(&cli.serve),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Query(args)) => query::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(text)) => {
            // There is nobody left to tell when stderr is gone.
            let _ = writeln!(io::stderr().lock(), "{text}");
            ExitCode::FAILURE
        }
    }
}

impl DataArgs {
    /// The graph of the directory, or of the program.
    pub(crate) fn load(&self) -> Result<Graph, Failure> {
        load(self.data.as_deref())
    }
}

/// The graph of a directory, of a snapshot file, or of the program; says what to do when
/// there is none.
fn load(place: Option<&Path>) -> Result<Graph, Failure> {
    let Some(place) = place else {
        return store::load_seed().map_err(Failure::from);
    };
    if place.is_file() {
        let (graph, times) = store::load_snapshot(place)?;
        let store::LoadTimes {
            read,
            checksum,
            build,
        } = times;
        tracing::info!(?read, ?checksum, ?build, "loaded the snapshot");
        return Ok(graph);
    }
    store::load_directory(place).map_err(|error| {
        let problems = match error.problems.len() {
            1 => "1 problem".to_owned(),
            several => format!("{several} problems"),
        };
        let advice = "correct the lines above, then run `castgraph check` on them again";
        Failure(format!("{error}\ncastgraph: {problems}; {advice}"))
    })
}

/// Warns of what is left of a directory that was replaced.
fn warn_of(left: Option<store::Leftover>) {
    if let Some(left) = left {
        // There is nobody left to tell when stderr is gone.
        let _ = writeln!(io::stderr().lock(), "castgraph: warning: {left}");
    }
}

/// Writes to stdout; a reader that went away early is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("castgraph: cannot write to stdout: {error}").into())
        }
        _ => Ok(()),
    }
}
