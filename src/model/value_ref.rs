//! The values that claims give, where they lie.

use super::{AlternateName, ExternalId, KeyRef, PartialDate, Value};
use std::fmt;

/// A [`Value`] that lies somewhere else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'v> {
    /// As [`Value::Text`].
    Text(&'v str),
    /// As [`Value::Count`].
    Count(u32),
    /// As [`Value::Number`].
    Number(f64),
    /// As [`Value::Flag`].
    Flag(bool),
    /// As [`Value::Date`].
    Date(PartialDate),
    /// As [`Value::Term`].
    Term(&'static str),
    /// As [`Value::AlternateName`].
    AlternateName(AlternateNameRef<'v>),
    /// As [`Value::ExternalId`].
    ExternalId(ExternalIdRef<'v>),
    /// As [`Value::Key`].
    Key(KeyRef<'v>),
}

/// An [`AlternateName`] that lies somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlternateNameRef<'v> {
    /// As there.
    pub name: &'v str,
    /// As there.
    pub language: Option<&'v str>,
    /// As there.
    pub region: Option<&'v str>,
}

/// An [`ExternalId`] that lies somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExternalIdRef<'v> {
    /// As there.
    pub authority: &'v str,
    /// As there.
    pub id: &'v str,
}

impl<'v> ValueRef<'v> {
    /// A copy that stands by itself.
    pub fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Count(count) => Value::Count(count),
            Self::Number(number) => Value::Number(number),
            Self::Flag(flag) => Value::Flag(flag),
            Self::Date(date) => Value::Date(date),
            Self::Term(term) => Value::Term(term),
            Self::AlternateName(name) => Value::AlternateName(Box::new(AlternateName {
                name: name.name.into(),
                language: name.language.map(Into::into),
                region: name.region.map(Into::into),
            })),
            Self::ExternalId(id) => Value::ExternalId(Box::new(ExternalId {
                authority: id.authority.into(),
                id: id.id.into(),
            })),
            Self::Key(key) => Value::Key(key.to_key()),
        }
    }

    /// The text, if it is one.
    pub const fn as_text(self) -> Option<&'v str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The whole number, if it is one.
    pub const fn as_count(self) -> Option<u32> {
        if let Self::Count(count) = self {
            Some(count)
        } else {
            None
        }
    }

    /// The number, whole or not, if it is one.
    pub fn as_number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Count(count) => Some(f64::from(count)),
            _ => None,
        }
    }

    /// Whether it is true or false, if it is either.
    pub const fn as_flag(self) -> Option<bool> {
        if let Self::Flag(flag) = self {
            Some(flag)
        } else {
            None
        }
    }

    /// The date, if it is one.
    pub const fn as_date(self) -> Option<PartialDate> {
        if let Self::Date(date) = self {
            Some(date)
        } else {
            None
        }
    }

    /// The word of a closed set, if it is one.
    pub const fn as_term(self) -> Option<&'static str> {
        if let Self::Term(term) = self {
            Some(term)
        } else {
            None
        }
    }

    /// The other name, if it is one.
    pub const fn as_alternate_name(self) -> Option<AlternateNameRef<'v>> {
        if let Self::AlternateName(name) = self {
            Some(name)
        } else {
            None
        }
    }

    /// The id in another catalogue, if it is one.
    pub const fn as_external_id(self) -> Option<ExternalIdRef<'v>> {
        if let Self::ExternalId(id) = self {
            Some(id)
        } else {
            None
        }
    }

    /// The key, if it is one.
    pub const fn as_key(self) -> Option<KeyRef<'v>> {
        if let Self::Key(key) = self {
            Some(key)
        } else {
            None
        }
    }
}

/// The canonical text of a value: one value, one text.
impl fmt::Display for ValueRef<'_> {
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

impl fmt::Display for AlternateNameRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        match (self.language, self.region) {
            (None, None) => Ok(()),
            (Some(tag), None) | (None, Some(tag)) => write!(f, " ({tag})"),
            (Some(language), Some(region)) => write!(f, " ({language}-{region})"),
        }
    }
}

impl fmt::Display for ExternalIdRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.authority, self.id)
    }
}
