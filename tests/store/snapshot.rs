//! The snapshot file: the same graph comes back, and nothing else is taken for one.

use super::{castgraph, data, scratch, stderr, stdout};
use crate::support::request;
use crate::support::shuffle::{load, shuffled};
use castgraph::graph::image::Column;
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::engine::Uninterrupted;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service as _};
use castgraph::store::{self, Existing};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

fn small() -> Graph {
    store::load_directory(&data("small")).unwrap_or_else(|error| panic!("{error}"))
}

fn file(test: &str) -> PathBuf {
    let place = scratch(test);
    fs::create_dir_all(&place).unwrap();
    place.join("graph.snapshot")
}

/// The snapshot of the small directory.
fn bytes(test: &str) -> Vec<u8> {
    let place = file(test);
    store::save_snapshot(&small(), &place, Existing::Refuse, &|| false).unwrap();
    fs::read(&place).unwrap()
}

fn read(bytes: &[u8]) -> Result<Graph, String> {
    let mut rest = bytes;
    store::read_snapshot(&mut rest, bytes.len() as u64).map(|(graph, _)| graph)
}

#[test]
fn a_snapshot_gives_the_same_graph() {
    for graph in [small(), store::load_seed().unwrap(), Graph::empty()] {
        let place = file("snapshot-same");
        store::save_snapshot(&graph, &place, Existing::Refuse, &|| false).unwrap();
        let (again, _) = store::load_snapshot(&place).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(graph.columns(), again.columns());
        assert_eq!(store::texts(&graph), store::texts(&again));
    }
}

#[test]
fn the_order_of_lines_changes_no_byte() {
    let files: Vec<(String, String)> = store::texts(&small())
        .into_iter()
        .map(|(file, text)| (file.name(), text))
        .collect();
    for seed in 1..5 {
        let again = load(&shuffled(&files, seed));
        assert_eq!(small().columns(), again.columns());
    }
}

#[test]
fn a_snapshot_with_a_changed_byte_is_refused() {
    let good = bytes("snapshot-changed");
    read(&good).unwrap();
    for at in (0..good.len()).step_by(13) {
        let mut bad = good.clone();
        bad[at] ^= 0x20;
        let found = read(&bad);
        assert!(found.is_err(), "byte {at} of {} was changed", good.len());
    }
}

#[test]
fn a_snapshot_that_ends_early_or_late_is_refused() {
    let good = bytes("snapshot-cut");
    for length in (0..good.len()).step_by(41) {
        let problem = read(&good[..length]).unwrap_err();
        let known = ["an empty file", "another file", "too early"];
        assert!(
            known.iter().any(|text| problem.contains(text)),
            "{length}: {problem}"
        );
    }
    let longer = [&good[..], b"x"].concat();
    assert!(read(&longer).unwrap_err().contains("longer than its head"));
}

/// What is said of a snapshot with other bytes at a place of its head.
fn told_with(good: &[u8], at: usize, change: impl Fn(&mut [u8])) -> String {
    let mut bad = good.to_vec();
    change(&mut bad[at..]);
    read(&bad).unwrap_err()
}

#[test]
fn what_was_expected_and_what_was_found_is_said() {
    let good = bytes("snapshot-told");
    let flip = |rest: &mut [u8]| rest[0] ^= 1;
    let told = told_with(&good, 0, flip);
    let expected = "expected a data directory or a castgraph snapshot, found another file";
    assert_eq!(told, expected);
    let told = read(&[]).unwrap_err();
    assert!(
        told.contains("found an empty file; export it again"),
        "{told}"
    );

    let told = told_with(&good, 16, |rest| {
        rest[..4].copy_from_slice(&9_u32.to_ne_bytes());
    });
    let expected = "expected a snapshot of format 3, found format 9; export it again";
    assert!(told.starts_with(expected), "{told}");

    // As a machine of the other sort writes its numbers.
    let told = told_with(&good, 16, |rest| {
        rest[..4].reverse();
        rest[4..8].reverse();
        rest[8..16].reverse();
    });
    let [little, big] = [
        "with the smallest byte first",
        "with the greatest byte first",
    ];
    let (ours, theirs) = if cfg!(target_endian = "little") {
        (little, big)
    } else {
        (big, little)
    };
    assert!(
        told.contains(&format!("numbers {ours}, found one {theirs}")),
        "{told}"
    );
    let told = told_with(&good, 20, flip);
    assert!(told.contains("mark for the order of bytes"), "{told}");

    let told = told_with(&good, 24, flip);
    let expected = "expected a snapshot with the kinds, properties and relations of this castgraph";
    assert!(told.starts_with(expected), "{told}");

    // The name of the first column, then the last byte of the last column.
    let told = told_with(&good, 37, flip);
    assert!(
        told.contains("the checksum of its head is another"),
        "{told}"
    );
    let told = told_with(&good, good.len() - 1, flip);
    let expected = "the snapshot is damaged: the checksum of the column ";
    assert!(told.starts_with(expected), "{told}");
}

/// A graph from columns of which some bytes were changed behind the back of every checksum.
fn forged(graph: &Graph, column: &str, change: impl Fn(&mut Vec<u8>)) -> Result<Graph, String> {
    let columns = graph.columns();
    let forged = Graph::from_columns(|name, target: &mut dyn Column| {
        let (_, bytes) = columns.iter().find(|(other, _)| *other == name).unwrap();
        let mut bytes = bytes.to_vec();
        if name == column {
            change(&mut bytes);
        }
        let taken = target.take(bytes.len(), &mut |place| {
            place.copy_from_slice(&bytes);
            Ok(())
        });
        match taken {
            Ok(true) => Ok(()),
            _ => Err(format!("{name} is no such column")),
        }
    });
    forged?.map_err(|damage| damage.to_string())
}

#[test]
fn columns_that_lead_nowhere_are_refused_or_harmless() {
    let graph = small();
    let query = "{ people { nodes { name roles { nodes { seasons { nodes { number } } } } claims { nodes { sentence } } } }
        disputes { nodes { question claims { nodes { id sentence } } } } sources { nodes { claims(first: 100) { nodes { sentence } } } } }";
    let snapshot = Arc::new(Snapshot::new(Graph::empty()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let (mut refused, mut harmless) = (0, 0);
    for (name, bytes) in graph.columns() {
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 20) {
            for forge in [|_: u8| 0xff, |old: u8| old.wrapping_add(1), |_: u8| 0] {
                match forged(&graph, name, |bytes| bytes[at] = forge(bytes[at])) {
                    Err(_) => refused += 1,
                    Ok(graph) => {
                        harmless += 1;
                        snapshot.publish(graph);
                        let answer = api.answer(&request(query), &Uninterrupted);
                        let answer = String::from_utf8(answer.body.into()).unwrap();
                        assert!(!answer.contains("INTERNAL"), "{name} {at}: {answer}");
                    }
                }
            }
        }
    }
    assert!(refused > 300 && harmless > 100, "{refused} {harmless}");
}

#[test]
fn the_program_makes_checks_and_asks_a_snapshot() {
    let place = file("snapshot-command");
    let place = place.to_str().unwrap();
    let exported = castgraph(
        &data(""),
        &["export", "--format", "snapshot", "--data", "small", place],
    );
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    let checked = castgraph(&data(""), &["check", place]);
    let directory = castgraph(&data(""), &["check", "small"]);
    assert_eq!(stdout(&checked), stdout(&directory));
    let again = castgraph(
        &data(""),
        &["export", "--format", "snapshot", "--data", "small", place],
    );
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("--force"), "{}", stderr(&again));
    let forced = [
        "export", "--force", "--format", "snapshot", "--data", place, place,
    ];
    assert_eq!(castgraph(&data(""), &forced).status.code(), Some(0));
    let query = format!("{place}.graphql");
    fs::write(&query, "{ film(slug: \"mill-fire\") { name } }").unwrap();
    let answer = castgraph(&data(""), &["query", "--data", place, &query]);
    let expected = "{\"data\":{\"film\":{\"name\":\"The Mill Fire\"}}}\n";
    assert_eq!(stdout(&answer), expected, "{}", stderr(&answer));
}

#[test]
fn another_file_is_no_snapshot() {
    let output = castgraph(&data(""), &["check", "small/people.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "small/people.jsonl: expected a data directory or a castgraph snapshot, found another file\n";
    assert_eq!(stderr(&output), expected);
}
