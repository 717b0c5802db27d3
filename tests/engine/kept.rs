//! What is kept of requests, and what is not.

use castgraph::graphql::{
    engine::{Engine, Request},
    limits::Limits,
};
use serde_json::{Value, json};

use super::{
    answer, codes, request,
    world::{self, World, WorldRoot},
};

fn ask(engine: &Engine<WorldRoot>, query: &str, variables: &Value) -> Value {
    answer(engine, World { fails: false }, 1, query, variables)
}

fn is_kept(engine: &Engine<WorldRoot>, request: &Request) -> bool {
    engine.prepare_kept(request).is_some()
}

#[test]
fn a_plan_is_kept_for_other_values() {
    let engine = world::engine();
    let query = "query($type: String!) { __type(name: $type) { name } }";
    let of = |name: &str| request(query, &json!({ "type": name }));
    assert!(!is_kept(&engine, &of("Query")));
    ask(&engine, query, &json!({ "type": "Query" }));
    assert!(is_kept(&engine, &of("Int")));
    let found = ask(&engine, query, &json!({ "type": "Int" }));
    assert_eq!(found["data"]["__type"]["name"], "Int");
}

#[test]
fn each_set_of_conditions_has_a_plan() {
    let engine = world::engine();
    let query = "query($a: Boolean!, $b: Boolean = true) {
        x: __typename @include(if: $a) y: __typename @skip(if: $b) __type(name: \"Int\") { name @skip(if: $a) }
    }";
    for _ in 0..2 {
        for (a, b) in [(true, false), (false, false), (true, true), (false, true)] {
            let found = ask(&engine, query, &json!({ "a": a, "b": b }));
            let data = &found["data"];
            let has = |key: &str| data.get(key).is_some();
            assert_eq!((has("x"), has("y")), (a, !b), "{found}");
            assert_eq!(data["__type"].get("name").is_some(), !a, "{found}");
        }
    }
    assert!(is_kept(&engine, &request(query, &json!({ "a": true }))));
}

#[test]
fn a_wrong_value_spoils_nothing() {
    let engine = world::engine();
    let query = "query($type: String!, $a: Boolean = true) { __type(name: $type) @include(if: $a) { name } }";
    let right = json!({ "type": "Int" });
    let wrong = [
        json!({}),
        json!({ "type": 1 }),
        json!({ "type": null }),
        json!({ "type": "Int", "a": null }),
    ];
    for _ in 0..2 {
        for variables in &wrong {
            let found = ask(&engine, query, variables);
            assert_eq!(codes(&found), ["BAD_VARIABLES"], "{found}");
            let found = ask(&engine, query, &right);
            assert_eq!(found["data"]["__type"]["name"], "Int", "{found}");
        }
    }
}

#[test]
fn what_is_refused_is_not_kept() {
    let engine = world::engine();
    for query in [
        "{",
        "{ nothing }",
        "query A { __typename } query B { __typename }",
    ] {
        let asked = request(query, &json!({}));
        assert!(engine.prepare(&asked).is_err(), "{query}");
        assert!(!is_kept(&engine, &asked), "{query}");
    }
}

#[test]
fn the_operation_has_a_say() {
    let engine = world::engine();
    let query = "query A { a: __typename } query B { b: __typename }";
    let of = |name: &str| Request {
        operation_name: Some(name.to_owned()),
        ..request(query, &json!({}))
    };
    assert!(engine.prepare(&of("A")).is_ok());
    assert!(is_kept(&engine, &of("A")));
    assert!(!is_kept(&engine, &of("B")));
    let unknown = engine.prepare_kept(&of("C"));
    assert!(unknown.is_some_and(|refused| refused.is_err()));
}

#[test]
fn room_is_bounded_by_bytes() {
    let bounded = |plans_bytes_max| {
        let engine = world::engine_of(Limits {
            plans_bytes_max,
            ..Limits::default()
        });
        let asked = |number: usize| request(&format!("{{ a{number}: __typename }}"), &json!({}));
        for number in 0..1_000 {
            assert!(engine.prepare(&asked(number)).is_ok());
        }
        let numbers = 0..1_000;
        numbers
            .filter(|number| is_kept(&engine, &asked(*number)))
            .count()
    };
    assert_eq!(bounded(0), 0);
    let some = bounded(128 * 1024);
    assert!((10..500).contains(&some), "{some}");
    assert_eq!(bounded(64 * 1024 * 1024), 1_000);
}
