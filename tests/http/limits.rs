//! One test per limit of HTTP.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{StatusCode, header},
};
use castgraph::{graphql::error::ErrorCode, http::Limits};
use hyper::body::Frame;
use tokio::task;

use super::fixture::{Client, Event, Reply, post, question};

const PATIENCE: Duration = Duration::from_mins(1);

fn short() -> Limits {
    Limits {
        request_time_ms: 100,
        ..Limits::default()
    }
}

#[tokio::test]
async fn a_body_over_the_limit() {
    let query = question("{word}");
    let client = Client::with(Limits {
        body_bytes_max: query.len(),
        ..Limits::default()
    });
    assert_eq!(client.post(query.clone()).await.status, StatusCode::OK);
    let longer = format!("{query} ");
    let reply = client.post(longer.clone()).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.code(), "LIMIT_REACHED");

    let mut announced = post(longer.clone(), "*/*");
    let length = header::HeaderValue::from(longer.len());
    announced
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length);
    let reply = client.send(announced).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_url_over_the_limit() {
    let url = "/graphql?query=%7Bword%7D";
    let client = Client::with(Limits {
        url_bytes_max: url.len(),
        ..Limits::default()
    });
    assert_eq!(client.get(url).await.status, StatusCode::OK);
    let reply = client.get(&format!("{url}&")).await;
    assert_eq!(reply.status, StatusCode::URI_TOO_LONG);
    assert_eq!(reply.code(), "LIMIT_REACHED");
}

#[tokio::test]
async fn a_body_that_does_not_arrive() {
    let client = Client::with(short());
    let reply = client.post(Body::new(Never)).await;
    assert_eq!(reply.status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(reply.code(), "TIMEOUT");
}

/// A body that stays away.
struct Never;

impl HttpBody for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn an_execution_that_polls_is_stopped() {
    let client = Client::with(short());
    let reply = client.ask("{endless}").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.code(), "TIMEOUT");
    let events = wait_for_end(&client);
    // The deadline and the drop of who waited come at the same time.
    assert!(
        matches!(events, Some(ErrorCode::Timeout | ErrorCode::Cancelled)),
        "{events:?}"
    );
    assert!(answers_again(&client).await);
}

#[tokio::test]
async fn an_execution_tells_by_its_deadline_how_far_it_came() {
    let client = Client::with(Limits {
        request_time_ms: 2_000,
        ..Limits::default()
    });
    let reply = client.ask("{slow}").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.code(), "TIMEOUT");
    assert_eq!(reply.message(), "two of three steps were done");
}

#[tokio::test]
async fn an_execution_that_does_not_poll_is_left_alone() {
    let client = Client::with(short());
    let reply = client.ask("{held}").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.code(), "TIMEOUT");
    assert!(answers_again(&client).await);
}

#[tokio::test]
async fn executions_wait_for_a_place() {
    let client = Client::with(Limits {
        executions_max: 1,
        ..short()
    });
    let reply = client.ask("{held}").await;
    assert_eq!(reply.code(), "TIMEOUT");
    // The thread is still busy, so the place is taken.
    let reply = client.ask("{word}").await;
    assert_shed(
        &reply,
        "no place was free to execute the request within 100 ms",
    );
    client.open_gate();
    assert!(answers_again(&client).await);
}

/// Refused for want of room, and told when to ask again.
fn assert_shed(reply: &Reply, why: &str) {
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.code(), "OVERLOADED");
    assert_eq!(reply.header("retry-after"), "1");
    assert!(reply.message().starts_with(why), "{reply:?}");
}

#[tokio::test]
async fn the_wait_for_a_place_has_an_end_of_its_own() {
    let client = Client::with(Limits {
        executions_max: 1,
        queue_time_ms: 50,
        request_time_ms: 600_000,
        ..Limits::default()
    });
    let front = client.front.clone();
    let held = tower::ServiceExt::oneshot(front, post(question("{held}"), "*/*"));
    let held = task::spawn(held);
    while client.events.try_recv().is_err() {
        task::yield_now().await;
    }
    let reply = client.ask("{word}").await;
    assert_shed(
        &reply,
        "no place was free to execute the request within 50 ms",
    );
    client.open_gate();
    let response = held
        .await
        .expect("no panic")
        .expect("the front does not fail");
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn requests_beyond_the_queue_are_shed_unread() {
    let client = Client::with(Limits {
        executions_max: 1,
        queue_max: 1,
        request_time_ms: 600_000,
        ..Limits::default()
    });
    // Two whose bodies do not arrive are under way; a third finds no room.
    let ask = |body| tower::ServiceExt::oneshot(client.front.clone(), post(body, "*/*"));
    let waiting = [(); 2].map(|()| task::spawn(ask(Body::new(Never))));
    task::yield_now().await;
    let reply = client.post(Body::new(Never)).await;
    assert_shed(&reply, "2 requests are under way");
    let reply = client.get("/healthz").await;
    assert_eq!(reply.status, StatusCode::OK, "other routes have no queue");
    for asked in waiting {
        asked.abort();
        let _ = asked.await;
    }
    assert!(answers_again(&client).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heavy_requests_leave_places_to_light_ones() {
    let client = Client::with(Limits {
        heavy_executions_max: 2,
        executions_max: 3,
        request_time_ms: 60_000,
        ..Limits::default()
    });
    let ask = |_| {
        let request = post(question("{heavy word}"), "*/*");
        task::spawn(tower::ServiceExt::oneshot(client.front.clone(), request))
    };
    let heavy: Vec<_> = (0..8).map(ask).collect();
    for _ in 0..2 {
        let event = task::block_in_place(|| client.events.recv_timeout(PATIENCE));
        assert_eq!(event, Ok(Event::Started));
    }
    for _ in 0..50 {
        assert_eq!(client.ask("{word}").await.status, StatusCode::OK);
    }
    let started = client
        .events
        .try_iter()
        .filter(|event| *event == Event::Started);
    assert_eq!(started.count(), 0, "all but two wait");
    client.open_gate();
    for asked in heavy {
        let response = asked
            .await
            .expect("no panic")
            .expect("the front does not fail");
        assert_eq!(response.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn heavy_executions_wait_for_a_permit() {
    let client = Client::with(Limits {
        heavy_executions_max: 1,
        ..short()
    });
    let reply = client.ask("{heavy word}").await;
    assert_eq!(reply.code(), "TIMEOUT");
    // The thread is still busy, so the permit is taken; for what is not above the bound, none is needed.
    let reply = client.ask("{heavy word}").await;
    assert_shed(
        &reply,
        "too many heavy requests were executed within 100 ms",
    );
    let reply = client.ask("{heavy}").await;
    assert!(reply.message().contains("was not ready"), "{reply:?}");
    assert!(answers_again(&client).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_execution_whose_client_is_gone_is_stopped() {
    let client = Client::new();
    let front = client.front.clone();
    let request = post(question("{endless}"), "*/*");
    let asked = task::spawn(tower::ServiceExt::oneshot(front, request));
    let started = task::block_in_place(|| client.events.recv_timeout(PATIENCE));
    assert_eq!(started, Ok(Event::Started));
    asked.abort();
    let end = task::block_in_place(|| wait_for_end(&client));
    assert_eq!(end, Some(ErrorCode::Cancelled));
}

/// Whether a plain query is answered; a busy machine may miss a short deadline now and then.
async fn answers_again(client: &Client) -> bool {
    for _ in 0..600 {
        if client.ask("{word}").await.status == StatusCode::OK {
            return true;
        }
    }
    false
}

fn wait_for_end(client: &Client) -> Option<ErrorCode> {
    loop {
        match client.events.recv_timeout(PATIENCE) {
            Ok(Event::Started) => {}
            Ok(Event::Ended(reason)) => return reason,
            Err(error) => panic!("the execution did not end: {error}"),
        }
    }
}
