//! Puts checked claims into their places.

use super::Graph;
use super::direction::Direction;
use super::dispute::{Dispute, Question};
use super::draft::{Draft, DraftAbout};
use super::facts::index;
use super::fold::fold;
use super::storage::{About, Claim, Edge, Node, Note, Reference, Rows};
use crate::model::ontology::Question as Asked;
use crate::model::{
    Change, DisputeKey, DisputeRecord, Key, Kind, NodeRecord, Property, Qualifier, Relation, Value,
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
        self.add_claims(&mut graph, &order);
        fold_names(&mut graph);
        mark_walked(&mut graph);
        list(&mut graph);
        index_external_ids(&mut graph);
        self.add_disputes(&mut graph, &order);
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

    fn add_claims(&self, graph: &mut Graph, order: &[usize]) {
        let mut sets: HashMap<Vec<Reference>, u32> = graph
            .references
            .iter()
            .enumerate()
            .map(|(at, set)| (set.to_vec(), index(at)))
            .collect();
        let mut places = vec![0_u32; self.drafts.len()];
        for (claim, draft) in order.iter().enumerate() {
            places[*draft] = index(claim);
        }
        for (at, draft) in order.iter().map(|at| &self.drafts[*at]).enumerate() {
            let at = index(at);
            let references = reference_set(graph, &mut sets, &draft.basis.references);
            let note = note(graph, draft, &self.premises[order[at as usize]], &places);
            let about = about(graph, draft, at);
            let (rank, mode) = (draft.basis.rank, draft.basis.mode);
            graph.claims.push(Claim {
                key: draft.key(),
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

    fn add_disputes(self, graph: &mut Graph, order: &[usize]) {
        let mut places = vec![0_u32; self.drafts.len()];
        for (claim, draft) in order.iter().enumerate() {
            places[*draft] = index(claim);
        }
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

fn fold_names(graph: &mut Graph) {
    for node in graph.storage.node_indices().collect::<Vec<_>>() {
        let mut names: Vec<String> = Vec::new();
        for property in [Property::Name, Property::AlternateNames] {
            for claim in graph.claims(&graph.property_claims(node, property)) {
                let name = match &claim.about {
                    About::Property {
                        value: Value::Text(name),
                        ..
                    } => fold(name),
                    About::Property {
                        value: Value::AlternateName(name),
                        ..
                    } => fold(&name.name),
                    _ => continue,
                };
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        graph.storage[node].folded = names.join("\n").into();
    }
}

fn index_external_ids(graph: &mut Graph) {
    let nodes = graph.storage.node_indices();
    let ids = nodes.flat_map(|node| {
        let values = graph.plain_values(node, Property::ExternalIds);
        values.map(move |value| (value.to_string().into_boxed_str(), node))
    });
    let mut ids: Vec<(Box<str>, NodeIndex)> = ids.collect();
    ids.sort_unstable();
    graph.external_ids = ids;
}

/// Decides which edges walks use: of those that answer one question, the best known.
fn mark_walked(graph: &mut Graph) {
    let level = |graph: &Graph, edge: EdgeIndex| {
        let best = graph.edge_claims(edge).first()?;
        (best.rank != crate::model::Rank::Deprecated).then(|| best.mode.level())
    };
    let mut best: HashMap<_, u8> = HashMap::new();
    let edges: Vec<EdgeIndex> = graph.storage.edge_indices().collect();
    for edge in &edges {
        if let Some(level) = level(graph, *edge) {
            best.entry(question(graph, *edge))
                .and_modify(|known| *known = level.min(*known))
                .or_insert(level);
        }
    }
    for edge in edges {
        let walked = level(graph, edge).is_some_and(|level| best[&question(graph, edge)] == level);
        graph.storage[edge].walked = walked;
    }
}

/// Which question an edge answers; edges that answer the same one have the same.
fn question(
    graph: &Graph,
    edge: EdgeIndex,
) -> (Relation, NodeIndex, Option<Kind>, Option<NodeIndex>, String) {
    let (from, to) = graph
        .storage
        .edge_endpoints(edge)
        .expect("an edge of this graph has two ends");
    let relation = graph.storage[edge].relation;
    match relation.rule().question {
        Asked::Of => (
            relation,
            from,
            Some(graph.storage[to].key.kind()),
            None,
            String::new(),
        ),
        Asked::To => (relation, to, None, None, String::new()),
        Asked::ToIdentified => (relation, to, None, None, graph.edge_identity(edge)),
        Asked::Edge => (relation, from, None, Some(to), graph.edge_identity(edge)),
    }
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
