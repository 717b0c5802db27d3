//! In which order lists show things.
//!
//! Every order ends in a key, so it is total and the same after every load.

use super::Graph;
use super::direction::Direction;
use super::draft::identity;
use super::position::Position;
use super::storage::About;
use crate::model::relation::{Billing, Department, Measure, Part};
use crate::model::{ClaimKey, Kind, Mode, Property, Qualifier, Rank, Relation, Value, Vocabulary};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

impl Graph {
    /// Where a node stands among others of its kind.
    ///
    /// Series by premiere, seasons and episodes by number within what they are
    /// part of, events by date, all else by name; what has none of these last.
    pub(super) fn node_position(&self, node: NodeIndex) -> Position {
        let start = Position::start();
        let data = &self.storage[node];
        let place = match data.key.kind() {
            Kind::Series => start.date(self.date(node, Property::Premiered)),
            Kind::Season => self
                .above(node, Kind::Series, start)
                .number(self.count(node, Property::Number)),
            Kind::Episode => {
                let season = self.parent(node, Kind::Season);
                self.above(season.unwrap_or(node), Kind::Series, start)
                    .number(season.and_then(|season| self.count(season, Property::Number)))
                    .number(self.count(node, Property::Number))
                    .date(self.date(node, Property::AirDate))
            }
            Kind::Event => start.date(self.date(node, Property::Date)),
            _ => start,
        };
        let name = self.plain(node, Property::Name).is_some();
        place
            .last_if(!name)
            .text(data.folded.lines().next().unwrap_or_default())
            .text(data.key.slug())
    }

    /// What a node is part of, of one kind; of several, the lowest key.
    pub(super) fn parent(&self, node: NodeIndex, kind: Kind) -> Option<NodeIndex> {
        let edges = self.storage.edges_directed(node, petgraph::Outgoing);
        let parts =
            edges.filter(|edge| edge.weight().relation == Relation::PartOf && edge.weight().walked);
        parts
            .map(|edge| edge.target())
            .filter(|parent| self.storage[*parent].key.kind() == kind)
            .min()
    }

    /// The position of what a node is part of, what is part of nothing last.
    fn above(&self, node: NodeIndex, kind: Kind, start: Position) -> Position {
        match self.parent(node, kind) {
            Some(parent) => start.last_if(false).then(&self.node_position(parent)),
            None => start.last_if(true),
        }
    }

    /// Where an edge stands among those of its relation at one node, seen from there:
    /// by the kind of the far end, then as its relation says.
    pub(super) fn edge_position(&self, edge: EdgeIndex, direction: Direction) -> Position {
        let other = self.other(edge, direction);
        let start = Position::start().number(Some(self.storage[other].key.kind() as u32));
        let place = match (self.storage[edge].relation, direction) {
            (Relation::Plays, Direction::In) => {
                start.number(self.qualifier_count(edge, Qualifier::Order))
            }
            (Relation::AppearsIn, Direction::In) => start
                .number(self.qualifier_ordinal(edge, Qualifier::Billing, &Billing::VOCABULARY))
                .number(self.performance_order(other)),
            (Relation::Credited, Direction::In) => start
                .number(self.qualifier_ordinal(
                    edge,
                    Qualifier::Department,
                    &Department::VOCABULARY,
                ))
                .text(self.qualifier_text(edge, Qualifier::Job))
                .number(self.qualifier_count(edge, Qualifier::Order)),
            (Relation::Involves, Direction::Out) => {
                start.number(self.qualifier_ordinal(edge, Qualifier::Part, &Part::VOCABULARY))
            }
            (Relation::RatedBy, _) => {
                start.number(self.qualifier_ordinal(edge, Qualifier::Measure, &Measure::VOCABULARY))
            }
            _ => start,
        };
        place
            .then(&self.node_position(other))
            .text(&self.edge_identity(edge))
    }

    /// The first place in the list of credits at which somebody plays the character.
    fn performance_order(&self, character: NodeIndex) -> Option<u32> {
        let edges = self.storage.edges_directed(character, petgraph::Incoming);
        let plays =
            edges.filter(|edge| edge.weight().relation == Relation::Plays && edge.weight().walked);
        plays
            .filter_map(|edge| self.qualifier_count(edge.id(), Qualifier::Order))
            .min()
    }

    /// What tells an edge from others of its relation between the same nodes; empty when nothing does.
    pub(super) fn edge_identity(&self, edge: EdgeIndex) -> String {
        match self.edge_claims(edge).first().map(|claim| &claim.about) {
            Some(About::Edge { qualifiers, .. }) => {
                identity(self.storage[edge].relation, qualifiers)
            }
            _ => String::new(),
        }
    }

    fn qualifier_count(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<u32> {
        self.qualifier(edge, qualifier)?.as_count()
    }

    fn qualifier_text(&self, edge: EdgeIndex, qualifier: Qualifier) -> &str {
        let text = self.qualifier(edge, qualifier).and_then(Value::as_text);
        text.unwrap_or_default()
    }

    /// The place of a qualifier's word in its closed set.
    fn qualifier_ordinal(
        &self,
        edge: EdgeIndex,
        qualifier: Qualifier,
        words: &Vocabulary,
    ) -> Option<u32> {
        match self.qualifier(edge, qualifier)? {
            Value::Term(word) => words
                .terms
                .iter()
                .position(|term| term.name == *word)
                .and_then(|at| u32::try_from(at).ok()),
            _ => None,
        }
    }
}

/// What decides where a claim stands among those about the same.
pub(super) struct Standing<'c> {
    pub rank: Rank,
    pub mode: Mode,
    /// Of a property.
    pub value: Option<&'c Value>,
    /// How many sources say so.
    pub sources: usize,
    /// How much it says of an edge.
    pub qualifiers: usize,
    pub key: ClaimKey,
}

impl Standing<'_> {
    /// Errors last; what is best known first, then what was chosen, then dates that say
    /// more, then what more sources say, then what says more; at the end the text and the key.
    pub fn position(&self) -> Position {
        let most = |count: usize| Some(u32::MAX - u32::try_from(count).unwrap_or(u32::MAX));
        let vagueness = self.value.and_then(Value::as_date).map_or(0, |date| {
            u32::from(date.month().is_none()) + u32::from(date.day().is_none())
        });
        Position::start()
            .last_if(self.rank == Rank::Deprecated)
            .number(Some(u32::from(self.mode.level())))
            .number(Some(self.rank as u32))
            .number(Some(self.mode as u32))
            .number(Some(vagueness))
            .number(most(self.sources))
            .number(most(self.qualifiers))
            .text(&self.value.map(ToString::to_string).unwrap_or_default())
            .text(&self.key.to_string())
    }
}
