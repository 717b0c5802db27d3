//! Answers that are kept: the same bytes, of the same graph, within their room.

use crate::queries::{asks_the_seed, cases};
use crate::support::{api_within, drawn, request, seed};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::answers::Answers;
use castgraph::graphql::engine::{Answer, Interrupt, Outcome, Request, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
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

fn with(query: &str, operation: Option<&str>, variables: &Value) -> Request {
    Request {
        query: query.to_owned(),
        operation_name: operation.map(str::to_owned),
        variables: variables.as_object().cloned().expect("an object"),
        ..Request::default()
    }
}

#[test]
fn every_query_is_answered_from_what_is_kept_as_without() {
    let [seed_kept, drawn_kept] = [keeping(ROOM, seed()), keeping(ROOM, drawn())];
    let [seed_bare, drawn_bare] = [keeping(0, seed()), keeping(0, drawn())];
    let mut hits = 0;
    for (name, case) in cases() {
        let request = case.request().unwrap_or_else(|why| panic!("{name}: {why}"));
        let (kept, bare) = if asks_the_seed(&name) {
            (&seed_kept, &seed_bare)
        } else {
            (&drawn_kept, &drawn_bare)
        };
        assert_eq!(kept.kept(&request), None, "{name}: nobody asked before");
        let first = kept.answer(&request, &Uninterrupted);
        let again = kept.kept(&request);
        let complete = first.outcome == Outcome::Complete;
        assert_eq!(again.is_some(), complete, "{name}: {:?}", first.outcome);
        assert_eq!(first, bare.answer(&request, &Uninterrupted), "{name}");
        assert_eq!(bare.kept(&request), None, "{name}: nothing is kept");
        if let Some(again) = again {
            assert_eq!(first, again, "{name}");
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
    let [one, other] = [(); 2].map(|()| api.kept(&request).unwrap().body);
    assert!(ptr::eq(one.as_ptr(), other.as_ptr()));
}

#[test]
fn no_answer_outlives_its_graph() {
    let snapshot = Arc::new(Snapshot::new(seed()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let request = request("{ people { totalCount } }");
    let body = |answer: Option<Answer>| answer.map(|answer| answer.body);
    let of_seed = api.answer(&request, &Uninterrupted).body;
    assert_eq!(body(api.kept(&request)), Some(of_seed.clone()));
    snapshot.publish(Graph::empty());
    assert_eq!(body(api.kept(&request)), None);
    let of_empty = api.answer(&request, &Uninterrupted).body;
    assert_ne!(of_empty, of_seed);
    assert_eq!(body(api.kept(&request)), Some(of_empty));
    snapshot.publish(seed());
    assert_eq!(body(api.kept(&request)), None, "not even of an equal graph");
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
    assert_eq!(api.kept(&request), None);
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
        assert_eq!(api.kept(&request), None, "{query}");
    }
    let request = request("{ claims(first: 100) { nodes { id value property mode } } }");
    for code in [ErrorCode::Timeout, ErrorCode::Cancelled] {
        let answer = api.answer(&request, &Stops(code));
        assert_eq!(answer.outcome, Outcome::Failed(code));
        assert_eq!(api.kept(&request), None, "{code:?}");
    }
}

#[test]
fn another_document_operation_or_variable_is_another_question() {
    let answers = Answers::new(ROOM);
    let asked = with("query A { a } query B { b }", Some("A"), &json!({ "n": 1 }));
    answers.keep(&asked, &complete(1));
    assert!(answers.get(&asked).is_some());
    for (query, operation, variables) in [
        ("query A { a } query B { b } ", Some("A"), json!({ "n": 1 })),
        ("query A { a } query B { b }", Some("B"), json!({ "n": 1 })),
        ("query A { a } query B { b }", Some(""), json!({ "n": 1 })),
        ("query A { a } query B { b }", None, json!({ "n": 1 })),
        ("query A { a } query B { b }", Some("A"), json!({})),
        (
            "query A { a } query B { b }",
            Some("A"),
            json!({ "n": 1.0 }),
        ),
        (
            "query A { a } query B { b }",
            Some("A"),
            json!({ "n": "1" }),
        ),
        (
            "query A { a } query B { b }",
            Some("A"),
            json!({ "n": [1] }),
        ),
        (
            "query A { a } query B { b }",
            Some("A"),
            json!({ "n": null }),
        ),
        ("query A { a } query B { b }", Some("A"), json!({ "m": 1 })),
        (
            "query A { a } query B { b }",
            Some("A"),
            json!({ "n": 1, "m": 1 }),
        ),
        // The same bytes, cut at other places.
        ("query A { a } query B { b }A", None, json!({ "n": 1 })),
        ("query A { a } query B { b }", Some("A{\"n\":1}"), json!({})),
    ] {
        let other = with(query, operation, &variables);
        assert!(answers.get(&other).is_none(), "{other:?}");
    }
    let same = Request {
        queries_only: true,
        request_id: "another".to_owned(),
        ..asked
    };
    assert!(
        answers.get(&same).is_some(),
        "how it was sent does not matter"
    );
}

proptest! {
    #[test]
    fn only_equal_requests_share_an_answer(
        queries in prop::collection::vec("[{}a ]{0,3}", 2),
        operations in prop::collection::vec(prop::option::of("[{}a]{0,2}"), 2),
        variables in prop::collection::vec(prop::collection::vec(("[a\"{}]{1,2}", -1..2_i32), 0..3), 2),
    ) {
        let request = |at: usize| Request {
            query: queries[at].clone(),
            operation_name: operations[at].clone(),
            variables: variables[at].iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>(),
            ..Request::default()
        };
        let [one, other] = [request(0), request(1)];
        let answers = Answers::new(ROOM);
        answers.keep(&one, &complete(1));
        let parts = |request: &Request| {
            let text = serde_json::to_string(&request.variables).unwrap();
            (request.query.clone(), request.operation_name.clone(), text)
        };
        prop_assert_eq!(answers.get(&other).is_some(), parts(&one) == parts(&other));
    }
}

#[test]
fn answers_have_room_by_their_bytes() {
    let room = 1_000_000;
    let answers = Answers::new(room);
    let mut kept = HashSet::new();
    for number in 0..2_000 {
        let request = request(&format!("{{ a{number} }}"));
        answers.keep(&request, &complete(5_000));
        if answers.get(&request).is_some() {
            kept.insert(number);
        }
        assert!(answers.bytes() <= room as u64, "after {number}");
    }
    assert!(answers.bytes() > room as u64 / 2, "the room is used");
    let still = kept.iter().filter(|number| {
        let request = request(&format!("{{ a{number} }}"));
        answers.get(&request).is_some()
    });
    let still = still.count();
    assert!((100..=200).contains(&still), "{still} of 5,000 bytes each");

    let large = request("{ large }");
    answers.keep(&large, &complete(room / 4));
    assert!(answers.get(&large).is_none(), "it takes too much of it");
    let empty = Answers::new(room);
    empty.keep(&large, &complete(room / 5));
    assert!(empty.get(&large).is_some(), "a fifth is not too much");
    let first = request("{ a1999 }");
    answers.keep(&first, &complete(5_000));
    assert!(answers.get(&first).is_some(), "others still have");
}

#[test]
fn long_questions_take_room_too() {
    let room = 1_000_000;
    let answers = Answers::new(room);
    for number in 0..1_000 {
        let long = format!("{{ a{number} }} #{}", "x".repeat(20_000));
        answers.keep(&request(&long), &complete(10));
    }
    assert!(answers.bytes() > 20_000, "they are kept");
    assert!(answers.bytes() <= room as u64);
}

#[test]
fn room_for_nothing_keeps_nothing() {
    let answers = Answers::new(0);
    answers.keep(&request("{ a }"), &complete(1));
    assert!(answers.get(&request("{ a }")).is_none());
    assert_eq!(answers.bytes(), 0);
}
