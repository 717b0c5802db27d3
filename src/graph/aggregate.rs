//! What a list of things amounts to: how many of each sort, the span of a date, the scores of
//! an outlet.
//!
//! Every answer is exact and reads each thing of the list once; groups are counted in a hash
//! table, as databases do (Graefe 1993, section 4).

use super::arranged::ScoreOf;
use super::filter::{STOP_INTERVAL, Step, Stopped};
use super::list::Ordered;
use super::view::Node;
use crate::model::property::rule;
use crate::model::relation::Measure;
use crate::model::{Key, Kind, PartialDate, Property, Qualifier, ValueRef};
use hashbrown::HashMap;
use std::cmp::Reverse;
use std::fmt;

/// By what things are grouped.
///
/// A thing belongs to one group for each value that it has, and to one of its own where it
/// has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// The plain value of a property, or the plain values where many may hold at once.
    Property(Property),
    /// The year of a date, or a year.
    Year(Property),
    /// The ten years in which the date, or the year, lies.
    Decade(Property),
    /// The things of a kind to which any of these ways leads.
    Ends(&'static [&'static [Step]], Kind),
    /// What edges of a step say.
    Qualifier(Step, Qualifier),
}

/// What the things of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey<'g> {
    /// A thing.
    Thing(Node<'g>),
    /// A year.
    Year(u32),
    /// A decade, by its first year.
    Decade(u32),
    /// A text, or a word of a closed set.
    Text(&'g str),
}

/// Things that have a value in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<'g> {
    /// The value; `None` for those without one.
    pub key: Option<GroupKey<'g>>,
    /// How many there are.
    pub count: usize,
}

/// The dates of some things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// How many things have one.
    pub count: usize,
    /// The first and the last, where there is one.
    pub span: Option<(PartialDate, PartialDate)>,
}

/// The scores that an outlet gives to some things, each as part of the highest possible.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// How many things have one.
    pub count: usize,
    /// The lowest.
    pub min: Option<f64>,
    /// The highest.
    pub max: Option<f64>,
    /// Their mean; the same in whatever order the things come.
    pub average: Option<f64>,
}

/// How many things have each value, the most frequent first, then by value, none last.
///
/// Cost: O(n + g log g) for n things with the edges that the facet walks, and g groups.
///
/// # Errors
/// That `stop` said so; it is asked every thousand things and values or so.
pub fn groups<'g>(
    things: impl Iterator<Item = Node<'g>>,
    facet: Facet,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Group<'g>>, Stopped> {
    let mut counts: HashMap<Option<GroupKey<'g>>, usize> = HashMap::new();
    let mut keys = Vec::new();
    each(things, stop, |node| {
        facet.read(node, &mut keys);
        let read = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() {
            *counts.entry(None).or_default() += 1;
        }
        for key in keys.drain(..) {
            *counts.entry(Some(key)).or_default() += 1;
        }
        read
    })?;
    let groups = counts.into_iter().map(|(key, count)| Group { key, count });
    let mut groups: Vec<Group<'g>> = groups.collect();
    groups.sort_unstable_by_key(|group| (Reverse(group.count), group.key.is_none(), group.key));
    Ok(groups)
}

/// The first and the last value of a date among some things, as partial dates sort.
///
/// Cost: O(n) for n things.
///
/// # Errors
/// As [`groups`].
pub fn dates<'g>(
    things: impl Iterator<Item = Node<'g>>,
    property: Property,
    stop: &dyn Fn() -> bool,
) -> Result<Dates, Stopped> {
    let mut found = Dates::default();
    each(things, stop, |node| {
        if let Some(date) = node.date(property) {
            let (min, max) = found.span.unwrap_or((date, date));
            found.span = Some((min.min(date), max.max(date)));
            found.count += 1;
        }
        0
    })?;
    Ok(found)
}

/// What an outlet's scores of some things amount to; those whose highest possible score is not
/// known count for nothing.
///
/// Cost: O(n log n) for n things.
///
/// # Errors
/// As [`groups`].
pub fn scores<'g>(
    things: impl Iterator<Item = Node<'g>>,
    outlet: &Key,
    measure: Measure,
    stop: &dyn Fn() -> bool,
) -> Result<Scores, Stopped> {
    let mut found = Vec::new();
    let mut score: Option<ScoreOf> = None;
    each(things, stop, |node| {
        let score = score.get_or_insert_with(|| ScoreOf::new(node.graph, outlet, measure));
        found.extend(score.of(node));
        0
    })?;
    // A sum depends on the order of what is added.
    found.sort_unstable_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a graph has fewer than 2^32 things"
    )]
    let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
    Ok(Scores {
        count: found.len(),
        min: found.first().copied(),
        max: found.last().copied(),
        average: (!found.is_empty()).then(|| mean(&found)),
    })
}

/// Looks at each thing; `look` says how much it read beyond the thing itself.
///
/// # Errors
/// That `stop` said so, which is asked each [`STOP_INTERVAL`] of what was looked at.
pub(super) fn each<'g>(
    things: impl Iterator<Item = Node<'g>>,
    stop: &dyn Fn() -> bool,
    mut look: impl FnMut(Node<'g>) -> usize,
) -> Result<(), Stopped> {
    let mut looked_at = 0;
    for node in things {
        looked_at += 1 + look(node);
        if looked_at >= STOP_INTERVAL {
            looked_at = 0;
            if stop() {
                return Err(Stopped);
            }
        }
    }
    Ok(())
}

impl Facet {
    /// Adds the values of a thing; repetitions do not matter.
    fn read<'g>(self, node: Node<'g>, keys: &mut Vec<GroupKey<'g>>) {
        match self {
            Self::Property(property) => {
                let many = rule(node.kind(), property).is_some_and(|rule| rule.many);
                let values = node.graph.plain_values(node.index, property);
                let values = values.take(if many { usize::MAX } else { 1 });
                keys.extend(values.filter_map(GroupKey::of));
            }
            Self::Year(property) => keys.extend(year(node, property).map(GroupKey::Year)),
            Self::Decade(property) => {
                let decade = year(node, property).map(|year| year - year % 10);
                keys.extend(decade.map(GroupKey::Decade));
            }
            Self::Ends(ways, kind) => {
                for way in ways {
                    walk(node, way, &mut |end| {
                        if end.kind() == kind {
                            keys.push(GroupKey::Thing(end));
                        }
                    });
                }
            }
            Self::Qualifier((relation, direction), qualifier) => {
                let edges = node.edges(relation, direction);
                let values = edges
                    .items()
                    .filter_map(|edge| edge.graph.qualifier(edge.index, qualifier));
                keys.extend(values.filter_map(GroupKey::of));
            }
        }
    }
}

impl<'g> GroupKey<'g> {
    fn of(value: ValueRef<'g>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => Some(Self::Text(text)),
            ValueRef::Term(word) => Some(Self::Text(word)),
            ValueRef::Flag(flag) => Some(Self::Text(if flag { "true" } else { "false" })),
            _ => None,
        }
    }
}

impl fmt::Display for GroupKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thing(node) => node.key().fmt(f),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Decade(year) => write!(f, "{year:04}s"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The year of a property that is a date, or the number of one that is a count of years.
fn year(node: Node<'_>, property: Property) -> Option<u32> {
    let value = node.graph.plain(node.index, property)?;
    let date = value.as_date().map(|date| u32::from(date.year()));
    date.or_else(|| value.as_count())
}

/// Meets the ends of a way, some more than once.
fn walk<'g>(node: Node<'g>, way: &[Step], meet: &mut dyn FnMut(Node<'g>)) {
    match way {
        [] => meet(node),
        [(relation, direction), rest @ ..] => {
            for edge in node.edges(*relation, *direction).items() {
                walk(edge.far(), rest, meet);
            }
        }
    }
}
