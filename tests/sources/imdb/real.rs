//! The real files and the fixture: nothing in them is lost, by a count that knows nothing of
//! castgraph.

use super::fixture;
use crate::sources::counted::{Counts, Saved, compare, counted, text};
use crate::support::skips::shared;
use std::path::Path;

/// Why a row of title.principals, or a row or name of title.crew, is left out as a whole.
const ROWS_LEFT_OUT: [&str; 5] = [
    "unknown title",
    "title is left out",
    "repeated title",
    "unknown person",
    "no person",
];

fn found(saved: &Saved, what: &str) -> u64 {
    let titles = ["series", "films", "episodes"];
    match what {
        "specials" => saved.count("episodes", |episode| text(episode, "kind") == "SPECIAL"),
        "alternate titles" => {
            let records = titles.iter().flat_map(|file| saved.records(file));
            let names = records.map(|title| title["alternateNames"].as_array().map_or(0, Vec::len));
            names.sum::<usize>() as u64
        }
        "appearances in episodes and films" => saved.count("appears_in", |edge| {
            let to = text(edge, "to");
            to.starts_with("episode:") || to.starts_with("film:")
        }),
        what => match what.strip_suffix(" left out") {
            Some(file) => {
                let rows = saved.left_out().filter(|(reason, _)| {
                    let reason = reason.strip_prefix(file);
                    let reason = reason.and_then(|reason| reason.strip_prefix(": "));
                    reason.is_some_and(|reason| ROWS_LEFT_OUT.contains(&reason))
                });
                rows.map(|(_, count)| count).sum()
            }
            None if what.contains('.') => saved.read(what),
            None => saved.made(what),
        },
    }
}

/// Compares what was saved with what is counted; gives the counts, or nothing without Python.
fn nothing_is_lost(folder: &Path, mode: &str) -> Option<Counts> {
    let place = folder.to_str().unwrap();
    let name = folder.file_name().unwrap().to_string_lossy();
    let mut counts = counted("count_imdb.py", &[place, mode])?;
    let saved = Saved::of(
        &format!("imdb-real-{name}-{mode}"),
        &["imdb", place, "--titles", mode],
    );
    let mut take = |what: &str| counts.remove(what).unwrap();
    let (rows, same, stray) = (
        take("crew rows"),
        take("crew rows said before"),
        take("crew rows of unknown things"),
    );
    let edges = saved.made("CREDITED");
    assert_eq!(rows, edges + same + stray, "crew rows of {name}, {mode}");
    compare(&counts, &format!("{name}, {mode}"), |what| {
        found(&saved, what)
    });
    let odd = saved.left_out().find(|(reason, _)| reason.contains("odd"));
    assert!(odd.is_none() || folder == fixture(), "{odd:?}");
    Some(counts)
}

/// Asserts that each thing that is counted was there at all, in one place or another, but for
/// these.
fn each_was_there(all: &[Counts], except: &[&str]) {
    let counted = all.iter().flat_map(Counts::keys);
    for what in counted.filter(|what| !except.contains(&what.as_str())) {
        let somewhere = all.iter().any(|counts| counts[what] > 0);
        assert!(somewhere, "there are no {what}, so that none could be lost");
    }
}

#[test]
fn the_fixture_comes_in_without_loss() {
    let counts = ["tv", "all"].map(|mode| nothing_is_lost(&fixture(), mode));
    let counts: Vec<Counts> = counts.into_iter().flatten().collect();
    each_was_there(&counts, &[]);
}

#[test]
fn real_files_come_in_without_loss() {
    let Some(data) = shared("data/imdb") else {
        return;
    };
    let mut all = Vec::new();
    for folder in ["original-quoting", "titles-500"] {
        for mode in ["tv", "all"] {
            all.extend(nothing_is_lost(&data.join(folder), mode));
        }
    }
    // Their episodes are of series that were cut away; the fixture has some.
    each_was_there(&all, &["series", "seasons"]);
}
