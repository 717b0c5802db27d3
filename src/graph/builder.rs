//! Builds a graph from changes; the one door through which facts enter.

use super::Graph;
use super::ahead::Ahead;
use super::checks;
use super::chunks::Chunks;
use super::drafts::{EdgeDraft, NO_REFERENCES, NONE, NodeDrafts, PropertyDraft};
use super::error::{Reason, Refusal};
use super::facts::index;
use super::interning::{Interning, term};
use super::pools::Basis;
use crate::model::{
    self, Change, ClaimRecord, DisputeRecord, EdgeRecord, MergeRecord, Mode, NodeRecord, Property,
    Rank, Reference, References, Value, ValueType,
};
use std::collections::HashSet;

impl Graph {
    /// This graph with a batch of changes; all of them or none.
    ///
    /// The order of the changes makes no difference to the graph.
    ///
    /// Cost: O(n log n) for a graph of n claims, however small the batch.
    ///
    /// # Errors
    /// Everything that is wrong with the batch, in its order.
    pub fn apply(&self, batch: Vec<Change>) -> Result<Self, Vec<Refusal>> {
        let mut builder = Builder::on(self, Repeated::Refuse);
        for change in batch {
            builder.push(&change);
        }
        builder.finish()
    }
}

/// What to do with a record or a claim that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// Refuse it: in hand-made files it is a mistake.
    Refuse,
    /// Add its references: several catalogues say the same.
    Join,
}

/// Takes changes one at a time and makes them a graph.
///
/// What it keeps of a change is a few numbers; texts are kept once.
#[derive(Debug)]
pub struct Builder {
    pub(super) repeated: Repeated,
    pub(super) interning: Interning,
    pub(super) nodes: NodeDrafts,
    /// Claims in the order in which they came.
    pub(super) properties: Chunks<PropertyDraft>,
    pub(super) edges: Chunks<EdgeDraft>,
    /// Reasons and premises of claims that have any, with the change that brings them.
    pub(super) notes: Vec<NoteDraft>,
    pub(super) disputes: Vec<(u32, DisputeRecord)>,
    pub(super) merges: Vec<(u32, MergeRecord)>,
    pub(super) refusals: Refusals,
    /// Nodes of which something was refused, so that nothing else is missed there.
    pub(super) excused: HashSet<u32>,
    /// How many changes there were so far.
    changes: u32,
    /// How many of them made the graph that was there before.
    pub(super) known: u32,
    plain: Remembered,
    /// Claims that were there before and have more references now.
    pub(super) gained: usize,
    /// Room for what is said of an edge.
    list: Vec<[u32; 2]>,
    ahead: Ahead,
}

/// Why a claim is so, and what it follows from.
#[derive(Debug)]
pub(super) struct NoteDraft {
    pub change: u32,
    pub reason: Option<Box<str>>,
    pub pointers: Vec<model::Pointer>,
    /// Where records that were merged judge the same claim differently: what each says.
    pub judgements: Vec<Judgement>,
}

/// How the records that came under some merged keys judge a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    /// A set of merges; the first is the empty one.
    pub origins: u32,
    pub rank: Rank,
    /// Index into the notes.
    pub note: Option<u32>,
}

/// The references that came last, which mostly come again.
#[derive(Debug, Default)]
struct Remembered {
    references: References,
    list: u32,
    /// The basis of a plain claim with them, or [`NONE`].
    basis: u32,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new(Repeated::Refuse)
    }
}

impl Builder {
    /// A builder of a graph from nothing.
    pub fn new(repeated: Repeated) -> Self {
        let mut interning = Interning::default();
        // The first of each sort is the empty one.
        interning.references(&[]);
        interning.list(&[]);
        interning.origins(&[]);
        Self {
            repeated,
            interning,
            nodes: NodeDrafts::default(),
            properties: Chunks::default(),
            edges: Chunks::default(),
            notes: Vec::new(),
            disputes: Vec::new(),
            merges: Vec::new(),
            refusals: Refusals::default(),
            excused: HashSet::new(),
            changes: 0,
            known: 0,
            plain: Remembered {
                references: References::new(),
                list: NO_REFERENCES,
                basis: NONE,
            },
            gained: 0,
            list: Vec::new(),
            ahead: Ahead::default(),
        }
    }

    /// A builder of a graph from another.
    pub fn on(graph: &Graph, repeated: Repeated) -> Self {
        let mut builder = Self::new(repeated);
        graph.changes().for_each(|change| builder.push(&change));
        builder.known = builder.changes;
        builder
    }

    /// Takes changes in their order, each as [`Self::push`] does. A thousand or so at once
    /// cost less than one at a time.
    pub fn push_all(&mut self, changes: &[Change]) {
        self.ahead.look(changes, &self.nodes, &self.interning);
        for change in changes {
            self.push(change);
        }
    }

    /// Takes a change; what is wrong with it is told at the end.
    pub fn push(&mut self, change: &Change) {
        let mut reasons = Vec::new();
        match change {
            Change::Node(node) => self.node(node, &mut reasons),
            Change::Edge(edge) => self.edge(edge, &mut reasons),
            Change::Claim(claim) => self.claim(claim, &mut reasons),
            Change::Dispute(dispute) => {
                checks::text("question", Some(&dispute.question), &mut reasons);
                checks::text("reason", Some(&dispute.reason), &mut reasons);
                self.disputes.push((self.changes, dispute.clone()));
            }
            Change::Merge(merge) => {
                checks::text("reason", Some(&merge.reason), &mut reasons);
                for key in [&merge.key, &merge.into] {
                    self.nodes.number(key);
                }
                self.merges.push((self.changes, merge.clone()));
            }
        }
        self.refusals.extend(self.changes, reasons);
        self.changes += 1;
    }

    /// The graph of all changes, whatever their order was.
    ///
    /// # Errors
    /// Everything that is wrong with the changes, in their order; those of the graph on
    /// which the builder began count as the first.
    pub fn finish(self) -> Result<Graph, Vec<Refusal>> {
        self.finish_and_count().map(|(graph, _)| graph)
    }

    /// As [`Self::finish`], with the number of claims of the graph on which the builder began
    /// that gained a reference.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn finish_and_count(self) -> Result<(Graph, usize), Vec<Refusal>> {
        let known = self.known as usize;
        super::assemble::graph(self).map_err(|refusals| refusals.in_order(known))
    }

    fn node(&mut self, record: &NodeRecord, reasons: &mut Vec<Reason>) {
        let node = self.nodes.number(&record.key);
        let at = node as usize;
        let first = self.nodes.records[at];
        if first != NONE && self.repeated == Repeated::Refuse {
            let key = record.key.clone();
            self.refusals
                .push(self.changes, Some(first), Reason::DuplicateKey { key });
            return;
        }
        if record.references.is_empty() {
            reasons.push(Reason::NoReference);
        }
        checks::references(&record.references, reasons);
        let (list, basis) = self.plain(&record.references);
        self.nodes.references[at] = if first == NONE {
            self.nodes.records[at] = self.changes;
            list
        } else {
            self.interning.union(self.nodes.references[at], list)
        };
        for (place, (property, value)) in record.properties.iter().enumerate() {
            let again = record.properties[..place]
                .iter()
                .any(|(other, _)| other == property);
            self.property(node, *property, value, again, basis, reasons);
        }
    }

    fn claim(&mut self, claim: &ClaimRecord, reasons: &mut Vec<Reason>) {
        let node = self.nodes.number(&claim.subject);
        checks::basis(&claim.basis, reasons);
        let basis = self.basis(&claim.basis);
        self.property(node, claim.property, &claim.value, false, basis, reasons);
    }

    fn property(
        &mut self,
        node: u32,
        property: Property,
        value: &Value,
        again: bool,
        basis: u32,
        reasons: &mut Vec<Reason>,
    ) {
        let kind = self.nodes.kinds[node as usize];
        let expected = checks::property(kind, property, again, reasons);
        let fits = |expected: &ValueType| checks::value(property.word(), *expected, value, reasons);
        let Some(expected) = expected.filter(fits) else {
            self.excused.insert(node);
            return;
        };
        let value = encode(&mut self.interning, &mut self.nodes, expected, value);
        self.properties.push(PropertyDraft {
            subject: node,
            value,
            basis,
            change: self.changes,
            property,
        });
    }

    fn edge(&mut self, edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
        let from = self.nodes.number(&edge.from);
        let to = self.nodes.number(&edge.to);
        checks::ends(edge, reasons);
        let mut list = std::mem::take(&mut self.list);
        list.clear();
        checks::qualifiers(edge, reasons, |qualifier, expected, value| {
            let value = encode(&mut self.interning, &mut self.nodes, expected, value);
            list.push([qualifier as u32, value]);
        });
        checks::direction(edge, reasons);
        checks::basis(&edge.basis, reasons);
        if !reasons.is_empty() {
            self.excused.extend([from, to]);
        }
        self.list = list;
        let list = self.interning.list(&self.list);
        let basis = self.basis(&edge.basis);
        self.edges.push(EdgeDraft {
            from,
            to,
            list,
            basis,
            change: self.changes,
            relation: edge.relation,
        });
    }

    /// The list of references, and the basis of a plain claim with them.
    fn plain(&mut self, references: &[Reference]) -> (u32, u32) {
        if self.plain.basis == NONE || self.plain.references[..] != *references {
            let mut entries: Vec<[u32; 4]> = Vec::with_capacity(references.len());
            for reference in references {
                entries.push([
                    self.nodes.number(&reference.source),
                    self.interning.optional_text(reference.locator.as_deref()),
                    reference.as_of.map_or(0, model::PartialDate::packed),
                    0,
                ]);
            }
            entries.sort_unstable();
            entries.dedup();
            let list = self.interning.references(&entries);
            let basis = self.interning.basis(Basis {
                rank: Rank::Normal,
                mode: Mode::Stated,
                references: list,
                note: None,
            });
            self.plain = Remembered {
                references: references.into(),
                list,
                basis,
            };
        }
        (self.plain.list, self.plain.basis)
    }

    fn basis(&mut self, basis: &model::Basis) -> u32 {
        let (references, plain) = self.plain(&basis.references);
        let noted = basis.reason.is_some() || !basis.derived_from.is_empty();
        if !noted && basis.rank == Rank::Normal && basis.mode == Mode::Stated {
            return plain;
        }
        let note = noted.then(|| {
            self.notes.push(NoteDraft {
                change: self.changes,
                reason: basis.reason.clone(),
                pointers: basis.derived_from.clone(),
                judgements: Vec::new(),
            });
            index(self.notes.len() - 1)
        });
        self.interning.basis(Basis {
            rank: basis.rank,
            mode: basis.mode,
            references,
            note,
        })
    }
}

fn encode(
    interning: &mut Interning,
    nodes: &mut NodeDrafts,
    expected: ValueType,
    value: &Value,
) -> u32 {
    match value {
        Value::Term(word) => term(expected, word).expect("the term was found in its set"),
        value => interning.value(value, |key| nodes.number(key)),
    }
}

/// What is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<Refusal>);

impl Refusals {
    pub fn push(&mut self, change: u32, clashes_with: Option<u32>, reason: Reason) {
        self.0.push(Refusal {
            change: change as usize,
            clashes_with: clashes_with.map(|change| change as usize),
            reason,
        });
    }

    fn extend(&mut self, change: u32, reasons: Vec<Reason>) {
        for reason in reasons {
            self.push(change, None, reason);
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The refusals in the order of the batch, which begins behind `known` changes.
    fn in_order(mut self, known: usize) -> Vec<Refusal> {
        self.0.sort_by_key(|refusal| refusal.change);
        let place = |refusal: Refusal| Refusal {
            change: refusal.change.saturating_sub(known),
            clashes_with: refusal.clashes_with.and_then(|at| at.checked_sub(known)),
            reason: refusal.reason,
        };
        self.0.into_iter().map(place).collect()
    }
}
