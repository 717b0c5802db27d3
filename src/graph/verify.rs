//! What records must satisfy together.

use super::Graph;
use super::builder::{Builder, Repeated};
use super::drafts::NONE;
use super::error::Reason;
use super::pools::{Keys, qualifier, qualifier_type};
use super::storage::number;
use crate::model::{Kind, Property, Qualifier, Relation, ValueType};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::collections::{HashMap, HashSet};

/// Refuses claims that belong into the records of their nodes.
pub(super) fn misplaced(builder: &mut Builder) {
    if builder.repeated == Repeated::Join {
        return;
    }
    for draft in builder.properties.iter() {
        let (node, change) = (draft.subject, draft.change);
        let record = builder.nodes.records[node as usize];
        let basis = builder.interning.pools.basis(draft.basis);
        let same = basis.references == builder.nodes.references[node as usize];
        if record != NONE && record != change && same && basis.is_plain() {
            let key = builder.nodes.key(node).to_key();
            let property = draft.property;
            let reason = Reason::BelongsInRecord { key, property };
            builder.refusals.push(change, None, reason);
        }
    }
}

/// Refuses keys that no record has, and disputes that are written twice.
pub(super) fn unknown(builder: &mut Builder) {
    let mut disputes = HashMap::new();
    let (refusals, joins) = (&mut builder.refusals, builder.repeated == Repeated::Join);
    builder.disputes.retain(|(change, dispute)| {
        let first = *disputes.entry(dispute.key.clone()).or_insert(*change);
        if first != *change && !joins {
            let key = dispute.key.clone();
            refusals.push(*change, Some(first), Reason::DuplicateDispute { key });
        }
        first == *change
    });
    if builder.nodes.records.iter().any(|record| *record == NONE) {
        unknown_keys(builder);
    }
}

fn unknown_keys(builder: &mut Builder) {
    let Builder {
        interning,
        nodes,
        properties,
        edges,
        merges,
        refusals,
        ..
    } = builder;
    let pools = &interning.pools;
    let mut refuse = |change: u32, role: &'static str, node: u32| {
        if !nodes.is_known(node) {
            let key = nodes.key(node).to_key();
            refusals.push(change, None, Reason::UnknownNode { role, key });
        }
    };
    let sources = |basis: u32| {
        let entries = pools.references.of(pools.basis(basis).references).iter();
        entries
            .map(|entry| entry[0])
            .filter(|source| nodes.kinds[*source as usize] == Kind::Source)
    };
    for node in 0..nodes.len() {
        let change = nodes.records[node];
        if change != NONE {
            for entry in pools.references.of(nodes.references[node]) {
                if nodes.kinds[entry[0] as usize] == Kind::Source {
                    refuse(change, "source", entry[0]);
                }
            }
        }
    }
    for draft in properties.iter() {
        let (node, change) = (draft.subject, draft.change);
        if nodes.records[node as usize] != change {
            refuse(change, "subject", node);
            sources(draft.basis).for_each(|source| refuse(change, "source", source));
        }
    }
    for draft in edges.iter() {
        let change = draft.change;
        refuse(change, "from", draft.from);
        refuse(change, "to", draft.to);
        for [name, value] in pools.lists.of(draft.list) {
            let name = qualifier(*name);
            if matches!(qualifier_type(name), ValueType::Key(_)) {
                refuse(change, name.word(), *value);
            }
        }
        sources(draft.basis).for_each(|source| refuse(change, "source", source));
    }
    for (change, merge) in merges.iter() {
        for (role, key) in [("key", &merge.key), ("into", &merge.into)] {
            if let Some(node) = nodes.find(key) {
                refuse(*change, role, node);
            }
        }
    }
}

/// Refuses what shows only when the claims lie in their places.
pub(super) fn assembled(builder: &mut Builder, graph: &Graph, place: &[u32]) {
    names(builder, graph, place);
    performers(builder, graph, place);
    circular_parts(builder, graph, place);
}

/// Refuses nodes that nobody calls anything; only characters may be unnamed.
fn names(builder: &mut Builder, graph: &Graph, place: &[u32]) {
    for (node, place) in place.iter().enumerate() {
        let at = super::facts::index(node);
        let change = builder.nodes.records[node];
        if change == NONE || builder.nodes.kinds[node] == Kind::Character {
            continue;
        }
        let claims = graph.property_claims(NodeIndex::new(*place as usize), Property::Name);
        let named = claims.clone().any(|claim| graph.is_live(claim));
        if !named && !builder.excused.contains(&at) {
            let key = builder.nodes.key(at).to_key();
            builder
                .refusals
                .push(change, None, Reason::MissingName { key });
        }
    }
}

/// Refuses appearances of which nobody knows whose portrayal they are.
fn performers(builder: &mut Builder, graph: &Graph, place: &[u32]) {
    let mut counts = vec![0_u8; graph.node_count()];
    let plays = (0..graph.edge_count())
        .filter(|edge| graph.edges.relations[*edge] == Relation::Plays as u8);
    let plays: Vec<usize> = plays.collect();
    for edge in &plays {
        let count = &mut counts[graph.edges.to[*edge] as usize];
        *count = count.saturating_add(1);
    }
    // Most appearances name nobody; only those that do need the pairs.
    let names_somebody = |list: u32| builder.interning.pools.find(list, Qualifier::Performer);
    let mut lists = 0..super::facts::index(builder.interning.pools.lists.len());
    let performances: HashSet<(u32, u32)> = if lists.any(|list| names_somebody(list).is_some()) {
        let pair = |edge: &usize| {
            let (from, to) = graph.ends(EdgeIndex::new(*edge));
            (number(from), number(to))
        };
        plays.iter().map(pair).collect()
    } else {
        HashSet::new()
    };
    drop(plays);
    for draft in builder.edges.iter() {
        if draft.relation != Relation::AppearsIn {
            continue;
        }
        let (change, from) = (draft.change, draft.from);
        let character = place[from as usize];
        let performer = builder
            .interning
            .pools
            .find(draft.list, Qualifier::Performer);
        let key = |node: u32| builder.nodes.key(node).to_key();
        let reason = match performer {
            Some(performer) if !performances.contains(&(place[performer as usize], character)) => {
                let excused = builder.excused.contains(&performer);
                (!excused).then(|| Reason::StrangePerformer {
                    character: key(from),
                    performer: key(performer),
                })
            }
            None if counts[character as usize] > 1 => Some(Reason::MissingPerformer {
                character: key(from),
            }),
            _ => None,
        };
        if let Some(reason) = reason {
            builder.refusals.push(change, None, reason);
        }
    }
}

/// Refuses things that are part of themselves; only places can be.
fn circular_parts(builder: &mut Builder, graph: &Graph, place: &[u32]) {
    let mut parts: DiGraph<u32, ()> = DiGraph::new();
    let mut at: HashMap<u32, NodeIndex> = HashMap::new();
    let mut drafts = Vec::new();
    for draft in builder.edges.iter() {
        let ends = [draft.from, draft.to];
        let part = draft.relation == Relation::PartOf;
        let [from, to] = ends.map(|node| place[node as usize]);
        if part && graph.nodes.kind(from) == graph.nodes.kind(to) {
            let [from, to] =
                [from, to].map(|node| *at.entry(node).or_insert_with(|| parts.add_node(node)));
            parts.add_edge(from, to, ());
            drafts.push((draft, from, to));
        }
    }
    let circles = petgraph::algo::tarjan_scc(&parts);
    let circles: Vec<&Vec<NodeIndex>> = circles.iter().filter(|part| part.len() > 1).collect();
    for (draft, from, to) in drafts {
        if circles
            .iter()
            .any(|circle| circle.contains(&from) && circle.contains(&to))
        {
            let [key, whole] = [from, to].map(|node| graph.nodes.key(parts[node]).to_key());
            let change = draft.change;
            let reason = Reason::CircularPart { key, whole };
            builder.refusals.push(change, None, reason);
        }
    }
}
