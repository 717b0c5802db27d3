//! An answer that is kept needs no place among those that are computed.

use std::sync::Arc;

use axum::http::StatusCode;
use castgraph::{
    graphql::{
        answers::Kept,
        engine::{Answer, Interrupt, Outcome, Prepared, Request},
        error::Refusal,
        service::Service,
    },
    http::{self, Settings},
};
use tower::ServiceExt;

use super::fixture::{Reply, post, question};

/// Has one answer and can make no other.
struct Knows;

impl Service for Knows {
    fn kept(&self, sent: &[u8]) -> Option<Kept> {
        let known = sent == question("{word}").as_bytes();
        let answer = Answer {
            body: r#"{"data":{"word":"kept"}}"#.into(),
            outcome: Outcome::Complete,
            resolved: 1,
        };
        known.then_some(Kept {
            answer,
            operation_name: None,
        })
    }

    fn prepare(&self, _: &Request) -> Result<Prepared, Refusal> {
        panic!("nothing is prepared here");
    }

    fn execute(&self, _: &Request, _: &Prepared, _: &dyn Interrupt) -> Answer {
        panic!("nothing is executed here");
    }

    fn sdl(&self) -> &'static str {
        ""
    }
}

#[tokio::test]
async fn what_is_kept_is_neither_prepared_nor_executed() {
    let front = http::front(Arc::new(Knows), Settings::default());
    let ask = async |query: &str| {
        let request = post(question(query), "application/json");
        let response = front.clone().oneshot(request).await;
        Reply::read(response.expect("the front does not fail")).await
    };
    let reply = ask("{word}").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.text, r#"{"data":{"word":"kept"}}"#);
    let reply = ask("{other}").await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
}
