//! The real files, counted by a script that knows nothing of castgraph.

use super::read;
use crate::sources::counted::{Counts, Saved, compare, counted, text};
use crate::support::skips::{shared, skip};
use castgraph::model::{Change, Relation};
use serde_json::Value;
use std::env;
use std::path::{Path, PathBuf};

fn real() -> Option<PathBuf> {
    shared("data/tvmaze")
}

fn found(saved: &Saved, what: &str) -> u64 {
    let web = |network: &Value| text(network, "key").contains("-web-");
    let special = |episode: &Value| text(episode, "kind") == "SPECIAL";
    match what {
        "networks" => saved.count("networks", |network| !web(network)),
        "web channels" => saved.count("networks", web),
        "specials" => saved.count("episodes", special),
        "regular episodes" => saved.count("episodes", |episode| !special(episode)),
        "air days" => saved
            .records("series")
            .iter()
            .map(|series| series["airDays"].as_array().map_or(0, Vec::len) as u64)
            .sum(),
        "air times" => saved.count("series", |series| !text(series, "airTime").is_empty()),
        "cast" | "crew" => saved.read(what),
        what => saved.made(what),
    }
}

/// Asserts that all that the script counts below a path is in the graph that was saved; gives
/// the counts, or nothing without Python.
fn nothing_is_lost(path: &Path) -> Option<Counts> {
    let place = path.to_str().unwrap();
    let counts = counted("count_tvmaze.py", &[place])?;
    let name = path.file_name().unwrap().to_string_lossy();
    let saved = Saved::of(&format!("tvmaze-real-{name}"), &["tvmaze", place]);
    compare(&counts, &name, |what| found(&saved, what));
    let nodes = counts["regular episodes"] + counts["specials"];
    assert_eq!(saved.made("episodes"), nodes, "episodes of {name}");
    assert_eq!(saved.left_out().next(), None);
    Some(counts)
}

#[test]
fn real_files_come_in_without_loss() {
    let Some(place) = real() else { return };
    let Some(counts) = nothing_is_lost(&place) else {
        return;
    };
    for (what, count) in counts {
        assert!(count > 0, "there are no {what}, so that none could be lost");
    }
    for folder in ["friends", "game-of-thrones"] {
        nothing_is_lost(&place.join(folder));
    }
}

/// The list of friends' cast lies beside ten shows, two of them of that name.
#[test]
fn friends_are_cast_in_the_right_show() {
    let Some(place) = real() else { return };
    let (changes, _) = read(&[place.join("friends")]).unwrap();
    let shows = changes.iter().filter_map(|change| match change {
        Change::Edge(edge) if edge.relation == Relation::AppearsIn => Some(edge.to.to_string()),
        _ => None,
    });
    let shows: Vec<String> = shows.collect();
    assert_eq!(shows, ["series:tvmaze-431"; 6]);
}

/// Data of a generator, if somebody made some: `CASTGRAPH_GENERATED` is its folder.
#[test]
fn generated_shows_come_in_without_loss() {
    match env::var_os("CASTGRAPH_GENERATED") {
        Some(folder) => {
            nothing_is_lost(&PathBuf::from(folder).join("shows.jsonl"));
        }
        None => skip("CASTGRAPH_GENERATED names no folder with shows.jsonl"),
    }
}
