//! The values that claims give.

use super::{AlternateNameRef, ExternalIdRef, Key, Kind, PartialDate, ValueRef, Vocabulary};
use compact_str::CompactString;
use std::fmt;

/// What sort of value a property or a qualifier has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Text without line breaks at its ends; never empty.
    Text,
    /// A time of day, a text such as "21:05".
    Time,
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
    Text(CompactString),
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
    pub name: CompactString,
    /// Language of the name, as in BCP 47; `None` when not known.
    pub language: Option<CompactString>,
    /// Region where the name is used, as in ISO 3166; `None` when not known.
    pub region: Option<CompactString>,
}

/// The id of a thing in somebody else's catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalId {
    /// The catalogue, as in "imdb".
    pub authority: CompactString,
    /// The id there.
    pub id: CompactString,
}

impl Value {
    /// The value without copies of its texts.
    pub fn borrowed(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text),
            Self::Count(count) => ValueRef::Count(*count),
            Self::Number(number) => ValueRef::Number(*number),
            Self::Flag(flag) => ValueRef::Flag(*flag),
            Self::Date(date) => ValueRef::Date(*date),
            Self::Term(term) => ValueRef::Term(term),
            Self::AlternateName(name) => ValueRef::AlternateName(name.borrowed()),
            Self::ExternalId(id) => ValueRef::ExternalId(id.borrowed()),
            Self::Key(key) => ValueRef::Key(key.borrowed()),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The whole number, if it is one.
    pub fn as_count(&self) -> Option<u32> {
        if let Self::Count(count) = self {
            Some(*count)
        } else {
            None
        }
    }

    /// The number, whole or not, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Count(count) => Some(f64::from(*count)),
            _ => None,
        }
    }

    /// Whether it is true or false, if it is either.
    pub fn as_flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self {
            Some(*flag)
        } else {
            None
        }
    }

    /// The date, if it is one.
    pub fn as_date(&self) -> Option<PartialDate> {
        if let Self::Date(date) = self {
            Some(*date)
        } else {
            None
        }
    }

    /// The word of a closed set, if it is one.
    pub fn as_term(&self) -> Option<&'static str> {
        if let Self::Term(term) = self {
            Some(term)
        } else {
            None
        }
    }

    /// The key, if it is one.
    pub fn as_key(&self) -> Option<&Key> {
        if let Self::Key(key) = self {
            Some(key)
        } else {
            None
        }
    }
}

impl AlternateName {
    /// The name without copies of its texts.
    pub fn borrowed(&self) -> AlternateNameRef<'_> {
        AlternateNameRef {
            name: &self.name,
            language: self.language.as_deref(),
            region: self.region.as_deref(),
        }
    }
}

impl ExternalId {
    /// The id without copies of its texts.
    pub fn borrowed(&self) -> ExternalIdRef<'_> {
        ExternalIdRef {
            authority: &self.authority,
            id: &self.id,
        }
    }
}

/// The canonical text of a value: one value, one text.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.borrowed().fmt(f)
    }
}

impl ValueType {
    /// Whether a value is of this type and within its bounds.
    pub fn admits(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::Text(text)) => is_text(text),
            (Self::Time, Value::Text(text)) => is_time(text),
            (Self::Count, Value::Count(count)) => i32::try_from(*count).is_ok(),
            (Self::Number, Value::Number(number)) => number.is_finite(),
            (Self::Flag, Value::Flag(_)) | (Self::Date, Value::Date(_)) => true,
            (Self::Term(vocabulary), Value::Term(term)) => vocabulary.term(term).is_some(),
            (Self::AlternateName, Value::AlternateName(name)) => {
                is_text(&name.name)
                    && [&name.language, &name.region]
                        .into_iter()
                        .flatten()
                        .all(|tag| is_text(tag))
            }
            (Self::ExternalId, Value::ExternalId(id)) => is_text(&id.authority) && is_text(&id.id),
            (Self::Key(kind), Value::Key(key)) => key.kind() == kind,
            _ => false,
        }
    }
}

/// Whether a text is not empty, not padded with blanks and without control characters.
pub fn is_text(text: &str) -> bool {
    // Nearly all texts are of ASCII; for them bytes tell all.
    if text.is_ascii() {
        let bytes = text.as_bytes();
        return bytes.first().is_some_and(|first| *first != b' ')
            && bytes.last() != Some(&b' ')
            && !bytes.iter().any(u8::is_ascii_control);
    }
    !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

/// Whether a text is a time of day: two digits of hours, two of minutes.
pub fn is_time(text: &str) -> bool {
    let [h, hour, b':', minute, m] = text.as_bytes() else {
        return false;
    };
    let digits = [h, hour, minute, m]
        .iter()
        .all(|digit| digit.is_ascii_digit());
    digits && (*h < b'2' || (*h == b'2' && *hour < b'4')) && *minute < b'6'
}

/// The type in words, for an error text.
impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str(
                "a text that is not empty, without control characters and blanks at its ends",
            ),
            Self::Time => f.write_str("a time of day such as \"09:30\" or \"21:05\""),
            Self::Count => f.write_str("a whole number from 0 to 2147483647"),
            Self::Number => f.write_str("a number"),
            Self::Flag => f.write_str("true or false"),
            Self::Date => f.write_str("a date such as \"2009\", \"2017-11\" or \"2022-01-25\""),
            Self::Term(vocabulary) => write!(f, "one of {}", vocabulary.words()),
            Self::AlternateName => {
                f.write_str("a name, or an object with \"name\", \"language\" and \"region\"")
            }
            Self::ExternalId => f.write_str("an id, as text"),
            Self::Key(kind) => write!(f, "a key such as \"{}:some-slug\"", kind.prefix()),
        }
    }
}
