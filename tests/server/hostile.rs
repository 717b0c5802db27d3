//! Clients that send nonsense, too much or too slowly do not harm others.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::process::{PATIENCE, Server};

#[test]
fn broken_bytes() {
    let server = Server::start(&[]);
    let endless_head = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(1 << 20));
    let long_url = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "z".repeat(100_000));
    let many = "a: b\r\n".repeat(1_000);
    let many_headers = format!("GET / HTTP/1.1\r\n{many}\r\n");
    for bytes in [
        &b"\0\xff\xfe\x80 nonsense\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n",
        endless_head.as_bytes(),
        long_url.as_bytes(),
        many_headers.as_bytes(),
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(bytes);
        // No more will come; without this, an unfinished head is waited for.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains(" 200 "), "{answer}");
        assert!(!answer.contains("src/"), "{answer}");
        assert!(server.lives());
    }
}

#[test]
fn heads_are_bounded_to_the_byte() {
    let server = Server::start(&[]);
    for (bytes, status) in [(32_768, 200), (32_769, 431), (40_000, 431), (60_000, 431)] {
        let head = "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx: \r\n\r\n";
        let padding = "y".repeat(bytes - head.len());
        let head = head.replace("x: ", &format!("x: {padding}"));
        let answer = server.exchange(head.as_bytes());
        let expected = format!("HTTP/1.1 {status} ");
        // What is refused is not read to its end, so that its answer may be lost.
        let lost = status == 431 && answer.is_empty();
        assert!(lost || answer.starts_with(&expected), "{bytes}: {answer}");
    }
    assert!(server.lives());
}

#[test]
fn a_slow_head_is_cut_off() {
    let server = Server::start(&["--head-time-ms", "100"]);
    let begin = Instant::now();
    let answer = server.exchange(b"GET / HTTP/1.1\r\nhost: a\r\nx-slow:");
    assert!(begin.elapsed() < PATIENCE, "the server did not close");
    assert!(!answer.contains(" 200 "), "{answer}");
    assert!(server.lives());
}

#[test]
fn a_client_that_reads_nothing_is_cut_off() {
    // Room for one connection: another has its answer only after the first is closed. Nothing
    // else closes it within the patience of this test.
    let server = Server::start(&[
        "--write-time-ms",
        "100",
        "--head-time-ms",
        "3600000",
        "--connections-max",
        "1",
    ]);
    let mut stream = ask_much(&server);
    until_there_is_room(&server);

    // What the system held for the client may still arrive; the end of the answer may not.
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    let got = String::from_utf8_lossy(&got);
    assert!(got.starts_with("HTTP/1.1 200 OK\r\n"), "{got:.300}");
    assert!(!got.ends_with("}]}}"), "all of it was held: ask for more");
}

#[test]
fn a_client_that_reads_a_trickle_is_cut_off() {
    // At that rate the answer has a second; a client that reads something now and then is never
    // one that reads nothing.
    let server = Server::start(&[
        "--write-time-ms",
        "1000",
        "--read-rate-min",
        "100000000",
        "--head-time-ms",
        "3600000",
        "--connections-max",
        "1",
    ]);
    let mut stream = ask_much(&server);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut bytes = vec![0; 64 * 1024];
            let begin = Instant::now();
            while !over.load(Ordering::Relaxed) && begin.elapsed() < PATIENCE {
                let _ = stream.read(&mut bytes);
                thread::sleep(Duration::from_millis(100));
            }
        });
        until_there_is_room(&server);
        over.store(true, Ordering::Relaxed);
    });
}

/// Waits until the only connection that there may be is closed; until then, others are shed.
fn until_there_is_room(server: &Server) {
    let begin = Instant::now();
    while !server.lives() {
        assert!(begin.elapsed() < PATIENCE, "the server did not close");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Asks for 12 MB, and reads none of it.
fn ask_much(server: &Server) -> TcpStream {
    // 12 MB, more than the system holds for a client: a long name in each of 4,000 claims.
    let name = "n".repeat(3_000);
    let pages = (0..40).map(|at| format!(" a{at}: claims(first: 100) {{ ...Page }}"));
    let pages = pages.collect::<Vec<_>>().concat();
    let page = format!("fragment Page on ClaimConnection {{ nodes {{ {name}: id }} }}");
    let body = format!(r#"{{"query":"{{{pages} }} {page}"}}"#);
    let mut stream = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("a small request is taken");
    stream
}

#[test]
fn a_slow_body_is_answered() {
    let server = Server::start(&["--request-time-ms", "100"]);
    let answer = server.exchange(
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
          content-length: 26\r\n\r\n{\"query\":",
    );
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("TIMEOUT"), "{answer}");
    // A machine that is busy may need longer for this than the 100 ms above.
    assert!((0..600).any(|_| server.lives()));
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let server = Server::start(&["--body-bytes-max", "1000"]);
    let answer = server.exchange(
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
          content-length: 1000000000\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("LIMIT_REACHED"), "{answer}");
    assert!(server.lives());
}
