//! Which edges walks use, and which only claims tell of.

use super::Graph;
use crate::model::ontology::Scope;
use crate::model::{Kind, Qualifier, Rank, Relation, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{HashMap, HashSet};

/// Decides which edges walks use: of those that answer one question, the best known,
/// and where a thing has only one such edge, those that were preferred.
pub(super) fn mark_walked(graph: &mut Graph) {
    let standing = |graph: &Graph, edge: EdgeIndex| {
        let best = graph.edge_claims(edge).first()?;
        let (from, _) = graph.storage.edge_endpoints(edge)?;
        let kind = graph.storage[from].key.kind();
        let single = graph.storage[edge].relation.rule().single.contains(&kind);
        let rank = if single { best.rank } else { Rank::Normal };
        (best.rank != Rank::Deprecated).then(|| (best.mode.level(), rank))
    };
    let mut best: HashMap<_, (u8, Rank)> = HashMap::new();
    let edges: Vec<EdgeIndex> = graph.storage.edge_indices().collect();
    for edge in &edges {
        if let Some(standing) = standing(graph, *edge) {
            let known = best.entry(question(graph, *edge)).or_insert(standing);
            *known = standing.min(*known);
        }
    }
    for edge in &edges {
        let standing = standing(graph, *edge);
        let walked = standing.is_some_and(|standing| best[&question(graph, *edge)] == standing);
        graph.storage[*edge].walked = walked;
    }
    mark_performances(graph, &edges);
}

/// An announced performer is walked where the appearance that names the performer is.
fn mark_performances(graph: &mut Graph, edges: &[EdgeIndex]) {
    let named = edges.iter().filter_map(|edge| {
        let appearance =
            graph.storage[*edge].relation == Relation::AppearsIn && graph.storage[*edge].walked;
        let performer = graph
            .qualifier(*edge, Qualifier::Performer)
            .and_then(Value::as_key);
        let (character, _) = graph.storage.edge_endpoints(*edge)?;
        Some((graph.find(performer.filter(|_| appearance)?)?, character))
    });
    let named: HashSet<(NodeIndex, NodeIndex)> = named.collect();
    for edge in edges {
        let plays = graph.storage[*edge].relation == Relation::Plays;
        if plays
            && graph
                .storage
                .edge_endpoints(*edge)
                .is_some_and(|ends| named.contains(&ends))
        {
            graph.storage[*edge].walked = true;
        }
    }
}

/// Which question an edge answers; edges that answer the same one have the same.
fn question(
    graph: &Graph,
    edge: EdgeIndex,
) -> (Relation, NodeIndex, Option<Kind>, Option<NodeIndex>, String) {
    let (from, to) = graph
        .storage
        .edge_endpoints(edge)
        .expect("an edge of this graph has two ends");
    let relation = graph.storage[edge].relation;
    match relation.rule().scope {
        Scope::Of => (
            relation,
            from,
            Some(graph.storage[to].key.kind()),
            None,
            String::new(),
        ),
        Scope::To => (relation, to, None, None, String::new()),
        Scope::ToIdentified => (relation, to, None, None, graph.edge_identity(edge)),
        Scope::Edge => (relation, from, None, Some(to), graph.edge_identity(edge)),
    }
}
