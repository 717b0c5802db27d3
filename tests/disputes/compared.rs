//! Filters of disputes, and what two sources agree and differ about, beside the slow and obvious.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use castgraph::graph::view::{Claim, Dispute, Node, Source, View};
use castgraph::graph::{Builder, ClaimFilter, Direction, DisputeFilter, Graph, Ordered, Repeated};
use castgraph::model::{Change, Key, Kind, Property, Relation};
use castgraph::store::load_seed;
use proptest::prelude::*;

use crate::imported::onto_the_seed;
use crate::support::drawn;
use crate::support::shuffle::Random;

static GRAPHS: LazyLock<[Graph; 3]> =
    LazyLock::new(|| [load_seed().unwrap(), drawn(), onto_the_seed()]);

/// The graph with other sources behind its claims.
fn said_by_others(graph: &Graph, seed: u64) -> Graph {
    let mut random = Random(seed);
    let sources: Vec<Key> = sources(graph)
        .iter()
        .map(|source| source.key().to_key())
        .collect();
    let mut builder = Builder::new(Repeated::Join);
    for mut change in graph.changes() {
        let basis = match &mut change {
            Change::Claim(claim) => Some(&mut claim.basis),
            Change::Edge(edge) => Some(&mut edge.basis),
            _ => None,
        };
        for reference in basis.into_iter().flat_map(|basis| &mut basis.references) {
            reference.source = sources[random.below(sources.len())].clone();
        }
        builder.push(&change);
    }
    builder.finish().unwrap()
}

fn sources(graph: &Graph) -> Vec<Source<'_>> {
    graph
        .nodes(Kind::Source)
        .items()
        .filter_map(Source::of)
        .collect()
}

fn makes(source: Source<'_>, claim: Claim<'_>) -> bool {
    claim
        .references()
        .any(|reference| reference.source() == source)
}

fn keys<'g>(disputes: impl Iterator<Item = Dispute<'g>>) -> Vec<String> {
    disputes.map(|dispute| dispute.key().to_string()).collect()
}

/// Whether two claims in a computed dispute answer alike, told from their texts.
fn alike(dispute: Dispute<'_>, one: Claim<'_>, other: Claim<'_>) -> bool {
    let said = |claim: Claim<'_>| match dispute.qualifier() {
        Some(wanted) => {
            let mut said = claim.qualifiers().filter(|(name, _)| *name == wanted);
            said.next()
                .map_or_else(String::new, |(_, value)| value.to_string())
        }
        None => claim.value(),
    };
    let is_name = dispute.property().is_some_and(Property::is_name)
        || dispute
            .qualifier()
            .is_some_and(castgraph::model::Qualifier::is_name);
    let is_date = |claim: Claim<'_>| match dispute.qualifier() {
        Some(wanted) => claim
            .qualifiers()
            .any(|(name, value)| name == wanted && value.as_date().is_some()),
        None => claim
            .property_value()
            .is_some_and(|value| value.as_date().is_some()),
    };
    let [left, right] = [said(one), said(other)];
    if is_date(one) && is_date(other) {
        return left.starts_with(&right) || right.starts_with(&left);
    }
    let letters = |name: &str| {
        let folded = castgraph::graph::fold::fold(name);
        folded
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect::<String>()
    };
    left == right || is_name && !letters(&left).is_empty() && letters(&left) == letters(&right)
}

fn differ(dispute: Dispute<'_>, one: Source<'_>, other: Source<'_>) -> bool {
    let claims: Vec<Claim<'_>> = dispute.claims().items().collect();
    let only = |of: Source<'_>, not: Source<'_>| {
        let claims = claims
            .iter()
            .filter(|claim| makes(of, **claim) && !makes(not, **claim));
        claims.copied().collect::<Vec<_>>()
    };
    let [ours, theirs] = [only(one, other), only(other, one)];
    if dispute.is_computed() {
        return ours.iter().any(|our| {
            let mut theirs = theirs.iter();
            theirs.any(|their| !alike(dispute, *our, *their))
        });
    }
    let unmatched = |lone: &[Claim<'_>], by: Source<'_>| {
        lone.iter().any(|claim| {
            let mut others = claims.iter().filter(|other| makes(by, **other));
            !others.any(|other| same_side(*claim, *other))
        })
    };
    unmatched(&ours, other) && unmatched(&theirs, one)
}

/// Whether two claims say the same of one thing, or of a part and its whole.
fn same_side(one: Claim<'_>, other: Claim<'_>) -> bool {
    let said = |claim: Claim<'_>| {
        let value = claim.property_value().map(|value| value.to_string());
        (claim.property(), claim.relation(), value)
    };
    let ends = match (one.entity(), other.entity()) {
        (Some(one), Some(other)) => kin(one, other),
        _ => true,
    };
    let differing = one.qualifiers().any(|(name, value)| {
        let mut others = other.qualifiers();
        others.any(|(other, found)| other == name && found.to_string() != value.to_string())
    });
    said(one) == said(other) && kin(one.subject(), other.subject()) && ends && !differing
}

fn kin(one: Node<'_>, other: Node<'_>) -> bool {
    let [ones, others] = [one, other].map(wholes);
    ones.contains(&other.key().to_string()) || others.contains(&one.key().to_string())
}

/// A thing and what it is part of, at once or by way of others.
fn wholes(node: Node<'_>) -> Vec<String> {
    let edges = node.edges(Relation::PartOf, Direction::Out);
    let further = edges.items().flat_map(|edge| wholes(edge.far()));
    std::iter::once(node.key().to_string())
        .chain(further)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn two_sources_agree_and_differ_where_their_claims_do(at in 0_usize..3, seed in any::<u64>()) {
        let graph = said_by_others(&GRAPHS[at], seed);
        for one in sources(&graph) {
            for other in sources(&graph) {
                let both = one.agrees_with(Some(other));
                let both: Vec<_> = both.items().map(Claim::key).collect();
                let all = graph.claims_listed();
                let obvious = all.items().filter(|claim| makes(one, *claim) && makes(other, *claim));
                prop_assert_eq!(both, obvious.map(Claim::key).collect::<Vec<_>>());

                let found = one.disagrees_with(Some(other), &|| false).unwrap();
                let obvious = graph.disputes();
                let obvious = obvious.items().filter(|dispute| differ(*dispute, one, other));
                prop_assert_eq!(keys(found.items()), keys(obvious));
            }
        }
    }

    #[test]
    fn filters_leave_disputes_with_such_a_claim(
        at in 0_usize..3,
        seed in any::<u64>(),
        property in proptest::option::weighted(0.4, proptest::sample::select(Property::ALL)),
        relation in proptest::option::weighted(0.2, proptest::sample::select(Relation::ALL)),
        kind in proptest::option::of(proptest::sample::select(Kind::ALL)),
        source in proptest::option::of(0_usize..2),
    ) {
        let graph = said_by_others(&GRAPHS[at], seed);
        let source = source.map(|at| sources(&graph)[at]);
        let filter = DisputeFilter {
            claim: ClaimFilter {
                property,
                relation,
                source: source.map(Some),
                ..ClaimFilter::default()
            },
            kind,
        };
        let obvious = graph.disputes();
        let obvious = obvious.items().filter(|dispute| {
            dispute.claims().items().any(|claim| {
                property.is_none_or(|property| claim.property() == Some(property))
                    && relation.is_none_or(|relation| claim.relation() == Some(relation))
                    && kind.is_none_or(|kind| claim.subject().kind() == kind)
                    && source.is_none_or(|source| makes(source, claim))
            })
        });
        let found = filter.select(&graph, &|| false).unwrap();
        prop_assert_eq!(keys(found.items()), keys(obvious));
    }
}

#[test]
fn the_drawn_sources_differ_somewhere() {
    let differing = (0..8).map(|seed| {
        let graph = said_by_others(&GRAPHS[2], seed);
        let sources = sources(&graph);
        let pairs = sources
            .iter()
            .flat_map(|one| sources.iter().map(move |other| (*one, *other)));
        let differing = pairs.map(|(one, other)| {
            let found = one.disagrees_with(Some(other), &|| false);
            found.unwrap().len()
        });
        differing.sum::<usize>()
    });
    let differing: BTreeSet<usize> = differing.collect();
    assert!(
        differing.first() > Some(&0) && differing.len() > 1,
        "{differing:?}"
    );
}
