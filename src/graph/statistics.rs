//! How much a graph holds.

use super::Graph;
use crate::model::{Kind, Relation};
use petgraph::graph::EdgeIndex;

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

/// How much a graph holds, in three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Nodes of all kinds.
    pub nodes: usize,
    /// Edges of all relations, walked or not.
    pub edges: usize,
    /// Claims, those in the records of nodes included.
    pub claims: usize,
}

impl Graph {
    /// How much the graph holds. Cost: O(1).
    pub fn size(&self) -> Size {
        Size {
            nodes: self.node_count(),
            edges: self.edge_count(),
            claims: self.claim_count(),
        }
    }

    /// Counts what the graph holds. Cost: O(edges + claims).
    pub fn statistics(&self) -> Statistics {
        let nodes = Kind::ALL.iter();
        let nodes = nodes.map(|kind| (*kind, self.nodes.range(*kind).len()));
        let mut edges: Vec<(Relation, usize)> = Relation::ALL
            .iter()
            .map(|relation| (*relation, 0))
            .collect();
        for edge in (0..self.edge_count()).map(EdgeIndex::new) {
            edges[self.relation(edge) as usize].1 += 1;
        }
        let claims = 0..super::facts::index(self.claim_count());
        let references = claims.map(|claim| {
            let list = self.basis(claim).references;
            self.pools.references.of(list).len()
        });
        Statistics {
            nodes: nodes.collect(),
            edges,
            claims: self.claim_count(),
            references: references.sum(),
            disputes: self.disputes.rows.len(),
        }
    }
}
