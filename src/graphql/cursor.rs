//! Opaque texts for places in ordered lists.

use super::error::ApiError;
use crate::graph::Position;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use xxhash_rust::xxh3::xxh3_64;

/// Which ordered list a cursor belongs to.
///
/// A list is the same for every page of it: its name, whose list it is, its order.
/// A filter makes no other list, since places stay where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListId([u8; 8]);

impl ListId {
    /// The list of this name, of a thing or of nothing, in this order.
    pub fn new(name: &str, owner: &str, order: &str) -> Self {
        Self(xxh3_64(format!("{VERSION}\n{name}\n{owner}\n{order}").as_bytes()).to_be_bytes())
    }
}

/// Counts up when positions are written otherwise, so that old cursors are refused.
const VERSION: u32 = 1;

/// The cursor of a place in a list.
pub fn write(list: ListId, position: &Position) -> String {
    let mut bytes = list.0.to_vec();
    bytes.extend_from_slice(position.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place in the list that a cursor names; the thing there may be gone.
pub fn read(list: ListId, argument: &str, cursor: &str) -> Result<Position, ApiError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .filter(|bytes| bytes.len() > list.0.len());
    let Some(bytes) = bytes else {
        return Err(ApiError::bad_cursor(format!(
            "expected in \"{argument}\" a cursor that this server gave, found something else"
        )));
    };
    let (id, position) = bytes.split_at(list.0.len());
    if id == list.0 {
        return Ok(Position::from_bytes(position.to_vec()));
    }
    Err(ApiError::bad_cursor(format!(
        "expected in \"{argument}\" a cursor of this list, found one of another list or order"
    )))
}
