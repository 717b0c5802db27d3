//! `castgraph import`: adds files of other people's formats to a data directory or snapshot.
//!
//! Reader, graph of what is there and what is new, what is one thing, files: nothing is
//! written before the last step, and that step writes all or nothing.

mod combine;
mod doubts;
mod gather;
mod progress;
mod summary;

use super::{Failure, interrupt, load, print, warn_of};
use castgraph::graph::Graph;
use castgraph::model::{Change, PartialDate};
use castgraph::sources::identity::{self, Findings};
use castgraph::sources::{Progress, Report, SourceError, imdb, tvmaze};
use castgraph::store::{Existing, SaveError, save_directory, save_snapshot};
use clap::{Args, Subcommand, ValueEnum};
use doubts::Doubts;
use progress::Meter;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Instant;
use summary::Made;

const AFTER_HELP: &str = "\
Examples:
  castgraph import tvmaze show.json --into my-data     make the directory my-data, or add to it
  castgraph import tvmaze show.json --into my.snapshot a snapshot file instead
  castgraph import tvmaze answers/ --into my-data      all .json, .jsonl and .ndjson below it
  castgraph import imdb imdb/ --into my-data           the television of IMDb's data sets

The PLACE of --into changes as a whole or not at all; Ctrl-C leaves it as it was.

Exit codes:
  0  imported; what was read, made and left out is on stdout
  1  bad files, a place that cannot be written, or stopped; PLACE is as it was
  2  wrong usage of the command line";

const TVMAZE_HELP: &str = "\
Examples:
  castgraph import tvmaze show.json --into my-data
  castgraph import tvmaze shows.jsonl.gz people/ --into my-data --as-of 2026-01-31

Files hold answers of https://www.tvmaze.com/api: shows with or without embedded parts,
lists of shows, hits of a search, people; one JSON document, or several, such as one a
line. Bare lists of seasons, episodes, casts, crews and other names (/shows/82/akas) lie in
one folder with their show.
PLACE and the file of --report are no answers, wherever they lie.
An empty file, which the API gives where it has no such thing, is refused like one that is
cut off; `find answers -type f -empty -delete` removes those below answers/.

Exit codes:
  0  imported; what was read, made and left out is on stdout
  1  bad files, a place that cannot be written, or stopped; PLACE is as it was
  2  wrong usage of the command line";

const IMDB_HELP: &str = "\
Examples:
  castgraph import imdb imdb/ --into my-data
  castgraph import imdb imdb/ --titles all --into my-data --as-of 2026-01-31

FOLDER holds the seven files of https://datasets.imdbws.com/, each plain or compressed with gzip.

Exit codes:
  0  imported; what was read, made and left out is on stdout
  1  bad files, a place that cannot be written, or stopped; PLACE is as it was
  2  wrong usage of the command line";

/// Add files of other people's formats to a data directory or snapshot file
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    Tvmaze(TvmazeArgs),
    Imdb(ImdbArgs),
}

/// Add saved answers of the TVmaze API
#[derive(Debug, Args)]
#[command(after_help = TVMAZE_HELP)]
struct TvmazeArgs {
    /// Files and folders, plain or compressed with gzip
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    target: TargetArgs,
}

/// Add IMDb's non-commercial data sets
#[derive(Debug, Args)]
#[command(after_help = IMDB_HELP)]
struct ImdbArgs {
    /// Folder with the seven files
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Which titles to take
    #[arg(long, value_name = "WHICH", default_value = "tv")]
    titles: Titles,
    #[command(flatten)]
    target: TargetArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Titles {
    /// Television only
    Tv,
    /// Films too
    All,
}

/// Where the facts go, and how.
#[derive(Debug, Args)]
struct TargetArgs {
    /// Data directory or snapshot file (*.snapshot) to add to; made if it is not there
    #[arg(long, value_name = "PLACE")]
    into: PathBuf,
    /// Day on which the files were fetched, such as 2026-01-31; 2026-01 or 2026 where only the
    /// month or the year is known
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// File to which pairs of things are added that may be one but were not merged, as JSON
    /// Lines; PLACE.doubts.jsonl unless named. Lies in a folder that is there, apart from PLACE
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

impl TargetArgs {
    fn report(&self) -> PathBuf {
        let named = self.report.clone();
        named.unwrap_or_else(|| doubts::beside(&self.into))
    }
}

impl Format {
    fn target(&self) -> &TargetArgs {
        match self {
            Self::Tvmaze(args) => &args.target,
            Self::Imdb(args) => &args.target,
        }
    }

    /// Reads the files.
    fn read(
        &self,
        progress: &dyn Progress,
        take: &mut dyn FnMut(Change),
    ) -> Result<Report, SourceError> {
        match self {
            Self::Tvmaze(TvmazeArgs { paths, target }) => {
                // Both may lie in a folder that is read; they are no answers.
                let except = [target.into.clone(), target.report()];
                tvmaze::read_except(paths, &except, target.as_of, progress, take)
            }
            Self::Imdb(args) => {
                let titles = match args.titles {
                    Titles::Tv => imdb::Titles::Tv,
                    Titles::All => imdb::Titles::All,
                };
                imdb::read(&args.folder, titles, args.target.as_of, progress, take)
            }
        }
    }
}

/// Imports files and says what came of it.
pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let started = Instant::now();
    let target = args.format.target();
    let meter = Meter::new(interrupt::flag()?)?;
    doubts::apart(&target.report(), &target.into)?;
    let mut report_of_doubts = Doubts::open(&target.report(), target.report.is_some())?;
    let base = base(&target.into)?;

    let go_on = || {
        if meter.stopped() {
            Err(stopped(&target.into))
        } else {
            Ok(())
        }
    };
    let gathered = gather::gather(&base, |take| args.format.read(&meter, take));
    let (builder, report) = gathered.map_err(|error| match error {
        SourceError::Stopped => stopped(&target.into),
        bad @ SourceError::Bad { .. } => format!("castgraph: {bad}").into(),
    })?;
    meter.stage("building the graph of all");
    let (all, gained) = combine::finish(builder)?;
    go_on()?;
    meter.stage("finding what is one thing");
    let Findings {
        merges,
        doubts,
        withheld,
    } = identity::find(&base, &all);
    go_on()?;
    report_of_doubts.add(&doubts);
    let merged = merges.len();
    let changed = merged > 0 || all.columns() != base.columns() || !target.into.exists();
    let before = base.statistics();
    drop(base);
    meter.stage("merging what is one thing");
    let graph = combine::merge(all, merges)?;
    go_on()?;
    let stop = || meter.stopped();
    let saved = report_of_doubts.save_with(&stop, || {
        if changed {
            meter.stage("writing");
            save(&graph, &target.into, &stop)?;
        }
        Ok(())
    });
    saved.map_err(|error| match error {
        SaveError::Stopped => stopped(&target.into),
        error => format!("castgraph: {error}; {} is as it was", target.into.display()).into(),
    })?;
    meter.end();
    let made = Made {
        gained,
        merged,
        doubtful: doubts.len(),
        withheld,
        report: report_of_doubts.place(),
        elapsed: started.elapsed(),
    };
    print(&summary::summary(
        &report,
        &before,
        &graph.statistics(),
        &made,
    ))
}

/// Writes the graph: as a snapshot where the target is a file or is called one, else as a
/// data directory.
fn save(graph: &Graph, place: &Path, stop: &dyn Fn() -> bool) -> Result<(), SaveError> {
    let snapshot = place.extension().is_some_and(|end| end == "snapshot");
    if place.is_file() || (snapshot && !place.is_dir()) {
        save_snapshot(graph, place, Existing::Replace, stop)
    } else {
        save_directory(graph, place, Existing::Replace, stop).map(warn_of)
    }
}

/// The graph of the target; an empty one where there is nothing yet.
fn base(place: &Path) -> Result<Graph, Failure> {
    let empty = match fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_none(),
        // A link to nowhere is not a place to write to.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::symlink_metadata(place).is_ok() {
                return Err(cannot_open(place, &error));
            }
            true
        }
        Err(_) => false,
    };
    if empty {
        Ok(Graph::empty())
    } else {
        load(Some(place))
    }
}

fn cannot_open(place: &Path, error: &io::Error) -> Failure {
    format!("castgraph: {}: cannot open: {error}", place.display()).into()
}

fn stopped(place: &Path) -> Failure {
    format!("castgraph: stopped; {} is as it was", place.display()).into()
}
