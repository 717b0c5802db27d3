//! The GraphQL engine, on a schema of the tests' own.

use castgraph::graphql::engine::{Engine, Request, Uninterrupted};
use serde_json::{Value, json};

mod agreement;
mod costs;
pub mod documents;
mod execution;
mod introspection;
pub mod judge;
mod kept;
mod limits;
mod parser;
mod reference;
mod rules;
mod sizes;
mod sure;
mod syntax;
mod world;

pub use introspection::USUAL as USUAL_INTROSPECTION;
use world::{World, WorldRoot};

/// Asks the world without failures; the answer is the whole body.
fn ask(query: &str) -> Value {
    ask_with(query, &json!({}))
}

/// Asks with variables.
fn ask_with(query: &str, variables: &Value) -> Value {
    let world = World { fails: false };
    answer(&world::engine(), world, 1, query, variables)
}

/// Prepares and executes; a refusal is an answer, too.
fn answer(
    engine: &Engine<WorldRoot>,
    world: World,
    seed: u64,
    query: &str,
    variables: &Value,
) -> Value {
    let request = request(query, variables);
    serde_json::from_slice(&body(engine, world, seed, &request)).expect("an answer is JSON")
}

fn request(query: &str, variables: &Value) -> Request {
    Request {
        query: query.to_owned(),
        variables: variables.as_object().cloned().unwrap_or_default(),
        request_id: "r1".to_owned(),
        ..Request::default()
    }
}

/// The bytes of an answer.
fn body(engine: &Engine<WorldRoot>, world: World, seed: u64, request: &Request) -> Vec<u8> {
    match engine.prepare(request) {
        Ok(prepared) => engine
            .execute(&prepared, world::root(&world, seed), &Uninterrupted)
            .body
            .to_vec(),
        Err(refusal) => refusal.body(),
    }
}

/// The codes of an answer's errors.
fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array();
    let codes = errors
        .into_iter()
        .flatten()
        .map(|error| &error["extensions"]["code"]);
    codes.filter_map(Value::as_str).collect()
}
