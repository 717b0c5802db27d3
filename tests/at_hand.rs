//! What is read without a look at claims, compared with what the claims say.

use crate::support::{drawn, seed};
use castgraph::graph::view::{Edge, Episode, Node, Person, Role, Season, View};
use castgraph::graph::{Direction, Graph, Ordered};
use castgraph::model::{Kind, Property, Qualifier, Relation};

/// What a thing is part of, of one kind, as its edges say.
fn whole(node: Node<'_>, kind: Kind) -> Option<Node<'_>> {
    let edges = node.edges_to(Relation::PartOf, Direction::Out, kind);
    edges.items().map(Edge::far).min()
}

/// The series of a season or an episode, as its edges say.
fn series(node: Node<'_>) -> Option<Node<'_>> {
    let season = whole(node, Kind::Season);
    let by_season = season.and_then(|season| whole(season, Kind::Series));
    by_season.or_else(|| whole(node, Kind::Series))
}

/// In which things of a kind a role is played, as the appearances of the character say.
fn appearances(role: Role<'_>, kind: Kind) -> Vec<Node<'_>> {
    let all = role
        .character()
        .edges_to(Relation::AppearsIn, Direction::Out, kind);
    let is_named = |edge: &Edge<'_>| {
        let named = edge.node(Qualifier::Performer);
        named.is_none_or(|named| named == Node::from(role.person()))
    };
    let own = all.items().filter(is_named).map(Edge::far);
    let own = own.filter(|part| series(*part) == role.series().map(Node::from));
    own.collect()
}

fn compare(graph: &Graph) {
    for kind in Kind::ALL {
        for node in graph.nodes(*kind).items() {
            assert_eq!(node.name(), node.text(Property::Name), "{}", node.key());
            assert_eq!(node.slug(), node.key().slug());
        }
    }
    for season in graph.nodes(Kind::Season).items().filter_map(Season::of) {
        assert_eq!(season.number(), season.count(Property::Number));
        assert_eq!(season.series().map(Node::from), series(*season));
    }
    for episode in graph.nodes(Kind::Episode).items().filter_map(Episode::of) {
        assert_eq!(episode.number(), episode.count(Property::Number));
        assert_eq!(episode.series().map(Node::from), series(*episode));
    }
    let people = graph.nodes(Kind::Person);
    for person in people.items().filter_map(Person::of) {
        let roles = person.roles();
        for role in roles.items().filter(|role| role.series().is_some()) {
            let seasons = role.seasons().into_items().map(Edge::far);
            assert_eq!(seasons.collect::<Vec<_>>(), appearances(role, Kind::Season));
            let episodes = role.episodes().into_items().map(Edge::far);
            assert_eq!(
                episodes.collect::<Vec<_>>(),
                appearances(role, Kind::Episode)
            );
        }
    }
}

#[test]
fn what_is_at_hand_is_what_claims_say() {
    compare(&seed());
    compare(&drawn());
}
