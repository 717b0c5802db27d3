//! A graph told as changes again.

use super::Graph;
use super::dispute::Question;
use super::storage::{About, Claim};
use crate::model::{
    Basis, Change, ClaimRecord, DisputeRecord, EdgeRecord, Mode, NodeRecord, Property, Rank,
    Reference, Value,
};
use petgraph::graph::NodeIndex;

impl Graph {
    /// The changes that make this graph out of nothing, in canonical order.
    ///
    /// Nodes by key, then claims on properties, then edges, then written disputes.
    pub fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = self
            .storage
            .node_indices()
            .map(|node| self.node_record(node))
            .collect();
        let property_claims = self.claims.iter().filter_map(|claim| match &claim.about {
            About::Property {
                node,
                property,
                value,
            } if !self.is_inline(*node, claim) => {
                Some(self.claim_record(*node, *property, value, claim))
            }
            _ => None,
        });
        changes.extend(property_claims);
        changes.extend(
            self.claims
                .iter()
                .filter_map(|claim| self.edge_record(claim)),
        );
        changes.extend(
            self.disputes
                .iter()
                .filter_map(|dispute| match &dispute.question {
                    Question::Written {
                        question,
                        reason,
                        pointers,
                    } => Some(Change::Dispute(DisputeRecord {
                        key: dispute.key.clone(),
                        question: question.clone(),
                        claims: pointers.clone(),
                        reason: reason.clone(),
                    })),
                    _ => None,
                }),
        );
        changes
    }

    fn node_record(&self, node: NodeIndex) -> Change {
        let data = &self.storage[node];
        let inline = self
            .claims(&data.claims)
            .iter()
            .filter(|claim| self.is_inline(node, claim));
        let properties = inline.filter_map(|claim| match &claim.about {
            About::Property {
                property, value, ..
            } => Some((*property, value.clone())),
            About::Edge { .. } => None,
        });
        Change::Node(NodeRecord {
            key: data.key.clone(),
            properties: properties.collect(),
            references: self.reference_records(data.references),
        })
    }

    /// Whether a claim lies in the record of its node: normal, stated, with the record's references.
    fn is_inline(&self, node: NodeIndex, claim: &Claim) -> bool {
        claim.rank == Rank::Normal
            && claim.mode == Mode::Stated
            && claim.note.is_none()
            && claim.references == self.storage[node].references
    }

    fn claim_record(
        &self,
        node: NodeIndex,
        property: Property,
        value: &Value,
        claim: &Claim,
    ) -> Change {
        let subject = self.storage[node].key.clone();
        Change::Claim(ClaimRecord {
            subject,
            property,
            value: value.clone(),
            basis: self.basis(claim),
        })
    }

    fn edge_record(&self, claim: &Claim) -> Option<Change> {
        let About::Edge { edge, qualifiers } = &claim.about else {
            return None;
        };
        let (from, to) = self.storage.edge_endpoints(*edge)?;
        Some(Change::Edge(EdgeRecord {
            from: self.storage[from].key.clone(),
            relation: self.storage[*edge].relation,
            to: self.storage[to].key.clone(),
            qualifiers: qualifiers.to_vec(),
            basis: self.basis(claim),
        }))
    }

    fn basis(&self, claim: &Claim) -> Basis {
        let note = claim.note.map(|note| &self.notes[note as usize]);
        Basis {
            rank: claim.rank,
            mode: claim.mode,
            references: self.reference_records(claim.references),
            derived_from: note
                .map(|note| note.derived_from.clone())
                .unwrap_or_default(),
            reason: note.and_then(|note| note.reason.clone()),
        }
    }

    fn reference_records(&self, set: u32) -> Vec<Reference> {
        let references = self.references[set as usize].iter();
        references
            .map(|reference| Reference {
                source: self.storage[reference.source].key.clone(),
                locator: reference.locator.clone(),
                as_of: reference.as_of,
            })
            .collect()
    }
}
