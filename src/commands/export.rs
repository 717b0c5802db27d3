//! `castgraph export`: writes a graph in a format of files.

use super::{DataArgs, Failure};
use castgraph::store::{Existing, SaveError, save_directory, save_snapshot};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  castgraph export --format jsonl copy                      write the embedded graph to copy/
  castgraph export --format jsonl --data my-data tidy       write my-data in canonical form
  castgraph export --format jsonl --data seed --force seed  tidy a directory in place
  castgraph export --format snapshot --data my-data my.snapshot
                                                            write a file that serve loads at once

The same graph always gives the same bytes. The files appear all together or not at all.
With --force, data files in OUT are replaced and files of other names stay.

Environment:
  CASTGRAPH_DATA   data directory or snapshot file, as --data

Exit codes:
  0  written
  1  bad data, or OUT cannot be written; what was there before is still there
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
}

/// Loads a graph and writes it.
pub(super) fn run(args: &ExportArgs) -> Result<(), Failure> {
    let graph = args.data.load()?;
    let existing = if args.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let saved = match args.format {
        Format::Jsonl => save_directory(&graph, &args.out, existing),
        Format::Snapshot => save_snapshot(&graph, &args.out, existing),
    };
    saved.map_err(|error| {
        let advice = match error {
            SaveError::Occupied {
                replaceable: true, ..
            } => "; name another place, or replace what is there with --force",
            SaveError::Occupied { .. } => "; name another place",
            SaveError::Io { .. } | SaveError::Stopped => "",
        };
        format!("castgraph: {error}{advice}").into()
    })
}
