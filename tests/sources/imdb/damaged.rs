//! Files that cannot be read: what is said of them, and where.

use super::{copy, fixture, import, packed, turned};
use castgraph::model::Change;
use castgraph::sources::imdb::rows::LINE_BYTES_MAX;
use castgraph::sources::imdb::{Titles, read};
use castgraph::sources::{Progress, SourceError};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

fn refused(test: &str, name: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> String {
    let place = copy(test, name, change);
    let error = import(&place, Titles::Tv).err();
    let error = error.unwrap_or_else(|| panic!("{test}: expected an error, found none"));
    let error = error.to_string();
    let place = place.display().to_string();
    let rest = error
        .strip_prefix(&place)
        .unwrap_or_else(|| panic!("{test}: {error}"));
    rest.trim_start_matches('/').to_owned()
}

/// A file with one text put in place of another.
fn replaced(old: &'static str, new: &'static [u8]) -> impl Fn(Vec<u8>) -> Vec<u8> {
    move |bytes| {
        let at = bytes
            .windows(old.len())
            .position(|part| part == old.as_bytes());
        let at = at.expect("the fixture has the text");
        [&bytes[..at], new, &bytes[at + old.len()..]].concat()
    }
}

#[test]
fn damaged_rows_are_named_by_file_and_line() {
    type Case = (
        &'static str,
        &'static str,
        &'static str,
        &'static [u8],
        &'static str,
    );
    let cases: &[Case] = &[
        (
            "few",
            "title.ratings",
            "7.2\t57.0",
            b"7.2",
            "title.ratings.tsv:2: expected 3 cells",
        ),
        (
            "many",
            "title.crew",
            "nm0000007\t",
            b"nm0000007\t\t",
            "title.crew.tsv:5: expected 3 cells as in the header, found 4",
        ),
        (
            "bytes",
            "name.basics",
            "Nina",
            b"N\xffna",
            "name.basics.tsv:6:12: expected UTF-8",
        ),
        (
            "title",
            "title.basics",
            "tt0100002",
            b"0100002",
            "title.basics.tsv:3: expected an id of a title such as tt",
        ),
        (
            "parent",
            "title.episode",
            "tt0199999",
            b"57.0",
            "title.episode.tsv:5: expected an id of a title",
        ),
        (
            "person",
            "title.principals",
            "nm0000002",
            b"nm2",
            "title.principals.tsv:2: expected an id of a person such as nm",
        ),
        (
            "name",
            "name.basics",
            "nm0000005",
            b"5.0",
            "name.basics.tsv:6: expected an id of a person",
        ),
        (
            "akas",
            "title.akas",
            "tt0100012",
            b"tt",
            "title.akas.tsv:9: expected an id of a title",
        ),
        (
            "crew",
            "title.crew",
            "tt0100012",
            b"\\N",
            "title.crew.tsv:4: expected an id of a title",
        ),
        (
            "header",
            "title.ratings",
            "numVotes",
            b"votes",
            "title.ratings.tsv:1: expected one column \"numVotes\" in the header, found 0",
        ),
        (
            "twice",
            "title.crew",
            "writers",
            b"directors",
            "title.crew.tsv:1: expected one column \"directors\" in the header, found 2",
        ),
        (
            "scattered",
            "title.principals",
            "tt0199998",
            b"tt0100011",
            "title.principals.tsv:29: expected the rows of a title one after the other",
        ),
    ];
    for (test, name, old, new, expected) in cases {
        let found = refused(test, name, replaced(old, new));
        assert!(
            found.starts_with(expected),
            "{test}: expected {expected:?}, found {found:?}"
        );
    }
}

#[test]
fn each_file_is_checked_in_full() {
    for file in super::FILES {
        let found = refused("empty", file, |_| Vec::new());
        let expected = format!("{file}.tsv: expected a header line, found an empty file");
        assert!(found.starts_with(&expected), "{found}");
        let found = refused("page", file, |_| b"<html>\n".to_vec());
        let expected = format!("{file}.tsv:1: expected one column ");
        assert!(found.starts_with(&expected), "{found}");
        let found = refused("tail", file, |bytes| [bytes, b"tt".to_vec()].concat());
        assert!(found.starts_with(&format!("{file}.tsv:")), "{found}");
        assert!(found.contains("cells as in the header, found 1"), "{found}");
        let found = refused("cut", file, |bytes| {
            let packed = packed(&bytes);
            packed[..packed.len() - 12].to_vec()
        });
        assert!(found.starts_with(&format!("{file}.tsv")), "{found}");
        assert!(found.contains("ends too early"), "{found}");
        let found = refused("broken", file, |bytes| {
            let mut packed = packed(&bytes);
            let middle = packed.len() / 2;
            packed[middle..middle + 8].fill(0xff);
            packed
        });
        assert!(found.starts_with(&format!("{file}.tsv")), "{found}");
        assert!(
            found.contains("damaged") || found.contains("expected"),
            "{found}"
        );
    }
}

#[test]
fn alternate_titles_are_sorted() {
    let found = refused("akas-turned", "title.akas", turned);
    assert!(
        found.starts_with("title.akas.tsv:3: expected rows sorted by titleId"),
        "{found}"
    );
    let found = refused(
        "akas-late",
        "title.akas",
        replaced("tt0100099", b"tt0100020"),
    );
    assert!(
        found.starts_with("title.akas.tsv:11: expected rows sorted by titleId"),
        "{found}"
    );
}

#[test]
fn long_lines_are_refused_and_not_kept() {
    let found = refused("long", "title.akas", |bytes| {
        let mut bytes = replaced("Night Meeting", b"@")(bytes);
        let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
        bytes.splice(at..=at, std::iter::repeat_n(b'x', LINE_BYTES_MAX + 1));
        bytes
    });
    assert!(
        found.starts_with("title.akas.tsv:9: expected a line of at most 16777216 bytes"),
        "{found}"
    );
    let place = copy("long-enough", "title.akas", |bytes| {
        let mut bytes = replaced("Night Meeting", b"@")(bytes);
        let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
        bytes.splice(at..=at, std::iter::repeat_n(b'x', LINE_BYTES_MAX - 100));
        bytes
    });
    import(&place, Titles::Tv).unwrap();
}

#[test]
fn missing_files_are_named_at_once() {
    let place = copy("missing", "", |bytes| bytes);
    fs::remove_file(place.join("title.akas.tsv")).unwrap();
    fs::remove_file(place.join("name.basics.tsv")).unwrap();
    let error = import(&place, Titles::Tv).unwrap_err().to_string();
    for part in [
        "name.basics.tsv.gz, title.akas.tsv.gz are missing",
        "developer.imdb.com",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let error = import(&place.join("nowhere"), Titles::Tv)
        .unwrap_err()
        .to_string();
    let expected = "nowhere: cannot read: No such file or directory";
    assert!(error.contains(expected), "{error}");
    let file = place.join("title.crew.tsv");
    let error = import(&file, Titles::Tv).unwrap_err().to_string();
    let expected = "title.crew.tsv: expected a folder with the seven files of";
    assert!(error.contains(expected), "{error}");
    fs::create_dir(place.join("title.akas.tsv")).unwrap();
    fs::copy(
        fixture().join("name.basics.tsv"),
        place.join("name.basics.tsv"),
    )
    .unwrap();
    let error = import(&place, Titles::Tv).unwrap_err().to_string();
    assert!(error.contains("title.akas.tsv: expected a file"), "{error}");
}

/// Which of the two is meant, nobody can know.
#[test]
fn a_file_that_is_there_twice_is_refused() {
    let place = copy("plain-and-packed", "", |bytes| bytes);
    for name in ["title.basics.tsv", "title.crew.tsv"] {
        let packed = packed(&fs::read(place.join(name)).unwrap());
        fs::write(place.join(format!("{name}.gz")), packed).unwrap();
    }
    let error = import(&place, Titles::Tv).unwrap_err().to_string();
    let expected = "plain-and-packed: expected each file once, plain or compressed, found \
         title.basics.tsv, title.crew.tsv also as .gz";
    assert!(error.contains(expected), "{error}");
}

/// Stops when a stage begins.
struct StopAt(&'static str, AtomicBool);

impl Progress for StopAt {
    fn begin(&self, stage: &str, _: u64) {
        self.1.fetch_or(stage == self.0, Ordering::Relaxed);
    }

    fn advance(&self, _: u64) {}

    fn stopped(&self) -> bool {
        self.1.load(Ordering::Relaxed)
    }
}

/// What each stage says: its name, the bytes that it announces, those that it reads.
#[derive(Default)]
struct Heard(Mutex<Vec<(String, u64, u64)>>);

impl Progress for Heard {
    fn begin(&self, stage: &str, bytes: u64) {
        self.0.lock().unwrap().push((stage.to_owned(), bytes, 0));
    }

    fn advance(&self, bytes: u64) {
        let mut stages = self.0.lock().unwrap();
        stages.last_mut().expect("a stage has begun").2 += bytes;
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn each_stage_reads_as_much_as_it_says() {
    let heard = Heard::default();
    read(&fixture(), Titles::Tv, None, &heard, &mut |_: Change| {}).unwrap();
    let stages = heard.0.into_inner().unwrap();
    for (stage, announced, read) in &stages {
        assert_eq!(announced, read, "{stage}");
    }
    let size = |name: &str| fs::metadata(fixture().join(name)).unwrap().len();
    let together = ["title.basics.tsv", "title.akas.tsv", "title.principals.tsv"];
    let all = together.map(size).iter().sum();
    let expected = (
        "title.basics, title.akas, title.principals".to_owned(),
        all,
        all,
    );
    assert!(stages.contains(&expected), "{stages:?}");
}

#[test]
fn each_stage_can_be_stopped() {
    let stages = [
        "title.episode",
        "title.basics, types",
        "title.basics, title.akas, title.principals",
        "title.ratings",
        "title.crew",
        "name.basics, ids",
        "name.basics",
    ];
    for stage in stages {
        let progress = StopAt(stage, AtomicBool::default());
        let mut take = |_: Change| {};
        let found = read(
            Path::new(&fixture()),
            Titles::Tv,
            None,
            &progress,
            &mut take,
        );
        assert_eq!(found.unwrap_err(), SourceError::Stopped, "{stage}");
        assert!(progress.stopped(), "{stage}");
    }
}
