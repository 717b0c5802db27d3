//! How much a graph holds.

use super::Graph;
use crate::model::{Kind, Relation};

/// How many things of each sort a graph holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Nodes of each kind, in the order of [`Kind`]; kinds without nodes too.
    pub nodes: Vec<(Kind, usize)>,
    /// Edges of each relation, walked or not, in the order of [`Relation`]; relations without edges too.
    pub edges: Vec<(Relation, usize)>,
    /// Claims, those in the records of nodes included.
    pub claims: usize,
    /// Pairs of a claim and one of its references.
    pub references: usize,
    /// Disputes, computed and written.
    pub disputes: usize,
}

impl Graph {
    /// Counts what the graph holds. Cost: O(edges + claims).
    pub fn statistics(&self) -> Statistics {
        let nodes = Kind::ALL.iter();
        let nodes = nodes.map(|kind| (*kind, self.kind_range(*kind).len()));
        let mut edges: Vec<(Relation, usize)> = Relation::ALL
            .iter()
            .map(|relation| (*relation, 0))
            .collect();
        for edge in self.storage.edge_weights() {
            edges[edge.relation as usize].1 += 1;
        }
        let references = self.claims.iter();
        let references = references.map(|claim| self.references[claim.references as usize].len());
        Statistics {
            nodes: nodes.collect(),
            edges,
            claims: self.claims.len(),
            references: references.sum(),
            disputes: self.disputes.len(),
        }
    }
}
