//! What is there and what is new, in one graph.

use super::super::Failure;
use castgraph::graph::{Graph, Refusal};
use castgraph::model::Change;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_128;

/// How many refusals a failure shows.
const REFUSALS_SHOWN: usize = 20;

/// Both graphs in one.
pub(super) struct Combined {
    pub graph: Graph,
    /// Whether it says more than the first.
    pub grown: bool,
    /// How many things of the two graphs turned out to be one.
    pub merged: usize,
    /// Pairs that may be one thing, a JSON object a line each.
    pub doubtful: Vec<String>,
}

/// Adds changes to a graph, but for those that it says already.
///
/// # Errors
/// That the facts do not fit together, each that is refused on a line.
pub(super) fn combine(base: &Graph, changes: Vec<Change>) -> Result<Combined, Failure> {
    // In canonical form, so that equal records are equal texts.
    let incoming = Graph::empty()
        .apply(changes)
        .map_err(|refusals| refused(&refusals))?;
    let known: HashSet<u128> = base.changes().iter().map(hash).collect();
    let mut fresh = incoming.changes();
    fresh.retain(|change| !known.contains(&hash(change)));
    let grown = !fresh.is_empty();
    let graph = base.apply(fresh).map_err(|refusals| refused(&refusals))?;
    Ok(Combined {
        graph,
        grown,
        merged: 0,
        doubtful: Vec::new(),
    })
}

fn hash(change: &Change) -> u128 {
    xxh3_128(format!("{change:?}").as_bytes())
}

fn refused(refusals: &[Refusal]) -> Failure {
    let shown = refusals.iter().take(REFUSALS_SHOWN);
    let mut text: Vec<String> = shown.map(|refusal| refusal.reason.to_string()).collect();
    let more = refusals.len().saturating_sub(text.len());
    if more > 0 {
        text.push(format!("and {more} more"));
    }
    text.push("castgraph: the facts do not fit together; the directory is as it was".to_owned());
    text.join("\n").into()
}
