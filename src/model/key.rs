//! Names of things that stay the same over restarts and imports.

use super::Kind;
use compact_str::CompactString;
use std::fmt;
use std::str::FromStr;

/// The longest slug, in bytes.
pub const SLUG_BYTES_MAX: usize = 120;

/// The key of a node: its kind and a slug, as in `person:jeff-daniels`.
///
/// It is the id in the API, the key in files and the name in logs. Sorts by kind
/// in the order of [`Kind`], then by slug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    kind: Kind,
    slug: CompactString,
}

/// A [`Key`] that lies somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyRef<'k> {
    kind: Kind,
    slug: &'k str,
}

impl<'k> KeyRef<'k> {
    /// A key whose slug is known to be one.
    pub(crate) const fn of(kind: Kind, slug: &'k str) -> Self {
        Self { kind, slug }
    }

    /// What sort of thing it names.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The part behind the colon.
    pub const fn slug(self) -> &'k str {
        self.slug
    }

    /// A copy that stands by itself.
    pub fn to_key(self) -> Key {
        Key {
            kind: self.kind,
            slug: self.slug.into(),
        }
    }
}

impl<'k> From<&'k Key> for KeyRef<'k> {
    fn from(key: &'k Key) -> Self {
        key.borrowed()
    }
}

impl fmt::Display for KeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.prefix(), self.slug)
    }
}

impl PartialEq<Key> for KeyRef<'_> {
    fn eq(&self, other: &Key) -> bool {
        *self == other.borrowed()
    }
}

impl Key {
    /// A key of this kind.
    pub fn new(kind: Kind, slug: &str) -> Result<Self, KeyError> {
        if is_slug(slug) {
            Ok(Self {
                kind,
                slug: slug.into(),
            })
        } else {
            Err(KeyError::Slug { found: clip(slug) })
        }
    }

    /// A key whose slug is known to be one; anything else is a mistake of the caller.
    pub(crate) fn of(kind: Kind, slug: &str) -> Self {
        debug_assert!(is_slug(slug), "expected a slug, found {slug:?}");
        KeyRef::of(kind, slug).to_key()
    }

    /// What sort of thing it names.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The part behind the colon.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// The key without a copy of its slug.
    pub fn borrowed(&self) -> KeyRef<'_> {
        KeyRef::of(self.kind, &self.slug)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.borrowed().fmt(f)
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (prefix, slug) = text
            .split_once(':')
            .ok_or_else(|| KeyError::Form { found: clip(text) })?;
        let kind = Kind::from_prefix(prefix).ok_or_else(|| KeyError::Kind {
            found: clip(prefix),
        })?;
        Self::new(kind, slug)
    }
}

/// Whether a text is lower-case words of ASCII letters and digits, joined by single hyphens.
pub(crate) fn is_slug(text: &str) -> bool {
    text.len() <= SLUG_BYTES_MAX && words(text)
}

/// Whether a text is such words, however long.
pub(crate) fn words(text: &str) -> bool {
    let mut previous = b'-';
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if previous != b'-' => {}
            _ => return false,
        }
        previous = byte;
    }
    previous != b'-'
}

/// The key of a claim: a hash of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey(pub u128);

impl fmt::Display for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "claim:{:032x}", self.0)
    }
}

/// The key of a dispute, as in `dispute:first-cancellation`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisputeKey(Box<str>);

impl DisputeKey {
    /// A key made of the keys and words of what is in dispute.
    ///
    /// It may be longer than a key that somebody writes; anything but a slug is a
    /// mistake of the caller.
    pub fn of_words(slug: String) -> Self {
        debug_assert!(
            words(&slug),
            "expected words joined by hyphens, found {slug:?}"
        );
        Self(slug.into())
    }

    /// The part behind the colon.
    pub fn slug(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisputeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dispute:{}", self.0)
    }
}

impl FromStr for DisputeKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        match text.split_once(':') {
            Some(("dispute", slug)) if words(slug) => Ok(Self(slug.into())),
            Some(("dispute", slug)) => Err(KeyError::Slug { found: clip(slug) }),
            _ => Err(KeyError::Form { found: clip(text) }),
        }
    }
}

/// The id of anything that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id {
    /// A thing of the graph.
    Node(Key),
    /// A claim.
    Claim(ClaimKey),
    /// A dispute.
    Dispute(DisputeKey),
}

impl FromStr for Id {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        match text.split_once(':') {
            Some(("claim", hash)) => {
                let hex = hash.len() == 32
                    && hash
                        .bytes()
                        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
                let number = if hex {
                    u128::from_str_radix(hash, 16).ok()
                } else {
                    None
                };
                number
                    .map(|number| Self::Claim(ClaimKey(number)))
                    .ok_or_else(|| KeyError::Hash { found: clip(hash) })
            }
            Some(("dispute", _)) => text.parse().map(Self::Dispute),
            _ => text.parse().map(Self::Node),
        }
    }
}

/// A text that is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is no colon.
    #[error("expected a key such as \"person:jeff-daniels\", found {found:?}")]
    Form {
        /// The text.
        found: String,
    },
    /// No kind has this prefix.
    #[error("expected a kind such as \"person\" before the colon, found {found:?}")]
    Kind {
        /// The part before the colon.
        found: String,
    },
    /// The part behind the colon is not a slug.
    #[error(
        "expected lower-case letters, digits and single hyphens behind the colon, found {found:?}"
    )]
    Slug {
        /// The part behind the colon.
        found: String,
    },
    /// The part behind `claim:` is not a hash.
    #[error("expected 32 lower-case hexadecimal digits behind \"claim:\", found {found:?}")]
    Hash {
        /// The part behind the colon.
        found: String,
    },
}

/// Enough of a text to recognise it.
fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
