//! A server on a snapshot file.

use super::process::{Server, castgraph, refused};
use std::fs;
use std::path::{Path, PathBuf};

/// The graph that is drawn by hand, exported as a snapshot.
fn exported(test: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("server-{test}.snapshot"));
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/small");
    let arguments = ["export", "--force", "--format", "snapshot", "--data", data];
    let output = castgraph(&arguments).arg(&file).output();
    let output = output.expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    file
}

#[test]
fn a_snapshot_is_served() {
    let file = exported("served");
    let server = Server::start(&["--data", file.to_str().expect("text")]);
    // The seed has no film, so that the answer is the snapshot's.
    let query = "%7Bfilm(slug:%22mill-fire%22)%7Bname%7D%7D";
    let request =
        format!("GET /graphql?query={query} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let answer = server.exchange(request.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let expected = r#"{"data":{"film":{"name":"The Mill Fire"}}}"#;
    assert!(answer.ends_with(expected), "{answer}");
}

#[test]
fn a_damaged_snapshot_is_not_served() {
    let file = exported("damaged");
    let place = file.to_str().expect("text");
    let good = fs::read(&file).expect("it was written");
    let mut changed = good.clone();
    *changed.last_mut().expect("it has bytes") ^= 1;
    for (bytes, expected) in [
        (
            &changed[..],
            "the snapshot is damaged: the checksum of the column ",
        ),
        (&good[..good.len() - 1], "too early"),
    ] {
        fs::write(&file, bytes).expect("it can be written");
        let told = refused(&["--data", place]);
        let [line] = told.lines().collect::<Vec<_>>()[..] else {
            panic!("expected one line, found {told}");
        };
        assert!(line.starts_with(&format!("{place}: ")), "{line}");
        assert!(line.contains(expected), "{line}");
    }
}
