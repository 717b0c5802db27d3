//! What follows from the columns and is no column: made when a graph is built or loaded.

use super::Graph;
use super::facts::index;
use super::owners::Owners;
use crate::model::Kind;

impl Graph {
    /// Makes it, once nodes are listed and claims have their places.
    ///
    /// Cost: O(nodes + edges + claims); 4 bytes a node, 1 for four edges and 1 for sixteen claims.
    pub(super) fn derive(&mut self) {
        let nodes = &mut self.nodes;
        nodes.places = vec![0; nodes.slugs.len()];
        for kind in Kind::ALL {
            let range = nodes.range(*kind);
            for (place, node) in nodes.listed[range].iter().enumerate() {
                nodes.places[*node as usize] = index(place);
            }
        }
        self.edges.owners = Owners::of(&self.outgoing.starts);
        let claims = self.claim_count();
        self.bases.make_guide(claims);
    }
}
