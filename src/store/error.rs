//! What is wrong with a data directory.

use std::fmt;
use std::path::PathBuf;

/// One thing that is wrong, and where.
///
/// Reads as `seed/plays.jsonl:12: missing key: expected ..., found ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or directory, as the caller called it.
    pub file: String,
    /// The line, from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// The byte in the line, from 1; only where the line itself is broken.
    pub column: Option<usize>,
    /// What was expected and what was found.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why no graph could be loaded: everything that is wrong, one problem a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// By file in the order of [`super::DataFile`], then by line; never empty.
    pub problems: Vec<Problem>,
}

impl LoadError {
    /// A single problem with a whole file or directory.
    pub(super) fn of(file: String, message: String) -> Self {
        let (line, column) = (None, None);
        Self {
            problems: vec![Problem {
                file,
                line,
                column,
                message,
            }],
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}

/// What is left of a directory in whose place a new one came.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot remove what is left of the old directory: {error}; remove it", path.display())]
pub struct Leftover {
    /// Where it is now.
    pub path: PathBuf,
    /// What the system says.
    pub error: std::io::Error,
}

/// Why a graph could not be saved; what was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something is at the place already.
    #[error("{}: expected {expected}, found {found}", path.display())]
    Occupied {
        /// The place.
        path: PathBuf,
        /// What may be there, in words.
        expected: &'static str,
        /// What is there.
        found: String,
        /// Whether [`super::Existing::Replace`] may do away with it.
        replaceable: bool,
    },
    /// Somebody asked to stop.
    #[error("stopped")]
    Stopped,
    /// The file system refuses.
    #[error("{}: cannot {task}: {error}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What was tried.
        task: &'static str,
        /// What the system says.
        error: std::io::Error,
    },
}
