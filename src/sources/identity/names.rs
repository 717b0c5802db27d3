//! Names made comparable.

use crate::graph::fold::fold;
use crate::graph::list::{Nodes, Ordered};
use crate::graph::view::Node;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The names of a thing, folded, the plain one first; none for a thing that nobody names.
pub(super) fn folded(node: Node<'_>) -> Vec<String> {
    let named = node.name().is_some() || node.alternate_names().next().is_some();
    let mut all: Vec<String> = Vec::new();
    for name in named.then(|| node.names()).into_iter().flatten() {
        let name = fold(name);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Whether one folded name is a part of the other, as whole words: "del harris" of
/// "chief del harris".
pub(super) fn is_part(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    let short: Vec<&str> = words(short).collect();
    let long: Vec<&str> = words(long).collect();
    !short.is_empty() && long.windows(short.len()).any(|window| window == short)
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
}

/// Finds the things of a list by name, in 16 bytes a name.
pub(super) struct Index<'g> {
    list: Nodes<'g>,
    /// Hashes of folded names with places in the list.
    places: Vec<(u64, u32)>,
}

impl<'g> Index<'g> {
    pub fn new(list: Nodes<'g>) -> Self {
        let mut places = Vec::with_capacity(list.len());
        for (place, node) in (0_u32..).zip(list.items()) {
            let names = folded(node);
            places.extend(names.iter().map(|name| (hash(name), place)));
        }
        places.sort_unstable();
        Self { list, places }
    }

    /// The things that share a name with one, each once, in the order of the list.
    pub fn find(&self, node: Node<'_>) -> Vec<Node<'g>> {
        let wanted = folded(node);
        let mut places: Vec<u32> = Vec::new();
        for name in &wanted {
            let hash = hash(name);
            let start = self.places.partition_point(|(other, _)| *other < hash);
            let same = self.places[start..].iter();
            places.extend(
                same.take_while(|(other, _)| *other == hash)
                    .map(|(_, place)| place),
            );
        }
        places.sort_unstable();
        places.dedup();
        let nodes = places.iter().map(|place| self.list.get(*place as usize));
        nodes
            .filter(|found| folded(*found).iter().any(|name| wanted.contains(name)))
            .collect()
    }
}

/// The same in every run.
fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
