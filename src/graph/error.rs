//! Why a graph refuses a change.

use crate::model::{DisputeKey, Key, Kind, Property, Qualifier, Relation};

/// A change that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which change of the batch, from 0.
    pub change: usize,
    /// The earlier change that it clashes with, if it is of the same batch.
    pub clashes_with: Option<usize>,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a change, with what was expected instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Two nodes have one key.
    #[error("duplicate key: expected one record for {key}, found another")]
    DuplicateKey {
        /// The key.
        key: Key,
    },
    /// Two disputes have one key.
    #[error("duplicate key: expected one record for {key}, found another")]
    DuplicateDispute {
        /// The key.
        key: DisputeKey,
    },
    /// Two records say the same of two keys, or send one key to two things.
    #[error(
        "duplicate merge: expected one record for {key} and one thing that it is, found another"
    )]
    DuplicateMerge {
        /// The key that gives way.
        key: Key,
    },
    /// A key that gives way to itself, by way of others.
    #[error("circular merge: expected a key that does not lead back to {key}, found {into}")]
    CircularMerge {
        /// The key that gives way.
        key: Key,
        /// The key that leads back.
        into: Key,
    },
    /// The same thing is claimed twice.
    #[error(
        "duplicate claim: expected one record with all references, found the same claim again ({claim})"
    )]
    DuplicateClaim {
        /// What is claimed.
        claim: String,
    },
    /// A key that no record has.
    #[error(
        "missing key: expected the key of a record in {role:?}, found {key}, which no record has"
    )]
    UnknownNode {
        /// The field that holds the key.
        role: &'static str,
        /// The key.
        key: Key,
    },
    /// A key of the wrong kind.
    #[error("wrong kind: expected the key of a {} in {role:?}, found {key}", expected.prefix())]
    WrongKind {
        /// The field that holds the key.
        role: &'static str,
        /// The kind that belongs there.
        expected: Kind,
        /// The key.
        key: Key,
    },
    /// The ontology does not let the relation join these kinds.
    #[error("forbidden relation: expected {} to join {expected}, found {} to {}", relation.word(), from.prefix(), to.prefix())]
    ForbiddenRelation {
        /// The relation.
        relation: Relation,
        /// The kind at its start.
        from: Kind,
        /// The kind at its end.
        to: Kind,
        /// The pairs of kinds that it may join, in words.
        expected: String,
    },
    /// A thing cannot be joined to itself.
    #[error("forbidden edge: expected {} to join two things, found {key} at both ends", relation.word())]
    Loop {
        /// The relation.
        relation: Relation,
        /// The key at both ends.
        key: Key,
    },
    /// Two keys that a relation joins name two things.
    #[error("forbidden merge: expected {from} and {to} to be two things, because one {} the other, found merges that make them one", relation.verb())]
    MergedEnds {
        /// The relation.
        relation: Relation,
        /// Where the edge begins.
        from: Key,
        /// Where it ends.
        to: Key,
    },
    /// A thing that is part of itself by way of others.
    #[error("circular part: expected wholes that are not part of {key}, found {whole}")]
    CircularPart {
        /// The thing.
        key: Key,
        /// The whole that leads back to it.
        whole: Key,
    },
    /// A relationship that is written from the other side.
    #[error("wrong direction: expected {expected}, found {found}")]
    NotCanonical {
        /// The edge as it should be written.
        expected: String,
        /// The edge as it is written.
        found: String,
    },
    /// A qualifier that every edge of the relation has.
    #[error("missing field: expected {:?} on every {} edge, found none", qualifier.word(), relation.word())]
    MissingQualifier {
        /// The relation.
        relation: Relation,
        /// The qualifier.
        qualifier: Qualifier,
    },
    /// A qualifier that the relation does not have, or has once only.
    #[error("unexpected field: expected each qualifier of {} at most once, found {:?}", relation.word(), qualifier.word())]
    UnexpectedQualifier {
        /// The relation.
        relation: Relation,
        /// The qualifier.
        qualifier: Qualifier,
    },
    /// Whose portrayal it is cannot be told.
    #[error(
        "missing field: expected \"performer\", because several people play {character}, found none"
    )]
    MissingPerformer {
        /// The character.
        character: Key,
    },
    /// The performer does not play the character.
    #[error("wrong performer: expected somebody who PLAYS {character}, found {performer}")]
    StrangePerformer {
        /// The character.
        character: Key,
        /// The person.
        performer: Key,
    },
    /// A property that the kind does not have, or has once only.
    #[error("unexpected field: expected properties of {}, each at most once, found {:?}", kind.prefix(), property.word())]
    UnexpectedProperty {
        /// The kind.
        kind: Kind,
        /// The property.
        property: Property,
    },
    /// A value of the wrong type.
    #[error("wrong value: expected {expected} for {field:?}, found {found}")]
    WrongValue {
        /// The property or qualifier.
        field: &'static str,
        /// The type that belongs there, in words.
        expected: String,
        /// The value.
        found: String,
    },
    /// Nobody calls the thing anything.
    #[error("missing field: expected \"name\" on {key}, here or in a claim, found none")]
    MissingName {
        /// The node.
        key: Key,
    },
    /// Nobody says so.
    #[error(
        "no reference: expected \"references\" with at least one source, or mode DERIVED with \"derivedFrom\", found neither"
    )]
    NoReference,
    /// A derived claim that follows from nothing.
    #[error(
        "no premise: expected \"derivedFrom\" with at least one claim for mode DERIVED, found none"
    )]
    NoPremise,
    /// Premises on a claim that is not derived.
    #[error(
        "unexpected premise: expected \"derivedFrom\" only with mode DERIVED, found mode {mode}"
    )]
    UnexpectedPremise {
        /// The mode.
        mode: &'static str,
    },
    /// A pointer that points at nothing.
    #[error("missing claim: expected a claim {pointer}, found none")]
    UnknownClaim {
        /// What it points at, in words.
        pointer: String,
    },
    /// A claim that follows from itself.
    #[error(
        "circular premise: expected premises that do not rest on the claim itself, found {pointer}"
    )]
    CircularPremise {
        /// The pointer that leads back.
        pointer: String,
    },
    /// A claim that belongs into the record of its node.
    #[error("misplaced claim: expected {:?} in the record of {key}, because it is NORMAL and STATED with the record's own references, found a claim of its own", property.word())]
    BelongsInRecord {
        /// The node.
        key: Key,
        /// The property.
        property: Property,
    },
    /// A dispute between fewer than two claims.
    #[error("no dispute: expected at least two claims, found {found}")]
    LoneClaim {
        /// How many claims its pointers find.
        found: usize,
    },
}
