//! Documents that requests name instead of bringing them.
//!
//! Either any document is answered, and clients may name one by its hash that somebody has sent
//! before ([`automatic`]), or only those of a list are ([`trusted`]).

pub mod automatic;
pub mod trusted;

pub use automatic::Automatic;
pub use trusted::{Entry, Fault, Trusted};

use super::error::{ErrorCode, RequestError};
use super::limits::Limits;
use sha2::{Digest, Sha256};

/// What the id of a document begins with that is the SHA-256 of its text.
const SHA256: &str = "sha256:";

/// The documents that are answered.
#[derive(Debug)]
pub enum Documents {
    /// All; of some, texts are remembered.
    Any(Automatic),
    /// Those of a list, and no other.
    Trusted(Trusted),
}

/// How a request says which document it means: one of the two is there, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The text.
    pub text: Option<String>,
    /// Its name.
    pub name: Option<Name>,
}

/// The name of a document, by the protocol that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Apollo's `extensions.persistedQuery.sha256Hash`: the hash in hexadecimal digits. Clients
    /// of a list send the id in it that their list has.
    Hash(String),
    /// `documentId`: `sha256:` with the hash in lower-case hexadecimal digits, or an id of a list.
    Id(String),
}

impl Name {
    /// The name as it was sent.
    fn as_str(&self) -> &str {
        match self {
            Self::Hash(name) | Self::Id(name) => name,
        }
    }

    /// The hash that the name is, or claims to be; an id that is none has none.
    fn hash(&self) -> Option<&str> {
        match self {
            Self::Hash(hash) => Some(hash.strip_prefix(SHA256).unwrap_or(hash)),
            Self::Id(id) => id.strip_prefix(SHA256),
        }
    }
}

impl Default for Documents {
    fn default() -> Self {
        Self::Any(Automatic::new(Limits::default().persisted_bytes_max))
    }
}

impl Documents {
    /// The text of the document that a request means.
    pub fn find(&self, asked: Asked) -> Result<String, RequestError> {
        match self {
            Self::Any(automatic) => automatic.find(asked),
            Self::Trusted(trusted) => trusted.find(asked),
        }
    }
}

/// The SHA-256 of a text in lower-case hexadecimal digits.
fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// What is said of a name and a text that do not belong together.
fn mismatch() -> RequestError {
    RequestError::whole(
        ErrorCode::BadRequest,
        "the hash or id of the document is not that of query; hash the text exactly as it is sent",
    )
}
