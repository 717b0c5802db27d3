//! Which way an edge is walked.

use crate::vocabulary;

vocabulary! {
    /// Which way an edge is walked.
    Direction {
        /// From its start to its end.
        Out = "OUT",
        /// From its end to its start.
        In = "IN",
    }
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn reverse(self) -> Self {
        match self {
            Self::Out => Self::In,
            Self::In => Self::Out,
        }
    }
}
