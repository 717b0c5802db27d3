//! Ids in other catalogues.

use super::matching::Matching;
use super::settle::{Candidate, Strength};
use crate::graph::view::Node;
use crate::model::Kind;

/// Kinds beside titles whose ids in other catalogues say what is one.
pub(super) const NUMBERED: &[Kind] = &[Kind::Season, Kind::Episode, Kind::Person, Kind::Outlet];

/// Finds the things of a kind that have an id in common.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    if !matching.knew(kind) {
        return;
    }
    let mut candidates = Vec::new();
    for left in matching.grown(kind) {
        for id in left.external_ids() {
            let alive = |one: &Node<'_>| one.external_ids().any(|other| other == id);
            let others = matching.all.by_external_id(id);
            let others = others.filter(|one| one.kind() == kind && *one != left && alive(one));
            let others = others.filter(|one| !matching.are_told_apart(left, *one));
            candidates.extend(others.map(|right| Candidate {
                pair: matching.oriented(left, right),
                strength: Strength::Id,
                reason: format!("{} {} in both", id.authority, id.id),
            }));
        }
    }
    matching.settle(candidates);
}

/// In words, the ids of one catalogue that both have, none of them in common.
pub(super) fn that_differ(left: Node<'_>, right: Node<'_>) -> Option<String> {
    left.external_ids().find_map(|id| {
        let of_left = left.external_ids();
        let mut of_left = of_left.filter(|other| other.authority == id.authority);
        let of_right = || {
            let of_right = right.external_ids();
            of_right.filter(|other| other.authority == id.authority)
        };
        let other = of_right().next()?;
        let shared = of_left.any(|id| of_right().any(|other| other == id));
        (!shared).then(|| format!("{} {} is not {}", id.authority, id.id, other.id))
    })
}
