//! What somebody says: rank, mode, references.

use super::{Key, PartialDate, Property, Qualifier, Relation, Value};
use crate::vocabulary;
use smallvec::SmallVec;

vocabulary! {
    /// How a claim stands among others about the same.
    Rank {
        /// Chosen over others that differ.
        Preferred = "PREFERRED",
        /// As good as any.
        Normal = "NORMAL",
        /// Known to be an error; kept so that it is not made again.
        Deprecated = "DEPRECATED",
    }
}

vocabulary! {
    /// In what sense a claim is made.
    Mode {
        /// Said outright.
        Stated = "STATED",
        /// Follows from other claims by arithmetic or plain logic.
        Derived = "DERIVED",
        /// Announced for a time to come.
        Planned = "PLANNED",
        /// Expected by the source for a time to come.
        Predicted = "PREDICTED",
        /// Said to be said by somebody else, or doubted by the source itself.
        Alleged = "ALLEGED",
    }
}

impl Mode {
    /// How well known: 0 for what is said or follows, then plan, prediction, hearsay.
    ///
    /// Plain fields and walks use the best level that there is.
    pub const fn level(self) -> u8 {
        match self {
            Self::Stated | Self::Derived => 0,
            Self::Planned => 1,
            Self::Predicted => 2,
            Self::Alleged => 3,
        }
    }

    /// Whether it is about a time to come: a plan, or a prediction.
    pub const fn is_to_come(self) -> bool {
        matches!(self, Self::Planned | Self::Predicted)
    }
}

/// Where a source says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The document or data set.
    pub source: Key,
    /// The section in it; `None` for the whole.
    pub locator: Option<Box<str>>,
    /// The day from which this passage speaks, where it is not the source's own.
    pub as_of: Option<PartialDate>,
}

/// Who says something; nearly always one, which then needs no memory of its own.
pub type References = SmallVec<[Reference; 1]>;

/// On what a claim rests.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// How it stands among others.
    pub rank: Rank,
    /// In what sense it is made.
    pub mode: Mode,
    /// Who says so. Empty only for a derived claim.
    pub references: References,
    /// What it follows from; only for a derived claim.
    pub derived_from: Vec<Pointer>,
    /// Why it has its rank or follows from its premises, in words.
    pub reason: Option<Box<str>>,
}

impl Basis {
    /// Of a plain claim: said outright, as good as any.
    pub const fn stated(references: References) -> Self {
        Self {
            rank: Rank::Normal,
            mode: Mode::Stated,
            references,
            derived_from: Vec::new(),
            reason: None,
        }
    }
}

/// Points at claims by what they are about.
#[derive(Debug, Clone, PartialEq)]
pub enum Pointer {
    /// Claims about a property: those that give `value`, or all of them.
    Property {
        /// The node.
        subject: Key,
        /// The property.
        property: Property,
        /// The value that is meant; `None` for any.
        value: Option<Value>,
    },
    /// Claims about an edge.
    Edge {
        /// Where the edge begins.
        from: Key,
        /// The relation.
        relation: Relation,
        /// Where the edge ends.
        to: Key,
        /// What tells the edge from its parallels, and what the claims meant say of it.
        qualifiers: Vec<(Qualifier, Value)>,
    },
}
