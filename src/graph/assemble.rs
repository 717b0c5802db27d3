//! Puts claims into their places.

use super::Graph;
use super::builder::{Builder, Refusals};
use super::by_node::ByNode;
use super::canon::Canon;
use super::content::{Said, content, said_of_property};
use super::drafts::{EdgeDraft, NONE, PropertyDraft};
use super::facts::index;
use super::group::{Grouped, Grouping, Reader};
use super::merged::{self, Merged};
use super::notes::{self, DisputeDraft};
use super::pools::{Basis, Keys, property_type};
use super::ranges::sum_up;
use super::storage::{Edges, Nodes};
use super::texts::Texts;
use super::{index as look_ups, listing, verify, walked};
use crate::model::{KeyRef, Kind, Mode, Property, Relation, ValueRef};
use rayon::prelude::*;

/// The graph of everything that a builder took with the number of claims that gained a
/// reference, or everything that is wrong with it.
pub(super) fn graph(mut builder: Builder) -> Result<(Graph, usize), Refusals> {
    verify::misplaced(&mut builder);
    verify::unknown(&mut builder);
    let Merged { target, mut merges } = merged::resolve(&mut builder);
    let (order, place) = sorted(&builder, &target);
    for row in &mut merges.rows {
        row[2] = place[row[2] as usize];
    }
    let mut graph = Graph {
        merges,
        ..Graph::default()
    };
    let mut canon = Canon::new(&builder.interning.pools, &place);
    let (by_node, nodes) = rayon::join(
        || by_node(&builder, order.len(), &place),
        || nodes(&builder, &order, &mut canon),
    );
    let (of_properties, of_edges) = by_node;
    graph.nodes = nodes;
    add_properties(&mut builder, &mut graph, &mut canon, of_properties);
    add_edges(&mut builder, &mut graph, &mut canon, of_edges, &place);
    let (noted, origins);
    (graph.pools, noted, origins) = canon.finish();
    verify::assembled(&mut builder, &graph, &place);
    let disputes = notes::resolve(&mut builder, &mut graph, &place, noted, &origins);
    if !builder.refusals.is_empty() {
        return Err(builder.refusals);
    }
    let gained = builder.gained;
    drop(builder);
    finish(&mut graph, disputes);
    Ok((graph, gained))
}

/// Makes what follows from the claims.
fn finish(graph: &mut Graph, disputes: Vec<DisputeDraft>) {
    walked::mark_walked(graph);
    listing::list(graph);
    look_ups::index_claims(graph);
    graph.add_disputes(disputes);
}

/// The drafts of nodes in the order of their keys, and the place of each draft's thing there.
fn sorted(builder: &Builder, target: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let nodes = &builder.nodes;
    let all = 0..index(nodes.len());
    let own: Vec<u32> = all.filter(|node| target[*node as usize] == *node).collect();
    let own = own.into_par_iter();
    let mut order: Vec<([u64; 4], u32)> = own.map(|node| (prefix(nodes.key(node)), node)).collect();
    order.par_sort_unstable_by(|(left, one), (right, other)| {
        left.cmp(right)
            .then_with(|| nodes.slugs.get(*one).cmp(nodes.slugs.get(*other)))
    });
    let order: Vec<u32> = order.into_iter().map(|(_, node)| node).collect();
    let mut place = vec![NONE; nodes.len()];
    for (at, node) in order.iter().enumerate() {
        place[*node as usize] = index(at);
    }
    for node in 0..nodes.len() {
        place[node] = place[target[node] as usize];
    }
    (order, place)
}

/// The kind and the first bytes of the slug, which sort like the key.
fn prefix(key: KeyRef<'_>) -> [u64; 4] {
    let mut bytes = [[0; 8]; 4];
    let slots = bytes.as_flattened_mut();
    slots[0] = key.kind() as u8;
    for (byte, letter) in slots[1..].iter_mut().zip(key.slug().bytes()) {
        *byte = letter;
    }
    bytes.map(u64::from_be_bytes)
}

/// Which claims on properties, and which on edges, belong to which node.
fn by_node(builder: &Builder, nodes: usize, place: &[u32]) -> (ByNode, ByNode) {
    let Builder {
        properties, edges, ..
    } = builder;
    rayon::join(
        || ByNode::of(properties, nodes, |draft| place[draft.subject as usize]),
        || ByNode::of(edges, nodes, |draft| place[draft.from as usize]),
    )
}

fn nodes(builder: &Builder, order: &[u32], canon: &mut Canon<'_>) -> Nodes {
    let mut nodes = Nodes {
        kinds: vec![0; Kind::ALL.len() + 1],
        slugs: Texts::like(&builder.nodes.slugs),
        ..Nodes::default()
    };
    for (at, draft) in order.iter().enumerate() {
        let key = builder.nodes.key(*draft);
        nodes.kinds[key.kind() as usize + 1] += 1;
        nodes.slugs.push(key.slug());
        let references = builder.nodes.references[*draft as usize];
        let references = canon.references(&builder.interning.pools, references);
        nodes.references.push(at, references);
    }
    sum_up(&mut nodes.kinds);
    nodes
}

/// The claims on properties, by node, property and standing.
#[expect(
    clippy::needless_pass_by_value,
    reason = "its memory is given back at the end"
)]
fn add_properties(
    builder: &mut Builder,
    graph: &mut Graph,
    canon: &mut Canon<'_>,
    by_node: ByNode,
) {
    let drafts = std::mem::take(&mut builder.properties);
    let nodes = graph.node_count();
    graph.nodes.claims.reserve_exact(nodes + 1);
    graph.nodes.claims.push(0);
    graph.properties.properties.reserve_exact(drafts.len());
    graph.properties.values.reserve_exact(drafts.len());
    let modes = modes(builder);
    let mut grouping = Grouping::new(builder);
    let mut claims: Vec<Grouped> = Vec::new();
    let claim = |draft: &PropertyDraft| Grouped {
        about: [draft.property as u32, 0, 0],
        said: draft.value,
        mode: modes[draft.basis as usize],
        basis: draft.basis,
        change: draft.change,
    };
    by_node.each(&drafts, claim, |node, own| {
        claims.clear();
        claims.extend_from_slice(own);
        let key = graph.nodes.key(index(node));
        grouping.sort(&mut claims, &OfNode(key));
        for claim in &claims {
            let pools = &grouping.builder.interning.pools;
            let property = property(claim);
            let expected = property_type(key.kind(), property);
            let value = canon.value(pools, expected, claim.said);
            let basis = canon.basis(pools, claim.basis);
            graph.bases.push(graph.properties.values.len(), basis);
            graph.properties.properties.push(property as u8);
            graph.properties.values.push(value);
        }
        let end = index(graph.properties.values.len());
        graph.nodes.claims.push(end);
    });
}

/// The edges and the claims on them, by start, relation, end, identity and standing, and where
/// those of each node begin.
#[expect(
    clippy::needless_pass_by_value,
    reason = "its memory is given back at the end"
)]
fn add_edges(
    builder: &mut Builder,
    graph: &mut Graph,
    canon: &mut Canon<'_>,
    by_node: ByNode,
    place: &[u32],
) {
    let drafts = std::mem::take(&mut builder.edges);
    let count = drafts.len();
    graph.outgoing.starts.reserve_exact(graph.node_count() + 1);
    graph.outgoing.starts.push(0);
    let Edges {
        to,
        relations,
        claims: several,
        lists,
        ..
    } = &mut graph.edges;
    to.reserve_exact(count);
    relations.reserve_exact(count);
    lists.reserve_exact(count);
    let first_claim = graph.properties.values.len();
    let modes = modes(builder);
    let mut grouping = Grouping::new(builder);
    let mut claims: Vec<Grouped> = Vec::new();
    let claim = |draft: &EdgeDraft| Grouped {
        about: [draft.relation as u32, place[draft.to as usize], 0],
        said: draft.list,
        mode: modes[draft.basis as usize],
        basis: draft.basis,
        change: draft.change,
    };
    by_node.each(&drafts, claim, |node, own| {
        claims.clear();
        claims.extend_from_slice(own);
        for claim in &mut claims {
            claim.about[2] = grouping.identity(relation(claim), claim.said);
        }
        grouping.sort(&mut claims, &FromNode(&graph.nodes, index(node)));
        for same in claims.chunk_by(|left, right| left.about == right.about) {
            several.push(index(to.len()), index(same.len()));
            to.push(same[0].about[1]);
            relations.push(relation(&same[0]) as u8);
            for claim in same {
                let pools = &grouping.builder.interning.pools;
                let basis = canon.basis(pools, claim.basis);
                graph.bases.push(first_claim + lists.len(), basis);
                lists.push(canon.list(pools, claim.said));
            }
        }
        graph.outgoing.starts.push(index(to.len()));
    });
    graph.guide();
    // What must hold together is checked against the drafts.
    grouping.builder.edges = drafts;
}

/// The mode of each basis.
fn modes(builder: &Builder) -> Vec<Mode> {
    let bases = builder.interning.pools.bases.iter();
    bases.map(|basis| Basis::from_packed(*basis).mode).collect()
}

fn property(claim: &Grouped) -> Property {
    Property::ALL[claim.about[0] as usize]
}

fn relation(claim: &Grouped) -> Relation {
    Relation::ALL[claim.about[0] as usize]
}

/// Reads claims on the properties of a node.
struct OfNode<'k>(KeyRef<'k>);

impl Reader for OfNode<'_> {
    fn value<'p>(&self, builder: &'p Builder, claim: &Grouped) -> Option<ValueRef<'p>> {
        let expected = property_type(self.0.kind(), property(claim));
        let pools = &builder.interning.pools;
        Some(pools.value(&builder.nodes, expected, claim.said))
    }

    fn length(&self, _: &Builder, _: &Grouped) -> usize {
        0
    }

    fn content(&self, builder: &Builder, claim: &Grouped) -> String {
        let value = self.value(builder, claim);
        let value = value.expect("a claim on a property has a value");
        content(self.0, said_of_property(property(claim), value), claim.mode)
    }
}

/// Reads claims on the edges from a node.
struct FromNode<'n>(&'n Nodes, u32);

impl Reader for FromNode<'_> {
    fn value<'p>(&self, _: &'p Builder, _: &Grouped) -> Option<ValueRef<'p>> {
        None
    }

    fn length(&self, builder: &Builder, claim: &Grouped) -> usize {
        builder.interning.pools.lists.of(claim.said).len()
    }

    fn content(&self, builder: &Builder, claim: &Grouped) -> String {
        let list = builder.interning.pools.list(&builder.nodes, claim.said);
        let said = Said::Edge(relation(claim), self.0.key(claim.about[1]), list);
        content(self.0.key(self.1), said, claim.mode)
    }
}
