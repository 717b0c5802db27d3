//! The end of a server on a socket.

use std::{
    io::{ErrorKind, Read, Write},
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
async fn connections_over_the_limit_wait() {
    let running = Running::start(Limits {
        connections_max: 1,
        ..Limits::default()
    })
    .await;
    let first = running.begin("{held}");
    let mut second = connect(running.address);
    let request = b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    second.write_all(request).expect("queued");
    let moment = Some(Duration::from_millis(100));
    second.set_read_timeout(moment).expect("a bound");
    let early = task::block_in_place(|| second.read(&mut [0; 1]));
    let early = early.expect_err("the second waits for the first");
    assert!(matches!(
        early.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut
    ));
    second.set_read_timeout(Some(PATIENCE)).expect("a bound");
    drop(first);
    assert!(rest(second).starts_with("HTTP/1.1 200 OK"));
}
