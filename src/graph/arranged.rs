//! Puts things in an order that a question asks for.

use super::Graph;
use super::aggregate::each;
use super::direction::Direction;
use super::filter::Stopped;
use super::fold::fold;
use super::list::{Nodes, Ordered};
use super::pools::qualifier_type;
use super::position::Position;
use super::view::{Episode, Node, View};
use crate::model::relation::Measure;
use crate::model::{Key, Kind, Property, Qualifier, Relation};
use petgraph::graph::NodeIndex;
use std::cmp::Reverse;

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

/// The things of one kind that a question asks for, in the order that it asks for.
#[derive(Debug, Clone)]
pub enum Arranged<'g> {
    /// All of the kind, in its order.
    Whole(Nodes<'g>),
    /// Some, or all in another order; positions are made when a cursor is asked for.
    Part(Vec<Node<'g>>, Order),
}

impl<'g> Ordered for Arranged<'g> {
    type Item = Node<'g>;

    fn len(&self) -> usize {
        match self {
            Self::Whole(nodes) => nodes.len(),
            Self::Part(nodes, _) => nodes.len(),
        }
    }

    fn get(&self, place: usize) -> Node<'g> {
        match self {
            Self::Whole(nodes) => nodes.get(place),
            Self::Part(nodes, _) => nodes[place],
        }
    }

    fn position(&self, place: usize) -> Position {
        match self {
            Self::Whole(nodes) => nodes.position(place),
            Self::Part(nodes, order) => order.position(nodes[place]),
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

    /// Things of one kind, perhaps repeated, in this order, each once.
    ///
    /// Cost: O(n log n). Asks `stop` as [`each`] does.
    pub(super) fn arrange<'g>(
        &self,
        graph: &'g Graph,
        found: Vec<Node<'g>>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Arranged<'g>, Stopped> {
        let place = |node: Node<'g>| graph.place(node.index);
        let named = |node: Node<'g>| (node.name().is_none(), fold(node.listed_name()));
        let nodes = match &self.by {
            By::Name if self.descending => sorted(found, stop, |node| {
                let (is_missing, name) = named(node);
                (is_missing, Reverse(name), place(node))
            }),
            By::Name => sorted(found, stop, |node| (named(node), place(node))),
            By::Rating(outlet, measure) => {
                let score = ScoreOf::new(graph, outlet, *measure);
                self.sorted_by_number(found, stop, |node| score.of(node).map(Position::bits_of))
            }
            By::Date(property) => self.sorted_by_number(found, stop, |node| {
                node.date(*property).map(|date| date.packed().into())
            }),
            By::Count(property) => {
                self.sorted_by_number(found, stop, |node| node.count(*property).map(u64::from))
            }
            By::Kind if self.descending => sorted(found, stop, |node| {
                (lacks_place(node), Reverse(place(node)))
            }),
            By::Kind => sorted(found, stop, place),
        };
        Ok(Arranged::Part(nodes?, self.clone()))
    }

    fn sorted_by_number<'g>(
        &self,
        found: Vec<Node<'g>>,
        stop: &dyn Fn() -> bool,
        number: impl Fn(Node<'g>) -> Option<u64>,
    ) -> Result<Vec<Node<'g>>, Stopped> {
        sorted(found, stop, |node| {
            let number = number(node);
            let turned = number.map(|number| if self.descending { !number } else { number });
            (number.is_none(), turned, node.graph.place(node.index))
        })
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
                let score = ScoreOf::new(node.graph, outlet, *measure).of(node);
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

/// Things in the order of their keys, each once.
fn sorted<'g, SortKey: Ord>(
    found: Vec<Node<'g>>,
    stop: &dyn Fn() -> bool,
    key: impl Fn(Node<'g>) -> SortKey,
) -> Result<Vec<Node<'g>>, Stopped> {
    let mut keyed = Vec::with_capacity(found.len());
    each(found.into_iter(), stop, |node| {
        keyed.push((key(node), node));
        0
    })?;
    keyed.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let mut nodes: Vec<Node<'g>> = keyed.into_iter().map(|(_, node)| node).collect();
    nodes.dedup();
    Ok(nodes)
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

/// The score that an outlet gives, looked up for many things.
pub(super) struct ScoreOf {
    /// `None` where there is no such outlet.
    outlet: Option<NodeIndex>,
    measure: Measure,
}

impl ScoreOf {
    pub fn new(graph: &Graph, outlet: &Key, measure: Measure) -> Self {
        let outlet = graph.nodes.find(outlet.into());
        Self {
            outlet: outlet.map(|outlet| NodeIndex::new(outlet as usize)),
            measure,
        }
    }

    /// From 0 to 1; `None` where the highest possible is not known.
    pub fn of(&self, node: Node<'_>) -> Option<f64> {
        let outlet = self.outlet?;
        let graph = node.graph;
        let ratings = node.edges(Relation::RatedBy, Direction::Out);
        let of_outlet = ratings.iter().filter(|edge| edge.to().index == outlet);
        let said = [Qualifier::Measure, Qualifier::Value, Qualifier::Best];
        let mut said = of_outlet.map(|edge| graph.qualifier_numbers(edge.index, said));
        // A word of a closed set is its place there.
        let [_, value, best] = said.find(|[measure, ..]| *measure == Some(self.measure as u32))?;
        let number = |said: Option<u32>, qualifier| {
            let expected = qualifier_type(qualifier);
            graph.pools.value(&graph.nodes, expected, said?).as_number()
        };
        let best = number(best, Qualifier::Best).filter(|best| *best > 0.0)?;
        Some(number(value, Qualifier::Value)? / best)
    }
}
