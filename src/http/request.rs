//! Reads a request of GraphQL from a body or from a URL.

use std::{borrow::Cow, fmt};

use axum::{extract::Query, http::Uri};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
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
    match serde_json::from_slice(body) {
        Ok(Body {
            members,
            found: OBJECT,
        }) => members.into_request(),
        Ok(Body { found: ARRAY, .. }) => Err(Refused::bad_request(
            "batches are not supported; send one request at a time",
        )),
        Ok(Body { found, .. }) => Err(Refused::bad_request(format!(
            "expected a JSON object with a member query, found {found}"
        ))),
        Err(error) => Err(Refused::bad_request(format!(
            "the body is not JSON: {error}"
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
    let mut members = Members::default();
    let mut given: Vec<String> = Vec::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            OPERATION_NAME | VARIABLES | EXTENSIONS if text.is_empty() => Value::Null,
            QUERY | OPERATION_NAME => Value::String(text),
            VARIABLES | EXTENSIONS => serde_json::from_str(&text).map_err(|error| {
                Refused::bad_request(format!("the parameter {name} is not JSON: {error}"))
            })?,
            _ => continue,
        };
        if given.contains(&name) {
            let message = format!("the parameter {name} is given more than once");
            return Err(Refused::bad_request(message));
        }
        *members.of(&name).expect("other names are left alone") = value;
        given.push(name);
    }
    let request = members.into_request()?;
    Ok(Request {
        queries_only: true,
        ..request
    })
}

/// What the specification knows of a request; null for what is left out.
#[derive(Default)]
struct Members {
    query: Value,
    operation_name: Value,
    variables: Value,
    extensions: Value,
}

impl Members {
    /// Where the value of a member belongs; `None` for those that the specification does not know.
    fn of(&mut self, name: &str) -> Option<&mut Value> {
        match name {
            QUERY => Some(&mut self.query),
            OPERATION_NAME => Some(&mut self.operation_name),
            VARIABLES => Some(&mut self.variables),
            EXTENSIONS => Some(&mut self.extensions),
            _ => None,
        }
    }

    fn into_request(self) -> Result<Request, Refused> {
        let query = match self.query {
            Value::String(text) => text,
            Value::Null => {
                return Err(Refused::bad_request(
                    "query is missing; it holds the document, as in {\"query\":\"{ __typename }\"}",
                ));
            }
            other => return Err(wrong(QUERY, "a string", &other)),
        };
        let operation_name = match self.operation_name {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => return Err(wrong(OPERATION_NAME, "a string or null", &other)),
        };
        let variables = match self.variables {
            Value::Null => Map::new(),
            Value::Object(variables) => variables,
            other => return Err(wrong(VARIABLES, "an object or null", &other)),
        };
        match self.extensions {
            Value::Null | Value::Object(_) => {}
            other => return Err(wrong(EXTENSIONS, "an object or null", &other)),
        }
        Ok(Request {
            query,
            operation_name,
            variables,
            ..Request::default()
        })
    }
}

/// The JSON of a body, without what nobody reads.
struct Body {
    /// Of an object.
    members: Members,
    /// What it is.
    found: &'static str,
}

const OBJECT: &str = "an object";
const ARRAY: &str = "an array";

impl Body {
    fn without_members(found: &'static str) -> Self {
        Self {
            members: Members::default(),
            found,
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BodyVisitor)
    }
}

struct BodyVisitor;

impl<'de> Visitor<'de> for BodyVisitor {
    type Value = Body;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match members.of(&name) {
                Some(member) => *member = map.next_value()?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Body {
            members,
            found: OBJECT,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Body, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Body::without_members(ARRAY))
    }

    fn visit_unit<E>(self) -> Result<Body, E> {
        Ok(Body::without_members("null"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Body, E> {
        Ok(Body::without_members("a boolean"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Body, E> {
        Ok(Body::without_members("a number"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Body, E> {
        Ok(Body::without_members("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Body, E> {
        Ok(Body::without_members("a number"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Body, E> {
        Ok(Body::without_members("a string"))
    }
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
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}
