//! Reads a request of GraphQL from a body or from a URL.

use axum::{extract::Query, http::Uri};
use serde_json::{Map, Value};

use super::answer::Refused;
use crate::graphql::engine::Request;

const QUERY: &str = "query";
const OPERATION_NAME: &str = "operationName";
const VARIABLES: &str = "variables";
const EXTENSIONS: &str = "extensions";

/// Reads the body of a POST.
///
/// Members that the specification does not know are left alone, and so is what
/// `extensions` holds.
///
/// # Errors
/// 400 when it is not a JSON object with members of the right types.
pub fn from_body(body: &[u8]) -> Result<Request, Refused> {
    if body.is_empty() {
        return Err(Refused::bad_request(
            "the body is empty; send a JSON object with a member query",
        ));
    }
    let json: Value = serde_json::from_slice(body)
        .map_err(|error| Refused::bad_request(format!("the body is not JSON: {error}")))?;
    match json {
        Value::Object(members) => from_members(members),
        Value::Array(_) => Err(Refused::bad_request(
            "batches are not supported; send one request at a time",
        )),
        other => Err(Refused::bad_request(format!(
            "expected a JSON object with a member query, found {}",
            kind(&other)
        ))),
    }
}

/// Reads the query of a URL, for GET; only queries may run.
///
/// # Errors
/// 400 when a parameter is missing, given twice or of the wrong type.
pub fn from_url(url: &Uri) -> Result<Request, Refused> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(url)
        .map_err(|_| Refused::bad_request("the query of the URL is not url-encoded"))?;
    let mut members = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            OPERATION_NAME | VARIABLES | EXTENSIONS if text.is_empty() => Value::Null,
            QUERY | OPERATION_NAME => Value::String(text),
            VARIABLES | EXTENSIONS => serde_json::from_str(&text).map_err(|error| {
                Refused::bad_request(format!("the parameter {name} is not JSON: {error}"))
            })?,
            _ => continue,
        };
        if members.contains_key(&name) {
            let message = format!("the parameter {name} is given more than once");
            return Err(Refused::bad_request(message));
        }
        members.insert(name, value);
    }
    let request = from_members(members)?;
    Ok(Request {
        queries_only: true,
        ..request
    })
}

fn from_members(mut members: Map<String, Value>) -> Result<Request, Refused> {
    let mut take = |name: &str| members.remove(name).filter(|value| !value.is_null());
    let query = match take(QUERY) {
        Some(Value::String(text)) => text,
        Some(other) => return Err(wrong(QUERY, "a string", &other)),
        None => {
            return Err(Refused::bad_request(
                "query is missing; it holds the document, as in {\"query\":\"{ __typename }\"}",
            ));
        }
    };
    let operation_name = match take(OPERATION_NAME) {
        None => None,
        Some(Value::String(text)) => Some(text),
        Some(other) => return Err(wrong(OPERATION_NAME, "a string or null", &other)),
    };
    let variables = match take(VARIABLES) {
        None => Map::new(),
        Some(Value::Object(variables)) => variables,
        Some(other) => return Err(wrong(VARIABLES, "an object or null", &other)),
    };
    match take(EXTENSIONS) {
        None | Some(Value::Object(_)) => {}
        Some(other) => return Err(wrong(EXTENSIONS, "an object or null", &other)),
    }
    Ok(Request {
        query,
        operation_name,
        variables,
        ..Request::default()
    })
}

fn wrong(name: &str, expected: &str, found: &Value) -> Refused {
    let found = kind(found);
    Refused::bad_request(format!("expected {name} to be {expected}, found {found}"))
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
