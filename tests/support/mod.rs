//! What tests of the API share: castgraph on its seed, and how to ask it.

use std::sync::{Arc, LazyLock};

use castgraph::graph::{Builder, Graph, Repeated, Snapshot};
use castgraph::graphql::engine::{Request, TypeRef, Types, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use castgraph::store::{load_directory, load_seed};
use serde_json::{Map, Value};

pub mod shuffle;
pub mod skips;
pub mod ways;

/// The API on the seed, within the usual limits; nothing changes it, so that tests may share it.
pub fn api() -> &'static Api {
    static API: LazyLock<Api> = LazyLock::new(|| api_within(Limits::default(), seed()));
    &API
}

/// The API on a graph, whatever a request costs: tests ask for more at once than clients do.
pub fn api_of(graph: Graph) -> Api {
    let limits = Limits {
        cost_max: usize::MAX,
        ..Limits::default()
    };
    api_within(limits, graph)
}

/// The API on a graph, within limits.
pub fn api_within(limits: Limits, graph: Graph) -> Api {
    let snapshot = Arc::new(Snapshot::new(graph));
    Api::new(snapshot, limits).expect("the types make a schema")
}

/// The graph that is part of the program.
pub fn seed() -> Graph {
    load_seed().expect("the seed is without faults")
}

/// The types of the schema.
pub fn types() -> &'static Types {
    api().engine().types()
}

/// A request without variables.
pub fn request(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        ..Request::default()
    }
}

/// The `data` of this answer to a query, without errors.
pub fn data_of(mut answer: Value, query: &str) -> Value {
    assert!(
        answer.get("errors").is_none(),
        "{}\nto the query\n{query}",
        answer["errors"]
    );
    answer["data"].take()
}

/// The body of the answer to a request on the seed, whatever it costs.
pub fn answer(request: &Request) -> Value {
    static SEED: LazyLock<Api> = LazyLock::new(|| api_of(seed()));
    answer_of(&SEED, request)
}

/// The body of the answer to a request on the seed, within the usual limits.
pub fn answer_within_limits(request: &Request) -> Value {
    answer_of(api(), request)
}

/// The body of an API's answer to a request.
pub fn answer_of(api: &Api, request: &Request) -> Value {
    let answer = api.answer(request, &Uninterrupted);
    serde_json::from_slice(&answer.body).expect("an answer is JSON")
}

/// The body of the answer to a request on the graph that is drawn by hand.
pub fn answer_drawn(request: &Request) -> Value {
    static DRAWN: LazyLock<Api> = LazyLock::new(|| api_of(drawn()));
    answer_of(&DRAWN, request)
}

/// The body of the answer to a request on the seed and the drawn graph in one.
pub fn answer_both(request: &Request) -> Value {
    static BOTH: LazyLock<Api> = LazyLock::new(|| {
        let mut builder = Builder::on(&seed(), Repeated::Join);
        for change in drawn().changes() {
            builder.push(&change);
        }
        api_of(builder.finish().expect("the two graphs fit together"))
    });
    answer_of(&BOTH, request)
}

/// The graph that is drawn by hand.
pub fn drawn() -> Graph {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/small");
    load_directory(directory.as_ref()).expect("the directory is without faults")
}

/// The codes of an answer's errors, in their order.
pub fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    let codes = errors.map(|error| error["extensions"]["code"].as_str());
    codes
        .map(|code| code.expect("an error has a code"))
        .collect()
}

/// The type inside lists and `!`.
pub fn named(type_ref: &TypeRef) -> &str {
    match type_ref {
        TypeRef::Named(name) => name,
        TypeRef::NonNull(inner) | TypeRef::List(inner) => named(inner),
    }
}

/// Whether values of the type have fields.
pub fn is_composite(name: &str) -> bool {
    !types().possible(name).is_empty()
}

/// The fields of an object in an answer.
pub fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

/// The items of a list in an answer.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// The text of a leaf in an answer.
pub fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
