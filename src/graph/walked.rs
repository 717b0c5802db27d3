//! Which edges walks use, and which only claims tell of.

use super::Graph;
use super::storage::{WALKED, number};
use crate::model::ontology::Scope;
use crate::model::{Kind, Qualifier, Rank, Relation};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// How well an edge is known: errors aside, by level, then by rank where there is one such edge.
type Standing = (u8, Rank);

/// Which question an edge answers; edges that answer the same one have the same.
type Question = (Relation, NodeIndex, Option<Kind>, Option<NodeIndex>, String);

/// Decides which edges walks use: of those that answer one question, the best known,
/// and where a thing has only one such edge, those that were preferred.
///
/// Cost: O(edges), and more only for questions to which answers of different standing exist.
pub(super) fn mark_walked(graph: &mut Graph) {
    // Nearly every edge stands as all others of its relation do and needs no comparison.
    const USUAL: Standing = (0, Rank::Normal);
    let edges = || {
        let edges = (0..graph.edge_count()).into_par_iter();
        edges.map(EdgeIndex::new)
    };
    let unusual = edges().filter(|edge| standing(graph, *edge) != Some(USUAL));
    let unusual: Vec<EdgeIndex> = unusual.collect();
    let live = unusual.iter().copied();
    let live = live.filter(|edge| standing(graph, *edge).is_some());
    let anchors: HashSet<(Relation, NodeIndex)> = live.map(|edge| anchor(graph, edge)).collect();
    let mut rivals: Vec<(EdgeIndex, Standing, Question)> = Vec::new();
    if !anchors.is_empty() {
        let asked = edges().filter(|edge| anchors.contains(&anchor(graph, *edge)));
        rivals.par_extend(
            asked.filter_map(|edge| Some((edge, standing(graph, edge)?, question(graph, edge)))),
        );
    }
    let mut best: HashMap<&Question, Standing> = HashMap::new();
    for (_, standing, question) in &rivals {
        let known = best.entry(question).or_insert(*standing);
        *known = *standing.min(known);
    }
    let errors = unusual.iter().copied();
    let errors = errors.filter(|edge| standing(graph, *edge).is_none());
    let behind = rivals
        .iter()
        .filter(|(_, standing, question)| best[question] != *standing);
    let beaten: Vec<EdgeIndex> = errors.chain(behind.map(|(edge, ..)| *edge)).collect();
    for relation in &mut graph.edges.relations {
        *relation |= WALKED;
    }
    for edge in beaten {
        graph.edges.relations[edge.index()] &= !WALKED;
    }
    mark_performances(graph, &unusual);
}

fn standing(graph: &Graph, edge: EdgeIndex) -> Option<Standing> {
    let best = graph.basis(graph.edge_claims(edge).start);
    let from = graph.kind(graph.start(edge));
    let single = graph.relation(edge).rule().single.contains(&from);
    let rank = if single { best.rank } else { Rank::Normal };
    best.is_live().then(|| (best.mode.level(), rank))
}

/// An announced performer is walked where the appearance that names the performer is.
fn mark_performances(graph: &mut Graph, unusual: &[EdgeIndex]) {
    let mut named: HashSet<(NodeIndex, NodeIndex)> = HashSet::new();
    for plays in unusual {
        if graph.relation(*plays) != Relation::Plays {
            continue;
        }
        let (person, character) = graph.ends(*plays);
        let appearances = graph.edges_from(character);
        let mut appearances = appearances
            .filter(|edge| graph.relation(*edge) == Relation::AppearsIn && graph.is_walked(*edge));
        let performed = |edge: EdgeIndex| {
            graph.qualifier_number(edge, Qualifier::Performer) == Some(number(person))
        };
        if appearances.any(performed) {
            named.insert((person, character));
        }
    }
    for plays in unusual {
        if graph.relation(*plays) == Relation::Plays && named.contains(&graph.ends(*plays)) {
            graph.edges.relations[plays.index()] |= WALKED;
        }
    }
}

/// The end about which an edge answers a question.
fn anchor(graph: &Graph, edge: EdgeIndex) -> (Relation, NodeIndex) {
    let (from, to) = graph.ends(edge);
    let relation = graph.relation(edge);
    match relation.rule().scope {
        Scope::Of | Scope::Edge => (relation, from),
        Scope::To | Scope::ToIdentified => (relation, to),
    }
}

fn question(graph: &Graph, edge: EdgeIndex) -> Question {
    let (from, to) = graph.ends(edge);
    let relation = graph.relation(edge);
    match relation.rule().scope {
        Scope::Of => (relation, from, Some(graph.kind(to)), None, String::new()),
        Scope::To => (relation, to, None, None, String::new()),
        Scope::ToIdentified => (relation, to, None, None, graph.edge_identity(edge)),
        Scope::Edge => (relation, from, None, Some(to), graph.edge_identity(edge)),
    }
}
