//! Genres and outlets: little more than their names.

use super::matching::{Candidate, Matching, Strength};
use super::names;
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
    let mut known: HashMap<String, Vec<Node<'_>>> = HashMap::new();
    for base in matching.base.nodes(kind).items() {
        for name in labels(base) {
            known.entry(name).or_default().push(base);
        }
    }
    let mut candidates = Vec::new();
    for incoming in matching.incoming.nodes(kind).items() {
        if matching.same(incoming).is_some() {
            continue;
        }
        let found = labels(incoming).into_iter();
        let found = found.filter_map(|name| known.get(&name)).flatten();
        candidates.extend(found.map(|base| Candidate {
            incoming,
            base: *base,
            strength: Strength::Likely,
            reason: format!("both are called {}", base.label()),
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
