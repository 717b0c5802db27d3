//! Series and films: what has a title and a first year.

use super::ids;
use super::matching::Matching;
use super::names::{self, Index};
use super::roles;
use super::settle::{Candidate, Strength};
use crate::graph::Direction;
use crate::graph::fold::fold;
use crate::graph::list::Ordered;
use crate::graph::view::{Edge, Node};
use crate::model::relation::Billing;
use crate::model::{Kind, Property, Qualifier, Relation};
use std::collections::{BTreeSet, HashMap};

/// Finds titles of a kind by title and first year, and somebody who had to do with both.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    let joined = matching.joined().filter(|title| title.kind() == kind);
    let mut open: Vec<Node<'_>> = matching.open_titles(kind).chain(joined).collect();
    if !matching.knew(kind) || open.is_empty() {
        return;
    }
    let index = Index::new(matching.all.nodes(kind));
    // Two that were found to be one may together be a third.
    while !open.is_empty() {
        let mut candidates = Vec::new();
        for one in open {
            let all = matching.members(one).into_iter();
            for other in all.flat_map(|one| index.find(one)) {
                if matching.one(one) != matching.one(other) && !matching.are_told_apart(one, other)
                {
                    candidates.extend(compare(matching, matching.oriented(one, other)));
                }
            }
        }
        open = matching.settle(candidates);
    }
}

/// Weighs two things of one title.
fn compare<'g>(matching: &Matching<'g>, pair: [Node<'g>; 2]) -> Option<Candidate<'g>> {
    let all = pair.map(|one| matching.members(one));
    let [ours, theirs] = [0, 1].map(|side| -> BTreeSet<u32> {
        all[side]
            .iter()
            .filter_map(|one| first_year(*one))
            .collect()
    });
    let same = ours.intersection(&theirs).next();
    let near = |ours: &u32| theirs.iter().find(|theirs| ours.abs_diff(**theirs) == 1);
    let near = ours.iter().find_map(|ours| Some((ours, near(ours)?)));
    let both = || in_common(&all[0], &all[1]);
    let (strength, reason) = if let Some(year) = same {
        match both() {
            Some(both) => (
                Strength::Likely,
                format!("same title and first year {year}, {both}"),
            ),
            None => (
                Strength::Doubtful,
                format!("same title and first year {year}, but nobody in common"),
            ),
        }
    } else if ids::that_differ(pair[0], pair[1]).is_some() {
        return None;
    } else if let Some((year, other)) = near {
        (
            Strength::Doubtful,
            format!("same title, but first years {year} and {other}"),
        )
    } else if ours.is_empty() || theirs.is_empty() {
        let both = both()?;
        let reason = format!("same title, {both}, but a first year is not known");
        (Strength::Doubtful, reason)
    } else {
        return None;
    };
    Some(Candidate {
        pair,
        strength,
        reason,
    })
}

/// The year of the first release.
fn first_year(node: Node<'_>) -> Option<u32> {
    let premiered = node.date(Property::Premiered);
    premiered.map(|date| u32::from(date.year()))
}

/// In words, a company or a person by whose name two titles can be told, each given as all
/// that are one.
fn in_common<'g>(left: &[Node<'g>], right: &[Node<'g>]) -> Option<String> {
    let shared = |of: &dyn Fn(Node<'g>) -> Vec<Node<'g>>| {
        let mut known: HashMap<String, &str> = HashMap::new();
        for node in right.iter().flat_map(|one| of(*one)) {
            let names = names::folded(node).into_iter();
            known.extend(names.map(|name| (name, node.label())));
        }
        let ours = left.iter().flat_map(|one| of(*one));
        let mut names = ours.flat_map(names::folded);
        names.find_map(|name| known.get(&name).copied())
    };
    let company = shared(&|title| companies(title, COMPANIES));
    let lead = || shared(&leads);
    company
        .or_else(lead)
        .map(|name| format!("both with {name}"))
}

/// Who showed, ordered or made it or its seasons. Whoever offers it to stream says little.
const COMPANIES: &[Relation] = &[
    Relation::AiredOn,
    Relation::CommissionedBy,
    Relation::ProducedBy,
];

/// The companies that had to do with a title or its seasons in some ways.
pub(super) fn companies<'g>(title: Node<'g>, ways: &[Relation]) -> Vec<Node<'g>> {
    let mut found = Vec::new();
    for place in std::iter::once(title).chain(roles::seasons(title)) {
        for way in ways {
            found.extend(place.edges(*way, Direction::Out).items().map(Edge::far));
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
