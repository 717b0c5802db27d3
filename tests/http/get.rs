//! Queries in a URL.

use axum::http::StatusCode;

use super::fixture::Client;

#[tokio::test]
async fn a_query_with_all_parameters() {
    let reply = Client::new()
        .get(
            "/graphql?query=query+A%28%24said%3AString%21%29%7Becho%28text%3A%24said%29%7D\
             &operationName=A&variables=%7B%22said%22%3A%22%C3%A9%26%22%7D&extensions=%7B%7D&other=1",
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.text, r#"{"data":{"echo":"é&"}}"#);
}

#[tokio::test]
async fn empty_parameters_are_absent() {
    let reply = Client::new()
        .get("/graphql?query=%7Bword%7D&operationName=&variables=&extensions=")
        .await;
    assert_eq!(reply.text, r#"{"data":{"word":"word"}}"#);
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let client = Client::new();
    for (query, message) in [
        ("", "query is missing"),
        ("?", "query is missing"),
        ("?document=x", "query is missing"),
        (
            "?query=%7Bword%7D&query=%7Bword%7D",
            "the parameter query is given more than once",
        ),
        (
            "?query=%7Bword%7D&variables=%7B",
            "the parameter variables is not JSON",
        ),
        (
            "?query=%7Bword%7D&variables=[]",
            "expected variables to be an object or null, found an array",
        ),
        (
            "?query=%7Bword%7D&extensions=1",
            "expected extensions to be an object or null, found a number",
        ),
    ] {
        let reply = client.get(&format!("/graphql{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(reply.code(), "BAD_REQUEST", "{query}");
        assert!(reply.message().starts_with(message), "{query}: {reply:?}");
    }
}

#[tokio::test]
async fn a_mutation_is_refused() {
    let client = Client::new();
    for query in [
        "mutation%7Bword%7D",
        "subscription%7Bword%7D",
        "query+A%7Bword%7Dmutation+B%7Bword%7D&operationName=B",
    ] {
        let reply = client.get(&format!("/graphql?query={query}")).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{query}");
        assert_eq!(reply.header("allow"), "POST");
        assert_eq!(reply.code(), "METHOD_NOT_ALLOWED");
    }
}
