//! The real files, counted by a script that knows nothing of castgraph.

use super::read;
use crate::support::skips::{lacks, shared, skip};
use castgraph::model::{Change, Kind, Relation};
use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn real() -> Option<PathBuf> {
    shared("data/tvmaze")
}

/// What the script counts; `None` without Python, which is said.
fn counted(path: &Path) -> Option<serde_json::Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources/count_tvmaze.py");
    match Command::new("python3").arg(script).arg(path).output() {
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{told}");
            Some(serde_json::from_slice(&output.stdout).unwrap())
        }
        Err(error) => {
            lacks(&format!("python3 cannot count ({error})"));
            None
        }
    }
}

/// Asserts that all that the script counts below a path is there.
fn nothing_is_lost(path: &Path) {
    let Some(counted) = counted(path) else { return };
    let (changes, report) = read(&[path.to_owned()]).unwrap();
    let nodes = |kind: Kind, web: bool| {
        let keys = changes.iter().filter_map(|change| match change {
            Change::Node(node) if node.key.kind() == kind => Some(node.key.slug()),
            _ => None,
        });
        keys.filter(|slug| slug.contains("-web-") == web).count()
    };
    let edges = |relation: Relation| {
        let keys = changes.iter().filter_map(|change| match change {
            Change::Edge(edge) if edge.relation == relation => Some(format!(
                "{} {} {:?}",
                edge.from,
                edge.to,
                edge.qualifiers
                    .first()
                    .filter(|_| relation == Relation::Credited)
            )),
            _ => None,
        });
        keys.collect::<BTreeSet<String>>().len()
    };
    let read = |what: &str| usize::try_from(*report.read.get(what).unwrap_or(&0)).unwrap();
    let number = |what: &str| usize::try_from(counted[what].as_u64().unwrap()).unwrap();
    for (what, found) in [
        ("series", nodes(Kind::Series, false)),
        ("seasons", nodes(Kind::Season, false)),
        ("people", nodes(Kind::Person, false)),
        ("characters", nodes(Kind::Character, false)),
        ("networks", nodes(Kind::Network, false)),
        ("webChannels", nodes(Kind::Network, true)),
        ("castRows", read("cast")),
        ("crewRows", read("crew")),
        ("differentJobs", edges(Relation::Credited)),
        ("episodes", read("episodes")),
        ("specials", read("specials")),
    ] {
        assert_eq!(found, number(what), "{what} of {}", path.display());
    }
    let episodes = number("episodes") + number("specials");
    assert_eq!(nodes(Kind::Episode, false), episodes);
    assert_eq!(edges(Relation::PartOf), episodes + number("seasons"));
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
}

#[test]
fn real_files_come_in_without_loss() {
    let Some(place) = real() else { return };
    nothing_is_lost(&place);
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
        Some(folder) => nothing_is_lost(&PathBuf::from(folder).join("shows.jsonl")),
        None => skip("CASTGRAPH_GENERATED names no folder with shows.jsonl"),
    }
}
