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
const EXTENSIONS: &str = "extensions";
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
            let mut json = serde_json::Deserializer::from_slice(body);
            let members = json.deserialize_map(MembersVisitor);
            let members = members.and_then(|members| json.end().map(|()| members));
            from_members(members.map_err(refused)?)
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

/// The members that requests are read from, each once or not at all.
#[derive(Default)]
pub(super) struct Members([Option<Value>; NAMES.len()]);

const NAMES: [&str; 5 + OTHER_IDS.len()] = [
    QUERY,
    DOCUMENT_ID,
    OTHER_IDS[0],
    OTHER_IDS[1],
    OPERATION_NAME,
    VARIABLES,
    EXTENSIONS,
];

impl Members {
    /// Adds a member, unless it is there.
    ///
    /// # Errors
    /// The name of one that is: another program may have read the other one.
    fn add(&mut self, name: Name, value: Value) -> Result<(), &'static str> {
        match self.0[name.0].replace(value) {
            None => Ok(()),
            Some(_) => Err(NAMES[name.0]),
        }
    }

    /// Takes a member out; null is as good as none.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let Name(place) = Name::of(name)?;
        self.0[place].take().filter(|value| !value.is_null())
    }
}

/// Where a member lies.
#[derive(Clone, Copy)]
struct Name(usize);

impl Name {
    /// `None` for one that no specification knows.
    fn of(name: &str) -> Option<Self> {
        NAMES.iter().position(|known| *known == name).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object with a member query")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(Key(name)) = access.next_key()? {
            let Some(name) = name else {
                access.next_value::<IgnoredAny>()?;
                continue;
            };
            let added = members.add(name, access.next_value()?);
            added.map_err(|name| A::Error::custom(twice("member", name)))?;
        }
        Ok(members)
    }
}

/// The name of a member as it stands in JSON, not copied.
struct Key(Option<Name>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(Key(Name::of(name)))
    }
}

fn twice(what: &str, name: &str) -> String {
    format!("the {what} {name} is given more than once")
}

/// Reads the query of a URL, for GET; only queries may run.
///
/// # Errors
/// 400 when a parameter is missing, given twice or of the wrong type.
pub fn from_url(url: &Uri) -> Result<Sent, Refused> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(url)
        .map_err(|_| Refused::bad_request("the query of the URL is not url-encoded"))?;
    let mut members = Members::default();
    for (name, text) in pairs {
        let Some(member) = Name::of(&name) else {
            continue;
        };
        let value = match name.as_str() {
            OPERATION_NAME | VARIABLES | EXTENSIONS if text.is_empty() => Value::Null,
            VARIABLES | EXTENSIONS => serde_json::from_str(&text).map_err(|error| {
                Refused::bad_request(format!("the parameter {name} is not JSON: {error}"))
            })?,
            _ => Value::String(text),
        };
        let added = members.add(member, value);
        added.map_err(|name| Refused::bad_request(twice("parameter", name)))?;
    }
    let mut sent = from_members(members)?;
    sent.request.queries_only = true;
    Ok(sent)
}

fn from_members(mut members: Members) -> Result<Sent, Refused> {
    let mut extensions = match members.take(EXTENSIONS) {
        None => Map::new(),
        Some(Value::Object(extensions)) => extensions,
        Some(other) => return Err(wrong(EXTENSIONS, "an object or null", &other)),
    };
    let document = document::take(&mut members, &mut extensions)?;
    let operation_name = match members.take(OPERATION_NAME) {
        None => None,
        Some(Value::String(text)) => Some(text),
        Some(other) => return Err(wrong(OPERATION_NAME, "a string or null", &other)),
    };
    let variables = match members.take(VARIABLES) {
        None => Map::new(),
        Some(Value::Object(variables)) => variables,
        Some(other) => return Err(wrong(VARIABLES, "an object or null", &other)),
    };
    let reports_cost = match extensions.get(COST) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(asked)) => *asked,
        Some(other) => return Err(wrong("extensions.cost", "true or false", other)),
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
