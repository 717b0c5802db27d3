//! Makes the lists: nodes of a kind, edges of a node.

use super::Graph;
use super::direction::Direction;
use super::facts::index;
use super::fold::fold;
use super::ranges::into_buckets;
use super::storage::{Rows, number};
use crate::model::relation::{Billing, Department, Measure, Part};
use crate::model::{Kind, PartialDate, Property, Qualifier, Relation, Vocabulary};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Stands behind every number that sorts.
const LAST: u32 = u32::MAX;

/// Makes the lists, once walks are decided.
///
/// The order is that of [`Graph::node_position`] and [`Graph::edge_position`], without
/// making positions.
pub(super) fn list(graph: &mut Graph) {
    graph.outgoing.edges = (0..index(graph.edge_count())).collect();
    let (edges, nodes) = (graph.edge_count(), graph.node_count());
    let (incoming, (listed, places)) = rayon::join(
        || into_buckets(edges, nodes, |edge| graph.edges.to[edge]),
        || list_nodes(graph),
    );
    let (starts, edges) = incoming;
    graph.incoming = Rows { starts, edges };
    graph.nodes.listed = listed;
    sort_rows(graph, &places, Direction::Out);
    sort_rows(graph, &places, Direction::In);
    graph.derive();
}

/// The nodes as they are listed, and the place of each in its list.
fn list_nodes(graph: &Graph) -> (Vec<u32>, Vec<u32>) {
    let mut places = vec![0_u32; graph.node_count()];
    let mut listed = Vec::with_capacity(graph.node_count());
    for kind in Kind::ALL {
        let nodes = graph.nodes.range(*kind).into_par_iter();
        let keyed = nodes.map(|node| {
            let key = node_sort_key(graph, &places, *kind, node);
            (key, graph.listed_name_number(node), index(node))
        });
        let mut keyed: Vec<(u128, u32, u32)> = keyed.collect();
        keyed.par_sort_unstable_by(|(left, name, one), (right, other_name, other)| {
            let names = || {
                if name == other_name && *name != LAST {
                    Ordering::Equal
                } else {
                    by_name(graph, *one, *other)
                }
            };
            left.cmp(right).then_with(names).then(one.cmp(other))
        });
        for (place, (_, _, node)) in keyed.iter().enumerate() {
            places[*node as usize] = index(place);
            listed.push(*node);
        }
    }
    (listed, places)
}

/// What sorts nodes of a kind before their names and keys do.
fn node_sort_key(graph: &Graph, places: &[u32], kind: Kind, node: usize) -> u128 {
    let node = NodeIndex::new(node);
    let date = |property| graph.date(node, property).map_or(LAST, PartialDate::packed);
    let count = |node, property| graph.count(node, property).unwrap_or(LAST);
    let above = |part| {
        let whole = graph.parent(part, Kind::Series);
        whole.map_or(LAST, |whole| places[whole.index()])
    };
    let four = |numbers: [u32; 4]| {
        numbers
            .iter()
            .fold(0, |key, number| key << 32 | u128::from(*number))
    };
    match kind {
        Kind::Series | Kind::Film => four([date(Property::Premiered), 0, 0, 0]),
        Kind::Season => four([above(node), count(node, Property::Number), 0, 0]),
        Kind::Episode => {
            let season = graph.parent(node, Kind::Season);
            four([
                above(season.unwrap_or(node)),
                season.map_or(LAST, |season| count(season, Property::Number)),
                count(node, Property::Number),
                date(Property::AirDate),
            ])
        }
        Kind::Event => four([date(Property::Date), 0, 0, 0]),
        _ => {
            let unnamed = graph.plain(node, Property::Name).is_none();
            let mut bytes = [0; 16];
            bytes[0] = u8::from(unnamed);
            let name = fold(graph.listed_name(node));
            for (byte, letter) in bytes[1..].iter_mut().zip(name.bytes()) {
                *byte = letter;
            }
            u128::from_be_bytes(bytes)
        }
    }
}

/// Nodes that sort alike so far, by name; what has none comes last.
fn by_name(graph: &Graph, one: u32, other: u32) -> Ordering {
    let [one, other] = [one, other].map(|node| {
        let node = NodeIndex::new(node as usize);
        let unnamed = graph.plain(node, Property::Name).is_none();
        (unnamed, graph.listed_name(node))
    });
    if one == other {
        return Ordering::Equal;
    }
    let folded = || fold(one.1).cmp(&fold(other.1));
    one.0.cmp(&other.0).then_with(folded)
}

/// What sorts the edges of a node.
struct EdgeKey {
    /// Unwalked last; relation, kind of the far end, a number.
    first: u64,
    /// A text between the numbers.
    text: u32,
    /// Another number, then the place of the far end in its list.
    second: u64,
    edge: u32,
}

/// Nodes whose rows one core sorts at once.
const BLOCK: usize = 4096;

fn sort_rows(graph: &mut Graph, places: &[u32], direction: Direction) {
    let mut rows = match direction {
        Direction::Out => std::mem::take(&mut graph.outgoing),
        Direction::In => std::mem::take(&mut graph.incoming),
    };
    // While a row is sorted, nothing reads rows but what reads all of one column.
    let performances = performance_orders(graph, direction);
    let key = |edge| edge_key(graph, places, &performances, edge, direction);
    let (starts, mut rest) = (&rows.starts, &mut rows.edges[..]);
    let blocks = (0..graph.node_count()).step_by(BLOCK).map(|first| {
        let bounds = &starts[first..=(first + BLOCK).min(graph.node_count())];
        let length = (bounds[bounds.len() - 1] - bounds[0]) as usize;
        let (block, behind) = std::mem::take(&mut rest).split_at_mut(length);
        rest = behind;
        (bounds, block)
    });
    let blocks: Vec<(&[u32], &mut [u32])> = blocks.collect();
    blocks.into_par_iter().for_each(|(bounds, block)| {
        let mut keys: Vec<EdgeKey> = Vec::new();
        for row in bounds.windows(2) {
            let [from, to] = [row[0], row[1]].map(|bound| (bound - bounds[0]) as usize);
            let row = &mut block[from..to];
            if row.len() < 2 {
                continue;
            }
            keys.clear();
            keys.extend(row.iter().map(|edge| key(*edge)));
            keys.sort_unstable_by(|left, right| compare(graph, left, right));
            for (place, key) in row.iter_mut().zip(&keys) {
                *place = key.edge;
            }
        }
    });
    match direction {
        Direction::Out => graph.outgoing = rows,
        Direction::In => graph.incoming = rows,
    }
}

fn compare(graph: &Graph, left: &EdgeKey, right: &EdgeKey) -> Ordering {
    let text = |key: &EdgeKey| graph.pools.optional_text(key.text).unwrap_or_default();
    let identity = |key: &EdgeKey| graph.edge_identity(EdgeIndex::new(key.edge as usize));
    let texts = || {
        if left.text == right.text {
            Ordering::Equal
        } else {
            text(left).cmp(text(right))
        }
    };
    let first = left.first.cmp(&right.first).then_with(texts);
    first
        .then(left.second.cmp(&right.second))
        .then_with(|| identity(left).cmp(&identity(right)))
}

/// The first place in lists of credits at which somebody plays each character; needed to
/// sort what leads to where characters appear.
fn performance_orders(graph: &Graph, direction: Direction) -> Vec<u32> {
    let characters = graph.nodes.range(Kind::Character);
    if direction == Direction::Out || characters.is_empty() {
        return Vec::new();
    }
    let mut orders = vec![LAST; characters.len()];
    for edge in 0..graph.edge_count() {
        let edge = EdgeIndex::new(edge);
        if graph.relation(edge) == Relation::Plays && graph.is_walked(edge) {
            let order = graph.qualifier_count(edge, Qualifier::Order);
            let character = graph.end(edge).index() - characters.start;
            orders[character] = orders[character].min(order.unwrap_or(LAST));
        }
    }
    orders
}

fn edge_key(
    graph: &Graph,
    places: &[u32],
    performances: &[u32],
    edge: u32,
    direction: Direction,
) -> EdgeKey {
    let index = EdgeIndex::new(edge as usize);
    let far = graph.other(index, direction);
    let (relation, kind) = (graph.relation(index), graph.kind(far));
    let count = |qualifier| graph.qualifier_count(index, qualifier).unwrap_or(LAST);
    let ordinal = |qualifier, words: &Vocabulary| {
        let place = graph.qualifier_ordinal(index, qualifier, words);
        place.unwrap_or(LAST)
    };
    let (mut first, mut text, mut second) = (0, 0, 0);
    match (relation, direction) {
        (Relation::Plays, Direction::In) => first = count(Qualifier::Order),
        (Relation::AppearsIn, Direction::In) => {
            first = ordinal(Qualifier::Billing, &Billing::VOCABULARY);
            let characters = graph.nodes.range(Kind::Character);
            second = performances[far.index() - characters.start];
        }
        (Relation::Credited, Direction::In) => {
            first = ordinal(Qualifier::Department, &Department::VOCABULARY);
            let job = graph.qualifier_number(index, Qualifier::Job);
            text = job.map_or(0, |job| job + 1);
            second = count(Qualifier::Order);
        }
        (Relation::Involves, Direction::Out) => {
            first = ordinal(Qualifier::Part, &Part::VOCABULARY);
        }
        (Relation::RatedBy, _) => first = ordinal(Qualifier::Measure, &Measure::VOCABULARY),
        _ => {}
    }
    let unwalked = u64::from(!graph.is_walked(index));
    EdgeKey {
        first: unwalked << 48 | (relation as u64) << 40 | (kind as u64) << 32 | u64::from(first),
        text,
        second: u64::from(second) << 32 | u64::from(places[number(far) as usize]),
        edge,
    }
}
