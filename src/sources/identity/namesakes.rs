//! Persons of one name and birth who have nothing else in common.

use super::matching::Matching;
use super::names;
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::model::{KeyRef, Kind, PartialDate, Property};
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs that one import reports.
const PAIRS_MAX: usize = 1_000;
/// The most persons of one name and year of birth of whom pairs are reported; a name of more
/// says little.
const NAMESAKES_MAX: usize = 8;

/// Doubts persons of one name and year of birth of whom none of the sources tells both, and
/// who do not differ in the day of birth, the death or an id. Those of one whole day come first.
///
/// Returns how many pairs there are beyond those that one import reports.
pub(super) fn find(matching: &mut Matching<'_>) -> usize {
    if !matching.knew(Kind::Person) {
        return 0;
    }
    let grown = matching.grown(Kind::Person);
    let named = grown.flat_map(|person| called(person).map(move |called| (called, person)));
    let mut open: BTreeMap<(u16, String), BTreeMap<KeyRef<'_>, Node<'_>>> = BTreeMap::new();
    for (called, _) in named {
        open.entry(called).or_default();
    }
    if open.is_empty() {
        return 0;
    }
    for person in matching.all.nodes(Kind::Person).items() {
        for called in called(person) {
            if let Some(known) = open.get_mut(&called) {
                let person = matching.one(person);
                known.insert(person.key(), person);
            }
        }
    }
    let mut pairs: BTreeSet<(bool, [KeyRef<'_>; 2])> = BTreeSet::new();
    for persons in open.into_values() {
        let persons: Vec<Node<'_>> = persons.into_values().collect();
        if persons.len() > NAMESAKES_MAX {
            continue;
        }
        for (at, one) in persons.iter().enumerate() {
            for other in &persons[..at] {
                let fresh = matching.is_fresh(*one) || matching.is_fresh(*other);
                if fresh && may_be_one(matching, *one, *other) {
                    let vague = day_of_both(*one, *other).is_none();
                    pairs.insert((vague, matching.oriented(*one, *other).map(Node::key)));
                }
            }
        }
    }
    for (_, keys) in pairs.iter().take(PAIRS_MAX) {
        let [Some(left), Some(right)] = keys.map(|key| matching.all.node(key)) else {
            continue;
        };
        let born = match day_of_both(left, right) {
            Some(day) => day.to_string(),
            None => left
                .date(Property::Birth)
                .map_or_else(String::new, |day| day.year().to_string()),
        };
        let reason = format!("same name, both born in {born}, but no title in common tells more");
        matching.doubt([left, right], reason);
    }
    pairs.len().saturating_sub(PAIRS_MAX)
}

/// The names of a person whose birth is known, each with its year.
fn called(person: Node<'_>) -> impl Iterator<Item = (u16, String)> {
    let born = person.date(Property::Birth).map(PartialDate::year);
    let names = born.map(|year| {
        names::folded(person)
            .into_iter()
            .map(move |name| (year, name))
    });
    names.into_iter().flatten()
}

/// The day on which both were born, if it is known of both.
fn day_of_both(left: Node<'_>, right: Node<'_>) -> Option<PartialDate> {
    let [left, right] = [left, right].map(|person| person.date(Property::Birth));
    left.filter(|day| day.day().is_some() && left == right)
}

/// Whether nothing that is known of two namesakes speaks against their being one.
fn may_be_one<'g>(matching: &Matching<'g>, left: Node<'g>, right: Node<'g>) -> bool {
    let agree = |what| {
        let [left, right] = [left, right].map(|person| person.date(what));
        let dates = left.zip(right);
        dates.is_none_or(|(left, right)| left.contains(right) || right.contains(left))
    };
    agree(Property::Birth)
        && agree(Property::Death)
        && !matching.is_undone(left, right)
        && matching.against(left, right).is_none()
}
