//! What a person took part in, and who took part in a thing.
//!
//! Who takes part in an episode takes part in its season and its series, too, but never the
//! other way round: of somebody who is only known to be in a series, no season is known.

use super::direction::Direction;
use super::list::{Ordered, Sorted};
use super::meter::{Meter, Unfinished};
use super::position::Position;
use super::storage::number;
use super::view::{Edge, Node, Person, kinds_of_parts, performs};
use crate::model::{Kind, Relation};
use hashbrown::HashMap;

/// As what people take part in something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// They play someone.
    Cast,
    /// They are credited with a job.
    Crew,
    /// Either.
    Any,
}

impl Capacity {
    const fn plays(self) -> bool {
        !matches!(self, Self::Crew)
    }

    const fn works(self) -> bool {
        !matches!(self, Self::Cast)
    }
}

/// How somebody takes part in something.
#[derive(Debug, Clone, Copy)]
pub enum Part<'g> {
    /// By playing someone.
    Played {
        /// From the person to the character.
        plays: Edge<'g>,
        /// From the character to where it appears.
        appearance: Edge<'g>,
    },
    /// With a job: from the person to what it was done for.
    Worked(Edge<'g>),
}

impl<'g> Part<'g> {
    /// The edge that ends where the part was taken: in the thing itself, or in a part of it.
    pub const fn at(self) -> Edge<'g> {
        match self {
            Self::Played { appearance, .. } => appearance,
            Self::Worked(credit) => credit,
        }
    }
}

/// All that one person took part in.
#[derive(Debug, Clone)]
pub struct Filmography<'g> {
    pub(super) person: Person<'g>,
    pub(super) capacity: Capacity,
    /// By thing: how the person took part in it or in its parts; there is at least one way.
    things: HashMap<u32, Vec<Part<'g>>>,
}

/// Something that two people took part in.
#[derive(Debug, Clone)]
pub struct Shared<'g> {
    /// A series, season, episode, film or work.
    pub thing: Node<'g>,
    /// How the one took part in it or in its parts.
    pub one: Vec<Part<'g>>,
    /// How the other did.
    pub other: Vec<Part<'g>>,
}

impl<'g> Filmography<'g> {
    /// What a person took part in, as cast, crew or either.
    ///
    /// Cost: O(edges of the person and of the characters played).
    pub fn of(
        person: Person<'g>,
        capacity: Capacity,
        meter: &Meter<'_>,
    ) -> Result<Self, Unfinished> {
        let mut things: HashMap<u32, Vec<Part<'g>>> = HashMap::new();
        for part in parts_taken(person, capacity, meter)? {
            for thing in chain(part.at().to()) {
                things.entry(number(thing.index)).or_default().push(part);
            }
        }
        Ok(Self {
            person,
            capacity,
            things,
        })
    }

    /// Whether the person took part in a thing or a part of it.
    pub fn includes(&self, thing: Node<'g>) -> bool {
        self.things.contains_key(&number(thing.index))
    }

    /// The things that are part of nothing, in the order of their keys.
    pub(super) fn wholes(&self) -> Vec<Node<'g>> {
        let graph = self.person.graph();
        let things = self.things.keys().map(|thing| graph.node_at(*thing));
        let mut wholes: Vec<Node<'g>> = things.filter(|thing| above(*thing).is_none()).collect();
        wholes.sort_unstable_by_key(|whole| whole.index);
        wholes
    }

    /// What both people took part in: series, seasons, episodes, films, works.
    ///
    /// Cost: O(n log n) for n things of the shorter filmography.
    pub fn shared_with(&self, other: &Self, kinds: Option<&[Kind]>) -> Sorted<Shared<'g>> {
        let graph = self.person.graph();
        let (fewer, more) = if self.things.len() <= other.things.len() {
            (self, other)
        } else {
            (other, self)
        };
        let things = fewer.things.keys();
        let things = things.filter(|thing| more.things.contains_key(*thing));
        let things = things.map(|thing| (*thing, graph.node_at(*thing)));
        let wanted = |kind| kinds.is_none_or(|kinds| kinds.contains(&kind));
        let things = things.filter(|(_, thing)| wanted(thing.kind()));
        let shared = things.map(|(place, thing)| {
            let position = Position::start().number(Some(thing.kind() as u32));
            let shared = Shared {
                thing,
                one: self.things[&place].clone(),
                other: other.things[&place].clone(),
            };
            (position.then(&thing.position()), shared)
        });
        Sorted::new(shared.collect())
    }
}

/// How a person took part in anything, the edges in the order of its lists.
pub(super) fn parts_taken<'g>(
    person: Person<'g>,
    capacity: Capacity,
    meter: &Meter<'_>,
) -> Result<Vec<Part<'g>>, Unfinished> {
    let mut parts = Vec::new();
    if capacity.plays() {
        let characters = person.characters();
        meter.visit(characters.len())?;
        for plays in characters.items() {
            let appearances = plays.to().edges(Relation::AppearsIn, Direction::Out);
            meter.visit(appearances.len())?;
            let own = appearances.items().filter(|edge| performs(*edge)(*person));
            parts.extend(own.map(|appearance| Part::Played { plays, appearance }));
        }
    }
    if capacity.works() {
        let credits = person.credits();
        meter.visit(credits.len())?;
        parts.extend(credits.items().map(Part::Worked));
    }
    Ok(parts)
}

/// Who takes part in a thing itself, its parts aside; somebody may come several times.
pub(super) fn people_at<'g>(
    place: Node<'g>,
    capacity: Capacity,
    meter: &Meter<'_>,
    mut found: impl FnMut(Node<'g>),
) -> Result<(), Unfinished> {
    if capacity.plays() {
        let appearances = place.edges(Relation::AppearsIn, Direction::In);
        for appearance in appearances.iter() {
            let plays = appearance.from().edges(Relation::Plays, Direction::In);
            meter.visit(1 + plays.len())?;
            let performs = performs(appearance);
            let people = plays.iter().map(Edge::from);
            people
                .filter(|person| performs(*person))
                .for_each(&mut found);
        }
    }
    if capacity.works() {
        let credits = place.edges(Relation::Credited, Direction::In);
        meter.visit(credits.len())?;
        credits.items().map(Edge::from).for_each(found);
    }
    Ok(())
}

/// A thing, what it is part of, and so on.
pub(super) fn chain(thing: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(Some(thing), |part| above(*part))
}

/// What a thing is part of: an episode of its season, or of its series where no series of the
/// season is known; a season of its series.
fn above(thing: Node<'_>) -> Option<Node<'_>> {
    match thing.kind() {
        Kind::Season => thing.whole(Kind::Series),
        Kind::Episode => {
            let season = thing.whole(Kind::Season);
            let seasonal = season.filter(|season| season.whole(Kind::Series).is_some());
            seasonal.or_else(|| thing.whole(Kind::Series)).or(season)
        }
        _ => None,
    }
}

/// A thing and its parts, each behind what it is part of, with how far below the thing it is.
pub(super) fn with_parts<'g>(
    thing: Node<'g>,
    meter: &Meter<'_>,
) -> Result<Vec<(usize, Node<'g>)>, Unfinished> {
    let mut found = Vec::new();
    let mut open = vec![(0, thing)];
    while let Some((depth, thing)) = open.pop() {
        found.push((depth, thing));
        for kind in kinds_of_parts(thing.kind()) {
            let parts = thing.edges_to(Relation::PartOf, Direction::In, *kind);
            meter.visit(parts.len())?;
            let parts = parts.iter().map(Edge::far);
            let parts = parts.filter(|part| above(*part) == Some(thing));
            open.extend(parts.map(|part| (depth + 1, part)));
        }
    }
    Ok(found)
}

/// How many edges are visited at one thing by [`with_parts`] and [`people_at`].
pub(super) fn edges_around(thing: Node<'_>, capacity: Capacity) -> usize {
    let kinds = kinds_of_parts(thing.kind()).iter();
    let parts = kinds.map(|kind| thing.edges_to(Relation::PartOf, Direction::In, *kind).len());
    let mut edges = parts.sum();
    if capacity.plays() {
        let appearances = thing.edges(Relation::AppearsIn, Direction::In);
        let players = |appearance: Edge<'_>| {
            let character = appearance.from();
            character.edges(Relation::Plays, Direction::In).len()
        };
        edges += appearances.iter().map(|at| 1 + players(at)).sum::<usize>();
    }
    if capacity.works() {
        edges += thing.edges(Relation::Credited, Direction::In).len();
    }
    edges
}
