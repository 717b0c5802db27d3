//! Look-ups that are made once, when a graph is built.

use super::Graph;
use super::content::key_hash;
use super::facts::index;
use super::pools::Keys;
use super::storage::SourceClaims;
use crate::model::{Kind, Property, Qualifier, Relation};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// Makes the look-ups, once it is known which edges are walked.
pub(super) fn index_claims(graph: &mut Graph) {
    hash_keys(graph);
    index_external_ids(graph);
    index_reviews(graph);
    index_sources(graph);
}

fn hash_keys(graph: &mut Graph) {
    let nodes = 0..index(graph.node_count());
    let hashed = nodes.map(|node| (key_hash(graph.nodes.key(node)), node));
    let mut hashed: Vec<(u64, u32)> = hashed.collect();
    hashed.sort_unstable();
    graph.nodes.hashed = hashed.into_iter().map(|(_, node)| node).collect();
}

fn index_external_ids(graph: &mut Graph) {
    let mut claims: Vec<u32> = Vec::new();
    for node in (0..graph.node_count()).map(NodeIndex::new) {
        claims.extend(graph.plain_claims(node, Property::ExternalIds));
    }
    claims.sort_by(|left, right| {
        let by_id = graph.external_id(*left).cmp(&graph.external_id(*right));
        by_id.then(left.cmp(right))
    });
    graph.external_ids = claims;
}

/// Finds the ratings that name a critic.
fn index_reviews(graph: &mut Graph) {
    let rated = (0..graph.edge_count())
        .map(EdgeIndex::new)
        .filter(|edge| graph.relation(*edge) == Relation::RatedBy && graph.is_walked(*edge));
    let reviews = rated.filter_map(|edge| {
        let critic = graph.qualifier_number(edge, Qualifier::Critic)?;
        Some([critic, index(edge.index())])
    });
    let mut reviews: Vec<[u32; 2]> = reviews.collect();
    reviews.sort_unstable();
    graph.reviews = reviews;
}

/// Finds the claims of each source, and those that no other source makes.
fn index_sources(graph: &mut Graph) {
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
    let implied = (0..index(graph.claim_count())).filter(|claim| graph.has_rival(*claim));
    let implied = implied.filter(|claim| graph.is_implied(*claim));
    for claim in implied.collect::<Vec<u32>>() {
        for source in &mut made {
            source.sole.remove(claim);
        }
    }
    for source in &mut made {
        source.all.optimize();
        source.sole.optimize();
    }
    graph.claims_by_source = made;
}

impl Graph {
    /// The id in another catalogue that a claim gives: catalogue and id.
    pub(super) fn external_id(&self, claim: u32) -> (&str, &str) {
        let [authority, id] = self.pools.ids[self.properties.values[claim as usize] as usize];
        (self.pools.texts.get(authority), self.pools.texts.get(id))
    }

    /// Whether a claim beside it may be about the same, which is cheap to see.
    fn has_rival(&self, claim: u32) -> bool {
        let properties = &self.properties.properties;
        let at = claim as usize;
        match at.checked_sub(properties.len()) {
            None => {
                let same = |other: Option<usize>| {
                    other.and_then(|other| properties.get(other)) == Some(&properties[at])
                };
                same(at.checked_sub(1)) || same(at.checked_add(1))
            }
            Some(at) => {
                let edge = self.edges.claims.edge(index(at));
                self.edges.claims.claims(edge).len() > 1
            }
        }
    }
}
