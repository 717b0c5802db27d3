//! Bodies of POST: read strictly, refused clearly.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::fixture::{Client, question};

fn with_type(content_type: Option<&str>) -> Request<Body> {
    let mut request = Request::post("/graphql");
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    request
        .body(Body::from(question("{word}")))
        .expect("a request")
}

#[tokio::test]
async fn json_in_utf8_is_read() {
    let client = Client::new();
    for content_type in [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "APPLICATION/JSON",
    ] {
        let reply = client.send(with_type(Some(content_type))).await;
        assert_eq!(reply.status, StatusCode::OK, "{content_type}");
    }
}

#[tokio::test]
async fn other_bodies_are_refused() {
    let client = Client::new();
    for (content_type, found) in [
        (None, "missing"),
        (Some("text/plain"), "text/plain"),
        (Some("application/x-www-form-urlencoded"), "x-www-form"),
        (Some("multipart/form-data; boundary=x"), "multipart"),
        (Some("application/graphql"), "application/graphql"),
        (Some("application/json; charset=utf-16"), "utf-16"),
    ] {
        let reply = client.send(with_type(content_type)).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{found}");
        assert_eq!(reply.code(), "BAD_REQUEST");
        assert!(reply.message().contains(found), "{reply:?}");
    }
    let mut compressed = with_type(Some("application/json"));
    let gzip = header::HeaderValue::from_static("gzip");
    compressed
        .headers_mut()
        .insert(header::CONTENT_ENCODING, gzip);
    let reply = client.send(compressed).await;
    assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn members_of_the_wrong_type_are_named() {
    let client = Client::new();
    for (body, message) in [
        ("", "the body is empty"),
        ("{", "the body is not JSON: "),
        ("\u{0}", "the body is not JSON: "),
        (
            "3",
            "expected a JSON object with a member query, found a number",
        ),
        (
            "null",
            "expected a JSON object with a member query, found null",
        ),
        (
            "[]",
            "batches are not supported; send one request at a time",
        ),
        (r#"[{"query":"{word}"}]"#, "batches are not supported"),
        ("{}", "query is missing"),
        (r#"{"query":null}"#, "query is missing"),
        (
            r#"{"query":7}"#,
            "expected query to be a string, found a number",
        ),
        (
            r#"{"query":"{word}","operationName":["a"]}"#,
            "expected operationName to be a string or null, found an array",
        ),
        (
            r#"{"query":"{word}","variables":"{}"}"#,
            "expected variables to be an object or null, found a string",
        ),
        (
            r#"{"query":"{word}","extensions":true}"#,
            "expected extensions to be an object or null, found a boolean",
        ),
    ] {
        let reply = client.post(body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(reply.code(), "BAD_REQUEST", "{body}");
        assert!(reply.message().starts_with(message), "{body}: {reply:?}");
    }
}

#[tokio::test]
async fn deep_json_is_refused_without_a_fall() {
    let deep = format!(
        "{{\"query\":\"{{word}}\",\"variables\":{}1",
        "[".repeat(50_000)
    );
    assert_eq!(Client::new().post(deep).await.code(), "BAD_REQUEST");
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let reply = Client::new().post(&b"{\"query\":\"\xff\xfe\"}"[..]).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.code(), "BAD_REQUEST");
}

#[tokio::test]
async fn nulls_and_unknown_members_are_no_fault() {
    let body =
        r#"{"query":"{word}","operationName":null,"variables":null,"extensions":null,"more":1}"#;
    let reply = Client::new().post(body).await;
    assert_eq!(reply.text, r#"{"data":{"word":"word"}}"#);
}

#[tokio::test]
async fn operation_and_variables_arrive() {
    let body = r#"{
        "query": "query A { word } query B($said: String!) { echo(text: $said) }",
        "operationName": "B",
        "variables": { "said": "é\u0000\"" },
        "extensions": { "any": [1, 2] }
    }"#;
    let reply = Client::new().post(body).await;
    assert_eq!(reply.json()["data"]["echo"], "é\0\"");
}
