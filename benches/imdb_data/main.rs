//! `IMDb`'s files: how fast they are read, beside a pass that only splits and counts.
//!
//! ```text
//! cargo bench --bench imdb_data                          # 128 MB, all three in turn
//! cargo bench --bench imdb_data -- generate DIR BYTES    # makes files in the shape of IMDb's
//! cargo bench --bench imdb_data -- scan DIR              # splits and counts
//! cargo bench --bench imdb_data -- read DIR [all]        # reads to changes, which are dropped
//! ```
//!
//! What is said of one machine says little of another: ratios within one run count.

mod generate;
mod scan;
mod words;

use castgraph::model::Change;
use castgraph::sources::Silent;
use castgraph::sources::imdb::{Titles, read};
use std::path::Path;
use std::time::{Duration, Instant};

/// How much is made when nobody says how much, in bytes.
const BYTES: u64 = 128 << 20;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["generate", folder, bytes] => {
            let bytes = bytes.parse().expect("BYTES is a whole number");
            make(Path::new(folder), bytes);
        }
        ["scan", folder] => {
            split(Path::new(folder));
        }
        ["read", folder] => drop(import(Path::new(folder), Titles::Tv)),
        ["read", folder, "all"] => drop(import(Path::new(folder), Titles::All)),
        _ => {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imdb-data");
            make(&folder, BYTES);
            let pass = split(&folder);
            for titles in [Titles::Tv, Titles::All] {
                let time = import(&folder, titles);
                let ratio = time.as_secs_f64() / pass.as_secs_f64();
                say(&format!("read / split                {ratio:>10.2}"));
            }
        }
    }
}

fn make(folder: &Path, bytes: u64) {
    let start = Instant::now();
    let made = generate::generate(folder, bytes).expect("the folder takes the files");
    tell("generate", start.elapsed(), made, "bytes");
}

/// The time of the pass that the importer is measured by.
fn split(folder: &Path) -> Duration {
    let start = Instant::now();
    let with_csv = scan::with_csv(folder).expect("the files can be read");
    tell("split, csv crate", start.elapsed(), with_csv.bytes, "bytes");
    let start = Instant::now();
    let found = scan::with_memchr(folder).expect("the files can be read");
    let time = start.elapsed();
    tell("split, memchr", time, found.bytes, "bytes");
    assert_eq!(found, with_csv, "both split alike");
    say(&format!("rows {:>33}", found.rows));
    say(&format!("cells {:>32}", found.cells));
    time
}

fn import(folder: &Path, titles: Titles) -> Duration {
    let (mut nodes, mut edges) = (0_u64, 0_u64);
    let mut take = |change: Change| match change {
        Change::Node(_) => nodes += 1,
        _ => edges += 1,
    };
    let start = Instant::now();
    let report = read(folder, titles, None, &Silent, &mut take).expect("the files are whole");
    let time = start.elapsed();
    let rows = report.read.values().sum();
    tell(&format!("read, {titles:?}"), time, rows, "rows");
    say(&format!("nodes {nodes:>32}"));
    say(&format!("edges {edges:>32}"));
    for (reason, times) in &report.skipped {
        say(&format!("  {reason:<50} {times:>10}"));
    }
    time
}

#[expect(clippy::cast_precision_loss, reason = "a rate is not exact")]
fn tell(what: &str, time: Duration, amount: u64, unit: &str) {
    let seconds = time.as_secs_f64();
    let rate = amount as f64 / seconds / 1e6;
    say(&format!(
        "{what:<18} {seconds:>8.2} s  {amount:>14} {unit} {rate:>10.2} million a second"
    ));
}

#[expect(clippy::print_stdout, reason = "a table is what a benchmark is for")]
fn say(line: &str) {
    println!("{line}");
}
