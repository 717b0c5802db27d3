//! What one performer did as one character in one series or film.

use super::{Character, Edge, Episode, Film, Node, Person, Season, Series, View};
use crate::graph::list::{Edges, Listed, Positioned};
use crate::graph::storage::number;
use crate::graph::{Direction, Position};
use crate::model::relation::Billing;
use crate::model::{Kind, Qualifier, Relation};

/// Reads a portrayal: who played whom, where.
#[derive(Debug, Clone, Copy)]
pub struct Role<'g> {
    /// Seen from the person.
    plays: Edge<'g>,
    /// The series or film.
    whole: Option<Node<'g>>,
    /// Whether the character appears nowhere else as this performer plays it.
    is_sole: bool,
}

/// Where a character appears as one performer plays it, in things of one kind.
#[derive(Debug, Clone)]
pub enum Appearances<'g> {
    /// Everywhere where it appears.
    All(Edges<'g>),
    /// In some of these.
    Some(Listed<Edge<'g>>),
}

impl<'g> Appearances<'g> {
    /// The appearances in order.
    pub fn into_items(self) -> impl Iterator<Item = Edge<'g>> {
        let (all, some) = match self {
            Self::All(edges) => (Some(edges.iter()), None),
            Self::Some(list) => (None, Some(list.into_items())),
        };
        all.into_iter().flatten().chain(some.into_iter().flatten())
    }
}

impl<'g> Role<'g> {
    /// Adds the roles of a performance: one a series or film in which the character appears, played so.
    pub(super) fn add(plays: Edge<'g>, roles: &mut Vec<Self>) {
        let first = roles.len();
        let mut add = |whole| {
            if roles[first..].iter().all(|role| role.whole != whole) {
                roles.push(Self {
                    plays,
                    whole,
                    is_sole: false,
                });
            }
        };
        appearances(plays).for_each(|appearance| add(whole_of(appearance.far())));
        if roles.len() == first {
            roles.push(Self {
                plays,
                whole: None,
                is_sole: true,
            });
        }
        if let [role] = &mut roles[first..] {
            role.is_sole = true;
        }
    }

    /// What compares as the positions of roles do whose edges from the person are at different
    /// places of its row, without making positions; what has no whole comes last.
    pub(super) fn order(self) -> (bool, Kind, u32) {
        let of = |whole: Node<'g>| (false, whole.kind(), whole.graph.place(whole.index));
        self.whole.map_or((true, Kind::Source, 0), of)
    }

    /// Who plays.
    pub fn person(self) -> Person<'g> {
        Person::of(self.plays.from()).expect("the ontology lets only persons play")
    }

    /// Who is played.
    pub fn character(self) -> Character<'g> {
        Character::of(self.plays.to()).expect("the ontology lets only characters be played")
    }

    /// In which series; `None` for a film, and when no document says where the character appears.
    pub fn series(self) -> Option<Series<'g>> {
        self.whole.and_then(Series::of)
    }

    /// In which film; `None` for a series, and when no document says where the character appears.
    pub fn film(self) -> Option<Film<'g>> {
        self.whole.and_then(Film::of)
    }

    /// The series or film; `None` when no document says where the character appears.
    pub const fn whole(self) -> Option<Node<'g>> {
        self.whole
    }

    /// The edge from the person to the character.
    pub const fn plays(self) -> Edge<'g> {
        self.plays
    }

    /// The largest billing that this performer has in the role.
    pub fn billing(self) -> Option<Billing> {
        self.all().filter_map(billing).min()
    }

    /// The seasons in which this performer plays the character, by number.
    pub fn seasons(self) -> Appearances<'g> {
        self.appearances_in(Kind::Season)
    }

    /// The episodes in which this performer plays the character, by number.
    pub fn episodes(self) -> Appearances<'g> {
        self.appearances_in(Kind::Episode)
    }

    fn appearances_in(self, kind: Kind) -> Appearances<'g> {
        let character = self.plays.to();
        let edges = character.edges_to(Relation::AppearsIn, Direction::Out, kind);
        let is_own = |edge: &Edge<'g>| is_of(*edge, self.plays) && self.is_in(*edge);
        // As they lie in the row of the character.
        if edges.iter().all(|edge| is_own(&edge)) {
            Appearances::All(edges)
        } else {
            Appearances::Some(Listed::new(edges.iter().filter(is_own).collect()))
        }
    }

    fn all(self) -> impl Iterator<Item = Edge<'g>> {
        appearances(self.plays).filter(move |edge| self.is_in(*edge))
    }

    /// Whether an appearance of the performance belongs to the role.
    fn is_in(self, appearance: Edge<'g>) -> bool {
        self.is_sole || whole_of(appearance.far()) == self.whole
    }
}

impl Positioned for Role<'_> {
    /// Where it stands among the roles of one person: by series, then by film, then by character.
    fn position(self) -> Position {
        let start = Position::start().number(self.whole.map(|whole| whole.kind() as u32));
        let whole = self.whole.map_or_else(Position::start, Node::position);
        start.then(&whole).then(&self.plays.position())
    }
}

/// How large the part is, as an edge of an appearance says.
pub(super) fn billing(appearance: Edge<'_>) -> Option<Billing> {
    let graph = appearance.graph;
    let place = graph.qualifier_number(appearance.index, Qualifier::Billing)?;
    billing_at(place)
}

/// The billing of a place in its closed set, as which claims have it.
pub(super) fn billing_at(place: u32) -> Option<Billing> {
    Billing::ALL.get(place as usize).copied()
}

/// The appearances of the character that belong to the performer: those that name
/// the performer, and those that name nobody.
pub(super) fn appearances(plays: Edge<'_>) -> impl Iterator<Item = Edge<'_>> {
    let edges = plays.to().edges(Relation::AppearsIn, Direction::Out);
    edges.iter().filter(move |edge| is_of(*edge, plays))
}

/// Those in things of one kind, by their place in the list of that kind.
pub(super) fn appearances_in(plays: Edge<'_>, kind: Kind) -> impl Iterator<Item = Edge<'_>> {
    let edges = plays.to();
    let edges = edges.edges_to(Relation::AppearsIn, Direction::Out, kind);
    edges.iter().filter(move |edge| is_of(*edge, plays))
}

/// Whether an appearance of the character belongs to the performer.
fn is_of(appearance: Edge<'_>, plays: Edge<'_>) -> bool {
    let named = appearance.graph.performer(appearance.index);
    named.is_none_or(|named| named == number(plays.from().index))
}

/// Tells who of those who play a character does so in an appearance of it: whom it names, else all.
pub(in crate::graph) fn performs<'g>(appearance: Edge<'g>) -> impl Fn(Node<'g>) -> bool {
    let named = appearance.graph.performer(appearance.index);
    move |person| named.is_none_or(|named| named == number(person.index))
}

/// The series of a season or an episode, or the series or film itself.
pub(super) fn whole_of(node: Node<'_>) -> Option<Node<'_>> {
    let graph = node.graph;
    if let Some(part) = graph.part_at_hand(node.index) {
        return part.series.map(|series| graph.node_at(series));
    }
    match node.kind() {
        Kind::Series | Kind::Film => Some(node),
        Kind::Season => Season::of(node)?.series().map(Node::from),
        Kind::Episode => Episode::of(node)?.series().map(Node::from),
        _ => None,
    }
}
