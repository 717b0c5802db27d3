//! Answers that are kept: the same bytes, of the same graph, within their room.

use crate::queries::{asks_the_seed, cases};
use crate::support::{self, api_within, drawn, seed};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::answers::{Answers, Kept};
use castgraph::graphql::engine::{Answer, Interrupt, Outcome, Request, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use serde_json::json;
use std::collections::HashSet;
use std::ptr;
use std::sync::Arc;

/// An API that keeps up to so many bytes of answers, whatever a request costs.
fn keeping(answers_bytes_max: usize, graph: Graph) -> Api {
    let limits = Limits {
        cost_max: usize::MAX,
        answers_bytes_max,
        ..Limits::default()
    };
    api_within(limits, graph)
}

const ROOM: usize = 64 * 1024 * 1024;

/// A complete answer of so many bytes.
fn complete(bytes: usize) -> Answer {
    Answer {
        body: vec![b' '; bytes].into(),
        outcome: Outcome::Complete,
        resolved: 1,
    }
}

/// A request as a client sends it.
fn sent(request: Request) -> Request {
    let Request {
        query,
        operation_name,
        variables,
        ..
    } = &request;
    let body = json!({ "query": query, "operationName": operation_name, "variables": variables });
    Request {
        sent: body.to_string().into(),
        ..request
    }
}

/// A request of this document as a client sends it.
fn request(query: &str) -> Request {
    sent(support::request(query))
}

#[test]
fn every_query_is_answered_from_what_is_kept_as_without() {
    let [seed_kept, drawn_kept] = [keeping(ROOM, seed()), keeping(ROOM, drawn())];
    let [seed_bare, drawn_bare] = [keeping(0, seed()), keeping(0, drawn())];
    let mut hits = 0;
    for (name, case) in cases() {
        let request = case.request().unwrap_or_else(|why| panic!("{name}: {why}"));
        let request = sent(request);
        let (kept, bare) = if asks_the_seed(&name) {
            (&seed_kept, &seed_bare)
        } else {
            (&drawn_kept, &drawn_bare)
        };
        assert_eq!(
            kept.kept(&request.sent),
            None,
            "{name}: nobody asked before"
        );
        let first = kept.answer(&request, &Uninterrupted);
        let again = kept.kept(&request.sent);
        let complete = first.outcome == Outcome::Complete;
        assert_eq!(again.is_some(), complete, "{name}: {:?}", first.outcome);
        assert_eq!(first, bare.answer(&request, &Uninterrupted), "{name}");
        assert_eq!(bare.kept(&request.sent), None, "{name}: nothing is kept");
        if let Some(again) = again {
            assert_eq!(first, again.answer, "{name}");
            hits += 1;
        }
    }
    assert!(hits > 100, "most queries succeed");
}

#[test]
fn bytes_are_shared() {
    let api = keeping(ROOM, seed());
    let request = request("{ people { nodes { name } } }");
    api.answer(&request, &Uninterrupted);
    let [one, other] = [(); 2].map(|()| api.kept(&request.sent).unwrap().answer.body);
    assert!(ptr::eq(one.as_ptr(), other.as_ptr()));
}

#[test]
fn no_answer_outlives_its_graph() {
    let snapshot = Arc::new(Snapshot::new(seed()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let request = request("{ people { totalCount } }");
    let body = |kept: Option<Kept>| kept.map(|kept| kept.answer.body);
    let of_seed = api.answer(&request, &Uninterrupted).body;
    assert_eq!(body(api.kept(&request.sent)), Some(of_seed.clone()));
    snapshot.publish(Graph::empty());
    assert_eq!(body(api.kept(&request.sent)), None);
    let of_empty = api.answer(&request, &Uninterrupted).body;
    assert_ne!(of_empty, of_seed);
    assert_eq!(body(api.kept(&request.sent)), Some(of_empty));
    snapshot.publish(seed());
    assert_eq!(
        body(api.kept(&request.sent)),
        None,
        "not even of an equal graph"
    );
}

/// Publishes another graph while a request reads the first.
struct Publishes<'s>(&'s Snapshot);

impl Interrupt for Publishes<'_> {
    fn reason(&self) -> Option<ErrorCode> {
        self.0.publish(Graph::empty());
        None
    }
}

#[test]
fn an_answer_stays_with_the_graph_that_it_was_read_from() {
    let snapshot = Arc::new(Snapshot::new(seed()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let request = request("{ claims(first: 100) { totalCount nodes { id value property mode } } }");
    let answer = api.answer(&request, &Publishes(&snapshot));
    assert!(snapshot.take().days().is_empty(), "the other is published");
    assert!(answer.body.len() > 1_000, "the first was read");
    assert_eq!(api.kept(&request.sent), None);
}

/// Lets a request begin and then stops it.
struct Stops(ErrorCode);

impl Interrupt for Stops {
    fn reason(&self) -> Option<ErrorCode> {
        Some(self.0)
    }
}

#[test]
fn what_failed_is_not_kept() {
    let api = keeping(ROOM, seed());
    for query in [
        "{",
        "{ nothing }",
        "{ node(id: \"no id\") { id } }",
        "{ people(first: 1000) { totalCount } __typename }",
    ] {
        let request = request(query);
        let answer = api.answer(&request, &Uninterrupted);
        assert_ne!(answer.outcome, Outcome::Complete, "{query}");
        assert_eq!(api.kept(&request.sent), None, "{query}");
    }
    let request = request("{ claims(first: 100) { nodes { id value property mode } } }");
    for code in [ErrorCode::Timeout, ErrorCode::Cancelled] {
        let answer = api.answer(&request, &Stops(code));
        assert_eq!(answer.outcome, Outcome::Failed(code));
        assert_eq!(api.kept(&request.sent), None, "{code:?}");
    }
}

#[test]
fn a_request_is_known_by_its_bytes() {
    let answers = Answers::new(ROOM);
    answers.keep(b"{ \"query\": 1 }", &complete(1), Some("A"));
    let kept = answers.get(b"{ \"query\": 1 }").unwrap();
    assert_eq!(kept.answer, complete(1));
    assert_eq!(kept.operation_name.as_deref(), Some("A"));
    assert_eq!(answers.get(b"{ \"query\": 1}"), None);
    assert_eq!(answers.get(b""), None);
}

#[test]
fn a_request_that_is_not_to_be_known_again_is_not_kept() {
    let api = keeping(ROOM, seed());
    let request = support::request("{ people { totalCount } }");
    let answer = api.answer(&request, &Uninterrupted);
    assert_eq!(answer.outcome, Outcome::Complete);
    assert_eq!(api.kept(&request.sent), None);
}

#[test]
fn what_is_kept_names_its_operation() {
    let api = keeping(ROOM, seed());
    let request = request("query People { people { totalCount } }");
    api.answer(&request, &Uninterrupted);
    let kept = api.kept(&request.sent).unwrap();
    assert_eq!(kept.operation_name.as_deref(), Some("People"));
}

#[test]
fn answers_have_room_by_their_bytes() {
    let room = 1_000_000;
    let answers = Answers::new(room);
    let mut kept = HashSet::new();
    for number in 0..2_000 {
        let sent = format!("{{ a{number} }}");
        answers.keep(sent.as_bytes(), &complete(5_000), None);
        if answers.get(sent.as_bytes()).is_some() {
            kept.insert(number);
        }
        assert!(answers.bytes() <= room as u64, "after {number}");
    }
    assert!(answers.bytes() > room as u64 / 2, "the room is used");
    let still = kept.iter().filter(|number| {
        let sent = format!("{{ a{number} }}");
        answers.get(sent.as_bytes()).is_some()
    });
    let still = still.count();
    assert!((100..=200).contains(&still), "{still} of 5,000 bytes each");

    let large = b"{ large }";
    answers.keep(large, &complete(room / 4), None);
    assert!(answers.get(large).is_none(), "it takes too much of it");
    let empty = Answers::new(room);
    empty.keep(large, &complete(room / 5), None);
    assert!(empty.get(large).is_some(), "a fifth is not too much");
    let first = b"{ a1999 }";
    answers.keep(first, &complete(5_000), None);
    assert!(answers.get(first).is_some(), "others still have");
}

#[test]
fn long_questions_take_room_too() {
    let room = 1_000_000;
    let answers = Answers::new(room);
    for number in 0..1_000 {
        let long = format!("{{ a{number} }} #{}", "x".repeat(20_000));
        answers.keep(long.as_bytes(), &complete(10), None);
    }
    assert!(answers.bytes() > 20_000, "they are kept");
    assert!(answers.bytes() <= room as u64);
}

#[test]
fn room_for_nothing_keeps_nothing() {
    let answers = Answers::new(0);
    answers.keep(b"{ a }", &complete(1), None);
    assert!(answers.get(b"{ a }").is_none());
    assert_eq!(answers.bytes(), 0);
}
