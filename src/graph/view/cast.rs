//! Who plays in a series, a season, an episode or a film.

use super::role::billing_at;
use super::{Character, Edge, Node, Person, View};
use crate::graph::facts::index;
use crate::graph::list::{Listed, Ordered, Positioned};
use crate::graph::storage::number;
use crate::graph::{Direction, Position};
use crate::model::relation::Billing;
use crate::model::{Kind, Qualifier, Relation};
use hashbrown::HashMap;

/// Reads one line of a cast: a performer as a character.
#[derive(Debug, Clone, Copy)]
pub struct CastMember<'g> {
    /// Seen from the character.
    plays: Edge<'g>,
    /// Seen from what the character appears in.
    appearance: Edge<'g>,
    billing: Option<Billing>,
}

impl<'g> CastMember<'g> {
    /// The cast of a thing and of what is part of it, each performer once a character.
    ///
    /// By billing, then by place in the list of credits, then by name.
    ///
    /// Cost: O(n log n) for n appearances in it and its parts.
    pub(super) fn of(node: Node<'g>, wanted: Option<Billing>) -> Listed<Self> {
        let mut looked_at = 0;
        let members = Self::all(node, &mut looked_at);
        let mut members: Vec<Self> = members
            .filter(|member| wanted.is_none() || member.billing == wanted)
            .collect();
        members.sort_by_cached_key(|member| member.order());
        Listed::new(members)
    }

    /// The same in no order; adds how many parts and appearances it looks at.
    pub(in crate::graph) fn all(
        node: Node<'g>,
        looked_at: &mut usize,
    ) -> impl Iterator<Item = Self> + use<'g> {
        // Who plays whom is one edge.
        let own = node.edges(Relation::AppearsIn, Direction::In).len();
        let mut members: HashMap<u32, Self> = HashMap::with_capacity(own);
        for (place, _) in with_parts(node) {
            let appearances = place.edges(Relation::AppearsIn, Direction::In);
            *looked_at += 1 + appearances.len();
            for appearance in appearances.iter() {
                let (graph, said) = (node.graph, [Qualifier::Billing, Qualifier::Performer]);
                let [billing, performer] = graph.qualifier_numbers(appearance.index, said);
                let billing = billing.and_then(billing_at);
                let performances = appearance.from().edges(Relation::Plays, Direction::In);
                for plays in performances.iter() {
                    // Whom the appearance names plays in it, else all who play the character.
                    if performer.is_some_and(|named| named != number(plays.from().index)) {
                        continue;
                    }
                    let found = Self {
                        plays,
                        appearance,
                        billing,
                    };
                    let edge = index(plays.index.index());
                    let member = members.entry(edge).or_insert(found);
                    if found.is_billed_above(*member) {
                        *member = found;
                    }
                }
            }
        }
        members.into_values()
    }

    fn is_billed_above(self, other: Self) -> bool {
        self.billing
            .is_some_and(|billing| other.billing.is_none_or(|other| billing < other))
    }

    /// What compares as the positions do, without making positions: nothing identifies one of
    /// several edges of this relation between two things, and nodes lie in the order of their keys.
    fn order(self) -> (u32, u32, u32, u32) {
        const LAST: u32 = u32::MAX;
        let (person, character) = (self.plays.from(), self.plays.to());
        (
            self.billing.map_or(LAST, |billing| billing as u32),
            self.plays.count(Qualifier::Order).unwrap_or(LAST),
            person.graph.place(person.index),
            number(character.index),
        )
    }

    /// Who plays.
    pub fn performer(self) -> Person<'g> {
        Person::of(self.plays.from()).expect("the ontology lets only persons play")
    }

    /// Who is played.
    pub fn character(self) -> Character<'g> {
        Character::of(self.plays.to()).expect("the ontology lets only characters be played")
    }

    /// The largest billing in the thing or its parts; `None` when nobody says.
    pub const fn billing(self) -> Option<Billing> {
        self.billing
    }

    /// The edge from the person to the character.
    pub const fn plays(self) -> Edge<'g> {
        self.plays
    }

    /// The edge from the character to the thing, or to the part of it, with this billing.
    pub const fn appearance(self) -> Edge<'g> {
        self.appearance
    }
}

impl Positioned for CastMember<'_> {
    fn position(self) -> Position {
        let place = self.billing.map(|billing| billing as u32);
        Position::start()
            .number(place)
            .then(&self.plays.position())
            .text(&self.character().key().to_string())
    }
}

/// What sorts of things may be part of one of a kind.
pub(in crate::graph) const fn kinds_of_parts(of: Kind) -> &'static [Kind] {
    match of {
        Kind::Series => &[Kind::Season, Kind::Episode],
        Kind::Season => &[Kind::Episode],
        _ => &[],
    }
}

/// A thing, then its parts, level by level: seasons, then episodes.
fn with_parts(node: Node<'_>) -> Vec<(Node<'_>, Kind)> {
    let mut found = vec![(node, node.kind())];
    let mut at = 0;
    while let Some((whole, kind)) = found.get(at).copied() {
        for kind in kinds_of_parts(kind) {
            let parts = whole.edges_to(Relation::PartOf, Direction::In, *kind);
            found.extend(parts.iter().map(|part| (part.far(), *kind)));
        }
        at += 1;
    }
    found
}
