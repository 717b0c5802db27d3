//! Reads a request of GraphQL from a body or from a URL.

use std::fmt;

use axum::{extract::Query, http::Uri};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
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
/// Of the extensions, whether the answer is to say what it cost.
const COST: &str = "cost";

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
/// Members that no specification knows are left alone, and so is what else `extensions` holds
/// apart from `cost`, which is `true` where the answer is to report it.
///
/// # Errors
/// 400 when it is not a JSON object with members of the right types.
pub fn from_body(body: &[u8]) -> Result<Sent, Refused> {
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

const KNOWN: [&str; 5] = [QUERY, DOCUMENT_ID, OPERATION_NAME, VARIABLES, EXTENSIONS];

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object with a member query")
    }

    /// A member that is given twice is refused: another program may have read the other one.
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if !KNOWN.contains(&name.as_str()) && !OTHER_IDS.contains(&name.as_str()) {
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
    let reports_cost = match take(EXTENSIONS) {
        Some(Value::Object(extensions)) => match extensions.get(COST) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(asked)) => *asked,
            Some(other) => return Err(wrong("extensions.cost", "true or false", other)),
        },
        // That it is nothing else was seen when the document was taken.
        _ => false,
    };
    let request = Request {
        operation_name,
        variables,
        reports_cost,
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
