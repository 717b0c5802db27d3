//! `IMDb`'s files: what an import costs, beside a pass that only splits and counts.
//!
//! ```text
//! cargo bench --bench imdb_data                          # three sizes, as a table
//! cargo bench --bench imdb_data -- measure DIR...        # the same of files that are there
//! cargo bench --bench imdb_data -- generate DIR BYTES    # makes files in the shape of IMDb's
//! cargo bench --bench imdb_data -- scan DIR              # splits and counts
//! cargo bench --bench imdb_data -- read DIR [all]        # reads to changes, which are dropped
//! ```
//!
//! What is said of one machine says little of another: ratios within one run count. The three
//! sizes take 5 GB of disk and some minutes.

mod generate;
mod measure;
mod scan;
mod words;

use castgraph::model::Change;
use castgraph::sources::Silent;
use castgraph::sources::imdb::{Titles, read};
use measure::{Measured, measure};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How much is made when nobody says how much, in bytes: each twice what came before.
const SIZES: [u64; 3] = [512 << 20, 1 << 30, 2 << 30];

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
        ["scan", folder] => split(Path::new(folder)),
        ["read", folder] => import(Path::new(folder), Titles::Tv),
        ["read", folder, "all"] => import(Path::new(folder), Titles::All),
        ["measure", ref folders @ ..] => {
            let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
            table(&measure(&folders));
        }
        _ => {
            let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imdb-data");
            let folders = SIZES.map(|bytes| {
                let folder = all.join(bytes.to_string());
                generate::generate(&folder, bytes).expect("the folder takes the files");
                folder
            });
            table(&measure(&folders));
        }
    }
}

/// The most that doubling the files may make of time and memory.
const GROWTH_MAX: f64 = 2.2;

/// A column for each folder, how much each value grew from one to the next, and behind what
/// has a limit whether the largest keeps it.
fn table(measured: &[Measured]) {
    let verdict = |kept: bool| if kept { "kept" } else { "NOT KEPT" };
    let line = |name: &str, value: &dyn Fn(&Measured) -> f64| {
        let cells = measured.iter().map(|one| format!("{:>10.2}", value(one)));
        let cells: Vec<String> = cells.collect();
        format!("{name:<46}{}", cells.concat())
    };
    let row = |name: &str, value: &dyn Fn(&Measured) -> f64| say(&line(name, value));
    let limited = |name: &str, most: f64, value: &dyn Fn(&Measured) -> f64| {
        let kept = measured.last().is_none_or(|last| value(last) <= most);
        say(&format!(
            "{}   at most {most}: {}",
            line(name, value),
            verdict(kept)
        ));
    };
    let grown = |name: &str, value: &dyn Fn(&Measured) -> f64, growth: Vec<f64>| {
        let times: Vec<String> = growth.iter().map(|times| format!(" x{times:.2}")).collect();
        let kept = growth.iter().all(|times| *times <= GROWTH_MAX);
        let growth = format!(
            "{}, at most x{GROWTH_MAX}: {}",
            times.concat(),
            verdict(kept)
        );
        let growth = if times.is_empty() { "" } else { &growth };
        say(&format!("{}  {growth}", line(name, value)));
    };
    let doublings = |times: &dyn Fn(&Measured, &Measured) -> f64| {
        let growth = measured.windows(2).map(|two| times(&two[1], &two[0]));
        growth.collect()
    };
    let growing = |name: &str, value: &dyn Fn(&Measured) -> f64| {
        grown(
            name,
            value,
            doublings(&|large, small| value(large) / value(small)),
        );
    };
    row("files, MB", &|one| mega(one.bytes));
    row("rows, millions", &|one| mega(one.rows));
    row("split and count with the csv crate, s", &|one| {
        one.with_csv.as_secs_f64()
    });
    row("split and count with memchr, s", &|one| {
        one.with_memchr.as_secs_f64()
    });
    grown(
        "import to a snapshot, s",
        &|one| one.import().as_secs_f64(),
        doublings(&Measured::times),
    );
    limited("import / csv", 20.0, &|one| {
        one.import().as_secs_f64() / one.with_csv.as_secs_f64()
    });
    row("import / memchr", &|one| {
        one.import().as_secs_f64() / one.with_memchr.as_secs_f64()
    });
    growing("memory of the import at most, MB", &|one| {
        mega(one.import_peak)
    });
    row("snapshot, MB", &|one| mega(one.snapshot));
    row("load: read, s", &|one| one.load.read.as_secs_f64());
    row("load: compare checksums, s", &|one| {
        one.load.checksum.as_secs_f64()
    });
    row("load: build and check the graph, s", &|one| {
        one.load.build.as_secs_f64()
    });
    limited("load / import", 0.1, &|one| {
        loaded(one).as_secs_f64() / one.import().as_secs_f64()
    });
    row("start of a server to its first answer, s", &|one| {
        one.serve.as_secs_f64()
    });
    growing("memory of the server, MB", &|one| mega(one.serving));
    limited("memory of the server / files", 1.0, &|one| {
        mega(one.serving) / mega(one.bytes)
    });
    row("first search, which makes the index, s", &|one| {
        one.search.as_secs_f64()
    });
    growing("memory of the server until then at most, MB", &|one| {
        mega(one.search_peak)
    });
    growing("memory of the server after a search, MB", &|one| {
        mega(one.searched)
    });
    limited("memory of the server after a search / files", 1.0, &|one| {
        mega(one.searched) / mega(one.bytes)
    });
}

fn loaded(one: &Measured) -> Duration {
    one.load.read + one.load.checksum + one.load.build
}

#[expect(clippy::cast_precision_loss, reason = "a table is not exact")]
fn mega(amount: u64) -> f64 {
    amount as f64 / 1e6
}

fn make(folder: &Path, bytes: u64) {
    let start = Instant::now();
    let made = generate::generate(folder, bytes).expect("the folder takes the files");
    tell("generate", start.elapsed(), made, "bytes");
}

fn split(folder: &Path) {
    let start = Instant::now();
    let with_csv = scan::with_csv(folder).expect("the files can be read");
    tell("split, csv crate", start.elapsed(), with_csv.bytes, "bytes");
    let start = Instant::now();
    let found = scan::with_memchr(folder).expect("the files can be read");
    tell("split, memchr", start.elapsed(), found.bytes, "bytes");
    assert_eq!(found, with_csv, "both split alike");
    say(&format!("rows {:>33}", found.rows));
    say(&format!("cells {:>32}", found.cells));
}

fn import(folder: &Path, titles: Titles) {
    let (mut nodes, mut edges) = (0_u64, 0_u64);
    let mut take = |change: Change| match change {
        Change::Node(_) => nodes += 1,
        _ => edges += 1,
    };
    let start = Instant::now();
    let report = read(folder, titles, None, &Silent, &mut take).expect("the files are whole");
    let rows = report.read.values().sum();
    tell(&format!("read, {titles:?}"), start.elapsed(), rows, "rows");
    say(&format!("nodes {nodes:>32}"));
    say(&format!("edges {edges:>32}"));
    for (reason, times) in &report.skipped {
        say(&format!("  {reason:<50} {times:>10}"));
    }
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
