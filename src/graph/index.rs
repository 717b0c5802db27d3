//! Look-ups that are made once, when a graph is built.

use super::Graph;
use super::content::key_hash;
use super::facts::index;
use super::pools::Keys;
use super::storage::{About, SourceClaims};
use crate::model::{Kind, Property, Qualifier, Relation};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Makes the look-ups, once it is known which edges are walked.
pub(super) fn index_claims(graph: &mut Graph) {
    let of_nodes = || (hashed_keys(graph), external_ids(graph));
    let of_claims = || (reviews(graph), claims_by_source(graph));
    let (of_nodes, of_claims) = rayon::join(of_nodes, of_claims);
    (graph.nodes.hashed, graph.external_ids) = of_nodes;
    (graph.reviews, graph.claims_by_source) = of_claims;
}

fn hashed_keys(graph: &Graph) -> Vec<u32> {
    let nodes = (0..index(graph.node_count())).into_par_iter();
    let hashed = nodes.map(|node| (key_hash(graph.nodes.key(node)), node));
    let mut hashed: Vec<(u64, u32)> = hashed.collect();
    hashed.par_sort_unstable();
    hashed.into_iter().map(|(_, node)| node).collect()
}

fn external_ids(graph: &Graph) -> Vec<u32> {
    let mut claims: Vec<(u64, u32)> = Vec::new();
    for node in (0..graph.node_count()).map(NodeIndex::new) {
        let own = graph.plain_claims(node, Property::ExternalIds);
        claims.extend(own.map(|claim| (graph.external_id_hash(claim), claim)));
    }
    claims.par_sort_unstable();
    claims.into_iter().map(|(_, claim)| claim).collect()
}

/// Finds the ratings that name a critic.
fn reviews(graph: &Graph) -> Vec<[u32; 2]> {
    let rated = (0..graph.edge_count())
        .map(EdgeIndex::new)
        .filter(|edge| graph.relation(*edge) == Relation::RatedBy && graph.is_walked(*edge));
    let reviews = rated.filter_map(|edge| {
        let critic = graph.qualifier_number(edge, Qualifier::Critic)?;
        Some([critic, index(edge.index())])
    });
    let mut reviews: Vec<[u32; 2]> = reviews.collect();
    reviews.sort_unstable();
    reviews
}

/// Finds the claims of each source, and those that no other source makes.
fn claims_by_source(graph: &Graph) -> Vec<SourceClaims> {
    let sources = graph.nodes.range(Kind::Source);
    let mut made = vec![SourceClaims::default(); sources.len()];
    let ends = graph.bases.starts.iter().skip(1).copied();
    let ends = ends.chain([index(graph.claim_count())]);
    let runs = graph.bases.starts.iter().zip(ends).zip(&graph.bases.values);
    for ((start, end), basis) in runs {
        let references = graph.pools.basis(*basis).references;
        let mut said: Vec<usize> = graph
            .pools
            .references
            .of(references)
            .iter()
            .map(|entry| entry[0] as usize - sources.start)
            .collect();
        said.dedup();
        for source in &said {
            made[*source].all.insert_range(*start..end);
        }
        if let [source] = said[..] {
            made[source].sole.insert_range(*start..end);
        }
    }
    // Claims of which another source says as much lie beside claims that rest on something
    // else, so only where runs meet is there anything to find.
    let mut seen = 0;
    for start in graph.bases.starts.iter().skip(1) {
        let group = graph.about_the_same(*start);
        for claim in group.start.max(seen)..group.end {
            if graph.is_implied(claim) {
                for source in &mut made {
                    source.sole.remove(claim);
                }
            }
        }
        seen = seen.max(group.end);
    }
    for source in &mut made {
        source.all.optimize();
        source.sole.optimize();
    }
    made
}

/// The hash by which ids in other catalogues are looked up.
pub(super) fn external_id_hash(authority: &str, id: &str) -> u64 {
    let seed = xxh3_64(authority.as_bytes());
    xxh3_64_with_seed(id.as_bytes(), seed)
}

impl Graph {
    /// The id in another catalogue that a claim gives: catalogue and id.
    pub(super) fn external_id(&self, claim: u32) -> (&str, &str) {
        let [authority, id] = self.pools.ids[self.properties.values[claim as usize] as usize];
        (self.pools.texts.get(authority), self.pools.texts.get(id))
    }

    /// The hash of the id that a claim gives.
    pub(super) fn external_id_hash(&self, claim: u32) -> u64 {
        let (authority, id) = self.external_id(claim);
        external_id_hash(authority, id)
    }

    /// The claims about the same as one claim.
    pub(super) fn about_the_same(&self, claim: u32) -> std::ops::Range<u32> {
        match self.about(claim) {
            About::Property(node, property) => self.property_claims(node, property),
            About::Edge(edge) => self.edge_claims(edge),
        }
    }
}
