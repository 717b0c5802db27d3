//! Ids and slugs as clients write them; what is wrong is told with the argument that has it.

use crate::graph::fold::fold;
use crate::graphql::error::ApiError;
use crate::model::{Id, Key, KeyError, Kind};

/// The id that a text names.
pub fn id(argument: &str, text: &str) -> Result<Id, ApiError> {
    text.parse()
        .map_err(|error: KeyError| bad(argument, &error.to_string()))
}

/// The key that a text names: of a thing, not of a claim or a dispute.
pub fn key(argument: &str, text: &str) -> Result<Key, ApiError> {
    text.parse()
        .map_err(|error: KeyError| bad(argument, &error.to_string()))
}

/// The key of a kind that a text names, as a whole id or as a slug.
pub fn key_of(argument: &str, kind: Kind, text: &str) -> Result<Key, ApiError> {
    if !text.contains(':') {
        return Key::new(kind, text).map_err(|error| bad(argument, &no_slug(error)));
    }
    let key = key(argument, text)?;
    if key.kind() == kind {
        return Ok(key);
    }
    let kind = kind.prefix();
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    let expected = format!("expected the id of {article} {kind}, found {key}");
    Err(bad(argument, &expected))
}

/// The key of one of some kinds that a text names.
pub fn key_among(argument: &str, kinds: &[Kind], text: &str) -> Result<Key, ApiError> {
    let key = key(argument, text)?;
    if kinds.contains(&key.kind()) {
        return Ok(key);
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.prefix()).collect();
    let kinds = kinds.join(", ");
    let expected = format!("expected the id of one of {kinds}, found {key}");
    Err(bad(argument, &expected))
}

fn bad(argument: &str, wrong: &str) -> ApiError {
    ApiError::bad_id(format!("`{argument}`: {wrong}"))
}

/// What is wrong with a slug that stands alone, and what may have been meant.
fn no_slug(error: KeyError) -> String {
    let KeyError::Slug { found } = error else {
        return error.to_string();
    };
    let meant = fold(&found);
    let words = meant.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mend = if words.is_empty() {
        "`search` finds things by name".to_owned()
    } else {
        format!("try {:?}, or find the name by `search`", words.join("-"))
    };
    format!(
        "expected a slug (lower-case letters, digits and single hyphens) or an id, found {found:?}; {mend}"
    )
}
