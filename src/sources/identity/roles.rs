//! Who did what in a title, its seasons and its episodes.

use crate::graph::Direction;
use crate::graph::list::Ordered;
use crate::graph::view::{Edge, Node};
use crate::model::{Kind, Qualifier, Relation};
use std::collections::HashSet;

/// What somebody did somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role<'g> {
    pub person: Node<'g>,
    /// The title, a season or an episode.
    pub place: Node<'g>,
    pub part: Part<'g>,
}

/// What somebody did.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'g> {
    /// Plays this character.
    As(Node<'g>),
    /// Has this job.
    Job(&'g str),
}

/// The seasons of a title.
pub(super) fn seasons(title: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let seasons = title.edges_to(Relation::PartOf, Direction::In, Kind::Season);
    (0..seasons.len()).map(move |at| seasons.get(at).far())
}

/// The episodes of a title, each with the edge that says of what it is a part: of a season
/// if any.
pub(super) fn episodes<'g>(title: Node<'g>) -> Vec<Edge<'g>> {
    let parts = |whole: Node<'g>| {
        let parts = whole.edges_to(Relation::PartOf, Direction::In, Kind::Episode);
        (0..parts.len()).map(move |at| parts.get(at))
    };
    let mut found: Vec<Edge<'g>> = seasons(title).flat_map(parts).collect();
    let in_seasons = found.len();
    found.extend(parts(title).filter(|part| {
        let episode = part.far();
        let seasons = episode.edges_to(Relation::PartOf, Direction::Out, Kind::Season);
        seasons.is_empty()
    }));
    // An episode of two seasons counts for the first.
    if in_seasons > 1 {
        let mut seen = HashSet::with_capacity(found.len());
        found.retain(|part| seen.insert(part.far().key()));
    }
    found
}

/// Who plays the character of an appearance: whom it names, else all who play it.
pub(super) fn performers(appearance: Edge<'_>) -> Vec<Node<'_>> {
    if let Some(named) = appearance.node(Qualifier::Performer) {
        return vec![named];
    }
    let plays = appearance.from().edges(Relation::Plays, Direction::In);
    plays.items().map(Edge::far).collect()
}

/// Who did what in a title, its seasons and its episodes.
pub(super) fn all(title: Node<'_>) -> Vec<Role<'_>> {
    let episodes = episodes(title).into_iter().map(Edge::far);
    let places = std::iter::once(title).chain(seasons(title)).chain(episodes);
    let mut found = Vec::new();
    for place in places {
        for appearance in place.edges(Relation::AppearsIn, Direction::In).items() {
            let part = Part::As(appearance.from());
            let performers = performers(appearance).into_iter();
            found.extend(performers.map(|person| Role {
                person,
                place,
                part,
            }));
        }
        for credit in place.edges(Relation::Credited, Direction::In).items() {
            found.push(Role {
                person: credit.far(),
                place,
                part: Part::Job(credit.text(Qualifier::Job).unwrap_or_default()),
            });
        }
    }
    found
}

/// Tells the titles of which a thing is a part, or in which a person or a character appears,
/// some of them again and again.
pub(super) fn titles<'g>(node: Node<'g>, tell: &mut dyn FnMut(Node<'g>)) {
    let ways: &[Relation] = match node.kind() {
        Kind::Series | Kind::Film => return tell(node),
        Kind::Season | Kind::Episode => &[Relation::PartOf],
        Kind::Person => &[Relation::Plays, Relation::Credited],
        Kind::Character => &[Relation::AppearsIn],
        _ => return,
    };
    for way in ways {
        for edge in node.edges(*way, Direction::Out).items() {
            titles(edge.far(), tell);
        }
    }
}
