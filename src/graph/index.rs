//! Look-ups that are made once, when a graph is built.

use super::Graph;
use super::facts::index;
use super::fold::fold;
use super::storage::{About, SourceClaims};
use crate::model::{Kind, Property, Qualifier, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeSet;

/// Makes the look-ups that need no walks.
pub(super) fn index_names(graph: &mut Graph) {
    fold_names(graph);
    index_external_ids(graph);
}

/// Makes the look-ups that need to know which edges are walked.
pub(super) fn index_claims(graph: &mut Graph) {
    index_reviews(graph);
    index_sources(graph);
}

fn fold_names(graph: &mut Graph) {
    for node in graph.storage.node_indices().collect::<Vec<_>>() {
        let mut names: Vec<String> = Vec::new();
        for property in [Property::Name, Property::AlternateNames] {
            for claim in graph.claims(&graph.property_claims(node, property)) {
                let name = match &claim.about {
                    About::Property {
                        value: Value::Text(name),
                        ..
                    } => fold(name),
                    About::Property {
                        value: Value::AlternateName(name),
                        ..
                    } => fold(&name.name),
                    _ => continue,
                };
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        if names.is_empty() {
            let description = graph
                .plain(node, Property::Description)
                .and_then(Value::as_text);
            names.extend(description.map(fold));
        }
        graph.storage[node].folded = names.join("\n").into();
    }
}

fn index_external_ids(graph: &mut Graph) {
    let nodes = graph.storage.node_indices();
    let ids = nodes.flat_map(|node| {
        let values = graph.plain_values(node, Property::ExternalIds);
        values.map(move |value| (value.to_string().into_boxed_str(), node))
    });
    let mut ids: Vec<(Box<str>, NodeIndex)> = ids.collect();
    ids.sort_unstable();
    graph.external_ids = ids;
}

/// Finds the ratings that name a critic.
fn index_reviews(graph: &mut Graph) {
    let edges = graph.storage.edge_indices();
    let reviews = edges
        .filter(|edge| graph.storage[*edge].walked)
        .filter_map(|edge| {
            let critic = graph.qualifier(edge, Qualifier::Critic)?.as_key()?;
            Some((graph.find(critic)?, edge))
        });
    let mut reviews: Vec<(NodeIndex, EdgeIndex)> = reviews.collect();
    reviews.sort_unstable();
    graph.reviews = reviews;
}

/// Finds the claims of each source, and those that no other source makes.
fn index_sources(graph: &mut Graph) {
    let sources = graph.kind_range(Kind::Source);
    let mut made = vec![SourceClaims::default(); sources.len()];
    for (at, claim) in graph.claims.iter().enumerate() {
        let references = &graph.references[claim.references as usize];
        let said: BTreeSet<usize> = references
            .iter()
            .map(|reference| reference.source.index() - sources.start)
            .collect();
        for source in &said {
            made[*source].all.push(index(at));
        }
        if let (Some(source), 1) = (said.first(), said.len())
            && !graph.is_implied(at)
        {
            made[*source].sole.push(index(at));
        }
    }
    graph.claims_by_source = made;
}
