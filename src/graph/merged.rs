//! What is said of merged keys, said of the things that they name.

use super::builder::{Builder, Repeated};
use super::drafts::PropertyDraft;
use super::error::Reason;
use super::facts::index;
use super::performers;
use super::pools::{Basis, Keys, qualifier, qualifier_type};
use super::storage::Merges;
use crate::model::{Key, MergeRecord, Rank, ValueType};
use std::collections::HashMap;

/// Which draft of a node stands for which.
pub(super) struct Merged {
    /// The draft that each draft is; itself, where it was not merged.
    pub target: Vec<u32>,
    /// The merges in order; their nodes are drafts.
    pub merges: Merges,
}

/// Decides which drafts are one thing, and rewrites all that is said of merged ones, with
/// the merged keys in its references.
pub(super) fn resolve(builder: &mut Builder) -> Merged {
    let mut records = std::mem::take(&mut builder.merges);
    let sort_key = |merge: &MergeRecord| (merge.key.clone(), merge.into.clone());
    records.sort_by(|(_, left), (_, right)| {
        sort_key(left)
            .cmp(&sort_key(right))
            .then(right.rank.cmp(&left.rank))
    });
    let target = targets(builder, &mut records);
    let joined = builder.known > 0 && builder.repeated == Repeated::Join;
    if joined || !records.is_empty() {
        performers::name(builder, &target);
    }
    let mut merges = Merges::default();
    let mut alias_of: HashMap<u32, u32> = HashMap::new();
    for (place, (_, record)) in records.iter().enumerate() {
        merges.keys.push(record.key.slug());
        merges.into.push(record.into.slug());
        merges.reasons.push(&record.reason);
        let number = |key: &Key| builder.nodes.find(key).unwrap_or_default();
        let wrong = record.rank == Rank::Deprecated;
        let leads_to = target[number(&record.into) as usize];
        merges
            .rows
            .push([record.key.kind() as u32, u32::from(wrong), leads_to]);
        if !wrong {
            alias_of.insert(number(&record.key), index(place));
        }
    }
    if !alias_of.is_empty() {
        rewrite(builder, &target, &alias_of);
    }
    Merged { target, merges }
}

/// Refuses merges that cannot be; of the same merge told twice, keeps one.
fn targets(builder: &mut Builder, records: &mut Vec<(u32, MergeRecord)>) -> Vec<u32> {
    let mut target: Vec<u32> = (0..index(builder.nodes.len())).collect();
    let refusals = &mut builder.refusals;
    let joins = builder.repeated == Repeated::Join;
    records.dedup_by(|later, first| {
        let again = later.1.key == first.1.key && later.1.into == first.1.into;
        if again && !joins {
            let key = later.1.key.clone();
            refusals.push(later.0, Some(first.0), Reason::DuplicateMerge { key });
        }
        again
    });
    let mut into: HashMap<u32, (u32, u32)> = HashMap::new();
    for (change, record) in records.iter() {
        let numbers = [&record.key, &record.into].map(|key| builder.nodes.find(key));
        let (Some(key), Some(thing)) = (numbers[0], numbers[1]) else {
            continue;
        };
        if record.key.kind() != record.into.kind() {
            refusals.push(
                *change,
                None,
                Reason::WrongKind {
                    role: "into",
                    expected: record.key.kind(),
                    key: record.into.clone(),
                },
            );
        } else if record.rank != Rank::Deprecated
            && let Some((first, _)) = into.insert(key, (*change, thing))
        {
            let key = record.key.clone();
            refusals.push(*change, Some(first), Reason::DuplicateMerge { key });
        }
    }
    for (key, (change, thing)) in &into {
        let (mut end, mut steps) = (*thing, 0);
        while let Some((_, next)) = into.get(&end) {
            end = *next;
            steps += 1;
            if end == *key || steps > into.len() {
                let [key, into] = [*key, *thing].map(|node| builder.nodes.key(node).to_key());
                refusals.push(*change, None, Reason::CircularMerge { key, into });
                end = *thing;
                break;
            }
        }
        target[*key as usize] = end;
    }
    target
}

/// Says of the things what was said of merged keys.
fn rewrite(builder: &mut Builder, target: &[u32], alias_of: &HashMap<u32, u32>) {
    let lists = Lists::new(builder, target, alias_of);
    let mut tags = Tags::default();
    // In the order of the merges, so that it does not change from run to run.
    let mut aliases: Vec<(u32, u32)> = alias_of.iter().map(|(node, at)| (*at, *node)).collect();
    aliases.sort_unstable();
    for (alias, node) in aliases {
        let (from, to) = (node as usize, target[node as usize] as usize);
        let origins = builder.interning.origins(&[alias]);
        let own = builder.nodes.references[from];
        let tagged = builder.interning.tagged(own, origins);
        let both = builder
            .interning
            .union(builder.nodes.references[to], tagged);
        builder.nodes.references[to] = both;
    }
    for draft in 0..builder.properties.len() {
        let PropertyDraft { subject, basis, .. } = builder.properties[draft];
        if let Some(alias) = alias_of.get(&subject) {
            builder.properties[draft].subject = target[subject as usize];
            builder.properties[draft].basis = tags.basis(builder, basis, &[*alias]);
        }
    }
    for draft in 0..builder.edges.len() {
        let mut edge = builder.edges[draft];
        let ends = [edge.from, edge.to];
        let mut aliases: Vec<u32> = Vec::new();
        aliases.extend(ends.iter().filter_map(|node| alias_of.get(node)));
        if let Some((list, named)) = lists.renamed.get(&edge.list) {
            edge.list = *list;
            aliases.extend(named);
        }
        if aliases.is_empty() {
            continue;
        }
        aliases.sort_unstable();
        aliases.dedup();
        [edge.from, edge.to] = ends.map(|node| target[node as usize]);
        if edge.from == edge.to {
            let [from, to] = ends.map(|node| builder.nodes.key(node).to_key());
            let relation = edge.relation;
            let reason = Reason::MergedEnds { relation, from, to };
            builder.refusals.push(edge.change, None, reason);
        }
        edge.basis = tags.basis(builder, edge.basis, &aliases);
        builder.edges[draft] = edge;
    }
}

/// Lists that name merged keys, with the lists that name the things, and the merges.
struct Lists {
    renamed: HashMap<u32, (u32, Vec<u32>)>,
}

impl Lists {
    fn new(builder: &mut Builder, target: &[u32], alias_of: &HashMap<u32, u32>) -> Self {
        let mut renamed = HashMap::new();
        for list in 0..index(builder.interning.pools.lists.len()) {
            let mut items = builder.interning.pools.lists.of(list).to_vec();
            let mut aliases = Vec::new();
            for [name, value] in &mut items {
                if matches!(qualifier_type(qualifier(*name)), ValueType::Key(_)) {
                    aliases.extend(alias_of.get(value));
                    *value = target[*value as usize];
                }
            }
            if !aliases.is_empty() {
                renamed.insert(list, (builder.interning.list(&items), aliases));
            }
        }
        Self { renamed }
    }
}

/// Bases with merged keys in their references.
#[derive(Default)]
struct Tags {
    bases: HashMap<(u32, Vec<u32>), u32>,
}

impl Tags {
    fn basis(&mut self, builder: &mut Builder, basis: u32, aliases: &[u32]) -> u32 {
        if let Some(tagged) = self.bases.get(&(basis, aliases.to_vec())) {
            return *tagged;
        }
        let origins = builder.interning.origins(aliases);
        let old = builder.interning.pools.basis(basis);
        let references = builder.interning.tagged(old.references, origins);
        let tagged = builder.interning.basis(Basis { references, ..old });
        self.bases.insert((basis, aliases.to_vec()), tagged);
        tagged
    }
}
