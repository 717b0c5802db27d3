//! Why a file of somebody else's format could not be read.

use std::fmt;
use std::path::Path;

/// Why an import gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// Somebody asked it to stop.
    Stopped,
    /// A file is missing, damaged or not of the format.
    Bad {
        /// The file or directory, as the caller called it.
        file: String,
        /// Where in it; `None` when the whole file is meant.
        place: Option<Place>,
        /// What was expected, what was found and how to mend it.
        message: String,
    },
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, from 1.
    Line(u64),
    /// A line and the byte in it, both from 1.
    Column(u64, u64),
    /// A byte of the uncompressed text, from 1.
    Byte(u64),
}

impl SourceError {
    /// What is wrong with a whole file.
    pub fn file(path: &Path, message: impl Into<String>) -> Self {
        Self::Bad {
            file: path.display().to_string(),
            place: None,
            message: message.into(),
        }
    }

    /// What is wrong at a place of a file.
    pub fn at(path: &Path, place: Place, message: impl Into<String>) -> Self {
        Self::Bad {
            file: path.display().to_string(),
            place: Some(place),
            message: message.into(),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("stopped"),
            Self::Bad {
                file,
                place,
                message,
            } => match place {
                None => write!(f, "{file}: {message}"),
                Some(Place::Line(line)) => write!(f, "{file}:{line}: {message}"),
                Some(Place::Column(line, column)) => {
                    write!(f, "{file}:{line}:{column}: {message}")
                }
                Some(Place::Byte(byte)) => write!(f, "{file}: byte {byte}: {message}"),
            },
        }
    }
}

impl std::error::Error for SourceError {}
