//! A list of documents, and no other is answered.
//!
//! The list is JSON as the tools of clients write it: an object of ids and texts (GraphQL Code
//! Generator's `persisted-documents.json`, Relay's `persisted_queries.json`), or a list of pairs
//! of them.

use super::{Asked, SHA256, hash, mismatch};
use crate::graphql::error::{ErrorCode, Refusal, RequestError};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// A document of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, usually a hash of some kind.
    pub id: String,
    /// The document.
    pub text: String,
}

/// What is wrong with a document of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The document's id.
    pub id: String,
    /// Why it cannot be answered.
    pub error: RequestError,
}

/// The documents of a list, by their ids and by their hashes.
#[derive(Debug)]
pub struct Trusted {
    by_id: HashMap<String, Arc<str>>,
    by_hash: HashMap<String, Arc<str>>,
}

/// Reads a list from JSON, in its order.
///
/// # Errors
/// The text says what is wrong with the JSON, and in which line and column.
pub fn read(json: &str) -> Result<Vec<Entry>, serde_json::Error> {
    let List(entries) = serde_json::from_str(json)?;
    Ok(entries)
}

impl Trusted {
    /// A list of documents, each of which `check` must find good, whatever its variables.
    ///
    /// # Errors
    /// All that is wrong, in the order of the list: a document that breaks a rule, an id that two
    /// documents have, an id that claims to be a SHA-256 and is not that of its document.
    pub fn new(
        entries: Vec<Entry>,
        check: impl Fn(&str) -> Result<(), Refusal>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut trusted = Self {
            by_id: HashMap::with_capacity(entries.len()),
            by_hash: HashMap::with_capacity(entries.len()),
        };
        for Entry { id, text } in entries {
            let mut fault = |error| {
                let id = id.clone();
                faults.push(Fault { id, error });
            };
            let hash = hash(&text);
            let bad = |message| RequestError::whole(ErrorCode::BadRequest, message);
            if let Some(claimed) = id.strip_prefix(SHA256)
                && claimed != hash
            {
                fault(bad(format!("the document's hash is {SHA256}{hash}")));
            }
            if let Err(refusal) = check(&text) {
                refusal.errors().iter().cloned().for_each(&mut fault);
            }
            let text: Arc<str> = text.into();
            trusted.by_hash.insert(hash, Arc::clone(&text));
            match trusted.by_id.get(&id) {
                Some(other) if *other != text => {
                    fault(bad("another document has this id".to_owned()));
                }
                Some(_) => {}
                None => {
                    trusted.by_id.insert(id, text);
                }
            }
        }
        if faults.is_empty() {
            Ok(trusted)
        } else {
            Err(faults)
        }
    }

    /// How many documents there are, each text counted once.
    pub fn count(&self) -> usize {
        self.by_hash.len()
    }

    /// The text that the name stands for, or that came and is in the list.
    pub(super) fn find(&self, asked: Asked) -> Result<String, RequestError> {
        let untrusted = |message: String| {
            let code = ErrorCode::UntrustedDocument;
            Err(RequestError::whole(code, message))
        };
        match (asked.text, asked.name) {
            (text, Some(name)) => {
                let by_hash = || self.by_hash.get(name.hash()?);
                let found = self.by_id.get(name.as_str()).or_else(by_hash);
                match (found, text) {
                    (Some(found), Some(text)) if **found != *text => Err(mismatch()),
                    (Some(found), _) => Ok(found.to_string()),
                    (None, _) => untrusted(format!(
                        "the document {:?} is not in the list of this server, which answers \
                         no other",
                        name.as_str()
                    )),
                }
            }
            (Some(text), None) if self.by_hash.contains_key(&hash(&text)) => Ok(text),
            (_, None) => untrusted(
                "this server answers only the documents of its list; name one by documentId"
                    .to_owned(),
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RequestError {
            code,
            message,
            locations,
            ..
        } = &self.error;
        write!(formatter, "document {:?}: ", self.id)?;
        if let Some(at) = locations.first() {
            write!(formatter, "line {}, column {}: ", at.line, at.column)?;
        }
        write!(formatter, "{message} ({})", code.as_str())
    }
}

/// All pairs of an object or a list, those of one id too.
struct List(Vec<Entry>);

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Pairs).map(Self)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<Entry>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of ids and documents, or a list of pairs of them")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((id, text)) = map.next_entry()? {
            entries.push(Entry { id, text });
        }
        Ok(entries)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((id, text)) = list.next_element()? {
            entries.push(Entry { id, text });
        }
        Ok(entries)
    }
}
