//! The real files: nothing in them is lost, by a count that knows nothing of castgraph.

use super::import;
use crate::support::skips::{lacks, shared};
use castgraph::graph::Graph;
use castgraph::model::{Change, Kind, Property, Relation};
use castgraph::sources::imdb::Titles;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn counts(changes: &[Change]) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut add = |what: &str, times: usize| {
        *counts.entry(what.to_owned()).or_default() += times as u64;
    };
    for change in changes {
        match change {
            Change::Node(node) => {
                let what = match node.key.kind() {
                    Kind::Person => "people",
                    Kind::Character => "characters",
                    Kind::Series => "series",
                    Kind::Season => "seasons",
                    Kind::Episode => "episodes",
                    Kind::Film => "films",
                    _ => continue,
                };
                add(what, 1);
                if !matches!(node.key.kind(), Kind::Person | Kind::Character) {
                    let other = |(property, _): &&_| *property == Property::AlternateNames;
                    add(
                        "alternate titles",
                        node.properties.iter().filter(other).count(),
                    );
                }
            }
            Change::Edge(edge) => match (edge.relation, edge.to.kind()) {
                (Relation::RatedBy, _) => add("ratings", 1),
                (Relation::Credited, _) => add("credits", 1),
                (Relation::AppearsIn, Kind::Episode | Kind::Film) => {
                    add("appearances in episodes and films", 1);
                }
                _ => {}
            },
            other => panic!("expected nodes and edges, found {other:?}"),
        }
    }
    counts
}

#[test]
fn real_files_come_in_without_loss() {
    let Some(data) = shared("data/imdb") else {
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources/count_imdb.py");
    for folder in ["original-quoting", "titles-500"] {
        for (mode, titles) in [("tv", Titles::Tv), ("all", Titles::All)] {
            let folder = data.join(folder);
            let output = Command::new("python3")
                .arg(&script)
                .arg(&folder)
                .arg(mode)
                .output();
            let Ok(output) = output else {
                return lacks("there is no python3 to count the rows of the real files");
            };
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let expected: BTreeMap<String, u64> = serde_json::from_slice(&output.stdout).unwrap();
            let (changes, report) = import(&folder, titles).unwrap();
            let found = counts(&changes);
            for (what, expected) in &expected {
                let found = found.get(what).copied().unwrap_or_default();
                assert_eq!(found, *expected, "{what} of {}, {mode}", folder.display());
            }
            assert!(
                !report.skipped.keys().any(|reason| reason.contains("odd")),
                "{report:?}"
            );
            Graph::empty().apply(changes).unwrap();
        }
    }
}
