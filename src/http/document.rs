//! Reads which document a request means, by all protocols that name one.

use serde_json::{Map, Value};

use super::{
    answer::Refused,
    request::{Members, QUERY, wrong},
};
use crate::graphql::persisted::{Asked, Name};

/// The specification's name for the id of a document.
pub(super) const DOCUMENT_ID: &str = "documentId";

/// Names for it that clients of Relay use; beside a document they may mean anything.
pub(super) const OTHER_IDS: [&str; 2] = ["doc_id", "id"];

/// The version of Apollo's protocol.
const VERSION: u64 = 1;

/// Takes the document of a request, or its name, from its members and its extensions.
///
/// # Errors
/// 400 when there is neither, or one is of the wrong type.
pub(super) fn take(
    members: &mut Members,
    extensions: &mut Map<String, Value>,
) -> Result<Asked, Refused> {
    let text = text(members, QUERY)?;
    let id = text_of_id(members, text.is_none())?;
    let name = id.map(Name::Id).or(hash(extensions)?.map(Name::Hash));
    if text.is_none() && name.is_none() {
        return Err(Refused::bad_request(
            "query is missing; it holds the document, as in {\"query\":\"{ __typename }\"}",
        ));
    }
    Ok(Asked { text, name })
}

/// The id of a document; by its other names where `alone`.
fn text_of_id(members: &mut Members, alone: bool) -> Result<Option<String>, Refused> {
    let id = text(members, DOCUMENT_ID)?;
    if id.is_some() || !alone {
        return Ok(id);
    }
    for name in OTHER_IDS {
        let id = text(members, name)?;
        if id.is_some() {
            return Ok(id);
        }
    }
    Ok(None)
}

/// The hash of Apollo's protocol.
fn hash(extensions: &mut Map<String, Value>) -> Result<Option<String>, Refused> {
    const NAME: &str = "extensions.persistedQuery";
    let mut persisted = match extensions.remove("persistedQuery") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(persisted)) => persisted,
        Some(other) => return Err(wrong(NAME, "an object or null", &other)),
    };
    if persisted.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(Refused::bad_request(format!(
            "expected {NAME}.version to be {VERSION}"
        )));
    }
    match persisted.remove("sha256Hash") {
        Some(Value::String(hash)) => Ok(Some(hash)),
        other => {
            let other = other.unwrap_or_default();
            Err(wrong(&format!("{NAME}.sha256Hash"), "a string", &other))
        }
    }
}

fn text(members: &mut Members, name: &str) -> Result<Option<String>, Refused> {
    match members.take(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(wrong(name, "a string", &other)),
    }
}
