//! Which things of a kind a list holds, and in which order.

use super::Graph;
use super::direction::Direction;
use super::entries::List;
use super::fold::fold;
use super::list::{Nodes, Ordered, Selection, Sorted};
use super::position::Position;
use super::sieve::Sieve;
use super::view::{Episode, Node, View};
use crate::model::relation::Measure;
use crate::model::{Key, Kind, PartialDate, Property, Qualifier, Relation};
use std::ops::RangeInclusive;

/// What a thing, or an entry of a list of a thing, must be like to be in a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Like all of these; of none, anything.
    All(Vec<Filter>),
    /// Like at least one of these; of none, nothing.
    Any(Vec<Filter>),
    /// Not like this.
    Not(Box<Filter>),
    /// One of its names is this text, case and diacritics aside; text as [`fold`] gives it.
    Named(String),
    /// One of its names holds this text, case and diacritics aside; text as [`fold`] gives it.
    NameContains(String),
    /// The date begins at or after the one and lies before the end of the other, both included.
    Within(Property, Option<PartialDate>, Option<PartialDate>),
    /// The property is this word of a closed set.
    Term(Property, &'static str),
    /// The property is this number.
    Count(Property, u32),
    /// The property is true or false, as said.
    Flag(Property, bool),
    /// One of these ways leads to the thing of this key.
    Leads(Vec<Vec<Step>>, Key),
    /// It has at least one edge of this step.
    Has(Step),
    /// So many entries of one of its lists are like this.
    Holds(List, Box<Filter>, RangeInclusive<usize>),
    /// Of an entry: the thing of this kind that it is about is like this.
    About(Kind, Box<Filter>),
    /// Of an entry: it says this word of a closed set.
    Word(Qualifier, &'static str),
    /// Of an entry: it says this text, case and diacritics aside; text as [`fold`] gives it.
    Text(Qualifier, String),
    /// Of an entry: it says a number in this range.
    Number(Qualifier, RangeInclusive<f64>),
}

/// One step of a way through the graph.
pub type Step = (Relation, Direction);

/// By what a list is sorted; ties in the order of the kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What is compared.
    pub by: By,
    /// Whether the largest comes first; what has no value comes last either way.
    pub descending: bool,
}

/// What an order compares.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    /// The order of the kind: name, number or date.
    Kind,
    /// The name, case and diacritics aside.
    Name,
    /// A date.
    Date(Property),
    /// A number.
    Count(Property),
    /// The score that an outlet gives, as part of the highest possible.
    Rating(Key, Measure),
}

/// What was asked for took too long, or nobody waits any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Things looked at between two questions whether to stop.
pub const STOP_INTERVAL: usize = 1024;

impl Graph {
    /// The things of a kind that a filter lets through, in an order.
    ///
    /// Cost: O(1) without filter and order; else that of sifting (`sieve.rs`), and O(m log m) to
    /// sort the m things that are let through.
    ///
    /// # Errors
    /// That `stop` said so; it is asked each time [`STOP_INTERVAL`] things and entries were
    /// looked at, or placed in the order, so that whoever counts the questions can bound the cost.
    pub fn select(
        &self,
        kind: Kind,
        filter: Option<&Filter>,
        order: &Order,
        stop: &dyn Fn() -> bool,
    ) -> Result<Selection<Nodes<'_>>, Stopped> {
        if filter.is_none() && *order == Order::KIND {
            return Ok(Selection::Whole(self.nodes(kind)));
        }
        let all = Filter::All(Vec::new());
        let found = Sieve::new(self, stop).sift(kind, filter.unwrap_or(&all))?;
        let mut placed = Vec::with_capacity(found.len());
        for (at, node) in found.into_iter().enumerate() {
            if at % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            placed.push((order.position(node), node));
        }
        Ok(Selection::Part(Sorted::new(placed)))
    }
}

impl Filter {
    /// Whether a thing is like this; of filters that ask for one thing alone.
    pub(super) fn fits(&self, node: Node<'_>) -> bool {
        match self {
            Self::Named(text) => node.names().any(|name| fold(name) == *text),
            Self::NameContains(text) => node.names().any(|name| fold(name).contains(text)),
            Self::Within(property, from, to) => node.date(*property).is_some_and(|date| {
                from.is_none_or(|from| date >= from)
                    && to.is_none_or(|to| date <= to || to.contains(date))
            }),
            Self::Term(property, word) => node.term(*property) == Some(word),
            Self::Count(property, count) => node.count(*property) == Some(*count),
            Self::Flag(property, flag) => node.flag(*property) == Some(*flag),
            Self::Has((relation, direction)) => !node.edges(*relation, *direction).is_empty(),
            Self::Leads(ways, key) => ways.iter().any(|way| leads(node, way, key)),
            _ => false,
        }
    }
}

fn leads(node: Node<'_>, way: &[Step], key: &Key) -> bool {
    match way {
        [] => node.key() == *key,
        [(relation, direction), rest @ ..] => {
            let edges = node.edges(*relation, *direction);
            edges.items().any(|edge| leads(edge.far(), rest, key))
        }
    }
}

impl Order {
    /// The order of the kind.
    pub const KIND: Self = Self {
        by: By::Kind,
        descending: false,
    };

    /// The order in words; orders that differ have different ones.
    pub fn name(&self) -> String {
        let by = match &self.by {
            By::Kind => "kind".to_owned(),
            By::Name => "name".to_owned(),
            By::Date(property) | By::Count(property) => property.word().to_owned(),
            By::Rating(outlet, measure) => format!("{outlet} {}", measure.word()),
        };
        if self.descending {
            format!("{by} descending")
        } else {
            by
        }
    }

    /// Where a thing stands in this order.
    ///
    /// In the order of the kind as in the whole list, so that cursors outlive a filter.
    fn position(&self, node: Node<'_>) -> Position {
        if *self == Self::KIND {
            return node.position();
        }
        let start = Position::start();
        let (missing, place) = match &self.by {
            By::Kind => (lacks_place(node), node.position()),
            By::Name => {
                let name = fold(node.listed_name());
                (node.name().is_none(), start.text(&name))
            }
            By::Date(property) => {
                let date = node.date(*property);
                (date.is_none(), start.date(date))
            }
            By::Count(property) => {
                let count = node.count(*property);
                (count.is_none(), start.number(count))
            }
            By::Rating(outlet, measure) => {
                let score = score(node, outlet, *measure);
                (score.is_none(), start.real(score))
            }
        };
        let sorted = Position::start().last_if(missing);
        let sorted = if self.descending {
            sorted.reversed(&place)
        } else {
            sorted.then(&place)
        };
        sorted.then(&node.position())
    }
}

/// Whether a thing has nothing of what its kind is ordered by.
fn lacks_place(node: Node<'_>) -> bool {
    let unreleased = |series: Option<Node<'_>>| {
        series.is_none_or(|series| series.date(Property::Premiered).is_none())
    };
    match node.kind() {
        Kind::Series | Kind::Film => unreleased(Some(node)),
        Kind::Season => {
            node.count(Property::Number).is_none() || unreleased(node.whole(Kind::Series))
        }
        Kind::Episode => {
            let series = Episode::of(node).and_then(Episode::series).map(Node::from);
            node.count(Property::Number).is_none() || unreleased(series)
        }
        Kind::Event => node.date(Property::Date).is_none(),
        _ => node.name().is_none(),
    }
}

/// The score that an outlet gives, from 0 to 1; `None` where the highest possible is not known.
pub(super) fn score(node: Node<'_>, outlet: &Key, measure: Measure) -> Option<f64> {
    let ratings = node.edges(Relation::RatedBy, Direction::Out);
    let rating = ratings.items().find(|edge| {
        edge.to().key() == *outlet && edge.term(Qualifier::Measure) == Some(measure.word())
    })?;
    let best = rating.number(Qualifier::Best).filter(|best| *best > 0.0)?;
    Some(rating.number(Qualifier::Value)? / best)
}
