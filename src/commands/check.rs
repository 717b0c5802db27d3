//! `castgraph check`: says what a data directory holds, or everything that is wrong with it.

use super::{Failure, load, print};
use castgraph::graph::{Graph, Statistics};
use castgraph::model::Rank;
use castgraph::store::DataFile;
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  castgraph check               check the graph that is part of the program
  castgraph check my-data       check the data files in my-data
  castgraph check --merges my-data
                                list which keys were found to name one thing, and why

To take a merge back, give its line of merges.jsonl the rank DEPRECATED: the records
stand under their own keys again, and no import makes the merge anew. Merges that rest
on it, as that of a character on that of its performer, have lines of their own, and are
named until they are taken back as well.

Every problem is a line on stderr: FILE:LINE: what was expected, what was found.

Environment:
  CASTGRAPH_DATA   data directory or snapshot file, as PLACE

Exit codes:
  0  the data is good; its counts are on stdout
  1  it is not; all problems are on stderr
  2  wrong usage of the command line";

/// Check a data directory and count what it holds
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct CheckArgs {
    /// Data directory or snapshot file; without it, the graph that is part of the program
    #[arg(value_name = "PLACE", env = "CASTGRAPH_DATA")]
    dir: Option<PathBuf>,
    /// List the merges instead of the counts
    #[arg(long)]
    merges: bool,
}

/// Prints the counts of a good directory.
pub(super) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let graph = load(args.dir.as_deref())?;
    if args.merges {
        return print(&merges(&graph));
    }
    print(&report(&graph))
}

/// One merge a line: what gave way to what, and why; behind it, which one it rested on that
/// was taken back.
fn merges(graph: &Graph) -> String {
    let mut text = String::new();
    let unfounded = graph.merges_without_ground();
    let mut unfounded = unfounded.iter().peekable();
    for merge in graph.merges() {
        let sign = if merge.rank == Rank::Deprecated {
            "is not"
        } else {
            "is"
        };
        let _ = writeln!(
            text,
            "{} {sign} {}: {}",
            merge.key, merge.into, merge.reason
        );
        if let Some((_, on)) = unfounded.next_if(|(one, _)| *one == merge) {
            let _ = writeln!(
                text,
                "  rests on what was taken back: {} is {}",
                on.key, on.into
            );
        }
    }
    text
}

/// One count a line, aligned; what there is none of is left out, but for the totals.
fn report(graph: &Graph) -> String {
    let Statistics {
        nodes,
        edges,
        claims,
        references,
        disputes,
    } = graph.statistics();
    let stem = |file: DataFile| file.name().trim_end_matches(".jsonl").to_owned();
    let mut text = String::new();
    let mut section = |title: &str, counts: Vec<(String, usize)>| {
        let total: usize = counts.iter().map(|(_, count)| count).sum();
        let _ = writeln!(text, "{total:>9}  {title}");
        for (name, count) in counts.iter().filter(|(_, count)| *count > 0) {
            let _ = writeln!(text, "{count:>9}    {name}");
        }
    };
    let nodes = nodes.into_iter();
    section(
        "nodes",
        nodes
            .map(|(kind, count)| (stem(DataFile::Nodes(kind)), count))
            .collect(),
    );
    let edges = edges.into_iter();
    section(
        "edges",
        edges
            .map(|(relation, count)| (relation.word().to_owned(), count))
            .collect(),
    );
    for (count, name) in [
        (claims, "claims"),
        (references, "references of claims"),
        (disputes, "disputes"),
    ] {
        let _ = writeln!(text, "{count:>9}  {name}");
    }
    let unfounded = graph.merges_without_ground();
    if !unfounded.is_empty() {
        let count = unfounded.len();
        let _ = writeln!(
            text,
            "{count:>9}  merges that rest on one that was taken back"
        );
        for (merge, on) in unfounded {
            let on = format!("{} is {}", on.key, on.into);
            let _ = writeln!(
                text,
                "{:>13}{} is {}, since {on}",
                "", merge.key, merge.into
            );
        }
    }
    text
}
