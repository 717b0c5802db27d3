//! Whose portrayal an appearance is, once several people play a character.
//!
//! A catalogue that knows one performer of a character does not name the performer of each
//! appearance. When another catalogue, or the same one later, brings a second performer, what
//! the first one said still speaks of the one it knew.

use super::builder::Builder;
use super::drafts::NONE;
use crate::model::{Qualifier, Relation};
use std::collections::{HashMap, HashSet};

/// Names the performer of appearances that name none, where several people play the character
/// but only one by the records that the appearance came with: under the same key, and either
/// from the graph on which the builder began or behind it.
///
/// Cost: O(nodes + edges), and only where graphs or things come together.
pub(super) fn name(builder: &mut Builder, target: &[u32]) {
    let several = played_by_several(builder, target);
    if several.is_empty() {
        return;
    }
    let is_several = |character: u32| several.contains(&target[character as usize]);
    let known = builder.known;
    let mut performers: HashMap<(u32, bool), u32> = HashMap::new();
    for plays in builder.edges.iter() {
        if plays.relation == Relation::Plays && is_several(plays.to) {
            let one = performers.entry((plays.to, plays.change < known));
            let one = one.or_insert(plays.from);
            if *one != NONE && target[*one as usize] != target[plays.from as usize] {
                *one = NONE;
            }
        }
    }
    for at in 0..builder.edges.len() {
        let edge = builder.edges[at];
        let pools = &builder.interning.pools;
        if edge.relation != Relation::AppearsIn
            || !is_several(edge.from)
            || pools.find(edge.list, Qualifier::Performer).is_some()
        {
            continue;
        }
        let of = (edge.from, edge.change < known);
        let Some(performer) = performers.get(&of).filter(|one| **one != NONE) else {
            continue;
        };
        let said = pools.lists.of(edge.list).to_vec();
        let rules = edge.relation.rule().qualifiers.iter();
        let items = rules.filter_map(|rule| {
            let name = rule.qualifier as u32;
            if rule.qualifier == Qualifier::Performer {
                return Some([name, *performer]);
            }
            said.iter().find(|[other, _]| *other == name).copied()
        });
        let items: Vec<[u32; 2]> = items.collect();
        builder.edges[at].list = builder.interning.list(&items);
    }
}

/// Characters that more than one person plays.
fn played_by_several(builder: &Builder, target: &[u32]) -> HashSet<u32> {
    let mut several = HashSet::new();
    let mut first = vec![NONE; builder.nodes.len()];
    for plays in builder.edges.iter() {
        if plays.relation != Relation::Plays {
            continue;
        }
        let [person, character] = [plays.from, plays.to].map(|node| target[node as usize]);
        let known = &mut first[character as usize];
        if *known == NONE {
            *known = person;
        } else if *known != person {
            several.insert(character);
        }
    }
    several
}
