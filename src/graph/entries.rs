//! The lists of a thing as filters see them: entry by entry, in no order.

use super::direction::Direction;
use super::filter::Step;
use super::fold::fold;
use super::list::Ordered;
use super::view::{CastMember, Character, Edge, Episode, Node, Person, Role, Season, Series, View};
use crate::model::relation::{Billing, Relationship};
use crate::model::{Kind, Qualifier, Relation};

/// A list that belongs to a thing, or to an entry of another list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The edges of a relation, to things of one kind or of any.
    Edges(Relation, Direction, Option<Kind>),
    /// The one thing of this kind of which a season or an episode is part; of none, nothing.
    Whole(Kind),
    /// All episodes of a series, of seasons and of none.
    Episodes,
    /// Who plays in a thing or a part of it, each once a character.
    Cast,
    /// What a person played: one a character and series or film.
    Roles,
    /// The series, or the films, in which a person played or on which the person worked.
    Works(Kind),
    /// The seasons, or the episodes, of a role.
    Appearances(Kind),
    /// To whom a character stands in a relationship, from either side.
    Relatives,
}

/// What a list holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry<'g> {
    /// Of which nothing more is said.
    Thing(Node<'g>),
    Edge(Edge<'g>),
    Performer(CastMember<'g>),
    Role(Role<'g>),
}

type Entries<'g> = Box<dyn Iterator<Item = Entry<'g>> + 'g>;

impl List {
    /// The entries of the list; adds how many edges were looked at to gather them.
    ///
    /// A list that the owner does not have is empty. Cost: O(1) an entry, and for lists that
    /// are gathered O(n log n) for n edges before the first.
    pub(super) fn of<'g>(self, owner: Entry<'g>, looked_at: &mut usize) -> Entries<'g> {
        let entries = match owner {
            Entry::Thing(node) => self.of_thing(node, looked_at),
            Entry::Role(role) => self.of_role(role, looked_at),
            _ => None,
        };
        entries.unwrap_or_else(|| Box::new(std::iter::empty()))
    }

    fn of_thing<'g>(self, node: Node<'g>, looked_at: &mut usize) -> Option<Entries<'g>> {
        Some(match self {
            Self::Edges(relation, direction, kind) => {
                let edges = kind.map_or_else(
                    || node.edges(relation, direction),
                    |kind| node.edges_to(relation, direction, kind),
                );
                Box::new((0..edges.len()).map(move |place| Entry::Edge(edges.get(place))))
            }
            Self::Whole(kind) => {
                let series = || {
                    let episode = Episode::of(node).and_then(Episode::series);
                    episode.or_else(|| Season::of(node)?.series())
                };
                let whole = match kind {
                    Kind::Series => series().map(Node::from),
                    _ => node.whole(kind),
                };
                Box::new(whole.into_iter().map(Entry::Thing))
            }
            Self::Episodes => {
                let series = Series::of(node)?;
                *looked_at += series.seasons().len();
                Box::new(series.episodes().into_items().map(Entry::Thing))
            }
            Self::Cast => Box::new(CastMember::all(node, looked_at).map(Entry::Performer)),
            Self::Roles => {
                let person = Person::of(node)?;
                *looked_at += appearances_played(person);
                Box::new(person.roles().into_items().map(Entry::Role))
            }
            Self::Works(kind) => {
                let person = Person::of(node)?;
                *looked_at += appearances_played(person) + person.credits().len();
                let works = match kind {
                    Kind::Film => person.films(),
                    _ => person.series(),
                };
                Box::new(works.into_items().map(Entry::Thing))
            }
            Self::Relatives => {
                let relatives = Character::of(node)?.relatives();
                Box::new(relatives.into_items().map(Entry::Edge))
            }
            Self::Appearances(_) => return None,
        })
    }

    fn of_role<'g>(self, role: Role<'g>, looked_at: &mut usize) -> Option<Entries<'g>> {
        let appearances = match self {
            Self::Appearances(Kind::Season) => role.seasons(),
            Self::Appearances(Kind::Episode) => role.episodes(),
            _ => return None,
        };
        *looked_at += appearances_as(role.plays());
        Some(Box::new(appearances.into_items().map(Entry::Edge)))
    }

    /// The ways from a thing to the things of a kind that entries of its list are about, and
    /// perhaps to more; none where nobody walks them back.
    pub(super) fn ways(self, kind: Kind) -> Vec<Vec<Step>> {
        const PART: Step = (Relation::PartOf, Direction::In);
        const WHOLE: Step = (Relation::PartOf, Direction::Out);
        const APPEARS: Step = (Relation::AppearsIn, Direction::Out);
        const CREDITED: Step = (Relation::Credited, Direction::Out);
        const PLAYS: Step = (Relation::Plays, Direction::Out);
        let wholes = |first: &[Step]| {
            let ways = (0..3).map(|levels| [first, &vec![WHOLE; levels]].concat());
            ways.collect::<Vec<_>>()
        };
        match (self, kind) {
            (Self::Edges(relation, direction, _), _) => vec![vec![(relation, direction)]],
            (Self::Whole(_), _) => wholes(&[]).split_off(1),
            (Self::Episodes, _) => vec![vec![PART], vec![PART; 2]],
            (Self::Cast, _) => {
                let back = |(relation, way): Step| (relation, way.reverse());
                let last = match kind {
                    Kind::Person => vec![back(APPEARS), back(PLAYS)],
                    _ => vec![back(APPEARS)],
                };
                let ways = (0..3).map(|levels| [&vec![PART; levels], &last[..]].concat());
                ways.collect()
            }
            (Self::Roles, Kind::Character) => vec![vec![PLAYS]],
            (Self::Roles, _) => wholes(&[PLAYS, APPEARS]),
            (Self::Works(_), _) => [wholes(&[PLAYS, APPEARS]), wholes(&[CREDITED])].concat(),
            (Self::Relatives, _) => {
                let ways = Direction::ALL
                    .iter()
                    .map(|way| vec![(Relation::RelatedTo, *way)]);
                ways.collect()
            }
            (Self::Appearances(_), _) => Vec::new(),
        }
    }
}

fn appearances_as(plays: Edge<'_>) -> usize {
    plays.to().edges(Relation::AppearsIn, Direction::Out).len()
}

fn appearances_played(person: Person<'_>) -> usize {
    person.characters().items().map(appearances_as).sum()
}

impl<'g> Entry<'g> {
    /// The thing of a kind that it is about; `None` when it is about none.
    pub(super) fn about(self, kind: Kind) -> Option<Node<'g>> {
        let node = match (self, kind) {
            (Self::Thing(node), _) => Some(node),
            (Self::Edge(edge), _) => Some(edge.far()),
            (Self::Performer(member), Kind::Person) => Some(member.performer().into()),
            (Self::Performer(member), _) => Some(member.character().into()),
            (Self::Role(role), Kind::Character) => Some(role.character().into()),
            (Self::Role(role), _) => role.whole(),
        };
        node.filter(|node| node.kind() == kind)
    }

    /// The word of a closed set that it says; `None` when it says none.
    pub(super) fn word(self, qualifier: Qualifier) -> Option<&'static str> {
        match (self, qualifier) {
            (Self::Edge(edge), Qualifier::Relationship) => {
                edge.relationship_to_near().map(Relationship::word)
            }
            (Self::Edge(edge), _) => edge.term(qualifier),
            (Self::Performer(member), Qualifier::Billing) => member.billing().map(Billing::word),
            (Self::Role(role), Qualifier::Billing) => role.billing().map(Billing::word),
            _ => None,
        }
    }

    /// Whether it says this text, which is folded.
    pub(super) fn says(self, qualifier: Qualifier, folded: &str) -> bool {
        let Self::Edge(edge) = self else {
            return false;
        };
        edge.text(qualifier)
            .is_some_and(|text| fold(text) == folded)
    }

    /// The number that it says, with a fraction or whole; `None` when it says none.
    pub(super) fn number(self, qualifier: Qualifier) -> Option<f64> {
        let Self::Edge(edge) = self else {
            return None;
        };
        let whole = || edge.count(qualifier).map(f64::from);
        edge.number(qualifier).or_else(whole)
    }
}
