//! Faults of ours: the client learns an id, the server lives on.

use axum::http::{HeaderValue, StatusCode};

use super::fixture::{Client, post, question};

#[tokio::test]
async fn the_server_answers_after_a_panic() {
    let client = Client::new();
    for query in ["{panicking}", "panic outside of the engine"] {
        for _ in 0..50 {
            let reply = client.ask(query).await;
            assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(reply.code(), "INTERNAL");
            let id = reply.header("x-request-id").to_owned();
            assert_eq!(reply.json()["errors"][0]["extensions"]["requestId"], id);
        }
    }
    assert_eq!(client.ask("{word}").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_failed_field_carries_the_id_and_no_cause() {
    let reply = Client::new().ask("{word failing}").await;
    assert_eq!(reply.code(), "INTERNAL");
    let id = reply.header("x-request-id").to_owned();
    assert_eq!(reply.json()["errors"][0]["extensions"]["requestId"], id);
    assert_eq!(reply.json()["data"]["word"], "word");
}

#[tokio::test]
async fn ids_differ_and_plain_ones_are_kept() {
    let client = Client::new();
    let first = client.get("/healthz").await;
    let second = client.get("/nothing").await;
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for (given, kept) in [
        ("trace-1_a.B", true),
        ("", false),
        ("two words", false),
        ("\"quoted\"", false),
        (&"x".repeat(65), false),
    ] {
        let mut request = post(question("{word}"), "*/*");
        let value = HeaderValue::from_str(given).expect("a value");
        request.headers_mut().insert("x-request-id", value);
        let reply = client.send(request).await;
        let id = reply.header("x-request-id");
        assert_eq!(id == given, kept, "{given}");
        assert!(!id.is_empty());
    }
}
