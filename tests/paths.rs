//! Shortest paths in the seed and in the seed with imports on it, compared with what a slow and
//! obvious search finds.

use std::collections::{BTreeMap, BTreeSet};

use crate::imported::onto_the_seed;
use castgraph::graph::path::{End, USUAL_KINDS, USUAL_RELATIONS, Ways, shortest};
use castgraph::graph::room::Full;
use castgraph::graph::view::Node;
use castgraph::graph::{Direction, Graph, Ordered, Stopped};
use castgraph::model::{Kind, Relation};
use castgraph::store::load_seed;
use proptest::prelude::*;
use std::cell::Cell;
use std::sync::LazyLock;

static SEED: LazyLock<Graph> = LazyLock::new(|| load_seed().unwrap());
static IMPORTED: LazyLock<Graph> = LazyLock::new(onto_the_seed);

fn things(graph: &Graph) -> Vec<Node<'_>> {
    let kinds = Kind::ALL.iter();
    kinds
        .flat_map(|kind| graph.nodes(*kind).items().collect::<Vec<_>>())
        .collect()
}

/// What each thing is joined to, by the text of the keys.
fn neighbors(node: Node<'_>, ways: &Ways<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for relation in &ways.relations {
        for direction in Direction::ALL {
            let edges = node.edges(*relation, *direction);
            found.extend(edges.items().map(|edge| edge.far().key().to_string()));
        }
    }
    found
}

/// All ways without repetition of at most so many steps, the shortest first, then by keys.
fn all_ways(from: Node<'_>, to: Node<'_>, ways: &Ways<'_>) -> Vec<Vec<String>> {
    let graph = from.graph();
    let joined: BTreeMap<String, BTreeSet<String>> = things(graph)
        .into_iter()
        .map(|node| (node.key().to_string(), neighbors(node, ways)))
        .collect();
    let goal = to.key().to_string();
    let passable = |key: &String| {
        let node = graph.node(&key.parse().unwrap()).unwrap();
        *key == goal || (ways.kinds.contains(&node.kind()) && !ways.avoid.contains(&node))
    };
    let mut open = vec![vec![from.key().to_string()]];
    let mut found = Vec::new();
    for _ in 0..ways.steps_max {
        let mut longer = Vec::new();
        for way in open {
            for next in &joined[way.last().unwrap()] {
                if way.contains(next) || !passable(next) {
                    continue;
                }
                let way = [way.clone(), vec![next.clone()]].concat();
                if *next == goal {
                    found.push(way);
                } else {
                    longer.push(way);
                }
            }
        }
        open = longer;
    }
    let by_keys = |way: &Vec<String>| {
        let keys = way.iter().map(|key| {
            let node = graph.node(&key.parse().unwrap()).unwrap();
            (node.key().kind(), node.key().slug().to_owned())
        });
        (way.len(), keys.collect::<Vec<_>>())
    };
    found.sort_by_key(by_keys);
    found
}

fn ways<'g>(relations: &[Relation], kinds: &[Kind], steps_max: usize) -> Ways<'g> {
    Ways {
        relations: relations.to_vec(),
        kinds: kinds.to_vec(),
        avoid: Vec::new(),
        steps_max,
        visited_max: usize::MAX,
    }
}

fn found(from: Node<'_>, to: Node<'_>, ways: &Ways<'_>, count: usize) -> (Vec<Vec<String>>, End) {
    let paths = shortest(from, to, ways, count, &|| false).unwrap();
    let keys = paths.found.iter().map(|path| {
        let steps = path.steps();
        for (before, behind) in steps.iter().zip(&steps[1..]) {
            assert_eq!(before.far(), behind.near());
        }
        let near = steps[0].near().key().to_string();
        let far = steps.iter().map(|step| step.far().key().to_string());
        std::iter::once(near).chain(far).collect()
    });
    (keys.collect(), paths.end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn paths_are_those_of_a_search_of_all_ways(
        ends in (0_usize..1000, 0_usize..1000),
        avoid in proptest::collection::vec(0_usize..1000, 0..4),
        relations in proptest::sample::subsequence(Relation::ALL.to_vec(), 1..6),
        usual in any::<bool>(),
        count in 1_usize..6,
        steps_max in 1_usize..5,
        imported in any::<bool>(),
    ) {
        let all = things(if imported { &IMPORTED } else { &SEED });
        let at = |place: usize| all[place % all.len()];
        let (from, to) = (at(ends.0), at(ends.1));
        prop_assume!(from != to);
        let mut ways = if usual {
            ways(USUAL_RELATIONS, USUAL_KINDS, steps_max.min(3))
        } else {
            ways(&relations, Kind::ALL, steps_max)
        };
        ways.avoid = avoid.into_iter().map(at).filter(|node| *node != from && *node != to).collect();
        let mut expected = all_ways(from, to, &ways);
        let more = expected.len() > count;
        expected.truncate(count);
        let (found, end) = found(from, to, &ways, count);
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(end == End::Enough, more || expected.len() == count);
    }
}

#[test]
fn a_search_says_when_it_gives_up() {
    let end = |key: &str| SEED.node(&key.parse().unwrap()).unwrap();
    let (from, to) = (end("person:jeff-daniels"), end("person:maura-tierney"));
    let mut few = ways(USUAL_RELATIONS, USUAL_KINDS, 10);
    few.visited_max = 3;
    let paths = shortest(from, to, &few, 1, &|| false).unwrap();
    assert_eq!((paths.found.len(), paths.end), (0, End::GaveUp));
    assert!(paths.visited > 3, "{}", paths.visited);
}

#[test]
fn a_search_ends_when_it_is_told_to() {
    let end = |key: &str| SEED.node(&key.parse().unwrap()).unwrap();
    let (from, to) = (end("person:jeff-daniels"), end("person:maura-tierney"));
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() == 3
    };
    let long = ways(Relation::ALL, Kind::ALL, 16);
    let paths = shortest(from, to, &long, 1000, &stop);
    assert_eq!(paths.err(), Some(Stopped));
    assert_eq!(asked.get(), 3, "the first answer to stop is obeyed");
}

/// What a search says of itself, and how often it asked whether to stop.
fn told(from: Node<'_>, to: Node<'_>, ways: &Ways<'_>) -> (Vec<Vec<String>>, End, usize, usize) {
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        false
    };
    let visited = shortest(from, to, ways, 3, &stop).unwrap().visited;
    let (keys, end) = found(from, to, ways, 3);
    (keys, end, visited, asked.get())
}

#[test]
fn a_search_says_the_same_with_links_and_without() {
    // The one has no room for them, the other makes them while it is asked.
    let (mut rows, links) = (load_seed().unwrap(), load_seed().unwrap());
    let (bytes, taken, max) = (0, 0, 0);
    rows.bound_room(move |_| Err(Full { bytes, taken, max }));
    let (in_rows, in_links) = (things(&rows), things(&links));
    let relations = [USUAL_RELATIONS, &[Relation::Plays, Relation::AppearsIn]];
    for at in (0..in_rows.len()).step_by(7) {
        let other = (at * 31 + 1) % in_rows.len();
        for (relations, kinds) in relations.iter().zip([USUAL_KINDS, Kind::ALL]) {
            for visited_max in [5, 60, usize::MAX] {
                let mut ways = ways(relations, kinds, 12);
                ways.visited_max = visited_max;
                let ask = |things: &[Node<'_>]| told(things[at], things[other], &ways);
                if at != other {
                    assert_eq!(ask(&in_rows), ask(&in_links));
                }
            }
        }
    }
}

#[test]
fn a_search_that_was_stopped_leaves_nothing_behind() {
    let graph = load_seed().unwrap();
    let end = |key: &str| graph.node(&key.parse().unwrap()).unwrap();
    let (from, to) = (end("person:jeff-daniels"), end("person:maura-tierney"));
    let long = ways(Relation::ALL, Kind::ALL, 16);
    let expected = told(from, to, &long);
    for asked_max in 0..expected.3 {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > asked_max
        };
        assert_eq!(shortest(from, to, &long, 3, &stop).err(), Some(Stopped));
        assert_eq!(told(from, to, &long), expected);
    }
}
