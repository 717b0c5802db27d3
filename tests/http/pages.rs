//! Pages, probes and the schema.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use castgraph::{
    graph::Snapshot,
    graphql::{
        engine::{Outcome, Request as Question, Uninterrupted},
        limits::Limits,
        service::{Api, Service},
    },
    http::page::EXAMPLES,
    store::load_seed,
};

use super::fixture::Client;

fn page(path: &str, host: &str) -> Request<Body> {
    let request = Request::get(path).header("host", host);
    request.body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn every_answer_carries_the_guards() {
    let client = Client::new();
    for path in [
        "/",
        "/graphiql",
        "/schema.graphql",
        "/healthz",
        "/nothing",
        "/graphql",
    ] {
        let reply = client.get(path).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!reply.header("cache-control").is_empty(), "{path}");
        assert!(!reply.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn the_first_page_stands_alone() {
    let reply = Client::new().send(page("/", "tv.example:8443")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert!(
        reply
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let lines = reply.text.matches("curl -G http://tv.example:8443/graphql");
    assert_eq!(lines.count(), EXAMPLES.len());
    assert!(!reply.text.contains("{{"), "a placeholder is left");
    for elsewhere in ["<script", "src=", "https://", "@import", "url("] {
        assert!(!reply.text.contains(elsewhere), "{elsewhere}");
    }
}

#[tokio::test]
async fn links_of_the_first_page_can_be_followed() {
    let client = Client::new();
    let reply = client.send(page("/", "a")).await;
    let links = reply.text.split("href=\"").skip(1);
    let links: Vec<&str> = links.filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() > EXAMPLES.len());
    for link in links.into_iter().filter(|link| link.starts_with('/')) {
        let reply = client.get(&link.replace("&amp;", "&")).await;
        assert_eq!(reply.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn a_host_that_is_none_does_not_reach_the_page() {
    let client = Client::new();
    for host in ["<script>", "a b", "x'\"", ""] {
        let reply = client.send(page("/", host)).await;
        assert!(reply.text.contains("curl -G http://127.0.0.1:8080/graphql"));
        assert!(!reply.text.contains("<script>"));
    }
    let mut proxied = page("/", "tv.example");
    let https = "https".parse().expect("a value");
    proxied.headers_mut().insert("x-forwarded-proto", https);
    let reply = client.send(proxied).await;
    assert!(reply.text.contains("curl -G https://tv.example/graphql"));
}

#[tokio::test]
async fn graphiql_says_that_it_needs_the_internet() {
    let client = Client::new();
    let reply = client.send(page("/graphiql", "localhost:1")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text.contains("needs the internet"));
    assert!(reply.text.contains("curl -G http://localhost:1/graphql"));
    let scripts: Vec<&str> = reply.text.split("https://unpkg.com/").skip(1).collect();
    assert_eq!(scripts.len(), 4);
    for script in scripts {
        let tag = script.split('>').next().unwrap_or_default();
        assert!(
            tag.contains('@') && tag.contains("integrity=\"sha384-"),
            "{tag}"
        );
    }
    assert!(
        reply
            .header("content-security-policy")
            .contains("script-src 'self' https://unpkg.com;")
    );
    let script = client.get("/graphiql.js").await;
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
}

#[tokio::test]
async fn the_schema_is_text() {
    let reply = Client::new().get("/schema.graphql").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        reply.header("content-type"),
        "application/graphql; charset=utf-8"
    );
    assert!(reply.text.contains("type Query"), "{reply:?}");
}

#[tokio::test]
async fn probes() {
    let client = Client::new();
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(client.get("/readyz").await.status, StatusCode::OK);
    client.settings.shutdown.drain();
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    let reply = client.get("/readyz").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn examples_are_answered_by_the_seed() {
    let snapshot = Snapshot::new(load_seed().expect("the seed"));
    let api = Api::new(snapshot.into(), Limits::default()).expect("a schema");
    for example in EXAMPLES {
        let request = Question {
            query: example.query.to_owned(),
            queries_only: true,
            ..Question::default()
        };
        let answer = api.answer(&request, &Uninterrupted);
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(
            answer.outcome,
            Outcome::Complete,
            "{}: {text}",
            example.title
        );
        assert!(!text.contains("\"person\":null"), "{text}");
        assert!(!text.contains("\"totalCount\":0"), "{text}");
        assert!(
            !example.query.contains('\''),
            "it stands in quotes of a shell"
        );
    }
}
