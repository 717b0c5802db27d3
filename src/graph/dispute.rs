//! What the sources differ about.

use super::Graph;
use super::draft::find;
use super::storage::Claim;
use crate::model::{DisputeKey, Kind, Property, Qualifier, Relation, Value, property};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::ops::Range;

/// Claims of which not all can be so.
#[derive(Debug)]
pub(super) struct Dispute {
    pub key: DisputeKey,
    pub question: Question,
    /// Indices into the graph's claims, in order, at least two.
    pub claims: Vec<u32>,
}

/// What a dispute is about.
#[derive(Debug)]
pub(super) enum Question {
    /// Values of a property that has one.
    Property { node: NodeIndex, property: Property },
    /// Ends of a relation that has one.
    Relation { node: NodeIndex, relation: Relation },
    /// What is said of one edge.
    Qualifier {
        edge: EdgeIndex,
        qualifier: Qualifier,
    },
    /// Written down by somebody, with the reason why it is settled as it is; the pointers as they were written.
    Written {
        question: Box<str>,
        reason: Box<str>,
        pointers: Vec<crate::model::Pointer>,
    },
}

impl Graph {
    /// The disputes that follow from the claims, in the order of the graph.
    pub(super) fn computed_disputes(&self) -> Vec<Dispute> {
        let mut disputes = Vec::new();
        for node in self.storage.node_indices() {
            self.property_disputes(node, &mut disputes);
            self.relation_disputes(node, &mut disputes);
        }
        for edge in self.storage.edge_indices() {
            self.qualifier_disputes(edge, &mut disputes);
        }
        disputes
    }

    fn property_disputes(&self, node: NodeIndex, disputes: &mut Vec<Dispute>) {
        let key = &self.storage[node].key;
        for rule in property::rules(key.kind()).filter(|rule| !rule.many) {
            let claims = self.live(self.property_claims(node, rule.property));
            let values: Vec<&Value> = claims
                .iter()
                .filter_map(|at| self.claims[*at as usize].value())
                .collect();
            if differ(&values) {
                disputes.push(Dispute {
                    key: dispute_key(&[&key.to_string(), rule.property.word()]),
                    question: Question::Property {
                        node,
                        property: rule.property,
                    },
                    claims,
                });
            }
        }
    }

    fn relation_disputes(&self, node: NodeIndex, disputes: &mut Vec<Dispute>) {
        let kind = self.storage[node].key.kind();
        let mut singles: Vec<(Relation, Kind, EdgeIndex)> = self
            .storage
            .edges(node)
            .filter(|edge| edge.weight().relation.rule().single.contains(&kind))
            .filter(|edge| self.edge_claims(edge.id()).iter().any(Claim::is_live))
            .map(|edge| {
                (
                    edge.weight().relation,
                    self.storage[edge.target()].key.kind(),
                    edge.id(),
                )
            })
            .collect();
        singles.sort_unstable();
        for group in singles.chunk_by(|left, right| left.0 == right.0 && left.1 == right.1) {
            if group.len() < 2 {
                continue;
            }
            let relation = group[0].0;
            let key = dispute_key(&[&self.storage[node].key.to_string(), relation.word()]);
            let claims = group
                .iter()
                .flat_map(|(_, _, edge)| self.live(self.storage[*edge].claims.clone()))
                .collect();
            disputes.push(Dispute {
                key,
                question: Question::Relation { node, relation },
                claims,
            });
        }
    }

    fn qualifier_disputes(&self, edge: EdgeIndex, disputes: &mut Vec<Dispute>) {
        let relation = self.storage[edge].relation;
        let (from, to) = self
            .storage
            .edge_endpoints(edge)
            .expect("an edge of this graph has two ends");
        for rule in relation
            .rule()
            .qualifiers
            .iter()
            .filter(|rule| !rule.identifies)
        {
            let says = |at: &u32| find(self.claims[*at as usize].qualifiers(), rule.qualifier);
            let mut claims = self.live(self.storage[edge].claims.clone());
            claims.retain(|at| says(at).is_some());
            let values: Vec<&Value> = claims.iter().filter_map(says).collect();
            if differ(&values) {
                let (from, to) = (
                    self.storage[from].key.to_string(),
                    self.storage[to].key.to_string(),
                );
                let identity = self.edge_identity(edge);
                disputes.push(Dispute {
                    key: dispute_key(&[
                        &from,
                        relation.word(),
                        &to,
                        &identity,
                        rule.qualifier.word(),
                    ]),
                    question: Question::Qualifier {
                        edge,
                        qualifier: rule.qualifier,
                    },
                    claims,
                });
            }
        }
    }

    /// Those of some claims that are not known to be errors.
    fn live(&self, range: Range<u32>) -> Vec<u32> {
        range
            .filter(|at| self.claims[*at as usize].is_live())
            .collect()
    }
}

/// Whether two of the values cannot both be so.
fn differ(values: &[&Value]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(at, left)| values[..at].iter().any(|right| !agree(left, right)))
}

/// Whether two values can both be so; a coarser date agrees with a day that lies in it.
pub(super) fn agree(left: &Value, right: &Value) -> bool {
    match (left.as_date(), right.as_date()) {
        (Some(left), Some(right)) => left.contains(right) || right.contains(left),
        _ => left == right,
    }
}

/// A key made of the words of its parts, joined by hyphens.
fn dispute_key(parts: &[&str]) -> DisputeKey {
    let mut slug = String::new();
    for part in parts {
        let mut words_end = true;
        for letter in part.chars() {
            let boundary =
                letter.is_ascii_uppercase() && part.chars().any(|other| other.is_ascii_lowercase());
            if (words_end || boundary) && letter.is_ascii_alphanumeric() && !slug.is_empty() {
                slug.push('-');
            }
            words_end = !letter.is_ascii_alphanumeric();
            if !words_end {
                slug.push(letter.to_ascii_lowercase());
            }
        }
    }
    DisputeKey::of_words(slug)
}
