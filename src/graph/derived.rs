//! What follows from the columns and is no column: made when a graph is built or loaded.

use super::Graph;
use super::at_hand::AtHand;
use super::facts::index;
use super::owners::Owners;
use crate::model::Kind;

impl Graph {
    /// Makes it, once nodes are listed.
    ///
    /// Cost: O(nodes + edges + claims); 4 bytes a node, 4 a known error, and what [`AtHand`] takes.
    pub(super) fn derive(&mut self) {
        let nodes = &mut self.nodes;
        nodes.places = vec![0; nodes.slugs.len()];
        for kind in Kind::ALL {
            let range = nodes.range(*kind);
            for (place, node) in nodes.listed[range].iter().enumerate() {
                nodes.places[*node as usize] = index(place);
            }
        }
        self.errors = Some(self.known_errors());
        self.at_hand = AtHand::of(self);
    }

    /// Makes what finds the start of an edge and the basis of a claim, once all have their places.
    ///
    /// Cost: O(nodes + edges + claims); 1 byte for four edges, 1 for sixteen claims.
    pub(super) fn guide(&mut self) {
        self.edges.owners = Owners::of(&self.outgoing.starts);
        let claims = self.claim_count();
        self.bases.make_guide(claims);
    }

    fn known_errors(&self) -> Vec<u32> {
        let starts = &self.bases.starts;
        let ends = starts.iter().skip(1).copied();
        let runs = starts.iter().zip(ends.chain([index(self.claim_count())]));
        let bases = self.bases.values.iter();
        let errors = runs
            .zip(bases)
            .filter(|(_, basis)| !self.pools.basis(**basis).is_live());
        errors.flat_map(|((start, end), _)| *start..end).collect()
    }
}
