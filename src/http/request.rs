//! Reads a request of GraphQL from a body or from a URL.

use axum::{extract::Query, http::Uri};
use serde_json::{Map, Value};

use super::{
    answer::Refused,
    document::{self, DOCUMENT_ID, OTHER_IDS},
};
use crate::graphql::{engine::Request, persisted::Asked};

pub(super) const QUERY: &str = "query";
const OPERATION_NAME: &str = "operationName";
const VARIABLES: &str = "variables";
pub(super) const EXTENSIONS: &str = "extensions";

/// A request whose document may only be named.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The document, or its name.
    pub document: Asked,
    /// All else; its document is empty.
    pub request: Request,
}

/// Reads the body of a POST.
///
/// Members that no specification knows are left alone, and so is what else `extensions` holds.
///
/// # Errors
/// 400 when it is not a JSON object with members of the right types.
pub fn from_body(body: &[u8]) -> Result<Sent, Refused> {
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
pub fn from_url(url: &Uri) -> Result<Sent, Refused> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(url)
        .map_err(|_| Refused::bad_request("the query of the URL is not url-encoded"))?;
    let mut members = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            OPERATION_NAME | VARIABLES | EXTENSIONS if text.is_empty() => Value::Null,
            QUERY | OPERATION_NAME | DOCUMENT_ID => Value::String(text),
            other if OTHER_IDS.contains(&other) => Value::String(text),
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
    let mut sent = from_members(members)?;
    sent.request.queries_only = true;
    Ok(sent)
}

fn from_members(mut members: Map<String, Value>) -> Result<Sent, Refused> {
    let document = document::take(&mut members)?;
    let mut take = |name: &str| members.remove(name).filter(|value| !value.is_null());
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
    let request = Request {
        operation_name,
        variables,
        ..Request::default()
    };
    Ok(Sent { document, request })
}

pub(super) fn wrong(name: &str, expected: &str, found: &Value) -> Refused {
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
