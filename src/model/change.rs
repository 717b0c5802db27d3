//! How a graph changes: batches of records.

use super::{
    Basis, DisputeKey, Key, MergeRecord, Pointer, Property, Qualifier, References, Relation, Value,
};

/// One change of a graph. The order of changes in a batch does not matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds a node.
    Node(NodeRecord),
    /// Adds a claim on an edge, and the edge if it is new.
    Edge(EdgeRecord),
    /// Adds a claim on a property of a node.
    Claim(ClaimRecord),
    /// Adds a dispute that is not computed.
    Dispute(DisputeRecord),
    /// Says that two keys name one thing.
    Merge(MergeRecord),
}

/// A node, with those of its claims that are normal, stated and share its references.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeRecord {
    /// Its key.
    pub key: Key,
    /// What its references say of it; a property with many values occurs many times.
    pub properties: Vec<(Property, Value)>,
    /// Who says so.
    pub references: References,
}

/// A claim on an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeRecord {
    /// Where the edge begins.
    pub from: Key,
    /// The relation.
    pub relation: Relation,
    /// Where the edge ends.
    pub to: Key,
    /// What is said of it, in the order of the relation's rule.
    pub qualifiers: Vec<(Qualifier, Value)>,
    /// On what the claim rests.
    pub basis: Basis,
}

/// A claim on a property of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimRecord {
    /// The node.
    pub subject: Key,
    /// The property.
    pub property: Property,
    /// What is said of it.
    pub value: Value,
    /// On what the claim rests.
    pub basis: Basis,
}

/// A dispute that somebody wrote down.
#[derive(Debug, Clone, PartialEq)]
pub struct DisputeRecord {
    /// Its key.
    pub key: DisputeKey,
    /// What the sources differ about.
    pub question: Box<str>,
    /// The claims that differ.
    pub claims: Vec<Pointer>,
    /// How it is settled and why, or why it cannot be.
    pub reason: Box<str>,
}
