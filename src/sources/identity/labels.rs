//! Genres and outlets: little more than their names.

use super::matching::Matching;
use super::names;
use super::settle::{Candidate, Strength};
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::model::Kind;
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

/// Finds the things of a kind that have one name.
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
        candidates.extend(found.map(|other| {
            let pair = matching.oriented(one, *other);
            Candidate {
                pair,
                strength: Strength::Likely,
                reason: format!("both are called {}", pair[1].label()),
            }
        }));
    }
    matching.settle(candidates);
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
