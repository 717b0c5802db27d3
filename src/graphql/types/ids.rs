//! Ids and slugs as clients write them.

use crate::graphql::error::ApiError;
use crate::model::{Id, Key, Kind};

/// The id that a text names.
pub fn id(text: &str) -> Result<Id, ApiError> {
    text.parse()
        .map_err(|error: crate::model::KeyError| ApiError::bad_id(error.to_string()))
}

/// The key that a text names: of a thing, not of a claim or a dispute.
pub fn key(text: &str) -> Result<Key, ApiError> {
    text.parse()
        .map_err(|error: crate::model::KeyError| ApiError::bad_id(error.to_string()))
}

/// The key of a kind that a text names, as a whole id or as a slug.
pub fn key_of(kind: Kind, text: &str) -> Result<Key, ApiError> {
    if !text.contains(':') {
        return Key::new(kind, text).map_err(|error| ApiError::bad_id(error.to_string()));
    }
    let key = key(text)?;
    if key.kind() == kind {
        return Ok(key);
    }
    let kind = kind.prefix();
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    Err(ApiError::bad_id(format!(
        "expected the id of {article} {kind}, found {key}"
    )))
}
