//! What operations on castgraph's schema cost, and which are refused.

use castgraph::graphql::engine::Request;
use castgraph::graphql::error::{ErrorCode, Refusal};
use castgraph::graphql::limits::{GATHER_WEIGHT, Limits, PATH_VISITED_MAX, SCAN_WEIGHT};
use castgraph::graphql::service::Service as _;
use serde_json::{Value, json};

use crate::engine;
use crate::http::walks::ladder;
use crate::queries;
use crate::support::{answer_of, answer_within_limits, api, api_of, api_within, request, seed};

const MAX: usize = 1_000_000;

fn cost(request: &Request) -> Result<usize, Refusal> {
    api().prepare(request).map(|prepared| prepared.cost())
}

#[test]
fn a_literal_size_counts_beside_a_variable() {
    let query = "query($after: String) { allSeries(first: 3, after: $after) { nodes { name } } }";
    assert_eq!(cost(&request(query)), Ok(1 + 1 + 3));
    let query = "query($slug: String!) { series(slug: $slug) { name seasons(last: 2) { nodes { name } } } }";
    let mut asked = request(query);
    asked.variables.insert("slug".to_owned(), "x".into());
    assert_eq!(cost(&asked), Ok(1 + 1 + (1 + 1 + 2)));
}

#[test]
fn costs_counted_by_hand() {
    let scan = SCAN_WEIGHT;
    for (query, counted) in [
        ("{ __typename }", 1),
        ("{ person(slug: \"x\") { name birth } }", 1 + 2),
        // Twenty are a page.
        ("{ allSeries { nodes { name } } }", 1 + 1 + 20),
        (
            "{ allSeries(first: 3) { totalCount nodes { name } } }",
            1 + 1 + 1 + 3,
        ),
        ("{ allSeries(last: 4) { nodes { name } } }", 1 + 1 + 4),
        ("{ allSeries(first: 0) { edges { cursor } } }", 1 + 1),
        // Sizes that are errors cost as much as the nearest that are none.
        (
            "{ allSeries(first: 2147483647) { nodes { name } } }",
            1 + 1 + 100,
        ),
        ("{ allSeries(first: -1) { nodes { name } } }", 1 + 1),
        // Pages of pages: three times an edge, a node, its seasons and two names.
        (
            "{ allSeries(first: 3) { edges { node { seasons(first: 2) { nodes { name } } } } } }",
            1 + 1 + 3 * (1 + (1 + 1 + 2)),
        ),
        // A page has no say in the lists inside its items.
        (
            "{ allSeries(first: 3) { nodes { alternateNames { name } } } }",
            1 + 1 + 3 * (1 + 10),
        ),
        (
            "{ series(slug: \"x\") { alternateNames { name language } genres { pageInfo { endCursor } } } }",
            1 + (1 + 10 * 2) + (1 + 1 + 1),
        ),
        ("{ nodes(ids: [\"person:a\", \"person:b\"]) { id } }", 1 + 2),
        ("{ nodes(ids: \"person:a\") { id } }", 1 + 1),
        // Of an interface, what costs most.
        (
            "{ node(id: \"person:a\") { id ... on Person { name birth } ... on Film { name } } }",
            1 + 3,
        ),
        ("{ people(first: 1) { nodes { id } } }", 1 + 1 + 1),
        (
            "{ people(first: 1, filter: null) { nodes { id } } }",
            1 + 1 + 1,
        ),
        (
            "{ people(first: 1, filter: {}) { nodes { id } } }",
            scan + 1 + 1,
        ),
        (
            "{ people(first: 1, orderBy: {by: BIRTH}) { nodes { id } } }",
            scan + 1 + 1,
        ),
        (
            "{ genres(filter: {nameContains: \"a\"}) { totalCount } }",
            scan + 1,
        ),
        ("{ actors { totalCount } }", scan + 1),
        ("{ claims { totalCount } }", 1 + 1),
        ("{ claims(rank: DEPRECATED) { totalCount } }", scan + 1),
        (
            "{ season(series: \"x\", number: 1) { cast { totalCount } } }",
            1 + GATHER_WEIGHT + 1,
        ),
        (
            "{ path(from: \"person:a\", to: \"person:b\") { path { steps { relation } } } }",
            PATH_VISITED_MAX + 1 + (1 + 10),
        ),
        (
            "{ paths(from: \"person:a\", to: \"person:b\", first: 2) { paths { steps { relation } } } }",
            PATH_VISITED_MAX + (1 + 2 * (1 + 10)),
        ),
        // The same field costs once, under two names twice.
        ("{ actors { totalCount } actors { totalCount } }", scan + 1),
        (
            "{ actors { totalCount } a: actors { totalCount } }",
            2 * (scan + 1),
        ),
        ("{ actors @skip(if: true) { totalCount } __typename }", 1),
        (
            "{ ...F ...F } fragment F on Query { actors { totalCount } }",
            scan + 1,
        ),
    ] {
        assert_eq!(cost(&request(query)), Ok(counted), "{query}");
    }
}

#[test]
fn variables_count_as_what_they_stand_for() {
    let query = "query ($first: Int, $filter: PersonFilter, $ids: [ID!]!, $with: Boolean = false) {
        people(first: $first, filter: $filter) { nodes { id } }
        nodes(ids: $ids) { id }
        actors @include(if: $with) { totalCount }
    }";
    let with = |variables: Value| {
        let variables = variables.as_object().cloned().unwrap_or_default();
        cost(&Request {
            variables,
            ..request(query)
        })
    };
    assert_eq!(with(json!({ "ids": [] })), Ok((1 + 1 + 20) + 1));
    assert_eq!(
        with(json!({ "ids": ["person:a", "person:b"], "first": 5, "with": true })),
        Ok((1 + 1 + 5) + (1 + 2) + (SCAN_WEIGHT + 1))
    );
    assert_eq!(
        with(json!({ "ids": [], "filter": { "acts": true } })),
        Ok((SCAN_WEIGHT + 1 + 20) + 1)
    );
}

/// The message of the only error, and the line and column where it points.
fn refusal(query: &str) -> (String, usize, usize) {
    let refusal = cost(&request(query)).expect_err(query);
    let [error] = refusal.errors() else {
        panic!("{refusal:?}")
    };
    assert_eq!(error.code, ErrorCode::LimitReached, "{error:?}");
    let [at] = error.locations[..] else {
        panic!("{error:?}")
    };
    (error.message.clone(), at.line, at.column)
}

/// Pages of `first` items inside each other.
fn nested(levels: usize, first: usize) -> String {
    let lists = [
        "people",
        "characters",
        "series",
        "cast",
        "roles",
        "episodes",
    ];
    let open = lists[..levels]
        .iter()
        .map(|list| format!("{list}(first: {first}) {{ nodes {{ "));
    let inside = ["name", "name", "name", "label", "billing", "claim { id }"][levels - 1];
    format!(
        "{{ {}{inside} {}}}",
        open.collect::<String>(),
        "} } ".repeat(levels)
    )
}

#[test]
fn what_costs_too_much_is_refused() {
    assert_eq!(Limits::default().cost_max, MAX);
    let paths = |count: usize| {
        let searches = (0..count).map(|at| {
            format!("p{at}: paths(from: \"person:a\", to: \"person:b\", first: 100) {{ reason }} ")
        });
        format!("{{ {}}}", searches.collect::<String>())
    };
    assert_eq!(cost(&request(&paths(4))), Ok(4 * (PATH_VISITED_MAX + 1)));
    let (message, ..) = refusal(&paths(10));
    assert_eq!(
        message,
        "the operation may cost 2000010, at most 1000000 are allowed, and \"p0\" costs most: \
         ask there for fewer items or fewer levels, or in several requests"
    );
    let (message, line, column) = refusal(
        "{ __typename
           some: people(first: 100) { nodes { characters(first: 100) { edges { node {
             id many: seasons(first: 100) { nodes { id } }
        } } } } } }",
    );
    assert!(
        message.contains(" \"some.nodes.characters.edges.node.many.nodes\" costs most: "),
        "{message}"
    );
    assert_eq!((line, column), (3, 45));
}

#[test]
fn walks_of_a_few_levels_are_allowed() {
    for (levels, first) in [(3, 20), (3, 50), (2, 100)] {
        let query = nested(levels, first);
        let cost = cost(&request(&query)).expect(&query);
        assert!(cost < MAX / 2, "{cost}: {query}");
    }
    for (levels, first) in [(5, 100), (3, 100)] {
        refusal(&nested(levels, first));
    }
}

#[test]
fn the_cases_and_the_introspection_cost_little() {
    let usual = request(engine::USUAL_INTROSPECTION);
    let introspection = cost(&usual).expect("the usual introspection");
    assert!(introspection < MAX / 10, "{introspection}");
    for (name, case) in queries::cases()
        .into_iter()
        .filter(|(_, case)| case.succeeds())
    {
        let cost = cost(&case.request().expect(&name)).expect(&name);
        assert!(cost <= MAX / 2, "{name}: {cost}");
    }
}

#[test]
fn costs_without_end_do_not_overflow() {
    // Ten lists in each other, each of things of any type: 15 to the power of 9 selections
    // if they were not shared, and 100 to the power of 9 items.
    let query = format!(
        "{{ entities(externalIds: []) {{ id {} label {} }} }}",
        "neighbors(first: 100) { nodes { id ".repeat(9),
        "} }".repeat(9)
    );
    assert_eq!(cost(&request(&query)), Ok(1), "no thing, no cost");
    let query = query.replace(
        "externalIds: []",
        r#"externalIds: [{authority: "a", id: "b"}]"#,
    );
    let (message, ..) = refusal(&query);
    assert!(message.contains("nodes.neighbors"), "{message}");
}

#[test]
fn a_filter_costs_a_scan_for_each_list_that_it_looks_into() {
    for (filter, scans) in [
        ("{}", 1),
        ("{ nameContains: \"a\" }", 1),
        (
            "{ or: [{ nameContains: \"a\" }, { nameContains: \"b\" }] }",
            1,
        ),
        ("{ seasons: { some: {} } }", 2),
        (
            "{ seasons: { some: {}, every: {}, none: {}, count: { atLeast: 1 } } }",
            5,
        ),
        (
            "{ seasons: { some: { episodes: { some: { nameContains: \"a\" } } } } }",
            3,
        ),
        ("{ cast: { some: { person: { nameContains: \"a\" } } } }", 3),
        (
            "{ not: { seasons: { none: {} } }, and: [{ networks: { some: {} } }, { studios: { some: {} } }] }",
            4,
        ),
        // What cannot be meant fails at once.
        ("{ seasons: { count: {} } }", 0),
    ] {
        let query = format!("{{ allSeries(filter: {filter}) {{ totalCount }} }}");
        let weight = if scans == 0 { 1 } else { scans * SCAN_WEIGHT };
        assert_eq!(cost(&request(&query)), Ok(weight + 1), "{query}");
    }
    let list = |at: usize| {
        format!(
            "l{at}: allSeries(filter: {{ seasons: {{ some: {{}}, none: {{}} }} }}) {{ totalCount }} "
        )
    };
    let query = format!("{{ {}}}", (0..20).map(list).collect::<String>());
    let (message, ..) = refusal(&query);
    assert!(message.contains("may cost 1200020"), "{message}");
}

/// `extensions.cost` of the answer to a query on the seed; null where there is none.
fn reported(query: &str, reports_cost: bool) -> Value {
    let asked = Request {
        reports_cost,
        ..request(query)
    };
    answer_within_limits(&asked)["extensions"]["cost"].take()
}

#[test]
fn an_answer_reports_its_cost_where_it_is_asked_to() {
    let query = "{ allSeries(first: 5) { nodes { name } } }";
    // One series, though five might be there: the list, its nodes, one item and its name.
    assert_eq!(
        reported(query, true),
        json!({ "requested": 7, "actual": 4, "limit": MAX })
    );
    assert_eq!(reported(query, false), Value::Null);
    // Errors beside data, and an operation that ends with null, cost too.
    let bad = "{ node(id: \"x\") { id } }";
    assert_eq!(reported(bad, true)["requested"], 2);
    assert_eq!(reported("{ nothing }", true), Value::Null);
    let dear = "people(filter: {}) { totalCount }";
    let dear = (0..60).map(|at| format!("a{at}: {dear} "));
    let dear = format!("{{ {}}}", dear.collect::<String>());
    assert_eq!(
        reported(&dear, false),
        json!({ "requested": 1_200_060, "actual": 0, "limit": MAX }),
        "a refusal says it unasked"
    );
}

#[test]
fn things_visited_are_part_of_what_a_request_did_cost() {
    let query = "{ path(from: \"person:p0\", to: \"person:p10\") { path { length } } }";
    let api = api_of(ladder());
    let asked = Request {
        reports_cost: true,
        ..request(query)
    };
    let first = answer_of(&api, &asked)["extensions"]["cost"]["actual"].take();
    assert!(
        first.as_u64().is_some_and(|actual| actual >= 1_024),
        "{first}"
    );
}

#[test]
fn measured_limits_let_dear_requests_pass() {
    let limits = Limits {
        cost_max: 3,
        cost_is_enforced: false,
        ..Limits::default()
    };
    let query = request("{ allSeries(first: 5) { nodes { name } } }");
    let prepared = api_within(limits, seed())
        .prepare(&query)
        .expect("measured");
    assert_eq!((prepared.cost(), prepared.cost_max()), (7, 3));
}
