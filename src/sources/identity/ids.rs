//! Ids in other catalogues.

use super::matching::{Candidate, Matching, Strength};
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::model::Kind;

/// Kinds beside titles whose ids in other catalogues say what is one.
pub(super) const NUMBERED: &[Kind] = &[Kind::Season, Kind::Episode, Kind::Person, Kind::Outlet];

/// Finds the things of a kind that have an id in common.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    if matching.base.nodes(kind).is_empty() {
        return;
    }
    let mut candidates = Vec::new();
    for incoming in matching.incoming.nodes(kind).items() {
        let mut ids = incoming.external_ids().peekable();
        if ids.peek().is_none() || matching.same(incoming).is_some() {
            continue;
        }
        for id in ids {
            let known = matching.base.by_external_id(id);
            let alive = |base: &Node<'_>| base.external_ids().any(|other| other == id);
            let fitting = known.filter(|base| base.kind() == kind && alive(base));
            candidates.extend(fitting.map(|base| Candidate {
                incoming,
                base,
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
