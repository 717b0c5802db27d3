//! In which order lists show things.
//!
//! Every order ends in a key, so it is total and the same after every load.

use super::Graph;
use super::content::identity;
use super::direction::Direction;
use super::fold::fold;
use super::position::Position;
use super::storage::WALKED;
use crate::model::relation::{Billing, Department, Measure, Part};
use crate::model::{
    ClaimKey, Kind, Mode, Property, Qualifier, Rank, Relation, ValueRef, Vocabulary,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::cmp::{Ordering, Reverse};

impl Graph {
    /// Where a node stands among others of its kind.
    ///
    /// Series by premiere, seasons and episodes by number within what they are
    /// part of, events by date, all else by name; what has none of these last.
    pub(super) fn node_position(&self, node: NodeIndex) -> Position {
        let start = Position::start();
        let key = self.key(node);
        let place = match key.kind() {
            Kind::Series | Kind::Film => start.date(self.date(node, Property::Premiered)),
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
            .text(&fold(self.listed_name(node)))
            .text(key.slug())
    }

    /// The name by which lists sort a node: the best, errors last, else another, else its
    /// description; empty for a node that has none of these.
    pub(super) fn listed_name(&self, node: NodeIndex) -> &str {
        let kind = self.kind(node);
        let first = |property| {
            let claim = self.property_claims(node, property).next()?;
            Some(self.property_value(kind, claim))
        };
        let other = || Some(first(Property::AlternateNames)?.as_alternate_name()?.name);
        let described = || self.plain(node, Property::Description)?.as_text();
        let name = first(Property::Name).and_then(ValueRef::as_text);
        name.or_else(other).or_else(described).unwrap_or_default()
    }

    /// The text of a node's best name, the same number for the same text; the largest
    /// number for a node without one.
    pub(super) fn listed_name_number(&self, node: usize) -> u32 {
        let claims = self.nodes.claims[node] as usize..self.nodes.claims[node + 1] as usize;
        let mut properties = self.properties.properties[claims.clone()].iter();
        let named = properties.next() == Some(&(Property::Name as u8));
        if named {
            self.properties.values[claims.start]
        } else {
            u32::MAX
        }
    }

    /// What a node is part of, of one kind; of several, the lowest key.
    pub(super) fn parent(&self, node: NodeIndex, kind: Kind) -> Option<NodeIndex> {
        let kinds = self.nodes.range(kind);
        let relations = &self.edges.relations;
        let mut parts = self
            .outgoing
            .range(node)
            .filter(|edge| relations[*edge] == Relation::PartOf as u8 | WALKED)
            .map(|edge| self.edges.to[edge] as usize);
        // Edges of one relation lie in the order of their ends.
        let parent = parts.find(|parent| kinds.contains(parent));
        parent.map(NodeIndex::new)
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
        let start = Position::start().number(Some(self.kind(other) as u32));
        let place = match (self.relation(edge), direction) {
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
        let plays = self
            .edges_at(character, Direction::In)
            .filter(|edge| self.relation(*edge) == Relation::Plays && self.is_walked(*edge));
        plays
            .filter_map(|edge| self.qualifier_count(edge, Qualifier::Order))
            .min()
    }

    /// What tells an edge from others of its relation between the same nodes; empty when nothing does.
    pub(super) fn edge_identity(&self, edge: EdgeIndex) -> String {
        let list = self.claim_list(self.edge_claims(edge).start);
        identity(&self.pools, &self.nodes, self.relation(edge), list)
    }

    pub(super) fn qualifier_count(&self, edge: EdgeIndex, qualifier: Qualifier) -> Option<u32> {
        self.qualifier(edge, qualifier)?.as_count()
    }

    fn qualifier_text(&self, edge: EdgeIndex, qualifier: Qualifier) -> &str {
        let text = self.qualifier(edge, qualifier).and_then(ValueRef::as_text);
        text.unwrap_or_default()
    }

    /// The place of a qualifier's word in its closed set.
    pub(super) fn qualifier_ordinal(
        &self,
        edge: EdgeIndex,
        qualifier: Qualifier,
        words: &Vocabulary,
    ) -> Option<u32> {
        let word = self.qualifier(edge, qualifier)?.as_term()?;
        let place = words.terms.iter().position(|term| term.name == word);
        place.and_then(|at| u32::try_from(at).ok())
    }
}

/// What decides where a claim stands among those about the same.
pub(super) struct Standing<'c> {
    pub rank: Rank,
    pub mode: Mode,
    /// Of a property.
    pub value: Option<ValueRef<'c>>,
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
        let vagueness = self.vagueness();
        Position::start()
            .last_if(self.rank == Rank::Deprecated)
            .number(Some(u32::from(self.mode.level())))
            .number(Some(self.rank as u32))
            .number(Some(self.mode as u32))
            .number(Some(vagueness))
            .number(most(self.sources))
            .number(most(self.qualifiers))
            .text(
                &self
                    .value
                    .map(|value| value.to_string())
                    .unwrap_or_default(),
            )
            .text(&self.key.to_string())
    }

    /// As the positions compare, but for the keys.
    pub fn compare(&self, other: &Self) -> Ordering {
        let known = |standing: &Self| {
            (
                standing.rank == Rank::Deprecated,
                standing.mode.level(),
                standing.rank,
                standing.mode,
                standing.vagueness(),
                Reverse(standing.sources),
                Reverse(standing.qualifiers),
            )
        };
        let values = || match (self.value, other.value) {
            (Some(one), Some(other)) => compare_texts(one, other),
            _ => Ordering::Equal,
        };
        known(self).cmp(&known(other)).then_with(values)
    }

    /// How many parts of a date are missing.
    fn vagueness(&self) -> u32 {
        let date = self.value.and_then(ValueRef::as_date);
        date.map_or(0, |date| {
            u32::from(date.month().is_none()) + u32::from(date.day().is_none())
        })
    }
}

/// Compares values as their canonical texts do.
fn compare_texts(one: ValueRef<'_>, other: ValueRef<'_>) -> Ordering {
    let texts = match (one, other) {
        (ValueRef::Text(one), ValueRef::Text(other)) => Some((one, other)),
        // What follows a name decides only where one name begins the other.
        (ValueRef::AlternateName(one), ValueRef::AlternateName(other))
            if !one.name.starts_with(other.name) && !other.name.starts_with(one.name) =>
        {
            Some((one.name, other.name))
        }
        _ => None,
    };
    match texts {
        Some((one, other)) => one.cmp(other),
        None => one.to_string().cmp(&other.to_string()),
    }
}
