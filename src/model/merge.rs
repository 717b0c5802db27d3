//! That two keys name one thing.

use super::{Key, Rank};

/// Somebody found that two keys name one thing.
///
/// Records keep the key under which they came; the graph reads what is said of `key`
/// as said of `into`, so a merge that was wrong can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRecord {
    /// The key that gives way; it still leads to the thing.
    pub key: Key,
    /// The key of the thing; of the same kind.
    pub into: Key,
    /// `DEPRECATED` for a merge that was wrong: it does not hold, and is not made again.
    pub rank: Rank,
    /// On what evidence, in words.
    pub reason: Box<str>,
}
