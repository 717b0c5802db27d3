//! Series and films: what has a title and a first year.

use super::ids;
use super::matching::{Candidate, Matching, Strength};
use super::names::{self, Index};
use super::roles;
use crate::graph::Direction;
use crate::graph::fold::fold;
use crate::graph::list::Ordered;
use crate::graph::view::{Edge, Node};
use crate::model::relation::Billing;
use crate::model::{Kind, Property, Qualifier, Relation};
use std::collections::HashMap;

/// Finds titles of a kind by title and first year, and somebody who had to do with both.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    let index = Index::new(matching.base.nodes(kind));
    let mut candidates = Vec::new();
    for incoming in matching.incoming.nodes(kind).items() {
        if matching.same(incoming).is_some() {
            continue;
        }
        for base in index.find(incoming) {
            candidates.extend(compare(incoming, base));
        }
    }
    matching.settle(candidates);
}

/// Weighs two things of one title.
fn compare<'g>(incoming: Node<'g>, base: Node<'g>) -> Option<Candidate<'g>> {
    let years = [incoming, base].map(first_year);
    let (strength, reason) = match years {
        [Some(left), Some(right)] if left == right => match in_common(incoming, base) {
            Some(both) => (
                Strength::Likely,
                format!("same title and first year {left}, {both}"),
            ),
            None => (
                Strength::Doubtful,
                format!("same title and first year {left}, but nobody in common"),
            ),
        },
        _ if ids::that_differ(incoming, base).is_some() => return None,
        [Some(left), Some(right)] if left.abs_diff(right) == 1 => (
            Strength::Doubtful,
            format!("same title, but first years {left} and {right}"),
        ),
        [Some(_), Some(_)] => return None,
        _ => {
            let both = in_common(incoming, base)?;
            let reason = format!("same title, {both}, but a first year is not known");
            (Strength::Doubtful, reason)
        }
    };
    Some(Candidate {
        incoming,
        base,
        strength,
        reason,
    })
}

/// The year of the first release.
fn first_year(node: Node<'_>) -> Option<u32> {
    let premiered = node.date(Property::Premiered);
    premiered.map(|date| u32::from(date.year()))
}

/// In words, a company or a person by whose name both can be told.
fn in_common(incoming: Node<'_>, base: Node<'_>) -> Option<String> {
    let shared = |of: fn(Node<'_>) -> Vec<Node<'_>>| {
        let mut known: HashMap<String, &str> = HashMap::new();
        for node in of(base) {
            let names = names::folded(node).into_iter();
            known.extend(names.map(|name| (name, node.label())));
        }
        let mut names = of(incoming).into_iter().flat_map(names::folded);
        names.find_map(|name| known.get(&name).copied())
    };
    let company = shared(companies).map(|name| format!("both with {name}"));
    company.or_else(|| shared(leads).map(|name| format!("both with {name}")))
}

/// Who showed, ordered or made it or its seasons. Whoever offers it to stream says little.
fn companies(title: Node<'_>) -> Vec<Node<'_>> {
    const WAYS: [Relation; 3] = [
        Relation::AiredOn,
        Relation::CommissionedBy,
        Relation::ProducedBy,
    ];
    let mut found = Vec::new();
    for place in std::iter::once(title).chain(roles::seasons(title)) {
        for way in WAYS {
            found.extend(place.edges(way, Direction::Out).items().map(Edge::far));
        }
    }
    found
}

/// Who plays more than a small part in it or its seasons; for what is no series, its crew too.
fn leads(title: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    for place in std::iter::once(title).chain(roles::seasons(title)) {
        for appearance in place.edges(Relation::AppearsIn, Direction::In).items() {
            let billing = appearance.term(Qualifier::Billing);
            if billing.is_none_or(|billing| billing == Billing::Main.word()) {
                found.extend(roles::performers(appearance));
            }
        }
        if title.kind() != Kind::Series {
            let credits = place.edges(Relation::Credited, Direction::In);
            found.extend(credits.items().map(Edge::far));
        }
    }
    found.retain(|person| person.name().is_some_and(|name| !fold(name).is_empty()));
    found
}
