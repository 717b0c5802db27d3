//! HTTP/2 without TLS on the port of HTTP/1.1, and its own kinds of slow and hostile clients.

use std::{
    io::Write,
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use super::{
    frames::{
        Connection, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM, GOAWAY, HEADERS, PREFACE,
        RST_STREAM, SETTINGS, WINDOW_UPDATE, frame, get,
    },
    process::{PATIENCE, Server},
};

const QUERY: &str = "/graphql?query=%7B__typename%7D";
const ANSWER: &str = r#"{"data":{"__typename":"Query"}}"#;

/// The head of a POST to `/graphql`.
fn post_graphql() -> Vec<u8> {
    let mut head = get("/graphql");
    // :method POST; content-type is number 31 of the static table.
    head[0] = 0x83;
    head.extend([0x0f, 16, 16]);
    head.extend(b"application/json");
    head
}

#[test]
fn both_protocols_are_answered_on_one_port() {
    let server = Server::start(&[]);
    let mut connection = Connection::open(&server);
    for stream in [1, 3, 5] {
        connection.ask(stream, QUERY);
        assert_eq!(connection.answer(), ANSWER);
    }
    assert!(server.lives(), "HTTP/1.1 as well");
}

#[test]
fn a_preface_that_does_not_end_is_cut_off() {
    let server = Server::start(&["--head-time-ms", "100"]);
    for bytes in [&PREFACE[..1], &PREFACE[..20], PREFACE] {
        let answer = server.exchange(bytes);
        assert!(!answer.contains("200"), "{answer}");
    }
    assert!(server.lives());
}

#[test]
fn a_connection_without_requests_is_told_and_closed() {
    let server = Server::start(&["--head-time-ms", "100"]);
    let mut connection = Connection::open(&server);
    connection.ask(1, QUERY);
    assert_eq!(connection.answer(), ANSWER);
    let rest = connection.rest();
    assert!(rest.iter().any(|frame| frame.kind == GOAWAY));
}

#[test]
fn a_slow_head_is_cut_off() {
    let server = Server::start(&["--head-time-ms", "100"]);
    let mut connection = Connection::open(&server);
    // Without END_HEADERS, more is to come.
    connection.send(HEADERS, END_STREAM, 1, &get("/healthz"));
    let rest = connection.rest();
    assert!(rest.iter().all(|frame| frame.kind != HEADERS));
    assert!(server.lives());
}

#[test]
fn a_slow_body_is_answered() {
    let server = Server::start(&["--request-time-ms", "100"]);
    let mut connection = Connection::open(&server);
    connection.send(HEADERS, END_HEADERS, 1, &post_graphql());
    let answer = connection.answer();
    assert!(answer.contains("\"TIMEOUT\""), "{answer}");
}

#[test]
fn a_head_over_the_limit() {
    let server = Server::start(&[]);
    let mut connection = Connection::open(&server);
    let mut head = get("/healthz");
    for _ in 0..400 {
        // A literal header x of 100 bytes, counted as 133.
        head.extend([0, 1, b'x', 100]);
        head.extend([b'y'; 100]);
    }
    let (first, others) = head.split_at(16_000);
    connection.send(HEADERS, END_STREAM, 1, first);
    let mut others = others.chunks(16_000).peekable();
    while let Some(chunk) = others.next() {
        let last = if others.peek().is_none() {
            END_HEADERS
        } else {
            0
        };
        connection.send(9, last, 1, chunk);
    }
    let answer = connection.next_of(HEADERS);
    // 431 is in no table; it stands there as text, in Huffman codes or plain.
    assert!(answer.flags & END_STREAM != 0, "no route has answered");
    assert!(server.lives());
}

#[test]
fn a_flood_of_resets_is_cut_off() {
    let server = Server::start(&[]);
    let mut bytes = PREFACE.to_vec();
    bytes.extend(frame(SETTINGS, 0, 0, &[]));
    for stream in (1..2_000).step_by(2) {
        let head = get("/healthz");
        bytes.extend(frame(HEADERS, END_STREAM | END_HEADERS, stream, &head));
        bytes.extend(frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]));
    }
    let mut stream = server.connect();
    // It may close in the middle of it.
    let _ = stream.write_all(&bytes);
    let rest = Connection(stream).rest();
    let goaway = rest.iter().find(|frame| frame.kind == GOAWAY);
    let goaway = goaway.expect("the reason is told");
    assert_eq!(goaway.payload[7], ENHANCE_YOUR_CALM);
    assert!(server.lives());
}

#[test]
fn streams_at_once_are_bounded() {
    let server = Server::start(&[]);
    let mut connection = Connection::open(&server);
    let settings = connection.next_of(SETTINGS);
    // SETTINGS_MAX_CONCURRENT_STREAMS is number 3.
    let mut pairs = settings.payload.chunks(6);
    let streams = pairs.find(|pair| pair[..2] == [0, 3]);
    assert_eq!(streams.expect("it is stated")[2..], [0, 0, 0, 100]);
}

/// A connection whose client lets no answer through unless it says so for its stream.
fn closed_window(server: &Server) -> Connection {
    let mut connection = Connection::open(server);
    // SETTINGS_INITIAL_WINDOW_SIZE, number 4, is 0.
    connection.send(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0]);
    connection.ask(1, "/schema.graphql");
    connection
}

#[test]
fn a_client_that_lets_nothing_through_is_cut_off() {
    let server = Server::start(&["--write-time-ms", "300", "--head-time-ms", "3600000"]);
    closed_window(&server).rest();
    assert!(server.lives());
}

#[test]
fn an_answer_that_is_held_back_is_given_up_though_others_are_read() {
    // At that rate the answer has less than a second.
    let rate = "1000000";
    let options = [
        "--write-time-ms",
        "300",
        "--read-rate-min",
        rate,
        "--head-time-ms",
        "3600000",
    ];
    let server = Server::start(&options);
    let mut connection = closed_window(&server);
    let begin = Instant::now();
    let closed = (3..).step_by(2).find(|stream| {
        thread::sleep(Duration::from_millis(20));
        let mut bytes = frame(HEADERS, END_STREAM | END_HEADERS, *stream, &get("/healthz"));
        bytes.extend(frame(WINDOW_UPDATE, 0, *stream, &[0, 0, 4, 0]));
        assert!(begin.elapsed() < PATIENCE, "the server did not close");
        connection.0.write_all(&bytes).is_err()
    });
    assert!(
        closed > Some(10),
        "others were answered meanwhile: {closed:?}"
    );
    let rest = connection.rest();
    assert!(rest.iter().any(|frame| frame.payload == b"alive\n"));
    assert!(server.lives());
}

#[test]
fn sigterm_ends_a_connection_after_its_request() {
    let server = Server::start(&[]);
    let mut connection = Connection::open(&server);
    // Its body is to come.
    connection.send(HEADERS, END_HEADERS, 1, &post_graphql());
    server.signal("TERM");
    while TcpStream::connect(server.address).is_ok() {
        thread::yield_now();
    }
    connection.next_of(GOAWAY);
    connection.send(0, END_STREAM, 1, br#"{"query":"{ __typename }"}"#);
    assert_eq!(connection.answer(), ANSWER);
    connection.rest();
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("in_time=true"), "{log}");
}

#[test]
fn connections_over_the_limit_are_told_so() {
    let server = Server::start(&["--connections-max", "1"]);
    let _first = Connection::open(&server);
    let mut second = Connection::open(&server);
    second.ask(1, QUERY);
    let answer = second.answer();
    assert!(answer.contains("\"OVERLOADED\""), "{answer}");
    second.rest();
}
