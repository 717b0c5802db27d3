//! What pointers point at: the premises of derived claims, the claims of written disputes.

use super::Graph;
use super::builder::Builder;
use super::content::{Said, content, in_one_line, said_of_property};
use super::error::Reason;
use super::pools::{Keys, property_type, qualifier};
use super::storage::{About, PointerRow};
use crate::model::{DisputeKey, Pointer, Relation};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::HashMap;
use std::fmt::Write as _;

/// A written dispute with the claims at which it points.
pub(super) struct DisputeDraft {
    pub key: DisputeKey,
    pub question: Box<str>,
    pub reason: Box<str>,
    /// Ascending.
    pub claims: Vec<u32>,
    pub pointers: Vec<PointerRow>,
}

/// Fills the notes of a graph from the drafts `noted`, in this order and with those of
/// judgements behind, and finds what written disputes are about; refuses pointers at nothing
/// and claims that rest on themselves. `origins` gives the new numbers of sets of origins.
pub(super) fn resolve(
    builder: &mut Builder,
    graph: &mut Graph,
    place: &[u32],
    mut noted: Vec<u32>,
    origins: &[u32],
) -> Vec<DisputeDraft> {
    let drafts = std::mem::take(&mut builder.notes);
    let mut at = 0;
    while at < noted.len() {
        let draft = &drafts[noted[at] as usize];
        at += 1;
        let judgements = draft.judgements.iter().map(|judgement| {
            let note = judgement.note.map_or(0, |note| {
                noted.push(note);
                super::facts::index(noted.len())
            });
            [
                origins[judgement.origins as usize],
                judgement.rank as u32,
                note,
            ]
        });
        graph.notes.judgements.push(judgements.collect::<Vec<_>>());
        let (claims, rows, _) = follow(builder, graph, place, draft.change, &draft.pointers);
        let reason = draft.reason.as_deref();
        let reason = reason.map_or(0, |reason| graph.pools.texts.push(reason) + 1);
        graph.notes.reasons.push(reason);
        graph.notes.pointers.push(rows);
        graph.notes.premises.push(claims);
    }
    let changes: Vec<u32> = noted
        .iter()
        .map(|note| drafts[*note as usize].change)
        .collect();
    refuse_circles(builder, graph, &changes);
    let mut written = std::mem::take(&mut builder.disputes);
    written.sort_by(|(_, left), (_, right)| left.key.cmp(&right.key));
    let mut disputes = Vec::new();
    for (change, record) in written {
        let (claims, pointers, lost) = follow(builder, graph, place, change, &record.claims);
        if claims.len() < 2 && !lost {
            let found = claims.len();
            builder
                .refusals
                .push(change, None, Reason::LoneClaim { found });
        }
        disputes.push(DisputeDraft {
            key: record.key,
            question: record.question,
            reason: record.reason,
            claims,
            pointers,
        });
    }
    disputes
}

/// The claims at which pointers point, in order, without repetition; the pointers in
/// columns; and whether one points at nothing.
fn follow(
    builder: &mut Builder,
    graph: &mut Graph,
    place: &[u32],
    change: u32,
    pointers: &[Pointer],
) -> (Vec<u32>, Vec<PointerRow>, bool) {
    let (mut claims, mut rows, mut lost) = (Vec::new(), Vec::new(), false);
    for pointer in pointers {
        let found = targets(builder, graph, place, pointer);
        if let Some(first) = found.first() {
            rows.push(row(graph, *first, pointer));
        } else {
            lost = true;
            let (Pointer::Property { subject, .. } | Pointer::Edge { from: subject, .. }) = pointer;
            let subject = builder.nodes.find(subject);
            if !subject.is_some_and(|subject| builder.excused.contains(&subject)) {
                let pointer = in_words(pointer);
                let reason = Reason::UnknownClaim { pointer };
                builder.refusals.push(change, None, reason);
            }
        }
        claims.extend(found);
    }
    claims.sort_unstable();
    claims.dedup();
    (claims, rows, lost)
}

/// The claims at which one pointer points, in order.
fn targets(builder: &Builder, graph: &Graph, place: &[u32], pointer: &Pointer) -> Vec<u32> {
    let at = |key| {
        Some(NodeIndex::new(
            place[builder.nodes.find(key)? as usize] as usize,
        ))
    };
    match pointer {
        Pointer::Property {
            subject,
            property,
            value,
        } => {
            let Some(node) = at(subject) else {
                return Vec::new();
            };
            let kind = graph.kind(node);
            let said = graph.property_claims(node, *property).filter(|claim| {
                let found = graph.property_value(kind, *claim);
                value.as_ref().is_none_or(|value| value.borrowed() == found)
            });
            said.collect()
        }
        Pointer::Edge {
            from,
            relation,
            to,
            qualifiers,
        } => {
            let (Some(from), Some(to)) = (at(from), at(to)) else {
                return Vec::new();
            };
            let edges = graph
                .edges_from(from)
                .filter(|edge| graph.relation(*edge) == *relation && graph.ends(*edge).1 == to);
            let claims = edges.flat_map(|edge| graph.edge_claims(edge));
            let said = claims.filter(|claim| {
                qualifiers.iter().all(|(name, value)| {
                    let mut found = graph.qualifiers(*claim);
                    found.any(|(other, found)| other == *name && found == value.borrowed())
                })
            });
            said.collect()
        }
    }
}

/// A pointer in columns, given one of the claims at which it points.
fn row(graph: &mut Graph, claim: u32, pointer: &Pointer) -> PointerRow {
    match (graph.about(claim), pointer) {
        (About::Property(node, property), Pointer::Property { value, .. }) => {
            let node = super::storage::number(node);
            if value.is_none() {
                return [0, node, property as u32, 0, 0];
            }
            let value = graph.properties.values[claim as usize];
            [1, node, property as u32, value, 0]
        }
        (About::Edge(edge), Pointer::Edge { qualifiers, .. }) => {
            let (from, to) = graph.ends(edge);
            let relation = graph.relation(edge);
            let said = graph.pools.lists.of(graph.claim_list(claim)).iter();
            let meant = |[name, _]: &&[u32; 2]| {
                let name = qualifier(*name);
                qualifiers.iter().any(|(other, _)| *other == name)
            };
            let items: Vec<[u32; 2]> = said.filter(meant).copied().collect();
            let list = graph.pools.lists.push(items);
            let [from, to] = [from, to].map(super::storage::number);
            [2, from, relation as u32, to, list]
        }
        _ => unreachable!("a pointer finds claims of its own sort"),
    }
}

/// Refuses claims that rest on themselves.
fn refuse_circles(builder: &mut Builder, graph: &Graph, changes: &[u32]) {
    let mut noted: HashMap<u32, u32> = HashMap::new();
    for (run, basis) in graph.bases.values.iter().enumerate() {
        if let Some(note) = graph.pools.basis(*basis).note {
            noted.insert(graph.bases.starts[run], note);
        }
    }
    let mut premises: DiGraph<(), u32> = DiGraph::new();
    let nodes: Vec<NodeIndex> = changes.iter().map(|_| premises.add_node(())).collect();
    for (note, node) in nodes.iter().enumerate() {
        for claim in graph.notes.premises.of(super::facts::index(note)) {
            if let Some(other) = noted.get(claim) {
                premises.add_edge(*node, nodes[*other as usize], *claim);
            }
        }
    }
    for circle in petgraph::algo::tarjan_scc(&premises) {
        for node in &circle {
            let mut back = premises.edges(*node);
            let back = back.find(|edge| circle.contains(&petgraph::visit::EdgeRef::target(edge)));
            if let Some(edge) = back {
                let pointer = words(graph, *edge.weight());
                let reason = Reason::CircularPremise { pointer };
                builder.refusals.push(changes[node.index()], None, reason);
            }
        }
    }
}

/// What a claim says, in one line.
fn words(graph: &Graph, claim: u32) -> String {
    let mode = graph.basis(claim).mode;
    let text = match graph.about(claim) {
        About::Property(node, property) => {
            let value = graph.property_value(graph.kind(node), claim);
            content(graph.key(node), said_of_property(property, value), mode)
        }
        About::Edge(edge) => {
            let (from, to) = graph.ends(edge);
            let said = Said::Edge(graph.relation(edge), graph.key(to), graph.qualifiers(claim));
            content(graph.key(from), said, mode)
        }
    };
    in_one_line(&text)
}

/// A pointer in words.
fn in_words(pointer: &Pointer) -> String {
    match pointer {
        Pointer::Property {
            subject,
            property,
            value: None,
        } => format!("{subject} {}", property.word()),
        Pointer::Property {
            subject,
            property,
            value: Some(value),
        } => format!("{subject} {} {value}", property.word()),
        Pointer::Edge {
            from,
            relation,
            to,
            qualifiers,
        } => {
            let mut words = format!("{from} {} {to}", relation.word());
            for (name, value) in qualifiers {
                let _ = write!(words, " {}={value}", name.word());
            }
            words
        }
    }
}

impl Graph {
    /// The pointers of a list of rows, as they were written.
    pub(super) fn pointers(&self, rows: &[PointerRow]) -> Vec<Pointer> {
        rows.iter().map(|row| self.pointer(*row)).collect()
    }

    fn pointer(&self, [sort, node, what, value, list]: PointerRow) -> Pointer {
        let key = |node| self.nodes.key(node).to_key();
        if sort == 2 {
            let qualifiers = self.pools.list(&self.nodes, list);
            return Pointer::Edge {
                from: key(node),
                relation: Relation::ALL[what as usize],
                to: key(value),
                qualifiers: qualifiers
                    .map(|(name, value)| (name, value.to_value()))
                    .collect(),
            };
        }
        let property = crate::model::Property::ALL[what as usize];
        let expected = property_type(self.nodes.kind(node), property);
        let said = (sort == 1).then(|| self.pools.value(&self.nodes, expected, value));
        Pointer::Property {
            subject: key(node),
            property,
            value: said.map(crate::model::ValueRef::to_value),
        }
    }
}
