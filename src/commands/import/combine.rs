//! Builders made graphs.

use super::super::Failure;
use castgraph::graph::{Builder, Graph, Refusal, Repeated};
use castgraph::model::{Change, MergeRecord};

/// How many refusals a failure shows.
const REFUSALS_SHOWN: usize = 20;

/// A graph with what was found to be one thing.
///
/// # Errors
/// As [`finish`].
pub(super) fn merge(graph: Graph, merges: Vec<MergeRecord>) -> Result<Graph, Failure> {
    if merges.is_empty() {
        return Ok(graph);
    }
    let mut builder = Builder::on(&graph, Repeated::Join);
    drop(graph);
    for merge in merges {
        builder.push(&Change::Merge(merge));
    }
    let made = builder.finish();
    made.map_err(|refusals| refused(&refusals))
}

/// The graph of a builder, and how many claims of the graph on which it began gained a
/// reference.
///
/// # Errors
/// That the facts do not fit together, each that is refused on a line.
pub(super) fn finish(builder: Builder) -> Result<(Graph, usize), Failure> {
    let made = builder.finish_and_count();
    made.map_err(|refusals| refused(&refusals))
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
