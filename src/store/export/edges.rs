//! The edges of a graph, each once, with ids.

use crate::graph::view::Edge;
use crate::graph::{Graph, Ordered};
use std::fmt::Write as _;
use xxhash_rust::xxh3::xxh3_128;

/// Every edge, walked or not, seen from its start; by where they begin, relation and end.
pub(super) fn edges(graph: &Graph) -> impl Iterator<Item = Edge<'_>> {
    let claims = graph.claims_listed();
    // The claims of an edge lie side by side, the best first.
    (0..claims.len()).filter_map(move |place| {
        let claim = claims.get(place);
        claim.edge().filter(|edge| edge.claim() == claim)
    })
}

/// The part of an edge's id behind the colon: a hash of what tells it from all others.
///
/// It stays the same when other things are said of the edge.
pub(super) fn edge_hash(edge: Edge<'_>) -> String {
    let (from, to) = (edge.from().key(), edge.to().key());
    let mut identity = format!("{from} {} {to}", edge.relation().word());
    let rule = edge.relation().rule();
    for (name, value) in edge.claim().qualifiers() {
        if rule.qualifier(name).is_some_and(|rule| rule.identifies) {
            // Values have no line ends.
            let _ = write!(identity, "\n{}={value}", name.word());
        }
    }
    format!("{:032x}", xxh3_128(identity.as_bytes()))
}

/// The id of an edge in every format.
pub(super) fn edge_id(edge: Edge<'_>) -> String {
    format!("edge:{}", edge_hash(edge))
}
