//! What comes out of small documents: order, errors, variables, operations.

use castgraph::graphql::{
    engine::{Outcome, Request, Uninterrupted},
    error::ErrorCode,
};
use serde_json::{Value, json};

use super::{answer, ask, ask_with, codes, world};

#[test]
fn keys_come_in_the_order_of_their_first_inclusion() {
    let answer = ask(
        "query { c: __typename @skip(if: true) b: __typename ...F a: __typename c: __typename } \
         fragment F on Query { d: __typename a: __typename }",
    );
    let keys: Vec<_> = answer["data"].as_object().expect("data").keys().collect();
    assert_eq!(keys, ["b", "d", "a", "c"]);
}

#[test]
fn many_keys_are_each_answered_once() {
    let keys: Vec<String> = (0..40).map(|number| format!("k{number}")).collect();
    let fields = keys.iter().map(|key| format!("{key}: __typename"));
    let fields = fields.collect::<Vec<_>>().join(" ");
    let answer = ask(&format!(
        "{{ {fields} ...F }} fragment F on Query {{ {fields} }}"
    ));
    let found: Vec<_> = answer["data"].as_object().expect("data").keys().collect();
    assert_eq!(found, keys.iter().collect::<Vec<_>>());
}

#[test]
fn nothing_included_is_an_empty_object() {
    for document in [
        "{ place @skip(if: true) { id } }",
        "{ __typename @skip(if: true) }",
    ] {
        assert_eq!(ask(document), json!({ "data": {} }), "{document}");
    }
    assert_eq!(
        ask("{ place { id @include(if: false) } }"),
        json!({ "data": { "place": {} } })
    );
}

#[test]
fn faults_of_resolvers_stay_inside() {
    let answer = ask("{ oddities { nan } }");
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(
        answer["errors"],
        json!([{
            "message": "internal error",
            "locations": [{ "line": 1, "column": 14 }],
            "path": ["oddities", "nan"],
            "extensions": { "code": "INTERNAL", "requestId": "r1" },
        }])
    );
    assert_eq!(codes(&ask("{ oddities { large } }")), ["INTERNAL"]);
    assert_eq!(
        ask("{ oddities { count } }")["data"]["oddities"]["count"],
        7
    );
    let secret = ask("{ oddities { secret count } }");
    assert_eq!(
        secret["data"]["oddities"],
        json!({ "secret": null, "count": 7 })
    );
    assert!(!secret.to_string().contains("password"));
}

#[test]
fn a_panic_is_an_error_of_the_whole_request() {
    let answer = ask("{ __typename oddities { panics } }");
    let expected = json!({ "errors": [{
        "message": "internal error",
        "extensions": { "code": "INTERNAL", "requestId": "r1" },
    }] });
    assert_eq!(answer, expected);
}

fn prepare(query: &str, name: Option<&str>, queries_only: bool) -> Result<(), (ErrorCode, String)> {
    let request = Request {
        query: query.to_owned(),
        operation_name: name.map(str::to_owned),
        queries_only,
        ..Request::default()
    };
    let prepared = world::engine().prepare(&request);
    prepared
        .map(drop)
        .map_err(|refusal| (refusal.code(), refusal.errors()[0].message.clone()))
}

#[test]
fn operations_are_picked_by_name() {
    let two = "query B { b: __typename } query A { a: __typename }";
    assert_eq!(prepare(two, Some("A"), true), Ok(()));
    let (code, message) = prepare(two, None, true).expect_err("which?");
    assert_eq!(code, ErrorCode::UnknownOperation);
    assert!(message.ends_with("one of B, A"), "{message}");
    let (code, message) = prepare(two, Some("C"), true).expect_err("no C");
    assert_eq!(code, ErrorCode::UnknownOperation);
    assert!(message.ends_with("only B, A"), "{message}");
    assert_eq!(
        prepare("{ __typename }", Some("A"), true).map_err(|error| error.0),
        Err(ErrorCode::UnknownOperation)
    );
    assert_eq!(prepare("query A { __typename }", None, true), Ok(()));
}

#[test]
fn only_queries_run_where_only_queries_may() {
    let both = "query A { __typename } mutation M { nope }";
    assert_eq!(
        prepare(both, Some("M"), true).map_err(|error| error.0),
        Err(ErrorCode::MethodNotAllowed)
    );
    assert_eq!(
        prepare(both, Some("M"), false).map_err(|error| error.0),
        Err(ErrorCode::Validation)
    );
    assert_eq!(
        prepare("mutation { nope }", None, true).map_err(|error| error.0),
        Err(ErrorCode::MethodNotAllowed)
    );
}

/// What the arguments of `canonical` are, with a variable `x` of this type at this place.
fn echoed(type_name: &str, argument: &str, variables: &Value) -> Value {
    let query = format!("query ($x: {type_name}) {{ canonical({argument}) }}");
    let answer = ask_with(&query, variables);
    if codes(&answer).is_empty() {
        answer["data"]["canonical"].clone()
    } else {
        assert_eq!(answer.get("data"), None, "{answer}");
        assert_eq!(codes(&answer), ["BAD_VARIABLES"], "{answer}");
        answer["errors"][0]["message"].clone()
    }
}

#[test]
fn variables_are_coerced() {
    let number = |type_name: &str, value: Value| {
        echoed(type_name, "number: $x", &json!({ "x": value }))
            .as_str()
            .expect("text")
            .to_owned()
    };
    assert_eq!(
        number("Int", json!(7)),
        "{\"x\",7,0.5,true,GUEST,null,null,null,null,null}"
    );
    assert_eq!(
        number("Int", json!(7.0)),
        "{\"x\",7,0.5,true,GUEST,null,null,null,null,null}"
    );
    assert_eq!(
        number("Int", json!(null)),
        "{\"x\",null,0.5,true,GUEST,null,null,null,null,null}"
    );
    assert_eq!(
        number("Int", json!(7.5)),
        "Variable $x: expected Int, found 7.5"
    );
    assert_eq!(
        number("Int", json!("7")),
        "Variable $x: expected Int, found \"7\""
    );
    assert_eq!(
        number("Int", json!(2_147_483_648_i64)),
        "Variable $x: expected Int, found 2147483648"
    );
    assert_eq!(
        number("Int!", json!(null)),
        "Variable $x: expected Int!, found null"
    );
    let rows = |value: Value| echoed("[[Int!]]", "rows: $x", &json!({ "x": value }));
    assert_eq!(
        rows(json!(1)),
        "{\"x\",null,0.5,true,GUEST,null,[[1]],null,null,null}"
    );
    assert_eq!(
        rows(json!([1, [2, 3], null])),
        "{\"x\",null,0.5,true,GUEST,null,[[1],[2,3],null],null,null,null}"
    );
    assert_eq!(
        rows(json!([[1, null]])),
        "Variable $x[0][1]: expected Int!, found null"
    );
    let filter = |value: Value| echoed("Filter", "filter: $x", &json!({ "x": value }));
    assert_eq!(
        filter(json!({ "name": "n", "kinds": "MAIN" })),
        "{\"x\",null,0.5,true,GUEST,null,null,null,{[MAIN],3,\"n\",null,null},null}"
    );
    assert_eq!(
        filter(json!({ "limit": 1 })),
        "Variable $x.name: String! is required"
    );
    assert_eq!(
        filter(json!({ "name": "n", "no": 1 })),
        "Variable $x: Filter has no field no"
    );
    assert_eq!(
        filter(json!({ "name": "n", "and": [{ "name": "n", "kinds": ["NO"] }] })),
        "Variable $x.and[0].kinds[0]: NO is not a value of Kind"
    );
    let id = |value: Value| echoed("ID", "orderBy: $x", &json!({ "x": value }));
    assert_eq!(
        id(json!(7)),
        "{\"x\",null,0.5,true,GUEST,null,null,null,null,\"7\"}"
    );
    assert_eq!(id(json!(true)), "Variable $x: expected ID, found true");
    let day = echoed("Day", "day: $x", &json!({ "x": "soon" }));
    assert_eq!(day, "Variable $x: not a Day: four digits are a day");
}

#[test]
fn defaults_stand_for_what_is_left_out() {
    let given =
        |type_name: &str, argument: &str| echoed(type_name, argument, &json!({ "other": 1 }));
    assert_eq!(
        given("Float", "ratio: $x"),
        "{\"x\",null,0.5,true,GUEST,null,null,null,null,null}"
    );
    assert_eq!(
        given("Float = 2", "ratio: $x"),
        "{\"x\",null,2.0,true,GUEST,null,null,null,null,null}"
    );
    assert_eq!(
        given("Kind = MAIN", "kind: $x"),
        "{\"x\",null,0.5,true,MAIN,null,null,null,null,null}"
    );
    assert_eq!(
        given("Int", "rows: [[1]], number: $x"),
        "{\"x\",null,0.5,true,GUEST,null,[[1]],null,null,null}"
    );
    assert_eq!(
        given("Int", "filter: { name: \"n\", limit: $x }"),
        "{\"x\",null,0.5,true,GUEST,null,null,null,{null,3,\"n\",null,null},null}"
    );
    assert_eq!(given("Int!", "number: $x"), "Variable $x: Int! is required");
}

#[test]
fn all_wrong_variables_are_told_together_at_their_definitions() {
    let answer = ask_with(
        "query ($a: Int!, $b: Int, $c: Kind) { echo(number: $a) b: echo(number: $b) c: echo(kind: $c) }",
        &json!({ "b": true, "c": 1 }),
    );
    assert_eq!(codes(&answer), ["BAD_VARIABLES"; 3]);
    let errors = answer["errors"].as_array().expect("errors");
    let columns: Vec<_> = errors
        .iter()
        .map(|error| error["locations"][0]["column"].clone())
        .collect();
    assert_eq!(columns, [8, 18, 27]);
}

#[test]
fn null_where_only_a_default_allows_the_variable_is_an_error_of_the_field() {
    let answer = ask_with(
        "query ($x: String) { __typename echo(text: $x) }",
        &json!({ "x": null }),
    );
    assert_eq!(
        answer["data"],
        json!({ "__typename": "Query", "echo": null })
    );
    assert_eq!(answer["errors"][0]["path"], json!(["echo"]));
    assert_eq!(codes(&answer), ["BAD_VARIABLES"]);
}

#[test]
fn the_outcome_tells_what_the_answer_holds() {
    let engine = world::engine();
    let world = world::World { fails: false };
    let outcome = |query: &str| {
        let request = Request {
            query: query.to_owned(),
            ..Request::default()
        };
        let prepared = engine.prepare(&request).expect("valid");
        engine
            .execute(&prepared, world::root(&world, 1), &Uninterrupted)
            .outcome
    };
    assert_eq!(outcome("{ __typename }"), Outcome::Complete);
    assert_eq!(outcome("{ oddities { secret } }"), Outcome::Partial);
    assert_eq!(outcome("{ oddities { nan } }"), Outcome::Null);
    assert_eq!(
        outcome("{ oddities { panics } }"),
        Outcome::Failed(ErrorCode::Internal)
    );
}

#[test]
fn failures_climb_to_the_nearest_place_that_may_be_null() {
    // In this world some of the people fail, which empties their list.
    let engine = world::engine();
    let world = world::World { fails: true };
    let mut seen = [0, 0, 0];
    for seed in 0..60 {
        let found = answer(
            &engine,
            world,
            seed,
            "{ flakyPeople { flakyTexts } }",
            &Value::Null,
        );
        let people = &found["data"]["flakyPeople"];
        for error in found["errors"].as_array().into_iter().flatten() {
            let path = error["path"].as_array().expect("a path");
            match path.len() {
                2 => {
                    assert!(people.is_null(), "{found}");
                    seen[0] += 1;
                }
                4 => {
                    let index = path[1]
                        .as_u64()
                        .and_then(|index| usize::try_from(index).ok());
                    let texts = people.get(index.expect("an index"));
                    assert!(
                        texts.is_none_or(|person| person["flakyTexts"].is_null()),
                        "{found}"
                    );
                    seen[1] += 1;
                }
                _ => panic!("{found}"),
            }
        }
        seen[2] += u32::from(codes(&found).is_empty());
    }
    assert!(seen.iter().all(|count| *count > 3), "{seen:?}");
}
