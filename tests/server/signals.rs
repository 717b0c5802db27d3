//! A server ends when it is told to, and not in the middle of an answer.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use super::process::Server;

/// Begins a request whose body is not complete: it is under way.
fn begin(server: &Server) -> TcpStream {
    let mut stream = server.connect();
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 26\r\nexpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    // The server asks for the body once it has begun to read it.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).expect("an interim answer");
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

fn drains_on(signal: &str) {
    let server = Server::start(&[]);
    let mut under_way = begin(&server);
    server.signal(signal);
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    under_way
        .write_all(br#"{"query":"{ __typename }"}"#)
        .expect("still read");
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(
        answer.ends_with(r#"{"data":{"__typename":"Query"}}"#),
        "{answer}"
    );
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
}

#[test]
fn sigterm_drains() {
    drains_on("TERM");
}

#[test]
fn ctrl_c_drains() {
    drains_on("INT");
}

#[test]
fn the_drain_has_an_end() {
    let server = Server::start(&["--drain-time-ms", "50"]);
    let _under_way = begin(&server);
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
}

#[test]
fn requests_are_answered_while_who_balances_load_learns_of_the_end() {
    let server = Server::start(&["--drain-delay-ms", "3000"]);
    server.signal("TERM");
    let ready = b"GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    while !server.exchange(ready).starts_with("HTTP/1.1 503 ") {}
    let answer = server.exchange(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("in_time=true"), "{log}");
}

#[test]
fn a_second_signal_ends_at_once() {
    let server = Server::start(&["--drain-time-ms", "3600000"]);
    let _under_way = begin(&server);
    server.signal("TERM");
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    server.signal("INT");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(130), "{log}");
}
