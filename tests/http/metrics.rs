//! What is counted, as `/metrics` tells it.

#![expect(clippy::float_cmp, reason = "counts are whole")]

use std::collections::BTreeMap;

use axum::http::StatusCode;
use castgraph::http::{Metrics, Settings};
use tokio::task;

use super::fixture::{Client, Event, post, question};

/// A client of a server that answers `/metrics`, and tells so many operations apart.
fn client(operations_max: usize) -> Client {
    Client::with_settings(Settings {
        metrics: Metrics::new(operations_max),
        metrics_path: true,
        ..Settings::default()
    })
}

/// All numbers by name and labels; what is no line of the format, or there twice, is an error.
async fn numbers(client: &Client) -> BTreeMap<String, f64> {
    let reply = client.get("/metrics").await;
    assert_eq!(reply.status, StatusCode::OK);
    let media = "text/plain; version=0.0.4; charset=utf-8";
    assert_eq!(reply.header("content-type"), media);
    assert!(reply.text.ends_with('\n'));
    let mut numbers = BTreeMap::new();
    for line in reply.text.lines() {
        if let Some(about) = line.strip_prefix("# ") {
            let known = about.starts_with("HELP ") || about.starts_with("TYPE ");
            assert!(known, "{line}");
            continue;
        }
        let (series, value) = line.rsplit_once(' ').expect(line);
        let value = value.parse().expect(line);
        let before = numbers.insert(series.to_owned(), value);
        assert!(before.is_none(), "twice: {line}");
    }
    numbers
}

/// Labels of operations, and how many requests of each were counted.
async fn operations(client: &Client) -> Vec<(String, f64)> {
    let numbers = numbers(client).await;
    let counts = numbers.iter().filter_map(|(series, count)| {
        let rest = series.strip_prefix("castgraph_request_duration_seconds_count{operation=\"")?;
        Some((rest.strip_suffix("\"}")?.to_owned(), *count))
    });
    counts.collect()
}

#[tokio::test]
async fn requests_by_outcome_status_and_code() {
    let client = client(10);
    client.ask("{word}").await;
    client.ask("{word failing}").await;
    client.ask("{required}").await;
    client.ask("{").await;
    client.ask("{nothing}").await;
    client.ask("{nothing}").await;
    client.post("no JSON").await;
    client.send(post(question("{word}"), "text/html")).await;
    client.get("/nothing").await;
    let numbers = numbers(&client).await;
    for (series, count) in [
        ("requests_total{outcome=\"complete\"}", 1.0),
        ("requests_total{outcome=\"partial\"}", 1.0),
        ("requests_total{outcome=\"null\"}", 1.0),
        ("requests_total{outcome=\"refused\"}", 5.0),
        ("requests_total{outcome=\"gone\"}", 0.0),
        ("refusals_total{code=\"PARSE\"}", 1.0),
        ("refusals_total{code=\"VALIDATION\"}", 2.0),
        ("refusals_total{code=\"BAD_REQUEST\"}", 2.0),
        ("http_responses_total{status=\"200\"}", 3.0),
        ("http_responses_total{status=\"400\"}", 4.0),
        ("http_responses_total{status=\"404\"}", 1.0),
        ("http_responses_total{status=\"406\"}", 1.0),
    ] {
        assert_eq!(
            numbers.get(&format!("castgraph_{series}")),
            Some(&count),
            "{series}"
        );
    }
    assert!(numbers["castgraph_answer_bytes_total"] > 100.0);
    assert!(numbers["process_resident_memory_bytes"] > 1e6);
    let version = concat!(
        "castgraph_build_info{version=\"",
        env!("CARGO_PKG_VERSION"),
        "\"}"
    );
    assert_eq!(numbers[version], 1.0);
}

#[tokio::test]
async fn durations_by_operation() {
    let client = client(10);
    for query in [
        "query Word{word}",
        "query Word{word}",
        "{word}",
        "query Bad{nothing}",
    ] {
        client.ask(query).await;
    }
    let two = r#"{"query":"query A{word} query B{word}","operationName":"B"}"#;
    client.post(two).await;
    // A document that is refused has no operation.
    let expected = [
        ("B", 1.0),
        ("Word", 2.0),
        ("anonymous", 1.0),
        ("other", 0.0),
    ];
    let expected = expected.map(|(label, count)| (label.to_owned(), count));
    assert_eq!(operations(&client).await, expected);
    let numbers = numbers(&client).await;
    let series = |rest: &str| numbers[&format!("castgraph_request_duration_seconds{rest}")];
    assert_eq!(series("_bucket{operation=\"Word\",le=\"+Inf\"}"), 2.0);
    assert!(series("_bucket{operation=\"Word\",le=\"0.0001\"}") <= 2.0);
    assert!(series("_sum{operation=\"Word\"}") > 0.0);
}

#[tokio::test]
async fn names_of_operations_are_bounded() {
    let client = client(2);
    let long = "L".repeat(101);
    for name in [&long, "A", "B", "C", "D", "other", "anonymous", "A"] {
        client.ask(&format!("query {name}{{word}}")).await;
    }
    let expected = [("A", 2.0), ("B", 1.0), ("anonymous", 1.0), ("other", 4.0)];
    let expected = expected.map(|(label, count)| (label.to_owned(), count));
    assert_eq!(operations(&client).await, expected);
}

#[tokio::test]
async fn without_names_all_are_other() {
    let client = client(0);
    client.ask("query A{word}").await;
    client.ask("{word}").await;
    let expected = [("anonymous", 1.0), ("other", 1.0)];
    let expected = expected.map(|(label, count)| (label.to_owned(), count));
    assert_eq!(operations(&client).await, expected);
}

#[tokio::test]
async fn names_that_come_at_once_are_counted_once_each() {
    let client = client(5);
    let front = &client.front;
    let requests = (0..64).map(|number| {
        let request = post(question(&format!("query Q{}{{word}}", number % 8)), "*/*");
        task::spawn(tower::ServiceExt::oneshot(front.clone(), request))
    });
    for request in requests.collect::<Vec<_>>() {
        request
            .await
            .expect("no panic")
            .expect("the front does not fail");
    }
    let operations = operations(&client).await;
    assert_eq!(operations.len(), 5 + 2, "{operations:?}");
    let sum: f64 = operations.iter().map(|(_, count)| count).sum();
    assert_eq!(sum, 64.0);
}

#[tokio::test]
async fn executions_under_way() {
    let client = client(10);
    let (light, heavy) = (
        post(question("{held}"), "*/*"),
        post(question("{heavy word}"), "*/*"),
    );
    let requests = [light, heavy]
        .map(|request| task::spawn(tower::ServiceExt::oneshot(client.front.clone(), request)));
    for _ in 0..2 {
        while client.events.try_recv() != Ok(Event::Started) {
            task::yield_now().await;
        }
    }
    let now = numbers(&client).await;
    assert_eq!(now["castgraph_executions"], 2.0);
    assert_eq!(now["castgraph_heavy_executions"], 1.0);
    client.open_gate();
    for request in requests {
        request
            .await
            .expect("no panic")
            .expect("the front does not fail");
    }
    // A place is given back by its thread, which may be a little later than the answer.
    while numbers(&client).await["castgraph_executions"] > 0.0 {
        task::yield_now().await;
    }
    assert_eq!(numbers(&client).await["castgraph_heavy_executions"], 0.0);
}

#[tokio::test]
async fn a_client_that_goes_away_is_counted() {
    let client = client(10);
    let request = post(question("query Long{endless}"), "*/*");
    let request = task::spawn(tower::ServiceExt::oneshot(client.front.clone(), request));
    while client.events.try_recv() != Ok(Event::Started) {
        task::yield_now().await;
    }
    request.abort();
    assert!(request.await.is_err());
    let numbers = numbers(&client).await;
    assert_eq!(numbers["castgraph_requests_total{outcome=\"gone\"}"], 1.0);
    // How long it would have taken, nobody knows.
    let label = ("Long".to_owned(), 0.0);
    assert!(operations(&client).await.contains(&label));
}

#[tokio::test]
async fn what_others_count_is_read() {
    let client = client(10);
    let metrics = &client.settings.metrics;
    metrics.counter("cache_hits", "Answers that were kept", || 7);
    metrics.gauge("cache_bytes", "Bytes of answers that are kept", || 1.5);
    let numbers = numbers(&client).await;
    assert_eq!(numbers["castgraph_cache_hits_total"], 7.0);
    assert_eq!(numbers["castgraph_cache_bytes"], 1.5);
}

#[tokio::test]
async fn the_path_is_there_when_asked_for() {
    let reply = Client::new().get("/metrics").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let request = axum::http::Request::post("/metrics");
    let request = request.body(axum::body::Body::empty()).expect("a request");
    let reply = client(10).send(request).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("allow"), "GET, HEAD");
}
