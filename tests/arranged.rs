//! Things that a list finds by name, and in an order, compared with looking at all of them.

use crate::support::{drawn, seed};
use castgraph::graph::fold::fold;
use castgraph::graph::room::Full;
use castgraph::graph::{By, Filter, Graph, Order, Ordered};
use castgraph::model::relation::Measure;
use castgraph::model::{Key, Kind, Property};

fn never() -> bool {
    false
}

/// Asks for each name of the things of each kind; the first question makes what the others look up.
fn compare_names(graph: &Graph) {
    for kind in Kind::ALL {
        let nodes = graph.nodes(*kind);
        let known: Vec<(Key, Vec<String>)> = nodes
            .items()
            .map(|node| (node.key().to_key(), node.names().map(fold).collect()))
            .collect();
        for name in known.iter().flat_map(|(_, names)| names) {
            let having = known.iter().filter(|(_, names)| names.contains(name));
            let expected: Vec<&Key> = having.map(|(key, _)| key).collect();
            let filter = Filter::Named(name.clone());
            let found = graph.select(*kind, Some(&filter), &Order::KIND, &never);
            let found = found.expect("nobody stops it");
            let found: Vec<Key> = found.items().map(|node| node.key().to_key()).collect();
            assert_eq!(
                found.iter().collect::<Vec<_>>(),
                expected,
                "{kind:?} {name:?}"
            );
        }
    }
}

#[test]
fn things_are_found_by_each_of_their_names() {
    compare_names(&seed());
    compare_names(&drawn());
}

#[test]
fn names_that_there_is_no_room_to_keep_are_looked_through() {
    let mut graph = seed();
    graph.bound_room(|bytes| {
        Err(Full {
            bytes,
            taken: 0,
            max: 0,
        })
    });
    compare_names(&graph);
}

#[test]
fn every_order_is_that_of_its_positions() {
    for graph in [seed(), drawn()] {
        let outlets = graph.nodes(Kind::Outlet);
        let rated = outlets.items().flat_map(|outlet| {
            let outlet = outlet.key().to_key();
            let by = |measure: &Measure| By::Rating(outlet.clone(), *measure);
            Measure::ALL.iter().map(by).collect::<Vec<_>>()
        });
        let plain = [
            By::Kind,
            By::Name,
            By::Date(Property::Premiered),
            By::Date(Property::Birth),
            By::Count(Property::EpisodeCount),
        ];
        let orders: Vec<By> = plain.into_iter().chain(rated).collect();
        for kind in Kind::ALL {
            for by in &orders {
                for descending in [false, true] {
                    let by = by.clone();
                    let order = Order { by, descending };
                    let list = graph.select(*kind, None, &order, &never);
                    let list = list.expect("nobody stops it");
                    let places: Vec<_> = (0..list.len()).map(|at| list.position(at)).collect();
                    assert!(
                        places.is_sorted_by(|one, other| one < other),
                        "{kind:?} {order:?}"
                    );
                    assert_eq!(list.len(), graph.nodes(*kind).len(), "{kind:?} {order:?}");
                }
            }
        }
    }
}
