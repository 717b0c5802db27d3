//! A server that answers a list of documents only.

use super::process::{Server, refused};
use std::fs;
use std::path::Path;

/// The path of a file with this text.
fn written(name: &str, json: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, json).expect("it can be written");
    file.to_str().expect("text").to_owned()
}

fn get(server: &Server, query: &str) -> String {
    let request = format!("GET /graphql?{query} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    server.exchange(request.as_bytes())
}

#[test]
fn a_list_is_served_and_nothing_else() {
    let text = "query($slug:String!){person(slug:$slug){name}}";
    for (name, list) in [
        ("codegen.json", serde_json::json!({ "abc": text })),
        ("relay.json", serde_json::json!([["abc", text]])),
    ] {
        let file = written(name, &list.to_string());
        let server = Server::start(&["--documents", &file]);
        let variables = "variables=%7B%22slug%22:%22jeff-daniels%22%7D";
        for id in ["documentId", "doc_id", "id"] {
            let answer = get(&server, &format!("{id}=abc&{variables}"));
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            assert!(
                answer.contains("must-revalidate, public, max-age=0"),
                "{answer}"
            );
            let expected = r#"{"data":{"person":{"name":"Jeff Daniels"}}}"#;
            assert!(answer.ends_with(expected), "{answer}");
        }
        assert!(!server.lives(), "another document is answered");
        let answer = get(&server, "query=%7B__typename%7D");
        assert!(answer.contains("UNTRUSTED_DOCUMENT"), "{answer}");
    }
}

#[test]
fn a_bad_list_is_not_served() {
    for (name, json, lines) in [
        ("empty.json", "{}", &["expected documents, found none"][..]),
        (
            "number.json",
            "3",
            &["expected an object of ids and documents"],
        ),
        (
            "faults.json",
            r#"{"good":"{ __typename }","one":"{ nothing }","two":"{"}"#,
            &[
                "document \"one\": line 1, column 3: ",
                "document \"two\": ",
                "castgraph: 2 problems; ",
            ],
        ),
    ] {
        let file = written(name, json);
        let log = refused(&["--documents", &file]);
        let told: Vec<&str> = log
            .lines()
            .filter(|line| !line.contains(" INFO "))
            .collect();
        assert_eq!(told.len(), lines.len(), "{log}");
        for (line, expected) in told.iter().zip(lines) {
            assert!(line.contains(expected), "{line}");
            assert!(
                line.contains(&file) || line.starts_with("castgraph: "),
                "{line}"
            );
        }
    }
    let log = refused(&["--documents", "/nowhere/list.json"]);
    assert!(
        log.contains("/nowhere/list.json: cannot read the documents"),
        "{log}"
    );
}

#[test]
fn ages_and_room_can_be_chosen() {
    let server = Server::start(&["--answers-max-age-s", "60", "--answers-bytes-max", "0"]);
    for _ in 0..2 {
        let answer = get(&server, "query=%7B__typename%7D");
        assert!(answer.contains("max-age=60"), "{answer}");
    }
}

#[test]
fn a_304_has_no_body() {
    let server = Server::start(&[]);
    let answer = get(&server, "query=%7B__typename%7D");
    let tag = answer.lines().find_map(|line| line.strip_prefix("etag: "));
    let request = format!(
        "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         if-none-match: {}\r\n\r\n",
        tag.expect("a tag")
    );
    let answer = server.exchange(request.as_bytes());
    assert!(
        answer.starts_with("HTTP/1.1 304 Not Modified\r\n"),
        "{answer}"
    );
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(!answer.contains("content-length"), "{answer}");
}
