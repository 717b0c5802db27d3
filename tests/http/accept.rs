//! What a client can read decides what it gets.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::fixture::{Client, post, question};

const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn the_best_of_what_the_client_reads() {
    let client = Client::new();
    for (accept, expected) in [
        ("application/graphql-response+json", GRAPHQL),
        ("application/json", JSON),
        ("Application/JSON", JSON),
        ("application/json; charset=utf-8", JSON),
        ("application/graphql-response+json; charset=UTF-8", GRAPHQL),
        ("*/*", JSON),
        ("application/*", JSON),
        ("", JSON),
        (
            "application/graphql-response+json, application/json",
            GRAPHQL,
        ),
        (
            "application/json, application/graphql-response+json",
            GRAPHQL,
        ),
        (
            "application/graphql-response+json, application/json;q=0.9",
            GRAPHQL,
        ),
        (
            "application/graphql-response+json;q=0.5, application/json",
            JSON,
        ),
        ("application/json, text/plain, */*", JSON),
        ("application/graphql-response+json, */*;q=0.1", GRAPHQL),
        ("application/json;q=0, */*", GRAPHQL),
        ("application/json;q=0.1, application/*;q=0.5", GRAPHQL),
        ("text/html, application/xml;q=0.9, */*;q=0.8", JSON),
    ] {
        let reply = client.send(post(question("{word}"), accept)).await;
        assert_eq!(reply.status, StatusCode::OK, "{accept}");
        assert_eq!(reply.header("content-type"), expected, "{accept}");
        assert_eq!(reply.text, r#"{"data":{"word":"word"}}"#);
        assert_eq!(reply.header("vary"), "accept");
    }
}

#[tokio::test]
async fn several_headers_are_one_list() {
    let request = Request::get("/graphql?query=%7Bword%7D")
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT, "application/graphql-response+json")
        .body(Body::empty());
    let reply = Client::new().send(request.expect("a request")).await;
    assert_eq!(reply.header("content-type"), GRAPHQL);
}

#[tokio::test]
async fn nothing_that_the_client_reads() {
    let client = Client::new();
    for accept in [
        "text/html",
        "image/*",
        "application/xml",
        "application/json;q=0",
        "*/*;q=0",
        "application/json; charset=iso-8859-1",
        "application/json;q=nonsense",
    ] {
        let reply = client.send(post(question("{word}"), accept)).await;
        assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        assert_eq!(reply.code(), "BAD_REQUEST");
        assert_eq!(reply.header("content-type"), JSON);
    }
}
