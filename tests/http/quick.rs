//! A request whose like was quick is executed by who reads it.

use axum::http::StatusCode;
use castgraph::{graphql::error::ErrorCode, http::Limits};
use tokio::task;

use super::fixture::{Client, Event, post, question};

/// One request is executed at a time, on a thread; others are told soon that they must wait.
fn narrow() -> Limits {
    Limits {
        executions_max: 1,
        queue_time_ms: 50,
        request_time_ms: 600_000,
        ..Limits::default()
    }
}

/// Takes the only place.
async fn occupy(client: &Client) {
    let request = post(question("{held}"), "*/*");
    task::spawn(tower::ServiceExt::oneshot(client.front.clone(), request));
    while client.events.try_recv() != Ok(Event::Started) {
        task::yield_now().await;
    }
}

#[tokio::test]
async fn what_was_quick_needs_no_place() {
    let client = Client::with(narrow());
    assert_eq!(client.ask("{word}").await.status, StatusCode::OK);
    occupy(&client).await;
    assert_eq!(client.ask("{word}").await.code(), "OVERLOADED");
    client.be_quick();
    assert_eq!(client.ask("{word}").await.status, StatusCode::OK);
    let new = client.ask("{ word }").await;
    assert_eq!(new.code(), "OVERLOADED", "its plan is not made yet");
}

#[tokio::test]
async fn without_time_nothing_is_quick() {
    let client = Client::with(Limits {
        quick_time_us: 0,
        ..narrow()
    });
    assert_eq!(client.ask("{word}").await.status, StatusCode::OK);
    client.be_quick();
    occupy(&client).await;
    assert_eq!(client.ask("{word}").await.code(), "OVERLOADED");
}

#[tokio::test]
async fn what_was_quick_and_is_not_goes_to_a_thread() {
    let client = Client::with(Limits {
        request_time_ms: 200,
        ..Limits::default()
    });
    let first = client.ask("{slow}").await;
    assert_eq!(first.message(), "two of three steps were done");
    client.be_quick();
    let second = client.ask("{slow}").await;
    assert_eq!(second.message(), "two of three steps were done");
    let ended = client.events.try_iter();
    let ended = ended.filter(|event| *event == Event::Ended(Some(ErrorCode::Timeout)));
    assert_eq!(ended.count(), 3, "on a thread, in place, on a thread again");
}
