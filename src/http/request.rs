//! Reads a request of GraphQL from a body or from a URL.

use std::fmt;

use axum::{extract::Query, http::Uri};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::answer::Refused;
use crate::graphql::engine::Request;

const QUERY: &str = "query";
const OPERATION_NAME: &str = "operationName";
const VARIABLES: &str = "variables";
const EXTENSIONS: &str = "extensions";
/// Of the extensions, whether the answer is to say what it cost.
const COST: &str = "cost";

/// Reads the body of a POST.
///
/// Members that the specification does not know are left alone, and so is what
/// `extensions` holds apart from `cost`, which is `true` where the answer is to report it.
///
/// # Errors
/// 400 when it is not a JSON object with members of the right types.
pub fn from_body(body: &[u8]) -> Result<Request, Refused> {
    if body.is_empty() {
        return Err(Refused::bad_request(
            "the body is empty; send a JSON object with a member query",
        ));
    }
    let refused = |error: serde_json::Error| {
        let what = if error.is_data() { "wrong" } else { "not JSON" };
        Refused::bad_request(format!("the body is {what}: {error}"))
    };
    match body.trim_ascii_start().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_slice(body).map_err(refused)?;
            from_members(members)
        }
        // Not read to its end: however many requests it holds, it is refused.
        Some(b'[') => Err(Refused::bad_request(
            "batches are not supported; send one request at a time",
        )),
        _ => {
            let other: Value = serde_json::from_slice(body).map_err(refused)?;
            let found = kind(&other);
            let message = format!("expected a JSON object with a member query, found {found}");
            Err(Refused::bad_request(message))
        }
    }
}

/// The members of a request that the specification knows; what others hold is not kept.
struct Members(Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object with a member query")
    }

    /// A member that is given twice is refused: another program may have read the other one.
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if ![QUERY, OPERATION_NAME, VARIABLES, EXTENSIONS].contains(&name.as_str()) {
                access.next_value::<IgnoredAny>()?;
            } else if members.contains_key(&name) {
                let message = format!("the member {name} is given more than once");
                return Err(A::Error::custom(message));
            } else {
                members.insert(name, access.next_value()?);
            }
        }
        Ok(Members(members))
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
    let reports_cost = match take(EXTENSIONS) {
        None => false,
        Some(Value::Object(extensions)) => match extensions.get(COST) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(asked)) => *asked,
            Some(other) => return Err(wrong("extensions.cost", "true or false", other)),
        },
        Some(other) => return Err(wrong(EXTENSIONS, "an object or null", &other)),
    };
    Ok(Request {
        query,
        operation_name,
        variables,
        reports_cost,
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
