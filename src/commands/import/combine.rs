//! What is there and what is new, in one graph.

use super::super::Failure;
use castgraph::graph::{Builder, Graph, Ordered, Refusal, Repeated};
use castgraph::model::{Change, MergeRecord};

/// How many refusals a failure shows.
const REFUSALS_SHOWN: usize = 20;

/// Both graphs in one, with what was found to be one thing.
///
/// Claims that both make are one claim with the references of both; those of `base` that
/// gained a reference so are counted.
///
/// # Errors
/// That the facts do not fit together, each that is refused on a line.
pub(super) fn combine(
    base: &Graph,
    incoming: Graph,
    merges: Vec<MergeRecord>,
) -> Result<(Graph, usize), Failure> {
    if base.claims_listed().is_empty() && merges.is_empty() {
        return Ok((incoming, 0));
    }
    let mut builder = Builder::on(base, Repeated::Join);
    for change in incoming.changes() {
        builder.push(change);
    }
    drop(incoming);
    for merge in merges {
        builder.push(Change::Merge(merge));
    }
    let made = builder.finish_and_count();
    made.map_err(|refusals| refused(&refusals))
}

/// The graph of a builder.
///
/// # Errors
/// As [`combine`].
pub(super) fn finish(builder: Builder) -> Result<Graph, Failure> {
    builder.finish().map_err(|refusals| refused(&refusals))
}

fn refused(refusals: &[Refusal]) -> Failure {
    let shown = refusals.iter().take(REFUSALS_SHOWN);
    let mut text: Vec<String> = shown.map(|refusal| refusal.reason.to_string()).collect();
    let more = refusals.len().saturating_sub(text.len());
    if more > 0 {
        text.push(format!("and {more} more"));
    }
    text.push("castgraph: the facts do not fit together; nothing was written".to_owned());
    text.join("\n").into()
}
