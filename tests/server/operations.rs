//! What those who run a server see of it.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use super::process::{Server, castgraph, refused_in};

/// What is at a path of an address.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn counts_at_an_address_of_their_own() {
    let mut server = Server::start(&["--metrics-listen", "127.0.0.1:0"]);
    let line = server.line();
    let address = line
        .strip_prefix("castgraph metrics at http://")
        .and_then(|rest| rest.strip_suffix("/metrics\n"));
    let address = address.expect("the address of the counts");
    assert!(server.lives());
    // Once something comes back, the server has the connection.
    let mut held = server.connect();
    held.write_all(b"GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n")
        .expect("sent");
    held.read_exact(&mut [0; 12]).expect("an answer");
    let counts = get(address, "/metrics");
    assert!(counts.starts_with("HTTP/1.1 200 OK\r\n"), "{counts}");
    for line in [
        "castgraph_requests_total{outcome=\"complete\"} 1\n",
        "castgraph_http_responses_total{status=\"200\"} 2\n",
        // The scraper's own connection is none of a client.
        "castgraph_connections 1\n",
        // The one document that was asked for when the server was seen to live.
        "castgraph_documents_total 1\n",
        "castgraph_plans_total 1\n",
        "castgraph_kept_answers_total 0\n",
        "castgraph_beyond_cost_total 0\n",
        "castgraph_beyond_budget_total 0\n",
    ] {
        assert!(counts.contains(line), "{line}{counts}");
    }
    let number = |name: &str| {
        let line = counts.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok());
        value.unwrap_or_else(|| panic!("{name} in {counts}"))
    };
    assert!(number("castgraph_graph_nodes") > 100.0);
    assert!(number("castgraph_graph_edges") > 100.0);
    assert!(number("castgraph_graph_claims") > 100.0);
    assert!(number("castgraph_kept_answer_bytes") > 100.0);
    let age_s = number("castgraph_snapshot_age_seconds");
    assert!((0.0..600.0).contains(&age_s), "{age_s}");
    drop(held);
    // Nothing else is there, and the counts are not where clients are.
    assert!(get(address, "/graphql?query=%7B__typename%7D").starts_with("HTTP/1.1 404 "));
    assert!(get(&server.address.to_string(), "/metrics").starts_with("HTTP/1.1 404 "));
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
}

#[test]
fn counts_beside_the_api() {
    let server = Server::start(&["--metrics"]);
    let counts = get(&server.address.to_string(), "/metrics");
    assert!(counts.starts_with("HTTP/1.1 200 OK\r\n"), "{counts}");
    assert!(
        counts.contains("\ncastgraph_build_info{version="),
        "{counts}"
    );
}

#[test]
fn an_address_of_counts_that_is_none() {
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--metrics-listen",
        "nonsense",
    ];
    let output = castgraph(&arguments).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("--metrics-listen takes"), "{text}");
    assert!(output.stdout.is_empty(), "no address was promised");
}

/// Asks once with variables, and gives the log.
fn log_of(arguments: &[&str]) -> String {
    let server = Server::start(arguments);
    let body = concat!(
        r#"{"query":"query Who($slug: String!) { person(slug: $slug) { name } }","#,
        r#""variables":{"slug":"secret-person"}}"#
    );
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = server.exchange(request.as_bytes());
    assert!(answer.ends_with(r#"{"data":{"person":null}}"#), "{answer}");
    server.signal("TERM");
    server.end().1
}

#[test]
fn texts_of_requests_are_logged_when_asked_for() {
    let log = log_of(&["--log-format", "json"]);
    assert!(
        !log.contains("secret-person") && !log.contains("query Who"),
        "{log}"
    );
    let log = log_of(&["--log-variables"]);
    assert!(
        log.contains("secret-person") && !log.contains("query Who"),
        "{log}"
    );
    let log = log_of(&["--log-documents"]);
    assert!(
        !log.contains("secret-person") && log.contains("query Who"),
        "{log}"
    );
}

#[test]
fn pages_and_compression_by_option() {
    let server = Server::start(&[
        "--cors-origin",
        "https://a.example,https://tv.example",
        "--compression-bytes-min",
        "10",
    ]);
    let request = "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
                   origin: https://tv.example\r\naccept-encoding: gzip\r\n\r\n";
    let answer = server.exchange(request.as_bytes());
    for header in [
        "access-control-allow-origin: https://tv.example\r\n",
        "content-encoding: gzip\r\n",
    ] {
        assert!(answer.contains(header), "{answer}");
    }
}

#[test]
fn a_collector_that_cannot_be_reached_with_tls() {
    let name = "OTEL_EXPORTER_OTLP_ENDPOINT";
    let told = refused_in(&[(name, "https://collector.example")], &[]);
    assert!(
        told.contains(name) && told.contains("such as http://"),
        "{told}"
    );
}
