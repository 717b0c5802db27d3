//! Documents that requests name, by every protocol.

use std::{fmt::Write as _, sync::Arc};

use axum::http::{StatusCode, header};
use castgraph::{
    graphql::persisted::{Automatic, Documents, Entry, Trusted},
    http::Settings,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::fixture::{Client, Reply, post};

const GRAPHQL: &str = "application/graphql-response+json";
const WORD: &str = "{word}";
const ECHO: &str = "query Echo($text: String!) { echo(text: $text) }";

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// What Apollo's protocol sends.
fn apollo(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn automatic(bytes_max: usize) -> Client {
    Client::with_settings(Settings {
        documents: Arc::new(Documents::Any(Automatic::new(bytes_max))),
        ..Settings::default()
    })
}

/// Answers the two documents above only; the first by an id of its own, the second by its hash.
fn trusted() -> Client {
    let entries = [
        ("word-id".to_owned(), WORD),
        (format!("sha256:{}", hash(ECHO)), ECHO),
    ];
    let entries = entries.map(|(id, text)| Entry {
        id,
        text: text.to_owned(),
    });
    let list = Trusted::new(entries.into(), |_| Ok(())).expect("a good list");
    Client::with_settings(Settings {
        documents: Arc::new(Documents::Trusted(list)),
        ..Settings::default()
    })
}

/// A GET with these parameters, those that are no text as JSON.
async fn get(client: &Client, parameters: &Value) -> Reply {
    let mut url = String::from("/graphql?");
    for (name, value) in parameters.as_object().expect("an object") {
        let json = value.to_string();
        let text = value.as_str().unwrap_or(&json);
        write!(url, "&{name}=").expect("a text takes more");
        for byte in text.bytes() {
            write!(url, "%{byte:02X}").expect("a text takes more");
        }
    }
    let request = axum::http::Request::get(url);
    let request = request.header(header::ACCEPT, GRAPHQL);
    client
        .send(request.body(axum::body::Body::empty()).expect("a request"))
        .await
}

async fn ask(client: &Client, members: &Value) -> Reply {
    client.send(post(members.to_string(), GRAPHQL)).await
}

/// The same by POST and by GET: status and code, or the answer's text.
async fn both(client: &Client, members: &Value) -> (u16, String) {
    let mut said = Vec::new();
    for reply in [ask(client, members).await, get(client, members).await] {
        let text = if reply.text.contains("\"errors\"") {
            assert_eq!(reply.header("cache-control"), "no-store", "{members}");
            reply.code()
        } else {
            reply.text.clone()
        };
        said.push((reply.status.as_u16(), text));
    }
    assert_eq!(said[0], said[1], "by POST and by GET: {members}");
    said.swap_remove(0)
}

#[tokio::test]
async fn a_hash_will_do_once_its_text_was_sent() {
    let named = json!({ "extensions": apollo(&hash(WORD)) });
    let full = json!({ "query": WORD, "extensions": apollo(&hash(WORD)) });
    let word = (200, r#"{"data":{"word":"word"}}"#.to_owned());
    let unknown = (400, "PERSISTED_QUERY_NOT_FOUND".to_owned());
    let client = automatic(1_000_000);
    assert_eq!(both(&client, &named).await, unknown);
    let reply = ask(&client, &named).await;
    assert_eq!(reply.message(), "PersistedQueryNotFound");
    let reply = client.post(named.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK, "to those who read plain JSON");
    assert_eq!(both(&client, &json!({ "query": WORD })).await, word);
    assert_eq!(both(&client, &named).await, unknown, "no hash came with it");
    assert_eq!(ask(&client, &full).await.text, word.1);
    assert_eq!(both(&client, &named).await, word);
    let id = json!({ "documentId": format!("sha256:{}", hash(WORD)) });
    assert_eq!(both(&client, &id).await, word);

    let client = automatic(1_000_000);
    assert_eq!(get(&client, &full).await.text, word.1, "by GET as well");
    assert_eq!(both(&client, &named).await, word);
}

#[tokio::test]
async fn variables_and_operation_belong_to_the_request() {
    let client = automatic(1_000_000);
    let full =
        json!({ "query": ECHO, "variables": { "text": "a" }, "extensions": apollo(&hash(ECHO)) });
    ask(&client, &full).await;
    for said in ["b", "c"] {
        let named = json!({
            "operationName": "Echo", "variables": { "text": said }, "extensions": apollo(&hash(ECHO)),
        });
        let expected = format!(r#"{{"data":{{"echo":"{said}"}}}}"#);
        assert_eq!(both(&client, &named).await, (200, expected));
    }
}

#[tokio::test]
async fn a_hash_that_does_not_match_is_refused() {
    let client = automatic(1_000_000);
    let bad = (400, "BAD_REQUEST".to_owned());
    let other = hash("{other}");
    for wrong in [other.as_str(), "", "abc", &hash(WORD).to_uppercase()] {
        let full = json!({ "query": WORD, "extensions": apollo(wrong) });
        assert_eq!(both(&client, &full).await, bad, "{wrong}");
        let full = json!({ "query": WORD, "documentId": format!("sha256:{wrong}") });
        assert_eq!(both(&client, &full).await, bad, "{wrong}");
    }
    let full = json!({ "query": WORD, "extensions": apollo(&other) });
    let reply = client.post(full.to_string()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(
        reply.message().contains("is not that of query"),
        "{reply:?}"
    );
    let named = json!({ "extensions": apollo(&other) });
    let (_, code) = both(&client, &named).await;
    assert_eq!(code, "PERSISTED_QUERY_NOT_FOUND", "nothing was remembered");
}

#[tokio::test]
async fn a_name_of_the_wrong_form_is_named() {
    let client = automatic(1_000_000);
    for (members, message) in [
        (
            json!({ "extensions": { "persistedQuery": 1 } }),
            "expected extensions.persistedQuery to be an object or null, found a number",
        ),
        (
            json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": "a" } } }),
            "expected extensions.persistedQuery.version to be 1",
        ),
        (
            json!({ "extensions": { "persistedQuery": { "sha256Hash": "a" } } }),
            "expected extensions.persistedQuery.version to be 1",
        ),
        (
            json!({ "extensions": { "persistedQuery": { "version": 1 } } }),
            "expected extensions.persistedQuery.sha256Hash to be a string, found null",
        ),
        (
            json!({ "documentId": 3 }),
            "expected documentId to be a string, found a number",
        ),
        (
            json!({ "doc_id": [] }),
            "expected doc_id to be a string, found an array",
        ),
        (
            json!({ "documentId": null, "id": null }),
            "query is missing",
        ),
    ] {
        let reply = ask(&client, &members).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{members}");
        assert_eq!(reply.code(), "BAD_REQUEST", "{members}");
        assert!(reply.message().starts_with(message), "{members}: {reply:?}");
    }
    let twice = client.get("/graphql?documentId=a&documentId=a").await;
    assert_eq!(twice.code(), "BAD_REQUEST");
    let empty = client.get("/graphql?documentId=&query=%7Bword%7D").await;
    assert_eq!(empty.status, StatusCode::OK, "an empty one is none");
}

#[tokio::test]
async fn without_room_hashes_are_not_supported_and_texts_are_answered() {
    let client = automatic(0);
    let word = (200, r#"{"data":{"word":"word"}}"#.to_owned());
    let full = json!({ "query": WORD, "extensions": apollo(&hash(WORD)) });
    assert_eq!(both(&client, &full).await, word);
    let named = json!({ "extensions": apollo(&hash(WORD)) });
    let reply = ask(&client, &named).await;
    assert_eq!(reply.message(), "PersistedQueryNotSupported");
    let unsupported = (400, "PERSISTED_QUERY_NOT_SUPPORTED".to_owned());
    assert_eq!(both(&client, &named).await, unsupported);
}

#[tokio::test]
async fn ids_need_a_list() {
    let client = automatic(1_000_000);
    for name in ["documentId", "doc_id", "id"] {
        let (status, code) = both(&client, &json!({ name: "word-id" })).await;
        assert_eq!(status, 400);
        assert_eq!(code, "PERSISTED_QUERY_NOT_SUPPORTED", "{name}");
    }
    let word = (200, r#"{"data":{"word":"word"}}"#.to_owned());
    let beside = json!({ "query": WORD, "id": "1", "doc_id": "2" });
    assert_eq!(both(&client, &beside).await, word, "they may mean anything");
}

#[tokio::test]
async fn only_the_documents_of_a_list_are_answered() {
    let client = trusted();
    let word = (200, r#"{"data":{"word":"word"}}"#.to_owned());
    for members in [
        json!({ "documentId": "word-id" }),
        json!({ "doc_id": "word-id" }),
        json!({ "id": "word-id" }),
        json!({ "extensions": apollo("word-id") }),
        json!({ "extensions": apollo(&hash(WORD)) }),
        json!({ "documentId": format!("sha256:{}", hash(WORD)) }),
        json!({ "query": WORD, "documentId": "word-id" }),
        json!({ "query": WORD, "extensions": apollo(&hash(WORD)) }),
        json!({ "query": WORD }),
    ] {
        assert_eq!(both(&client, &members).await, word, "{members}");
    }
    let echo = (200, r#"{"data":{"echo":"a"}}"#.to_owned());
    for name in [hash(ECHO), format!("sha256:{}", hash(ECHO))] {
        let members = json!({ "extensions": apollo(&name), "variables": { "text": "a" } });
        assert_eq!(both(&client, &members).await, echo, "{members}");
    }
    let untrusted = (400, "UNTRUSTED_DOCUMENT".to_owned());
    for members in [
        json!({ "query": "{ word }" }),
        json!({ "query": "{ __schema { types { name } } }" }),
        json!({ "query": "{", "extensions": apollo(&hash("{")) }),
        json!({ "documentId": "other" }),
        json!({ "documentId": hash(WORD) }),
        json!({ "id": "" , "doc_id": "x" }),
        json!({ "extensions": apollo("other") }),
        json!({ "extensions": apollo(&hash("{ word }")) }),
    ] {
        assert_eq!(both(&client, &members).await, untrusted, "{members}");
    }
    let mixed = json!({ "query": ECHO, "documentId": "word-id" });
    assert_eq!(both(&client, &mixed).await, (400, "BAD_REQUEST".to_owned()));
    let reply = client
        .post(json!({ "query": "{ word }" }).to_string())
        .await;
    assert_eq!(reply.status, StatusCode::OK, "to those who read plain JSON");
    assert_eq!(reply.code(), "UNTRUSTED_DOCUMENT");
}

#[tokio::test]
async fn a_named_mutation_is_refused_by_get() {
    let client = automatic(1_000_000);
    let mutation = "mutation { word }";
    let full = json!({ "query": mutation, "extensions": apollo(&hash(mutation)) });
    ask(&client, &full).await;
    let reply = get(&client, &json!({ "extensions": apollo(&hash(mutation)) })).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("allow"), "POST");
    assert_eq!(reply.code(), "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn an_answer_to_a_named_document_may_be_kept() {
    let client = trusted();
    let reply = get(&client, &json!({ "documentId": "word-id" })).await;
    assert!(
        reply.header("cache-control").contains("public"),
        "{reply:?}"
    );
    let path = "/graphql?documentId=word-id";
    let known = axum::http::Request::get(path)
        .header(header::ACCEPT, GRAPHQL)
        .header(header::IF_NONE_MATCH, reply.header("etag"));
    let known = known.body(axum::body::Body::empty());
    let reply = client.send(known.expect("a request")).await;
    assert_eq!(reply.status, StatusCode::NOT_MODIFIED);
}
