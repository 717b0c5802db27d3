//! What the values and the operations of one request may cost together.

use std::fmt::Write as _;

use async_graphql::parser::parse_query;
use castgraph::graphql::{
    engine::{
        Request,
        scan::{self, Scan},
    },
    error::{ErrorCode, RequestError},
};
use serde_json::{Value, json};

use super::{ask, ask_with, codes, world};

fn scanned(document: &str) -> Scan {
    scan::scan(&parse_query(document).expect("GraphQL"), 60)
}

/// Many operations that spread one fragment.
fn spread(fragment: &str, operations: usize) -> String {
    let mut document = format!("fragment F on Query {{ {fragment} }}");
    for index in 0..operations {
        write!(document, " query q{index} {{ ...F }}").expect("text");
    }
    document
}

/// Why the first of the operations of [`spread`] is refused.
fn refusals(query: &str) -> Vec<RequestError> {
    let request = Request {
        query: query.to_owned(),
        operation_name: Some("q0".to_owned()),
        ..Request::default()
    };
    let refused = world::engine().prepare(&request).err();
    refused.map_or_else(Vec::new, |refusal| refusal.errors().to_vec())
}

fn refusal(answer: &Value) -> &str {
    assert_eq!(codes(answer), ["LIMIT_REACHED"], "{answer}");
    answer["errors"][0]["message"].as_str().expect("text")
}

#[test]
fn sizes_are_sums_over_all_operations() {
    let scan = scanned(&spread(
        "a: canonical(rows: [[1, 2], []]) @skip(if: true)",
        50,
    ));
    assert_eq!(scan.operations, 50);
    assert_eq!(scan.visited, 50 + 1);
    let size = scan.size;
    assert_eq!((size.fields, size.aliases), (50, 50));
    assert_eq!((size.directives, size.items), (50, 50 * 4));
    assert_eq!((size.depth, size.nesting), (1, 2));
    // Fragments that no operation reaches are walked by the validation, too.
    let unused = "{ __typename } fragment F on Query { a: __typename ...G } fragment G on Query { a: __typename }";
    assert_eq!(scanned(unused).size.fields, 1 + 2);
}

#[test]
fn many_operations_with_one_large_fragment_are_refused() {
    let filters = "{ name: \"n\" }".repeat(900);
    let many = spread(
        &format!("canonical(filter: {{ name: \"n\" and: [{filters}] }})"),
        2400,
    );
    assert_eq!(scanned(&many).visited, 2400 + 1);
    let codes: Vec<_> = refusals(&many).iter().map(|error| error.code).collect();
    assert_eq!(codes, [ErrorCode::LimitReached; 2]);
    let aliases: Vec<_> = (0..99)
        .map(|index| format!("a{index}: __typename"))
        .collect();
    let twice = refusals(&spread(&aliases.join(" "), 2));
    assert_eq!(twice.len(), 1);
    assert_eq!(
        twice[0].message,
        "all operations together have too many aliases: 198, at most 100 are allowed"
    );
    // Several operations of the usual size pass.
    let several = "nodes(first: 3) { id age } canonical(rows: [[1, 2]])";
    assert_eq!(refusals(&spread(several, 12)), []);
}

#[test]
fn items_of_literals_are_bounded() {
    let rows = |count: usize| format!("{{ canonical(rows: [{}]) }}", "[1] ".repeat(count));
    assert_eq!(codes(&ask(&rows(500))), [""; 0]);
    assert_eq!(
        refusal(&ask(&rows(501))),
        "the operation has too many items of lists and input objects: 1002, at most 1000 are allowed"
    );
    let default = format!(
        "query ($x: [[Int!]] = [{}]) {{ canonical(rows: $x) }}",
        "[1] ".repeat(501)
    );
    refusal(&ask(&default));
    let unused = format!(
        "{{ __typename }} fragment F on Query {{ canonical(filter: {{ and: [{}] }}) }}",
        "{}".repeat(10_000)
    );
    refusal(&ask(&unused));
}

#[test]
fn items_of_variables_and_literals_are_bounded_together() {
    let query = "query ($x: [[Int!]]) { canonical(rows: $x) b: canonical(kinds: [MAIN, MAIN]) }";
    let rows = |count: usize| json!({ "x": vec![json!([1]); count], "other": vec![1; 5000] });
    assert_eq!(codes(&ask_with(query, &rows(499))), [""; 0]);
    assert_eq!(
        refusal(&ask_with(query, &rows(500))),
        "the variables and literals together have too many items of lists and input objects: \
         1002, at most 1000 are allowed"
    );
}

#[test]
fn a_variable_counts_at_each_place_in_the_arguments_of_a_field() {
    let query = |places: usize| {
        let places = "$x ".repeat(places);
        format!("query ($x: [Int!]) {{ __typename canonical(rows: [{places}]) }}")
    };
    let numbers = json!({ "x": vec![1; 99] });
    assert_eq!(codes(&ask_with(&query(10), &numbers)), [""; 0]);
    assert_eq!(
        refusal(&ask_with(&query(11), &numbers)),
        "the arguments of this field have too many items of lists and input objects: \
         1100, at most 1000 are allowed"
    );
}

#[test]
fn fields_of_an_input_object_are_looked_up_not_searched() {
    let names: Vec<_> = (0..8000).map(|index| format!("n{index}: 1")).collect();
    let twice = format!(
        "{{ canonical(filter: {{ {} n0: 2 }}) }}",
        names[..900].join(" ")
    );
    assert_eq!(codes(&ask(&twice)), ["VALIDATION"]);
    refusal(&ask(&format!(
        "{{ canonical(filter: {{ {} }}) }}",
        names[..5000].join(" ")
    )));
}
