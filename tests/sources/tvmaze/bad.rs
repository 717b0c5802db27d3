//! What is refused, and that the error says where.

use super::{fixture, read};
use castgraph::model::PartialDate;
use castgraph::sources::{Progress, Silent, SourceError, tvmaze};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// A folder with one file, for one test.
fn folder(test: &str, file: &str, bytes: &[u8]) -> PathBuf {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("tvmaze-{test}"));
    if place.exists() {
        fs::remove_dir_all(&place).unwrap();
    }
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join(file), bytes).unwrap();
    place
}

/// What reading the file says, without the folder.
fn refused(test: &str, file: &str, bytes: &[u8]) -> String {
    let place = folder(test, file, bytes);
    let error = read(std::slice::from_ref(&place)).unwrap_err().to_string();
    error.replace(&format!("{}/", place.display()), "")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const SHOW: &str = r#"{"id": 1, "name": "One", "genres": []}"#;

#[test]
fn damaged_files_are_named_with_line_and_column() {
    let deep = "[".repeat(300);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        (
            "empty",
            b"".to_vec(),
            "a.json: expected JSON, found an empty file; the API answers so when it has no such \
             thing: delete the file",
        ),
        (
            "blank",
            b" \r\n".to_vec(),
            "a.json: expected JSON, found an empty file",
        ),
        (
            "cut",
            format!("[{SHOW},\n{{\"id\": 2, \"name\": \"Tw").into_bytes(),
            "a.json:2:22: expected more JSON, found the end of the file",
        ),
        (
            "cut-list",
            format!("[{SHOW},\n").into_bytes(),
            "a.json:2:1: expected more JSON",
        ),
        (
            "comma",
            format!("[{SHOW}\n {SHOW}]").into_bytes(),
            "a.json:2:2: expected a comma or \"]\", found \"{\"",
        ),
        (
            "page",
            b"<html>".to_vec(),
            "a.json:1:1: expected JSON, found \"<html>\"; this is not JSON",
        ),
        (
            "table",
            b"\ntconst\ttitleType\n".to_vec(),
            "a.json:2:1: expected JSON, found \"tconst\"; this is not JSON",
        ),
        (
            "word",
            b"{\"id\": 1, \"genres\":\n none}".to_vec(),
            "a.json:2:3: expected JSON, but it is damaged here (",
        ),
        (
            "latin",
            b"{\"id\": 1,\n\"name\": \"Caf\xe9\", \"genres\": []}".to_vec(),
            "a.json:2:13: expected UTF-8",
        ),
        (
            "deep",
            format!("{{\"id\": 1, \"more\": {deep}").into_bytes(),
            "a.json:1:146: expected at most 128 objects and lists in each other",
        ),
        (
            "number",
            b"{\"genres\": [],\n \"id\": -1}".to_vec(),
            "a.json:2:9: invalid value: integer `-1`, expected a whole number",
        ),
        (
            "scalar",
            b"12".to_vec(),
            "a.json:1:2: invalid type: integer `12`, expected an object",
        ),
    ];
    for (test, bytes, expected) in cases {
        let found = refused(test, "a.json", bytes);
        assert!(found.starts_with(expected), "{test}: {found}");
    }
}

#[test]
fn an_element_without_end_is_refused_before_it_fills_the_memory() {
    let mut long = b"[\n{\"id\": 1, \"genres\": [], \"summary\": \"".to_vec();
    long.resize(100 << 20, b'x');
    let found = refused("long", "a.jsonl.gz", &gzip(&long));
    assert!(
        found.starts_with("a.jsonl.gz:2:1: expected at most 64 MiB for one show"),
        "{found}"
    );
}

#[test]
fn compressed_files_are_read_and_those_that_end_early_are_refused() {
    let whole = gzip(SHOW.as_bytes());
    let place = folder("gzip", "a.json.gz", &whole);
    assert_eq!(read(&[place]).unwrap().1.read["shows"], 1);
    let found = refused("gzip-cut", "a.json.gz", &whole[..whole.len() - 12]);
    assert!(
        found.starts_with("a.json.gz:1:") && found.contains("ends too early"),
        "{found}"
    );
}

#[test]
fn folders_without_answers_are_refused() {
    let found = refused("no-json", "notes.txt", b"none");
    assert!(
        found.contains("expected a folder with files that end in .json"),
        "{found}"
    );
    let found = refused(
        "no-answer",
        "package.json",
        b"{\"name\": \"x\", \"version\": 1}",
    );
    assert!(
        found.contains("expected answers of the TVmaze API"),
        "{found}"
    );
    let error = read(&[fixture("nowhere")]).unwrap_err().to_string();
    assert!(
        error.contains("nowhere: cannot read: No such file"),
        "{error}"
    );
}

#[test]
fn lists_of_nobody_say_how_to_mend_it() {
    let seasons = br#"[{"id": 1, "number": 1, "premiereDate": null}]"#;
    let found = refused("lone-seasons", "seasons.json", seasons);
    assert!(
        found.starts_with("seasons.json:1:2: expected a season of a known show"),
        "{found}"
    );
    assert!(found.contains("(0 shows found there)"), "{found}");

    let crew = br#"[{"type": "Writer", "person": {"id": 1, "name": "A"}}]"#;
    let place = folder("lone-crew", "crew.json", crew);
    let two = format!("[{SHOW}, {}]", SHOW.replace('1', "2"));
    fs::write(place.join("shows.json"), two).unwrap();
    let found = read(&[place]).unwrap_err().to_string();
    assert!(found.contains("(2 shows found there)"), "{found}");

    let guests = br#"[{"person": {"id": 1, "name": "A"}, "character": {"id": 1, "name": "B"}}]"#;
    let found = refused("guests", "guestcast.json", guests);
    assert!(found.contains("/episodes/1?embed=guestcast"), "{found}");
    let credits = br#"[{"self": false, "voice": false, "_links": {}}]"#;
    let found = refused("credits", "castcredits.json", credits);
    assert!(found.contains("/people/1?embed=castcredits"), "{found}");
}

/// Stops at once.
struct Stop;

impl Progress for Stop {
    fn begin(&self, _: &str, _: u64) {}

    fn advance(&self, _: u64) {}

    fn stopped(&self) -> bool {
        true
    }
}

#[test]
fn who_stops_is_obeyed() {
    let nothing: Option<PartialDate> = None;
    let stopped = tvmaze::read(&[fixture("whole")], nothing, &Stop, &mut |_| {});
    assert_eq!(stopped, Err(SourceError::Stopped));
    assert!(tvmaze::read(&[fixture("whole")], nothing, &Silent, &mut |_| {}).is_ok());
}
