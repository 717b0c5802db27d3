//! Methods and paths that are not there.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};

use super::fixture::Client;

#[tokio::test]
async fn graphql_takes_get_and_post_only() {
    let client = Client::new();
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW"] {
        let request = Request::builder()
            .method(method)
            .uri("/graphql?query={word}");
        let reply = client
            .send(request.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(reply.header("allow"), "GET, POST", "{method}");
        if method == "HEAD" {
            assert_eq!(reply.text, "", "an answer to HEAD has no body");
        } else {
            assert_eq!(reply.code(), "METHOD_NOT_ALLOWED");
        }
    }
}

#[tokio::test]
async fn other_routes_are_read_only() {
    let client = Client::new();
    for path in [
        "/",
        "/graphiql",
        "/graphiql.js",
        "/schema.graphql",
        "/healthz",
        "/readyz",
    ] {
        let request = Request::post(path).body(Body::empty());
        let reply = client.send(request.expect("a request")).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(reply.header("allow"), "GET, HEAD", "{path}");
        assert_eq!(reply.code(), "METHOD_NOT_ALLOWED");

        let head = Request::builder().method(Method::HEAD).uri(path);
        let reply = client
            .send(head.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_path_names_the_known_ones() {
    let client = Client::new();
    for path in [
        "/nothing",
        "/graphql/",
        "/metrics",
        "//graphql",
        "/graphql/../etc",
    ] {
        let reply = client.get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(reply.code(), "BAD_REQUEST");
        for route in [
            "/graphql",
            "/graphiql",
            "/schema.graphql",
            "/healthz",
            "/readyz",
        ] {
            assert!(reply.message().contains(route), "{reply:?}");
        }
    }
}

#[tokio::test]
async fn no_origin_is_invited() {
    let preflight = Request::options("/graphql")
        .header("origin", "https://elsewhere.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let request = preflight.body(Body::empty()).expect("a request");
    let reply = Client::new().send(request).await;
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert_eq!(reply.header("access-control-allow-headers"), "");
}
