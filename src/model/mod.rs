//! Plain television data: kinds, relations, keys, partial dates, claims.
//!
//! Nothing here imports anything of ours. What may be said of a thing is in the
//! file of its kind (`episode.rs`), what may join two things in [`ontology`].

pub mod date;
pub mod key;
pub mod kind;
pub mod property;
pub mod value;
pub mod value_ref;
pub mod vocabulary;

pub mod character;
pub mod episode;
pub mod event;
pub mod film;
pub mod genre;
pub mod network;
pub mod organization;
pub mod outlet;
pub mod person;
pub mod place;
pub mod season;
pub mod series;
pub mod source;
pub mod studio;
pub mod work;

pub mod ontology;
pub mod qualifier;
pub mod relation;

pub mod change;
pub mod claim;
pub mod merge;

pub use change::{Change, ClaimRecord, DisputeRecord, EdgeRecord, NodeRecord};
pub use claim::{Basis, Mode, Pointer, Rank, Reference, References};
pub use date::PartialDate;
pub use key::{ClaimKey, DisputeKey, Id, Key, KeyError, KeyRef};
pub use kind::Kind;
pub use merge::MergeRecord;
pub use property::Property;
pub use qualifier::Qualifier;
pub use relation::Relation;
pub use value::{AlternateName, ExternalId, Value, ValueType};
pub use value_ref::{AlternateNameRef, ExternalIdRef, ValueRef};
pub use vocabulary::{Term, Vocabulary};
