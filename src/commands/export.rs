//! `castgraph export`: writes a graph in a format of files.

use super::{DataArgs, Failure, interrupt, warn_of};
use castgraph::store::{
    Existing, SaveError, save_csv, save_directory, save_graphml, save_nquads, save_snapshot,
};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

const AFTER_HELP: &str = "\
Examples:
  castgraph export --format jsonl copy                      write the embedded graph to copy/
  castgraph export --format jsonl --data my-data tidy       write my-data in canonical form
  castgraph export --format jsonl --data seed --force seed  tidy a directory in place
  castgraph export --format snapshot --data my-data my.snapshot
                                                            write a file that serve loads at once
  castgraph export --format csv tables                      write tables to tables/
  castgraph export --format graphml cast.graphml            write a file for NetworkX or Gephi
  castgraph export --format nquads cast.nq                  write a file for SPARQL stores

jsonl and csv write a directory, the others a file. castgraph reads jsonl and snapshot back.
In csv and graphml several values in one place are joined by |, and a | or \\ within a value has
a \\ before it. In nquads each claim is a named graph; its sources stand in the default graph.

The same graph always gives the same bytes. The files appear all together or not at all;
Ctrl-C leaves what was there as it was.
With --force, files that the format writes are replaced and files of other names stay.

Environment:
  CASTGRAPH_DATA   data directory or snapshot file, as --data

Exit codes:
  0  written
  1  bad data, OUT cannot be written, or stopped; what was there before is still there
  2  wrong usage of the command line";

/// Write the graph to files
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct ExportArgs {
    /// Format of the files
    #[arg(long)]
    format: Format,
    #[command(flatten)]
    data: DataArgs,
    /// Replace a file, or the data files of a directory that is not empty
    #[arg(long)]
    force: bool,
    /// Directory or file to write; must be new (a directory may be empty) without --force
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A data directory: JSON Lines, one file per kind and relation
    Jsonl,
    /// A file that this version of castgraph loads at once
    Snapshot,
    /// A directory of tables: things, edges, claims, disputes, merges
    Csv,
    /// A file of things and edges, for tools that draw and measure graphs
    Graphml,
    /// A file of RDF, each claim a named graph with its sources
    Nquads,
}

/// Loads a graph and writes it.
pub(super) fn run(args: &ExportArgs) -> Result<(), Failure> {
    let graph = args.data.load()?;
    // Until here a signal ends the program; nothing is written yet.
    let stopped = interrupt::flag()?;
    let existing = if args.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let (out, stop) = (&args.out, &|| stopped.load(Ordering::Relaxed));
    let saved = match args.format {
        Format::Jsonl => save_directory(&graph, out, existing, stop).map(warn_of),
        Format::Snapshot => save_snapshot(&graph, out, existing, stop),
        Format::Csv => save_csv(&graph, out, existing, stop).map(warn_of),
        Format::Graphml => save_graphml(&graph, out, existing, stop),
        Format::Nquads => save_nquads(&graph, out, existing, stop),
    };
    saved.map_err(|error| {
        let advice = match error {
            SaveError::Occupied {
                replaceable: true, ..
            } => "; name another place, or replace what is there with --force",
            SaveError::Occupied { .. } => "; name another place",
            SaveError::Stopped => "; what was there before is still there",
            SaveError::Io { .. } => "",
        };
        format!("castgraph: {error}{advice}").into()
    })
}
