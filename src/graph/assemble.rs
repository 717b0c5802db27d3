//! Puts checked claims into their places.

use super::Graph;
use super::direction::Direction;
use super::dispute::{Dispute, Question};
use super::draft::{Draft, DraftAbout};
use super::facts::index;
use super::index::{index_claims, index_names};
use super::storage::{About, Claim, Edge, Node, Note, Reference, Rows};
use super::walked::mark_walked;
use crate::model::{
    Change, DisputeKey, DisputeRecord, Key, Kind, NodeRecord, Qualifier, Relation, Value,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{HashMap, HashSet};

/// Changes that have passed every check.
pub(super) struct Assembly<'a> {
    pub changes: &'a [Change],
    pub drafts: &'a [Draft],
    /// The drafts on which each draft rests.
    pub premises: &'a [Vec<usize>],
    /// Written disputes with the drafts that differ.
    pub disputes: Vec<(DisputeRecord, Vec<usize>)>,
}

impl Assembly<'_> {
    /// The graph of the changes.
    pub fn graph(self) -> Graph {
        let mut graph = Graph::default();
        self.add_nodes(&mut graph);
        let order = self.sorted_drafts(&graph);
        let mut places = vec![0_u32; order.len()];
        for (claim, draft) in order.iter().enumerate() {
            places[*draft] = index(claim);
        }
        self.add_claims(&mut graph, &order, &places);
        index_names(&mut graph);
        mark_walked(&mut graph);
        list(&mut graph);
        index_claims(&mut graph);
        self.add_disputes(&mut graph, &places);
        graph
    }

    fn add_nodes(&self, graph: &mut Graph) {
        let mut records: Vec<&NodeRecord> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Node(node) => Some(node),
                _ => None,
            })
            .collect();
        records.sort_unstable_by(|left, right| left.key.cmp(&right.key));
        graph.kinds = kind_starts(records.iter().map(|record| record.key.kind()));
        for record in &records {
            let key = record.key.clone();
            graph.storage.add_node(Node {
                key,
                references: 0,
                claims: 0..0,
                folded: Box::default(),
            });
        }
        let mut sets = HashMap::new();
        for (at, record) in records.iter().enumerate() {
            let references = reference_set(graph, &mut sets, &record.references);
            graph.storage[NodeIndex::new(at)].references = references;
        }
    }

    /// The drafts in the order of their claims: by node, then by property or edge, the best first.
    fn sorted_drafts(&self, graph: &Graph) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_cached_key(|at| {
            let draft = &self.drafts[*at];
            let subject = place(graph, &draft.subject);
            let (property, edge) = match &draft.about {
                DraftAbout::Property { property, .. } => (Some(*property), None),
                DraftAbout::Edge { relation, to, .. } => {
                    (None, Some((*relation, place(graph, to), draft.identity())))
                }
            };
            (subject, edge.is_some(), property, edge, draft.standing())
        });
        order
    }

    fn add_claims(&self, graph: &mut Graph, order: &[usize], places: &[u32]) {
        let mut sets: HashMap<Vec<Reference>, u32> = graph
            .references
            .iter()
            .enumerate()
            .map(|(at, set)| (set.to_vec(), index(at)))
            .collect();
        for (at, draft) in order.iter().map(|at| &self.drafts[*at]).enumerate() {
            let at = index(at);
            let references = reference_set(graph, &mut sets, &draft.basis.references);
            let note = note(graph, draft, &self.premises[order[at as usize]], places);
            let about = about(graph, draft, at);
            let (rank, mode) = (draft.basis.rank, draft.basis.mode);
            graph.claims.push(Claim {
                key: draft.key,
                about,
                rank,
                mode,
                references,
                note,
            });
        }
        let mut by_key: Vec<u32> = (0..index(graph.claims.len())).collect();
        by_key.sort_unstable_by_key(|at| graph.claims[*at as usize].key);
        graph.claims_by_key = by_key;
    }

    fn add_disputes(self, graph: &mut Graph, places: &[u32]) {
        let mut disputes = Vec::new();
        for (record, drafts) in self.disputes {
            let mut claims: Vec<u32> = drafts.iter().map(|draft| places[*draft]).collect();
            claims.sort_unstable();
            let DisputeRecord {
                key,
                question,
                claims: pointers,
                reason,
            } = record;
            disputes.push(Dispute {
                key,
                question: Question::Written {
                    question,
                    reason,
                    pointers,
                },
                claims,
            });
        }
        let mut keys: HashSet<DisputeKey> =
            disputes.iter().map(|dispute| dispute.key.clone()).collect();
        for mut dispute in graph.computed_disputes() {
            // Words that differ in punctuation only make the same key; a number tells them apart.
            let slug = dispute.key.slug().to_owned();
            let mut number = 2;
            while !keys.insert(dispute.key.clone()) {
                dispute.key = DisputeKey::of_words(format!("{slug}-{number}"));
                number += 1;
            }
            disputes.push(dispute);
        }
        disputes.sort_by(|left, right| left.key.cmp(&right.key));
        graph.disputes = disputes;
    }
}

fn reference_set(
    graph: &mut Graph,
    sets: &mut HashMap<Vec<Reference>, u32>,
    references: &[crate::model::Reference],
) -> u32 {
    let stored = references.iter().map(|reference| Reference {
        source: place(graph, &reference.source),
        locator: reference.locator.clone(),
        as_of: reference.as_of,
    });
    let mut set: Vec<Reference> = stored.collect();
    set.sort_unstable();
    set.dedup();
    *sets.entry(set).or_insert_with_key(|set| {
        graph.references.push(set.clone().into());
        index(graph.references.len() - 1)
    })
}

fn note(graph: &mut Graph, draft: &Draft, premises: &[usize], places: &[u32]) -> Option<u32> {
    let basis = &draft.basis;
    if basis.reason.is_none() && basis.derived_from.is_empty() {
        return None;
    }
    let mut premises: Vec<u32> = premises.iter().map(|premise| places[*premise]).collect();
    premises.sort_unstable();
    let derived_from = basis.derived_from.clone();
    graph.notes.push(Note {
        reason: basis.reason.clone(),
        derived_from,
        premises,
    });
    Some(index(graph.notes.len() - 1))
}

/// What the claim at place `at` is about; makes the edge if it is the first claim on it.
fn about(graph: &mut Graph, draft: &Draft, at: u32) -> About {
    let node = place(graph, &draft.subject);
    match &draft.about {
        DraftAbout::Property { property, value } => {
            let claims = &mut graph.storage[node].claims;
            *claims = if claims.start == claims.end {
                at..at + 1
            } else {
                claims.start..at + 1
            };
            About::Property {
                node,
                property: *property,
                value: value.clone(),
            }
        }
        DraftAbout::Edge {
            relation,
            to,
            qualifiers,
        } => {
            let to = place(graph, to);
            let last = graph
                .storage
                .edge_count()
                .checked_sub(1)
                .map(EdgeIndex::new);
            let same = last.filter(|last| {
                graph.storage[*last].relation == *relation
                    && graph.storage.edge_endpoints(*last) == Some((node, to))
                    && graph.edge_identity(*last) == draft.identity()
            });
            let edge = same.unwrap_or_else(|| {
                let edge = Edge {
                    relation: *relation,
                    walked: false,
                    claims: at..at,
                };
                graph.storage.add_edge(node, to, edge)
            });
            graph.storage[edge].claims.end = at + 1;
            About::Edge {
                edge,
                qualifiers: in_rule_order(*relation, qualifiers),
            }
        }
    }
}

fn place(graph: &Graph, key: &Key) -> NodeIndex {
    graph
        .find(key)
        .expect("the checks refuse keys without a node")
}

fn in_rule_order(
    relation: Relation,
    qualifiers: &[(Qualifier, Value)],
) -> Box<[(Qualifier, Value)]> {
    let mut sorted = qualifiers.to_vec();
    let rules = relation.rule().qualifiers;
    sorted.sort_by_key(|(name, _)| rules.iter().position(|rule| rule.qualifier == *name));
    sorted.into()
}

/// Makes the lists: nodes of a kind, edges of a node.
fn list(graph: &mut Graph) {
    let mut listed: Vec<NodeIndex> = graph.storage.node_indices().collect();
    listed.sort_by_cached_key(|node| (graph.storage[*node].key.kind(), graph.node_position(*node)));
    graph.listed = listed;
    graph.outgoing = rows(graph, Direction::Out);
    graph.incoming = rows(graph, Direction::In);
}

fn rows(graph: &Graph, direction: Direction) -> Rows {
    let near = |edge: EdgeIndex| graph.other(edge, direction.reverse());
    let walked = graph
        .storage
        .edge_indices()
        .filter(|edge| graph.storage[*edge].walked);
    let mut edges: Vec<EdgeIndex> = walked.collect();
    edges.sort_by_cached_key(|edge| {
        (
            near(*edge),
            graph.storage[*edge].relation,
            graph.edge_position(*edge, direction),
        )
    });
    let mut starts = vec![0_u32; graph.storage.node_count() + 1];
    for edge in &edges {
        starts[near(*edge).index() + 1] += 1;
    }
    sum_up(&mut starts);
    Rows { starts, edges }
}

/// Where the nodes of each kind begin among nodes sorted by key, and where the last end.
fn kind_starts(kinds: impl Iterator<Item = Kind>) -> Vec<u32> {
    let mut starts = vec![0_u32; Kind::ALL.len() + 1];
    for kind in kinds {
        starts[kind as usize + 1] += 1;
    }
    sum_up(&mut starts);
    starts
}

/// Turns counts into the places where groups begin.
fn sum_up(starts: &mut [u32]) {
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
}
