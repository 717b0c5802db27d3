//! Texts by their hash, as clients sent them: Apollo's automatic persisted queries.
//!
//! A client sends the hash alone. Where the text is not known, it is told so, sends both, and
//! from then on the hash will do, until others take the room.

use super::{Asked, hash, mismatch};
use crate::graphql::cache::Cache;
use crate::graphql::error::{ErrorCode, RequestError};
use quick_cache::Weighter;
use std::fmt;
use std::sync::Arc;

/// What a text takes beside its bytes, in bytes: its hash, the entry, and what the allocator adds.
const ENTRY_BYTES: usize = 224;
/// What a text usually takes, in bytes.
const TYPICAL_BYTES: usize = 1_024;

/// The texts that are remembered, up to a number of bytes.
pub struct Automatic(Option<Cache<String, Arc<str>, Weight>>);

/// Weighs texts by their bytes.
#[derive(Clone)]
struct Weight;

impl Weighter<String, Arc<str>> for Weight {
    fn weight(&self, _: &String, text: &Arc<str>) -> u64 {
        (text.len() + ENTRY_BYTES) as u64
    }
}

impl Automatic {
    /// None yet, with room for so many bytes; with 0, the protocol is not supported.
    ///
    /// A text that would take more than a quarter of the room is not remembered.
    pub fn new(bytes_max: usize) -> Self {
        Self(Cache::new(bytes_max, TYPICAL_BYTES, Weight))
    }

    /// How many bytes are remembered, by estimate.
    pub fn bytes(&self) -> u64 {
        self.0.as_ref().map_or(0, Cache::bytes)
    }

    /// The text that came, or the one whose hash came; of both together, the text is remembered.
    ///
    /// Where the protocol is not supported, a text is all that matters.
    pub(super) fn find(&self, asked: Asked) -> Result<String, RequestError> {
        let sought = asked.name.as_ref().and_then(|name| name.hash());
        match (asked.text, sought, &self.0) {
            (Some(text), Some(sought), Some(texts)) => {
                if hash(&text) != sought {
                    return Err(mismatch());
                }
                texts.keep(sought.to_owned(), text.as_str().into());
                Ok(text)
            }
            (Some(text), _, _) => Ok(text),
            (None, Some(sought), Some(texts)) => {
                let text = texts.get(sought);
                text.map(|text| text.to_string()).ok_or_else(|| {
                    let code = ErrorCode::PersistedQueryNotFound;
                    RequestError::whole(code, "PersistedQueryNotFound")
                })
            }
            (None, Some(_), None) => Err(unsupported("PersistedQueryNotSupported")),
            (None, None, _) => Err(unsupported(
                "this server has no list of documents by id; send query, or documentId as \
                 sha256: with the hash of the document",
            )),
        }
    }
}

impl fmt::Debug for Automatic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Automatic")
            .field("bytes", &self.bytes())
            .finish_non_exhaustive()
    }
}

fn unsupported(message: &str) -> RequestError {
    RequestError::whole(ErrorCode::PersistedQueryNotSupported, message)
}
