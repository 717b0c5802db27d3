//! `IMDb`'s files: what they become, what is left out, what is refused.

mod damaged;
mod real;
mod words;

use castgraph::graph::Graph;
use castgraph::model::{Change, NodeRecord, PartialDate};
use castgraph::sources::imdb::{Titles, read};
use castgraph::sources::{Report, Silent, SourceError};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(super) const FILES: [&str; 7] = [
    "name.basics",
    "title.akas",
    "title.basics",
    "title.crew",
    "title.episode",
    "title.principals",
    "title.ratings",
];

pub(super) fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources/imdb/television")
}

/// A copy of the fixture with one file changed by `change`.
fn copy(test: &str, name: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("imdb-{test}"));
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    for file in FILES {
        let mut bytes = fs::read(fixture().join(format!("{file}.tsv"))).unwrap();
        if file == name || name == "*" {
            bytes = change(bytes);
        }
        fs::write(place.join(format!("{file}.tsv")), bytes).unwrap();
    }
    place
}

fn import(place: &Path, titles: Titles) -> Result<(Vec<Change>, Report), SourceError> {
    let mut changes = Vec::new();
    let as_of: PartialDate = "2025-01-31".parse().unwrap();
    let mut take = |change| changes.push(change);
    let report = read(place, titles, Some(as_of), &Silent, &mut take)?;
    Ok((changes, report))
}

/// The changes in words, a line each, in the order of the words.
fn told(changes: &[Change]) -> String {
    let mut lines: Vec<String> = changes.iter().map(line).collect();
    lines.sort();
    lines.join("\n") + "\n"
}

fn line(change: &Change) -> String {
    let mut line = String::new();
    match change {
        Change::Node(NodeRecord {
            key, properties, ..
        }) => {
            write!(line, "{key}").unwrap();
            for (property, value) in properties {
                write!(line, " {}={value}", property.word()).unwrap();
            }
        }
        Change::Edge(edge) => {
            write!(line, "{} {} {}", edge.from, edge.relation.word(), edge.to).unwrap();
            for (qualifier, value) in &edge.qualifiers {
                write!(line, " {}={value}", qualifier.word()).unwrap();
            }
        }
        Change::Claim(claim) => {
            let (subject, property) = (&claim.subject, claim.property.word());
            write!(line, "{subject} also {property}={}", claim.value).unwrap();
        }
        other => panic!("expected nodes, edges and claims, found {other:?}"),
    }
    line
}

fn report_told(report: &Report) -> String {
    let mut text = String::new();
    for (name, count) in &report.read {
        writeln!(text, "read {name}: {count}").unwrap();
    }
    let folder = format!("{}/", fixture().display());
    for (reason, count) in &report.skipped {
        let first = report.first[reason].replace(&folder, "");
        writeln!(text, "left out {reason}: {count}, first at {first}").unwrap();
    }
    text
}

/// How much was read and left out, wherever that was.
fn counts(report: &Report) -> [&BTreeMap<String, u64>; 2] {
    [&report.read, &report.skipped]
}

/// Compares with a file of the fixture, which `BLESS=1` writes.
fn matches_file(found: &str, name: &str) {
    let path = fixture().join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
}

#[test]
fn a_genre_without_letters_is_left_out() {
    let place = copy("genre", "title.basics", |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace("Crime,Drama", "\u{1},Drama").into_bytes()
    });
    let (changes, report) = import(&place, Titles::Tv).unwrap();
    assert!(report.skipped["title.basics: odd genre"] > 0, "{report:?}");
    Graph::empty().apply(changes).unwrap();
}

#[test]
fn television_becomes_these_records() {
    let (changes, report) = import(&fixture(), Titles::Tv).unwrap();
    matches_file(&(told(&changes) + &report_told(&report)), "tv.txt");
    Graph::empty().apply(changes).unwrap();
}

#[test]
fn all_titles_become_these_records() {
    let (changes, report) = import(&fixture(), Titles::All).unwrap();
    matches_file(&(told(&changes) + &report_told(&report)), "all.txt");
    Graph::empty().apply(changes).unwrap();
}

#[test]
fn each_record_has_the_one_reference() {
    let (changes, _) = import(&fixture(), Titles::Tv).unwrap();
    let first = match &changes[0] {
        Change::Node(node) => node.references.clone(),
        other => panic!("expected the source, found {other:?}"),
    };
    assert_eq!(first[0].source.to_string(), "source:imdb");
    assert_eq!(first[0].as_of.unwrap().to_string(), "2025-01-31");
    for change in &changes {
        let references = match change {
            Change::Node(node) => &node.references,
            Change::Edge(edge) => &edge.basis.references,
            Change::Claim(claim) => &claim.basis.references,
            other => panic!("expected nodes, edges and claims, found {other:?}"),
        };
        let mut references = references.clone();
        // What comes on top of a record says from which file it is.
        references[0].locator = None;
        assert_eq!(references, first);
    }
}

#[test]
fn marks_line_ends_and_compression_change_nothing() {
    let (expected, report) = import(&fixture(), Titles::All).unwrap();
    let place = copy("marked", "*", |bytes| {
        [b"\xef\xbb\xbf".to_vec(), bytes].concat()
    });
    assert_eq!(import(&place, Titles::All).unwrap().0, expected);
    let windows = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace('\n', "\r\n").into_bytes()
    };
    let place = copy("windows", "*", windows);
    assert_eq!(import(&place, Titles::All).unwrap().0, expected);
    let place = copy("blank", "*", |bytes| [bytes, b"\n\n".to_vec()].concat());
    assert_eq!(import(&place, Titles::All).unwrap().0, expected);
    let bare = |mut bytes: Vec<u8>| {
        bytes.pop();
        bytes
    };
    let place = copy("bare", "*", bare);
    assert_eq!(import(&place, Titles::All).unwrap().0, expected);

    let place = copy("packed", "*", |bytes| packed(&bytes));
    for file in FILES {
        let plain = place.join(format!("{file}.tsv"));
        fs::rename(&plain, place.join(format!("{file}.tsv.gz"))).unwrap();
    }
    let (found, again) = import(&place, Titles::All).unwrap();
    assert_eq!(found, expected);
    assert_eq!(counts(&again), counts(&report));
    for (reason, first) in &again.first {
        // The lines are those of the text.
        let plain = &report.first[reason];
        let plain = plain.replace(&fixture().display().to_string(), "");
        let first = first.replace(&place.display().to_string(), "");
        assert_eq!(first.replace(".tsv.gz", ".tsv"), plain, "{reason}");
    }
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// The lines of a file with those below the header turned around.
fn turned(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(bytes).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    (lines.join("\n") + "\n").into_bytes()
}

#[test]
fn other_files_than_those_read_in_step_may_have_any_order() {
    let without_repeats = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace(
            "tt0100001\ttvSeries\tFjordland again",
            "tt0100077\ttvSeries\tOther",
        )
        .into_bytes()
    };
    let sorted = copy("sorted", "title.basics", without_repeats);
    let unsorted = copy("unsorted", "title.basics", |bytes| {
        turned(without_repeats(bytes))
    });
    for titles in [Titles::Tv, Titles::All] {
        let expected = import(&sorted, titles).unwrap();
        let found = import(&unsorted, titles).unwrap();
        assert_eq!(told(&found.0), told(&expected.0));
        assert_eq!(counts(&found.1), counts(&expected.1));
    }
}

#[test]
fn columns_may_be_more_and_stand_elsewhere() {
    let (expected, _) = import(&fixture(), Titles::All).unwrap();
    let turn_columns = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let lines = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells.reverse();
            cells.join("\t") + "\timg_url_asset\n"
        });
        lines.collect::<String>().into_bytes()
    };
    let place = copy("columns", "*", turn_columns);
    assert_eq!(import(&place, Titles::All).unwrap().0, expected);
}

#[test]
fn alternate_titles_are_sorted_as_texts_or_numbers() {
    let ids = [
        "tt1000000",
        "tt1000001",
        "tt9999999",
        "tt10000000",
        "tt10000005",
    ];
    let mut as_texts = ids;
    as_texts.sort_unstable();
    assert_ne!(as_texts, ids);
    let place = |name: &str, basics: [&str; 5], akas: [&str; 5]| {
        let table = |header: &str, row: &dyn Fn(&str) -> String, ids: [&str; 5]| {
            let rows: String = ids.iter().map(|id| row(id)).collect();
            format!("{header}\n{rows}").into_bytes()
        };
        let place = copy(name, "", |bytes| bytes);
        let header = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tstartYear\tendYear\truntimeMinutes\tgenres";
        let row = |id: &str| format!("{id}\ttvSeries\tS\tS\t\\N\t\\N\t\\N\t\\N\n");
        fs::write(place.join("title.basics.tsv"), table(header, &row, basics)).unwrap();
        let header = "titleId\ttitle\tregion\tlanguage";
        let row = |id: &str| format!("{id}\tName of {id}\tNO\tnb\n");
        fs::write(place.join("title.akas.tsv"), table(header, &row, akas)).unwrap();
        place
    };
    let mut found = Vec::new();
    for (name, basics, akas) in [
        ("texts", as_texts, as_texts),
        ("numbers", ids, ids),
        ("mixed", ids, as_texts),
        ("mixed-too", as_texts, ids),
    ] {
        let (changes, report) = import(&place(name, basics, akas), Titles::Tv).unwrap();
        assert_eq!(
            report.skipped.get("title.akas: unknown title"),
            None,
            "{name}"
        );
        found.push(told(&changes));
    }
    for id in ids {
        let name = format!("alternateNames=Name of {id} (nb-NO)");
        assert!(found[0].contains(&name), "{name}");
    }
    assert!(found.iter().all(|told| *told == found[0]));
}
