//! One small case for each rule of the specification's section on validation.
//!
//! Where a comment says so, the library lets the document pass and the engine refuses it.

use serde_json::{Value, json};

use super::{answer, ask_with, codes, world};

/// Each document is refused with this code; the verdict does not depend on variables.
fn refused(code: &str, documents: &[&str]) {
    for document in documents {
        for variables in [json!({}), json!({ "x": 1, "y": true })] {
            let answer = ask_with(document, &variables);
            assert_eq!(answer.get("data"), None, "{document}: {answer}");
            let codes = codes(&answer);
            assert!(
                !codes.is_empty() && codes.iter().all(|found| *found == code),
                "{document}: {answer}"
            );
        }
    }
}

fn accepted(documents: &[&str]) {
    for document in documents {
        let answer = ask_with(document, &json!({ "x": 1, "y": true }));
        assert_eq!(answer.get("errors"), None, "{document}");
    }
}

#[test]
fn documents_that_are_not_graphql() {
    let documents = [
        "",
        " ",
        "{",
        "{ }",
        "{ a(b: ) }",
        "query { a } }",
        "type A { b: Int }",
    ];
    refused("PARSE", &documents);
}

#[test]
fn operations_have_unique_names_and_types_that_exist() {
    let documents = [
        "query A { __typename } query A { __typename }",
        "{ __typename } { __typename }",
        "{ __typename } query A { __typename }",
        "mutation { x }",
        "subscription { x }",
    ];
    refused("VALIDATION", &documents);
}

#[test]
fn fields_exist_and_leaves_are_leaves() {
    let documents = [
        "{ nope }",
        "{ place { nope } }",
        "{ beings { id } }",
        "{ beings { ... on Ghost { title } } }",
        "{ place }",
        "{ place { title { x } } }",
        // The library does not look at `__typename`.
        "{ __typename { x } }",
        "{ __typename(x: 1) }",
        "{ place { __schema { description } } }",
    ];
    refused("VALIDATION", &documents);
}

#[test]
fn fields_merge() {
    let documents = [
        "{ a: place { id } a: __typename }",
        "{ place { a: title a: id } }",
        "{ echo(text: \"a\") echo(text: \"b\") }",
        "{ echo(text: \"a\") echo }",
        // The library keys fields by the type condition as it is written.
        "{ node(id: 1) { a: id ... on Person { a: name } } }",
        "{ beings { name ... on Being { name: kind } } }",
        // It does not look into merged selections.
        "{ place { a: title } place { a: id } }",
        "{ place { ...F } place { near { ... on Place { a: title } } } } \
         fragment F on Place { near { a: id } }",
        // It does not compare shapes.
        "{ beings { ... on Person { name } ... on Robot { name } } }",
        "{ beings { ... on Person { kind } ... on Robot { kind } } }",
        "{ beings { ... on Person { a: name } ... on Ghost { a: kind } } }",
        "{ beings { ... on Robot { a: flakyParts { id } } ... on Person { a: near { id } } } }",
        "{ nodes { ... on Person { a: riskyHome { b: title } } ... on Robot { a: owner { b: kind } } } }",
        "{ nodes { friends(first: 1) { name } ... on Person { friends(first: 2) { name } } } }",
        "{ nodes { near { friends(first: 1) { name } } ... on Person { near { friends { name } } } } }",
        // Two interfaces may be one object, even if these two happen not to be.
        "{ nodes { ... on Node { a: age } ... on Person { ... on Being { a: name } } } }",
        // It does not know the introspection's merged selections either.
        "{ __schema { a: description } __schema { a: __typename } }",
    ];
    refused("VALIDATION", &documents);
    accepted(&[
        "{ place { id } place { id title } }",
        "{ beings { ... on Ghost { a: name } ... on Robot { a: name } } }",
        "{ nodes { ... on Person { a: id } ... on Place { a: id } } }",
        "{ nodes { ... on Place { a: kind } ... on Person { b: kind } } }",
        "{ beings { ... on Ghost { a: friends { b: kind } } ... on Robot { a: friends { b: kind } } } }",
        "{ echo(text: \"a\", number: 1) echo(number: 1, text: \"a\") }",
    ]);
}

#[test]
fn arguments_are_known_unique_and_complete() {
    let documents = [
        "{ place(x: 1) { id } }",
        "{ echo(text: \"a\", text: \"a\") }",
        "{ person { id } }",
        "{ person(id: null) { id } }",
        "{ __type { name } }",
        "{ __typename @skip }",
        "{ __typename @skip(if: true, unless: false) }",
    ];
    refused("VALIDATION", &documents);
}

#[test]
fn fields_that_cannot_merge_are_told_once() {
    let documents = [
        ("{ echo(text: \"a\") echo }", "have different arguments"),
        (
            "{ nodes { a: id ... on Person { a: name } } }",
            "are \"name\" and \"id\"",
        ),
        (
            "{ beings { ... on Person { a: name } ... on Ghost { a: kind } } }",
            "have the types ",
        ),
    ];
    for (document, why) in documents {
        let answer = ask_with(document, &json!({}));
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{answer}");
        let message = errors[0]["message"].as_str().expect("a text");
        assert!(
            message.contains(&format!("cannot merge: they {why}")),
            "{message}"
        );
    }
}

#[test]
fn fragments_are_known_used_finite_and_possible() {
    let documents = [
        "{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }",
        "{ ... on Nope { x } }",
        "{ ...A } fragment A on Nope { x }",
        "{ ... on Kind { x } }",
        "{ place { ... on Filter { x } } }",
        "{ __typename } fragment A on Query { __typename }",
        "{ ...Nope }",
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { place { id } ...A }",
        "{ place { ...A } } fragment A on Place { near { ...A } }",
        "{ place { ... on Ghost { name } } }",
        "{ place { ... on Being { name } } }",
        "{ place { ... { ... on Person { name } } } }",
        "{ place { ...A } } fragment A on Person { name }",
    ];
    refused("VALIDATION", &documents);
    accepted(&["{ nodes { ... on Being { name } ... { id } } }"]);
}

#[test]
fn literals_fit_their_types() {
    let documents = [
        "{ echo(text: 1) }",
        "{ echo(text: MAIN) }",
        "{ echo(flag: \"true\") }",
        "{ echo(flag: 1) }",
        "{ echo(number: \"1\") }",
        "{ echo(number: 1.0) }",
        "{ echo(ratio: \"1\") }",
        "{ echo(orderBy: 1.5) }",
        "{ echo(orderBy: true) }",
        "{ echo(kind: NOPE) }",
        "{ echo(kinds: [MAIN, NOPE]) }",
        "{ echo(kinds: [null]) }",
        "{ echo(rows: [[null]]) }",
        "{ echo(filter: { name: \"x\", nope: 1 }) }",
        "{ echo(filter: { limit: 1 }) }",
        "{ echo(filter: { name: null }) }",
        "{ echo(filter: { name: \"x\", limit: null }) }",
        "{ echo(filter: { name: \"x\", and: [{ name: \"y\", not: { limit: 1 } }] }) }",
        // The library knows no 32 bits.
        "{ echo(number: 2147483648) }",
        "{ echo(number: -99999999999999999999) }",
        "{ echo(rows: [[2147483648]]) }",
        // It takes strings for enums, and anything for input objects and custom scalars.
        "{ echo(kind: \"MAIN\") }",
        "{ echo(kinds: \"MAIN\") }",
        "{ echo(filter: 1) }",
        "{ echo(filter: [\"x\"]) }",
        "{ echo(day: 2009) }",
        "{ echo(day: \"soon\") }",
        // It cannot see this any more after parsing.
        "{ echo(filter: { name: \"x\", name: \"x\" }) }",
        "{ echo(filter: { name: \"x\", and: [{ name: \"x\", limit: 1, limit: 1 }] }) }",
        "query ($f: Filter = { name: \"x\", name: \"x\" }) { echo(filter: $f) }",
    ];
    refused("VALIDATION", &documents);
    accepted(&[
        "{ echo(ratio: 1, orderBy: 7, kinds: MAIN, rows: 1, day: \"2009\") }",
        "{ echo(number: -2147483648, rows: [1, [2, 3], null], filter: null) }",
        "{ a: echo(filter: { name: \"x\" }) b: echo(filter: { name: \"x\" }) }",
    ]);
}

#[test]
fn directives_are_known_unique_and_in_their_place() {
    let documents = [
        "{ place { id @nope } }",
        "query @skip(if: true) { __typename }",
        "{ ...A } fragment A on Query @include(if: true) { __typename }",
        "{ place { id @skip(if: true) @skip(if: true) } }",
        "{ place { id @skip(if: 1) } }",
        "{ place { id @deprecated } }",
        // The library looks neither at `__typename` nor at variables.
        "{ __typename @nope }",
        "{ __typename @skip(if: true) @skip(if: true) }",
        "query ($y: Boolean! @nope) { __typename @skip(if: $y) }",
        "query ($y: Boolean! @skip(if: true)) { __typename @skip(if: $y) }",
    ];
    refused("VALIDATION", &documents);
    accepted(&["query ($y: Boolean!) { __typename @skip(if: $y) }"]);
}

#[test]
fn variables_are_unique_known_used_and_inputs() {
    let documents = [
        "query ($x: Int, $x: Int) { echo(number: $x) }",
        "query ($x: Nope) { echo(number: $x) }",
        "query ($x: Place) { echo(number: $x) }",
        "query ($x: Int) { __typename }",
        "{ echo(number: $x) }",
        "{ ...A } fragment A on Query { echo(number: $x) }",
        "query A($x: Int) { ...F } query B { ...F } fragment F on Query { echo(number: $x) }",
        "query ($x: Int = \"a\") { echo(number: $x) }",
        "query ($x: Int! = null) { echo(number: $x) }",
        // Used only beside `__typename`, which the library does not look at.
        "{ __typename @skip(if: $nope) }",
        // With a default, the library panics.
        "query ($x: [Nope] = [1]) { echo(number: $x) }",
        // Closed like the literals.
        "query ($x: Int = 2147483648) { echo(number: $x) }",
        "query ($x: Kind = \"MAIN\") { echo(kind: $x) }",
        "query ($x: Filter = 1) { echo(filter: $x) }",
    ];
    // Several operations need a name; these have none, so the codes differ.
    for document in documents {
        let answer = ask_with(document, &json!({}));
        let found = codes(&answer);
        let several = document.contains("query B");
        let code = if several {
            "UNKNOWN_OPERATION"
        } else {
            "VALIDATION"
        };
        assert!(
            !found.is_empty() && found.iter().all(|found| *found == code),
            "{document}: {answer}"
        );
    }
}

/// None of these is seen by the library.
#[test]
fn variables_stand_in_allowed_positions() {
    let documents = [
        "query ($x: [Int!]) { echo(number: $x) }",
        "query ($x: Int) { echo(rows: $x) }",
        "query ($x: Int) { echo(ratio: $x) }",
        "query ($x: String!) { person(id: $x) { id } }",
        "query ($x: ID) { person(id: $x) { id } }",
        "query ($x: ID = null) { person(id: $x) { id } }",
        "query ($x: Boolean) { __typename @skip(if: $x) }",
        "query ($x: Int) { __typename @skip(if: $x) }",
        "query ($x: Int) { echo(rows: [[$x]]) }",
        "query ($x: [Int]) { echo(rows: [$x]) }",
        "query ($x: String) { echo(filter: { name: $x }) }",
        "query ($x: Int!) { echo(filter: { name: $x }) }",
        "query ($x: String) { echo(filter: { name: \"a\", and: [{ name: $x }] }) }",
        "query ($x: String) { ...A } fragment A on Query { echo(filter: { name: $x }) }",
        "query ($x: String) { __type(name: $x) { name } }",
        "query ($x: Int) { __schema { types { fields(includeDeprecated: $x) { name } } } }",
    ];
    refused("VALIDATION", &documents);
    let documents = [
        "query ($x: ID = \"a\") { person(id: $x) { __typename } }",
        "query ($x: Int) { echo(filter: { name: \"a\", limit: $x }) }",
        "query ($x: Int!) { echo(number: $x) }",
        "query ($x: [Int!]!) { echo(rows: [$x, null]) }",
        "query ($x: String = \"Q\") { __type(name: $x) { name } }",
    ];
    for document in documents {
        let answer = ask_with(document, &json!({}));
        assert!(
            !codes(&answer).contains(&"VALIDATION"),
            "{document}: {answer}"
        );
    }
}

#[test]
fn errors_are_told_once_in_the_order_of_the_document() {
    let answer = ask_with("{ b: nope  a: nope2  place { nope3 } }", &json!({}));
    let columns: Vec<_> = answer["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["locations"][0]["column"].clone())
        .collect();
    assert_eq!(columns, [json!(3), json!(12), json!(30)]);
    let subscription = ask_with("subscription { x }", &json!({}));
    assert_eq!(subscription["errors"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_verdict_is_the_same_every_time() {
    let document = "{ ...A ...B } fragment A on Query { nope1 } fragment B on Query { nope2 } \
                    fragment C on Query { nope3 } fragment D on Query { nope4 }";
    let engine = world::engine();
    let world = world::World { fails: false };
    let ask = || answer(&engine, world, 1, document, &Value::Null);
    let first = ask();
    assert!((0..20).all(|_| ask() == first));
}
