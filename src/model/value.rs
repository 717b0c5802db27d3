//! The values that claims give.

use super::{Key, Kind, PartialDate, Vocabulary};
use std::fmt;

/// What sort of value a property or a qualifier has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Text without line breaks at its ends; never empty.
    Text,
    /// A whole number from 0 to 2,147,483,647.
    Count,
    /// A finite number.
    Number,
    /// True or false.
    Flag,
    /// A day, a month or a year.
    Date,
    /// A word of a closed set.
    Term(&'static Vocabulary),
    /// A name with language and region, where they are known.
    AlternateName,
    /// An id in somebody else's catalogue.
    ExternalId,
    /// The key of a node of this kind.
    Key(Kind),
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// See [`ValueType::Text`].
    Text(Box<str>),
    /// See [`ValueType::Count`].
    Count(u32),
    /// See [`ValueType::Number`].
    Number(f64),
    /// See [`ValueType::Flag`].
    Flag(bool),
    /// See [`ValueType::Date`].
    Date(PartialDate),
    /// See [`ValueType::Term`].
    Term(&'static str),
    /// See [`ValueType::AlternateName`].
    AlternateName(Box<AlternateName>),
    /// See [`ValueType::ExternalId`].
    ExternalId(Box<ExternalId>),
    /// See [`ValueType::Key`].
    Key(Key),
}

/// Another name of a thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlternateName {
    /// The name.
    pub name: Box<str>,
    /// Language of the name, as in BCP 47; `None` when not known.
    pub language: Option<Box<str>>,
    /// Region where the name is used, as in ISO 3166; `None` when not known.
    pub region: Option<Box<str>>,
}

/// The id of a thing in somebody else's catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalId {
    /// The catalogue, as in "imdb".
    pub authority: Box<str>,
    /// The id there.
    pub id: Box<str>,
}

/// The canonical text of a value: one value, one text.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => write!(f, "{count}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Term(term) => f.write_str(term),
            Self::AlternateName(name) => write!(f, "{name}"),
            Self::ExternalId(id) => write!(f, "{id}"),
            Self::Key(key) => write!(f, "{key}"),
        }
    }
}

impl fmt::Display for AlternateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match (&self.language, &self.region) {
            (None, None) => Ok(()),
            (Some(tag), None) | (None, Some(tag)) => write!(f, " ({tag})"),
            (Some(language), Some(region)) => write!(f, " ({language}-{region})"),
        }
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.authority, self.id)
    }
}
