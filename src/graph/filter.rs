//! Which things of a kind a list holds.

use super::Graph;
use super::arranged::{Arranged, Order};
use super::direction::Direction;
use super::entries::List;
use super::fold::{fold, folds_to};
use super::list::Ordered;
use super::sieve::Sieve;
use super::view::Node;
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
    ) -> Result<Arranged<'_>, Stopped> {
        if filter.is_none() && *order == Order::KIND {
            return Ok(Arranged::Whole(self.nodes(kind)));
        }
        let all = Filter::All(Vec::new());
        let found = Sieve::new(self, stop).sift(kind, filter.unwrap_or(&all))?;
        order.arrange(self, found, stop)
    }
}

impl Filter {
    /// Whether a thing is like this; of filters that ask for one thing alone.
    pub(super) fn fits(&self, node: Node<'_>) -> bool {
        match self {
            Self::Named(text) => node.names().any(|name| folds_to(name, text)),
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
