//! Genres and outlets: little more than their names.
//!
//! A genre is its name, so one name is one genre. Outlets of one name may be two, so they
//! need the same address as well.

use super::matching::Matching;
use super::names;
use super::settle::{Candidate, Strength};
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::model::{Kind, Property};
use std::collections::HashMap;

/// Other words for a genre, folded and without hyphens, with the word that stands for both.
const SYNONYMS: &[(&str, &str)] = &[
    ("sci fi", "science fiction"),
    ("scifi", "science fiction"),
    ("reality tv", "reality"),
    ("kids", "children"),
    ("sport", "sports"),
    ("biography", "biopic"),
    ("romantic", "romance"),
];

/// Finds the things of a kind that have one name, and weighs what more they have in common.
pub(super) fn find(matching: &mut Matching<'_>, kind: Kind) {
    if !matching.knew(kind) {
        return;
    }
    let mut known: HashMap<String, Vec<Node<'_>>> = HashMap::new();
    for one in matching.all.nodes(kind).items() {
        for name in labels(one) {
            known.entry(name).or_default().push(one);
        }
    }
    let mut candidates = Vec::new();
    for one in matching.grown(kind) {
        let found = labels(one).into_iter();
        let found = found.filter_map(|name| known.get(&name)).flatten();
        let found = found.filter(|other| !matching.are_told_apart(one, **other));
        candidates.extend(found.map(|other| compare(matching.oriented(one, *other))));
    }
    matching.settle(candidates);
}

/// Weighs two things of one name.
fn compare(pair: [Node<'_>; 2]) -> Candidate<'_> {
    let both = format!("both are called {}", pair[1].label());
    let (strength, reason) = match pair.map(|node| node.text(Property::Url)) {
        _ if pair[1].kind() == Kind::Genre => (Strength::Likely, both),
        [Some(left), Some(right)] if site(left) == site(right) => {
            (Strength::Likely, format!("{both} and are at {right}"))
        }
        [Some(left), Some(right)] => (
            Strength::Doubtful,
            format!("{both}, but are at {left} and {right}"),
        ),
        _ => (
            Strength::Doubtful,
            format!("{both}, but an address is not known of both"),
        ),
    };
    Candidate {
        pair,
        strength,
        reason,
    }
}

/// An address without what may differ although the site is the same.
fn site(address: &str) -> String {
    let address = address.to_lowercase();
    let plain = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let plain = plain.strip_prefix("www.").unwrap_or(plain);
    plain.trim_end_matches('/').to_owned()
}

fn labels(node: Node<'_>) -> Vec<String> {
    let names = names::folded(node).into_iter();
    let plain = names.map(|name| {
        let name = name.replace('-', " ");
        let mut synonyms = SYNONYMS.iter();
        match synonyms.find(|(word, _)| node.kind() == Kind::Genre && *word == name) {
            Some((_, word)) => (*word).to_owned(),
            None => name,
        }
    });
    plain.collect()
}
