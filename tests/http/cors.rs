//! Pages of other origins.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use castgraph::http::{Origin, Settings};

use super::fixture::{Client, Reply, post, question};

const NAMED: &str = "https://tv.example";

fn client(origins: &[&str]) -> Client {
    let origins = origins
        .iter()
        .map(|origin| origin.parse().expect("an origin"));
    Client::with_settings(Settings {
        cors_origins: origins.collect(),
        metrics_path: true,
        ..Settings::default()
    })
}

/// Asks as a browser does before a page may post JSON.
async fn preflight(client: &Client, path: &str, origin: &str) -> Reply {
    let request = Request::options(path)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,traceparent");
    client
        .send(request.body(Body::empty()).expect("a request"))
        .await
}

/// Posts a question as a page of `origin` does.
async fn asked(client: &Client, origin: &str, query: &str) -> Reply {
    let mut request = post(question(query), "*/*");
    let origin = origin.parse().expect("a header");
    request.headers_mut().insert("origin", origin);
    client.send(request).await
}

#[tokio::test]
async fn off_unless_named() {
    let client = Client::new();
    let reply = preflight(&client, "/graphql", NAMED).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("access-control-allow-origin"), "");
    let reply = asked(&client, NAMED, "{word}").await;
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert_eq!(reply.header("vary"), "accept");
}

#[tokio::test]
async fn a_preflight_of_a_named_origin() {
    let client = client(&["http://localhost:3000", NAMED]);
    for origin in ["http://localhost:3000", NAMED] {
        let reply = preflight(&client, "/graphql", origin).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.text, "");
        assert_eq!(reply.header("access-control-allow-origin"), origin);
        assert_eq!(reply.header("access-control-allow-methods"), "GET,POST");
        let headers = reply.header("access-control-allow-headers");
        assert_eq!(headers, "content-type,traceparent");
        assert_eq!(reply.header("access-control-max-age"), "7200");
        assert_eq!(reply.header("access-control-allow-credentials"), "");
        assert_eq!(reply.header("vary"), "origin");
    }
}

#[tokio::test]
async fn another_origin_is_not_let_in() {
    let client = client(&[NAMED]);
    for origin in [
        "https://evil.example",
        "https://tv.example.evil.example",
        "http://tv.example",
        "null",
    ] {
        let reply = preflight(&client, "/graphql", origin).await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{origin}");
        let reply = asked(&client, origin, "{word}").await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn pages_read_answers_and_errors() {
    let client = client(&[NAMED]);
    for (query, status) in [
        ("{word}", StatusCode::OK),
        ("{", StatusCode::OK),
        (
            "panic outside of the engine",
            StatusCode::INTERNAL_SERVER_ERROR,
        ),
    ] {
        let reply = asked(&client, NAMED, query).await;
        assert_eq!(reply.status, status, "{query}");
        assert_eq!(
            reply.header("access-control-allow-origin"),
            NAMED,
            "{query}"
        );
        assert_eq!(
            reply.header("access-control-expose-headers"),
            "*",
            "{query}"
        );
    }
    // Also those from before the handler.
    let long = format!("/graphql?query={}", "a".repeat(10_000));
    let request = Request::get(long).header("origin", NAMED);
    let reply = client
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(reply.status, StatusCode::URI_TOO_LONG);
    assert_eq!(reply.header("access-control-allow-origin"), NAMED);
}

#[tokio::test]
async fn all_origins_get_one_answer() {
    let client = client(&["*"]);
    let reply = preflight(&client, "/graphql", "https://any.example").await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let reply = asked(&client, "https://any.example", "{word}").await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("vary"), "accept", "a cache keeps one for all");
}

#[tokio::test]
async fn only_the_api_is_for_pages() {
    let client = client(&["*"]);
    for path in ["/metrics", "/readyz", "/"] {
        let reply = preflight(&client, path, NAMED).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
    }
    let reply = preflight(&client, "/schema.graphql", NAMED).await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
}

#[test]
fn origins_are_written_as_browsers_do() {
    for good in [
        "*",
        "https://tv.example",
        "http://localhost:3000",
        "http://[::1]:8080",
    ] {
        assert!(good.parse::<Origin>().is_ok(), "{good}");
    }
    for bad in [
        "",
        "tv.example",
        "https://tv.example/",
        "https://tv.example/page",
        "https://TV.example",
        "https://*.example",
        "null",
        "https://me@tv.example",
        "https://",
        "//tv.example",
    ] {
        let error = bad.parse::<Origin>().expect_err(bad);
        assert!(error.contains("such as https://tv.example"), "{error}");
    }
}
