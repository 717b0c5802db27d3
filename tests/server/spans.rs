//! Spans, as a collector of OpenTelemetry gets them.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
};

use super::process::{PATIENCE, Server};

/// The one request that comes: its head in small letters, and its body.
fn received(collector: &TcpListener) -> (String, Vec<u8>) {
    let (stream, _) = collector.accept().expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a bound");
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).expect("a line"), 0, "{head}");
    }
    let head = head.to_ascii_lowercase();
    let (_, length) = head.split_once("content-length: ").expect("a length");
    let (length, _) = length.split_once("\r\n").expect("a line");
    let mut body = vec![0; length.parse().expect("a number")];
    reader.read_exact(&mut body).expect("a body");
    let mut stream: TcpStream = reader.into_inner();
    let answer =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(answer).expect("sent");
    (head, body)
}

fn contains(bytes: &[u8], part: impl AsRef<[u8]>) -> bool {
    let part = part.as_ref();
    bytes.windows(part.len()).any(|window| window == part)
}

/// Asks one question with a variable, ends the server, and gives what the collector got.
fn span_of(arguments: &[&str], traceparent: &str) -> (String, Vec<u8>) {
    let collector = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", collector.local_addr().expect("its address"));
    let environment = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let server = Server::start_in(&environment, arguments);
    let body = concat!(
        r#"{"query":"query Who($slug: String!) { person(slug: $slug) { name } }","#,
        r#""variables":{"slug":"secret-person"}}"#
    );
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-request-id: request-7\r\n\
         traceparent: {traceparent}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = server.exchange(request.as_bytes());
    assert!(answer.ends_with(r#"{"data":{"person":null}}"#), "{answer}");
    server.signal("TERM");
    // The last spans are sent when the server stops.
    let received = received(&collector);
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    received
}

#[test]
fn a_span_goes_on_from_its_traceparent() {
    let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let (head, body) = span_of(&[], traceparent);
    assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-protobuf\r\n"),
        "{head}"
    );
    let trace = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c_u128.to_be_bytes();
    let parent = 0xb7ad_6b71_6920_3331_u64.to_be_bytes();
    assert!(contains(&body, trace), "the trace goes on");
    assert!(
        contains(&body, parent),
        "with the span of the client above it"
    );
    for part in [
        "service.name",
        "castgraph",
        "graphql Who",
        "graphql.operation.name",
        "castgraph.cost",
        "castgraph.outcome",
        "complete",
        "castgraph.request_id",
        "request-7",
        "http.response.status_code",
    ] {
        assert!(contains(&body, part), "{part}");
    }
    assert!(!contains(&body, "secret-person"), "no variables");
    assert!(!contains(&body, "query Who("), "no document");
}

#[test]
fn a_span_has_texts_when_asked_for() {
    let (_, body) = span_of(&["--log-variables", "--log-documents"], "nonsense");
    assert!(contains(&body, r#"{"slug":"secret-person"}"#));
    assert!(contains(&body, "query Who($slug: String!)"));
}

#[test]
fn a_trace_that_its_client_does_not_sample_is_not_sent() {
    let collector = TcpListener::bind("127.0.0.1:0").expect("a free port");
    collector.set_nonblocking(true).expect("a socket");
    let endpoint = format!("http://{}", collector.local_addr().expect("its address"));
    let environment = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let server = Server::start_in(&environment, &[]);
    let answer = server.exchange(
        b"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
          traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    server.signal("TERM");
    assert_eq!(server.end().0.code(), Some(0));
    assert!(collector.accept().is_err(), "nothing was sent");
}

#[test]
fn a_collector_that_is_gone_does_no_harm() {
    let collector = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", collector.local_addr().expect("its address"));
    drop(collector);
    let environment = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let server = Server::start_in(&environment, &[]);
    assert!(server.lives());
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(
        log.contains("Export"),
        "the log says that spans are lost: {log}"
    );
}
