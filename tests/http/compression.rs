//! Answers made smaller.

use std::{convert::Infallible, future::ready};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response},
};
use castgraph::http::Settings;
use tower::{ServiceExt, service_fn};
use tower_http::decompression::Decompression;

use super::fixture::{Client, post, question};

fn client(bytes_min: u16) -> Client {
    Client::with_settings(Settings {
        compression_bytes_min: bytes_min,
        metrics_path: true,
        ..Settings::default()
    })
}

/// The headers and bytes of an answer to a client that reads `encodings`.
async fn sent(
    client: &Client,
    mut request: Request<Body>,
    encodings: &str,
) -> (HeaderMap, Vec<u8>) {
    let encodings = encodings.parse().expect("a header");
    request.headers_mut().insert("accept-encoding", encodings);
    let response = client.front.clone().oneshot(request).await;
    let (parts, body) = response.expect("the front does not fail").into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.headers, bytes.to_vec())
}

/// The text behind bytes that came with `headers`.
async fn read(headers: &HeaderMap, bytes: Vec<u8>) -> String {
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().clone_from(headers);
    let mut response = Some(response);
    let answer = service_fn(move |_: Request<Body>| {
        ready(Ok::<_, Infallible>(response.take().expect("asked once")))
    });
    let plain = Decompression::new(answer).oneshot(Request::new(Body::empty()));
    let body = Body::new(plain.await.expect("an answer").into_body());
    let bytes = to_bytes(body, usize::MAX).await.expect("whole");
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A question whose answer has 20 bytes and this text.
fn echo(text: &str) -> Request<Body> {
    post(question(&format!("{{echo(text:\"{text}\")}}")), "*/*")
}

fn encoding(headers: &HeaderMap) -> &str {
    let encoding = headers.get("content-encoding");
    encoding.map_or("", |encoding| encoding.to_str().expect("text"))
}

fn vary(headers: &HeaderMap) -> Vec<&str> {
    let vary = headers.get_all("vary").iter();
    vary.map(|value| value.to_str().expect("text")).collect()
}

#[tokio::test]
async fn each_encoding_by_the_weights_of_the_client() {
    let client = client(1_000);
    let text = "Del Harris ".repeat(1_000);
    for (encodings, expected) in [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("zstd;q=0, br", "br"),
    ] {
        let (headers, bytes) = sent(&client, echo(&text), encodings).await;
        assert_eq!(encoding(&headers), expected, "{encodings}");
        assert!(
            bytes.len() < text.len() / 20,
            "{encodings}: {} bytes",
            bytes.len()
        );
        assert_eq!(vary(&headers), ["accept", "accept-encoding"]);
        assert!(!headers.contains_key("content-length"), "{encodings}");
        let plain = read(&headers, bytes).await;
        assert_eq!(plain, format!("{{\"data\":{{\"echo\":\"{text}\"}}}}"));
    }
}

#[tokio::test]
async fn who_reads_none_gets_the_plain_answer() {
    let client = client(1_000);
    let text = "a".repeat(2_000);
    for encodings in ["", "identity", "deflate", "zstd;q=0", "gzip;q=0, identity"] {
        let (headers, bytes) = sent(&client, echo(&text), encodings).await;
        assert_eq!(encoding(&headers), "", "{encodings}");
        assert_eq!(bytes.len(), 20 + text.len(), "{encodings}");
        // A cache must know that others get another one.
        assert_eq!(vary(&headers), ["accept", "accept-encoding"]);
    }
}

#[tokio::test]
async fn small_answers_are_left_alone() {
    let client = client(1_000);
    for (length, expected) in [(999, ""), (1_000, "zstd")] {
        let text = "a".repeat(length - 20);
        let (headers, bytes) = sent(&client, echo(&text), "zstd").await;
        assert_eq!(encoding(&headers), expected);
        assert_eq!(bytes.len() == length, expected.is_empty());
        assert_eq!(
            vary(&headers).len(),
            if expected.is_empty() { 1 } else { 2 }
        );
    }
}

#[tokio::test]
async fn zero_compresses_nothing() {
    let (headers, _) = sent(&client(0), echo(&"a".repeat(10_000)), "zstd").await;
    assert_eq!(encoding(&headers), "");
    assert_eq!(vary(&headers), ["accept"]);
}

#[tokio::test]
async fn the_counts_are_not_compressed() {
    let request = Request::get("/metrics")
        .body(Body::empty())
        .expect("a request");
    let (headers, bytes) = sent(&client(1), request, "gzip").await;
    assert!(bytes.len() > 1_000);
    assert_eq!(encoding(&headers), "");
}

#[tokio::test]
async fn the_head_of_a_head_is_that_of_a_get() {
    let client = client(10);
    for encoding in ["zstd", "x"] {
        let ask = async |method: &str| {
            let request = Request::builder().method(method).uri("/schema.graphql");
            let request = request.body(Body::empty()).expect("a request");
            sent(&client, request, encoding).await
        };
        let ((get, body), (head, none)) = (ask("GET").await, ask("HEAD").await);
        assert!(!body.is_empty() && none.is_empty());
        for name in ["content-encoding", "content-type", "vary"] {
            assert_eq!(get.get(name), head.get(name), "{name} of {encoding}");
        }
        assert_eq!(get.contains_key("content-encoding"), encoding == "zstd");
    }
}
