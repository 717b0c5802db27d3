//! What a server says when it starts, or cannot.

use super::process::{Server, castgraph};

#[test]
fn an_address_in_use_names_the_way_out() {
    let server = Server::start(&[]);
    let address = server.address.to_string();
    let output = castgraph(&["serve", "--listen", &address]).output();
    let output = output.expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains(&address) && text.contains("--listen"),
        "{text}"
    );
    assert!(server.lives());
}

#[test]
fn an_address_that_is_none() {
    for listen in ["nonsense", "127.0.0.1", "203.0.113.1:80", "127.0.0.1:99999"] {
        let output = castgraph(&["serve", "--listen", listen]).output();
        let output = output.expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "{listen}");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("--listen takes"), "{text}");
    }
}

#[test]
fn a_bad_data_directory() {
    let output = castgraph(&["serve", "--listen", "127.0.0.1:0", "--data", "/nowhere"]).output();
    let output = output.expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("/nowhere"), "{text}");
    assert!(output.stdout.is_empty(), "no address was promised");
}

#[test]
fn options_out_of_range_are_wrong_usage() {
    for (option, value) in [
        ("--request-time-ms", "0"),
        ("--executions-max", "0"),
        ("--body-bytes-max", "-1"),
        ("--connections-max", "many"),
        ("--log-format", "xml"),
        ("--metrics-operations-max", "-1"),
        ("--cors-origin", "https://tv.example/"),
        ("--compression-bytes-min", "65536"),
    ] {
        let output = castgraph(&["serve", option, value]).output();
        let output = output.expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{option} {value}");
    }
}

#[test]
fn options_have_twins_in_the_environment() {
    let mut command = castgraph(&["serve"]);
    command.env("CASTGRAPH_LISTEN", "nonsense");
    let output = command.output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("cannot listen on nonsense"), "{text}");
}

#[test]
fn a_log_level_that_is_none() {
    for level in ["bogus", "info,bogus", "castgraph=bogus"] {
        let mut command = castgraph(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("CASTGRAPH_LOG", level);
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "{level}");
        let text = String::from_utf8_lossy(&output.stderr);
        let expected = format!(
            "castgraph: CASTGRAPH_LOG: expected error, warn, info or debug, found \"{level}\"\n"
        );
        assert_eq!(text, expected);
    }
    for level in ["", "warn", "castgraph=debug,info"] {
        // Past the log, the address is what is wrong.
        let mut command = castgraph(&["serve", "--listen", "nonsense"]);
        command.env("CASTGRAPH_LOG", level);
        let output = command.output().expect("the program runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("cannot listen on nonsense"), "{text}");
    }
}

#[test]
fn what_a_request_may_cost_can_be_chosen() {
    let server = Server::start(&["--cost-max", "1"]);
    assert!(server.lives(), "one field costs 1");
    let answer = server.exchange(
        b"GET /graphql?query=%7Ba:__typename%20b:__typename%7D HTTP/1.1\r\nhost: a\r\n\
          connection: close\r\n\r\n",
    );
    assert!(
        answer.contains("may cost 2, at most 1 are allowed"),
        "{answer}"
    );
}

#[test]
fn the_log_tells_requests_without_their_text() {
    let server = Server::start(&["--log-format", "json"]);
    assert!(server.lives());
    server.signal("TERM");
    let (_, log) = server.end();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let fields = |message: &str| {
        let mut all = lines.iter().map(|line| &line["fields"]);
        all.find(|fields| fields["message"] == message).cloned()
    };
    assert!(fields("graph").expect("counts")["nodes"].is_u64());
    assert_eq!(fields("limits").expect("limits")["executions_max"], 32);
    let answered = fields("answered").expect("a request");
    assert_eq!(answered["method"], "GET");
    assert_eq!(answered["path"], "/graphql");
    assert_eq!(answered["status"], 200);
    let duration_ms = answered["duration_ms"].to_string();
    let (_, decimals) = duration_ms.split_once('.').expect("a number");
    assert!(decimals.len() <= 3, "{duration_ms}");
    assert!(answered["request_id"].is_string());
    assert!(!log.contains("__typename"), "{log}");
}
