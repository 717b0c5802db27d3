//! The end of a server on a socket.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use castgraph::{
    graphql::error::ErrorCode,
    http::{self, Limits},
};
use tokio::{net::TcpListener, task};

use super::fixture::{Client, Event, question};

const PATIENCE: Duration = Duration::from_mins(1);

struct Running {
    client: Client,
    address: SocketAddr,
    server: task::JoinHandle<bool>,
}

impl Running {
    async fn start(limits: Limits) -> Self {
        let client = Client::with(limits);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (front, settings) = (client.front.clone(), client.settings.clone());
        let server = async move { http::serve(listener, front, &settings).await };
        Self {
            client,
            address,
            server: task::spawn(server),
        }
    }

    /// Asks a document and returns once the execution has begun.
    fn begin(&self, query: &str) -> TcpStream {
        let body = question(query);
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let stream = connect(self.address);
        (&stream)
            .write_all(format!("{head}{body}").as_bytes())
            .expect("sent");
        assert_eq!(self.event(), Event::Started);
        stream
    }

    fn event(&self) -> Event {
        let event = task::block_in_place(|| self.client.events.recv_timeout(PATIENCE));
        event.expect("an event in time")
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a bound");
    stream
}

/// Everything until the server closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let read = task::block_in_place(|| stream.read_to_string(&mut text));
    read.expect("an end");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_under_way_end() {
    let running = Running::start(Limits::default()).await;
    let stream = running.begin("{held}");
    running.client.settings.shutdown.drain();
    // Nothing new is accepted once the listener is gone.
    while TcpStream::connect(running.address).is_ok() {
        task::yield_now().await;
    }
    running.client.open_gate();
    let text = rest(stream);
    assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
    assert!(text.ends_with(r#"{"data":{"held":"held"}}"#), "{text}");
    assert!(running.server.await.expect("no panic"), "all ended in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_take_too_long_are_given_up() {
    let running = Running::start(Limits {
        drain_time_ms: 50,
        request_time_ms: 600_000,
        ..Limits::default()
    })
    .await;
    let stream = running.begin("{endless}");
    running.client.settings.shutdown.drain();
    assert_eq!(running.event(), Event::Ended(Some(ErrorCode::Cancelled)));
    let text = rest(stream);
    assert!(text.starts_with("HTTP/1.1 503 "), "{text}");
    assert!(text.contains("CANCELLED"), "{text}");
    assert!(!running.server.await.expect("no panic"), "not in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_stops_its_execution() {
    let running = Running::start(Limits::default()).await;
    drop(running.begin("{endless}"));
    assert_eq!(running.event(), Event::Ended(Some(ErrorCode::Cancelled)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_over_the_limit_are_shed() {
    let running = Running::start(Limits {
        connections_max: 1,
        ..Limits::default()
    })
    .await;
    let first = running.begin("{held}");
    let request = b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";
    let mut second = connect(running.address);
    second.write_all(request).expect("accepted");
    let text = rest(second);
    assert!(text.starts_with("HTTP/1.1 503 "), "{text}");
    assert!(text.contains("\r\nretry-after: 1\r\n"), "{text}");
    assert!(text.contains("\"OVERLOADED\""), "{text}");
    // Who asks nothing is not kept either.
    assert_eq!(rest(connect(running.address)), "");
    drop(first);
    // Its end is noticed a moment later.
    let answered = (0..600).any(|_| {
        let mut third = connect(running.address);
        let _ = third.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        rest(third).starts_with("HTTP/1.1 200 OK")
    });
    assert!(answered, "there is room again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_has_not_asked_yet_may_do_so_once() {
    let running = Running::start(Limits::default()).await;
    let mut stream = connect(running.address);
    // Accepted, or with the system; either is to be served.
    running.client.settings.shutdown.drain();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n")
        .expect("sent");
    let text = rest(stream);
    assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
    assert!(text.contains("\r\nconnection: close\r\n"), "{text}");
    assert!(running.server.await.expect("no panic"), "all ended in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_of_a_server_that_leaves_say_so() {
    let running = Running::start(Limits::default()).await;
    let ask = |path: &str| {
        let mut stream = connect(running.address);
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    };
    running.client.settings.shutdown.leave();
    let text = rest(ask("/readyz"));
    assert!(text.starts_with("HTTP/1.1 503 "), "{text}");
    assert!(text.ends_with("stopping\n"), "{text}");
    let text = rest(ask("/healthz"));
    assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
    assert!(text.contains("\r\nconnection: close\r\n"), "{text}");
    running.client.settings.shutdown.drain();
    assert!(running.server.await.expect("no panic"), "all ended in time");
}
