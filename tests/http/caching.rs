//! What clients and CDNs may keep, and how they learn that it is still true.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use castgraph::http::Settings;

use super::fixture::{Client, Reply, question};

const WORD: &str = "/graphql?query=%7Bword%7D";
const GRAPHQL: &str = "application/graphql-response+json";

/// Reads with an `accept` and, where it is not empty, an `if-none-match`.
async fn read(client: &Client, path: &str, accept: &str, known: &str) -> Reply {
    let mut request = Request::get(path).header(header::ACCEPT, accept);
    if !known.is_empty() {
        request = request.header(header::IF_NONE_MATCH, known);
    }
    let request = request.body(Body::empty());
    client.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_complete_answer_to_a_get_may_be_kept() {
    for (max_age_s, caching) in [
        (0, "must-revalidate, public, max-age=0"),
        (60, "must-revalidate, public, max-age=60"),
    ] {
        let client = Client::with_settings(Settings {
            answers_max_age_s: max_age_s,
            ..Settings::default()
        });
        let reply = client.get(WORD).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.header("cache-control"), caching);
        assert_eq!(reply.header("vary"), "accept");
        let tag = reply.header("etag");
        assert_eq!(tag.len(), 34, "128 bits between quotes: {tag}");
        assert!(tag.starts_with('"') && tag.ends_with('"'), "strong: {tag}");
    }
}

#[tokio::test]
async fn who_has_it_already_is_only_told_so() {
    let client = Client::new();
    let first = read(&client, WORD, GRAPHQL, "").await;
    let tag = first.header("etag");
    for known in [
        tag,
        &format!("W/{tag}"),
        &format!("\"a,b\", {tag}"),
        &format!("\"other\",W/{tag} , \"more\""),
        "*",
    ] {
        let reply = read(&client, WORD, GRAPHQL, known).await;
        assert_eq!(reply.status, StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(reply.text, "", "{known}");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(reply.header(name), first.header(name), "{known}");
        }
        assert_eq!(reply.header("content-type"), "", "{known}");
    }
    for other in ["\"other\"", "W/\"\"", "not a tag", &tag[1..], "\"", ","] {
        let reply = read(&client, WORD, GRAPHQL, other).await;
        assert_eq!(reply.status, StatusCode::OK, "{other}");
        assert_eq!(reply.text, first.text, "{other}");
    }
}

#[tokio::test]
async fn a_tag_names_bytes_of_one_media_type() {
    let client = Client::new();
    let tag = async |path: &str, accept: &str| {
        let reply = read(&client, path, accept, "").await;
        reply.header("etag").to_owned()
    };
    let word = tag(WORD, GRAPHQL).await;
    assert_eq!(word, tag(WORD, GRAPHQL).await);
    // Another document with the same answer.
    assert_eq!(word, tag("/graphql?query=query+A%7Bword%7D", GRAPHQL).await);
    assert_ne!(word, tag(WORD, "application/json").await);
    let other = "/graphql?query=%7Becho(text:%22a%22)%7D";
    assert_ne!(word, tag(other, GRAPHQL).await);
}

#[tokio::test]
async fn nothing_else_may_be_kept() {
    let client = Client::new();
    for (path, status) in [
        ("/graphql?query=%7Bword+failing%7D", 200),
        ("/graphql?query=%7Brequired%7D", 200),
        ("/graphql?query=%7B", 400),
        ("/graphql?query=%7Bnothing%7D", 400),
        ("/graphql?query=%7Bpanicking%7D", 500),
        ("/graphql?query=mutation%7Bword%7D", 405),
        ("/graphql?variables=3", 400),
        ("/graphql", 400),
    ] {
        let reply = read(&client, path, GRAPHQL, "*").await;
        assert_eq!(reply.status.as_u16(), status, "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_eq!(reply.header("etag"), "", "{path}");
        assert_eq!(reply.header("vary"), "accept", "{path}");
    }
    let reply = read(&client, WORD, "text/html", "*").await;
    assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_answer_to_a_post_may_not_be_kept() {
    let post = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_NONE_MATCH, "*");
    let post = post.body(Body::from(question("{word}")));
    let reply = Client::new().send(post.expect("a request")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.text, r#"{"data":{"word":"word"}}"#);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("etag"), "");
}
