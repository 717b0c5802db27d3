//! A server gives way to the next one, and clients that ask again notice nothing.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread::{self, ScopedJoinHandle},
    time::Duration,
};

use super::process::{PATIENCE, Server};

const REQUEST: &[u8] = b"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\n\r\n";
const ANSWER: &str = r#"{"data":{"__typename":"Query"}}"#;

/// One answer on a connection that may have had others; nothing where it broke before any of it
/// came, after which a client may ask anew.
fn ask(connection: &mut Option<TcpStream>, address: SocketAddr) -> Option<String> {
    if connection.is_none() {
        let new = TcpStream::connect(address).ok()?;
        new.set_read_timeout(Some(PATIENCE)).expect("a bound");
        *connection = Some(new);
    }
    let stream = connection.as_mut().expect("it was opened");
    let mut text = String::new();
    let mut bytes = [0; 4_096];
    let sent = stream.write_all(REQUEST);
    while sent.is_ok() && !text.ends_with(ANSWER) {
        match stream.read(&mut bytes) {
            Ok(count) if count > 0 => text += std::str::from_utf8(&bytes[..count]).expect("text"),
            _ => break,
        }
    }
    if text.is_empty() || text.contains("connection: close") {
        *connection = None;
    }
    (!text.is_empty()).then_some(text)
}

#[test]
fn a_client_that_asks_again_loses_nothing_at_a_restart() {
    let options = ["--reuse-port", "--drain-delay-ms", "200"];
    let first = Server::start(&options);
    let address = first.address;
    let (over, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        let client = || {
            let mut connection = None;
            while !over.load(Ordering::Relaxed) {
                let mut tries = (0..3).filter_map(|_| ask(&mut connection, address));
                let text = tries.next().expect("one of three tries");
                assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
                assert!(text.ends_with(ANSWER), "{text}");
                answered.fetch_add(1, Ordering::Relaxed);
            }
        };
        let clients = [(); 4].map(|()| scope.spawn(client));
        let second = Server::start_at(&address.to_string(), &options);
        first.signal("TERM");
        let (status, log) = first.end();
        assert_eq!(status.code(), Some(0), "{log}");
        assert!(log.contains("in_time=true"), "{log}");
        let before = answered.load(Ordering::Relaxed);
        assert!(before > 0, "the first has answered");
        while answered.load(Ordering::Relaxed) < before + 100
            && !clients.iter().any(ScopedJoinHandle::is_finished)
        {
            thread::sleep(Duration::from_millis(5));
        }
        over.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().expect("nothing was lost");
        }
        drop(second);
    });
}

#[test]
fn an_address_is_shared_only_where_both_say_so() {
    let server = Server::start(&["--reuse-port"]);
    let address = server.address.to_string();
    let other = super::process::castgraph(&["serve", "--listen", &address]).output();
    let other = other.expect("the program runs");
    assert_eq!(other.status.code(), Some(1));
}
