//! The graph that requests read now.

use super::Graph;
use arc_swap::ArcSwap;
use std::sync::Arc;

/// Holds one graph at a time; a request takes it once and reads no other.
#[derive(Debug)]
pub struct Snapshot(ArcSwap<Graph>);

impl Snapshot {
    /// Publishes a first graph.
    pub fn new(graph: Graph) -> Self {
        Self(ArcSwap::from_pointee(graph))
    }

    /// The graph of this moment.
    pub fn take(&self) -> Arc<Graph> {
        self.0.load_full()
    }

    /// Publishes another graph; requests under way keep theirs.
    pub fn publish(&self, graph: Graph) {
        self.0.store(Arc::new(graph));
    }
}
