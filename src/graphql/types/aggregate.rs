//! What a list of things amounts to.

use super::bounds::{bounded, unless_stopped};
use super::entity::Entity;
use super::group_keys::GroupKeys;
use super::ids::key_of;
use super::rows::{Shown, Thing};
use super::view::Node;
use crate::graph::Ordered;
use crate::graph::aggregate::{self, Facet, GroupKey};
use crate::graphql::engine::{
    Arguments, Coerced, Field, Id, Input, InputField, Interrupt, Interruptible, List, Object, Types,
};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::{AGGREGATED_MAX, GROUPS_DEFAULT, GROUPS_MAX, SCAN_WEIGHT};
use crate::model::relation::Measure;
use crate::model::{Kind, Property};
use crate::{arguments, field, object};
use std::borrow::Cow;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

/// Sums up the whole of a list, whichever page of it is asked for.
#[derive(Clone)]
pub struct Aggregate<'g, V> {
    list: Rc<dyn Ordered<Item = Thing<'g, V>> + 'g>,
    /// By what it was grouped last: who asks for groups also asks how many there are.
    grouped: Rc<RefCell<Option<(Facet, Groups<'g>)>>>,
}

type Groups<'g> = Rc<[aggregate::Group<'g>]>;

/// A kind of which lists are summed up.
pub trait Aggregated<'g>: Shown<'g> {
    /// What may be asked: of what stands here and in [`Grouped`], and the dates.
    const FIELDS: &'g [&'g [Field<'g, Aggregate<'g, Self>>]];
    /// How many there are.
    const COUNT: &'g [Field<'g, Aggregate<'g, Self>>] = &[field!(
        "count",
        "How many things are in the list.",
        |aggregate: Aggregate<'g, Self>| aggregate.list.len()
    )];
    /// The scores of a kind that outlets score.
    const RATINGS: &'g [Field<'g, Aggregate<'g, Self>>] = &[field!(
        "rating",
        "What the scores of an outlet amount to, those of the things themselves, not of their parts.",
        |aggregate: Aggregate<'g, Self>, of: RatingOf| {
            Interruptible::new(move |interrupt| aggregate.rating(&of, interrupt))
        }
    )
    .weighing(|_| SCAN_WEIGHT)];
}

/// A kind whose things are grouped.
pub trait Grouped<'g>: Shown<'g> {
    /// By what.
    type Key: GroupKeys + Input<'g> + 'g;
    /// The groups.
    const GROUPS: &'g [Field<'g, Aggregate<'g, Self>>] = &[
        field!(
            "groupBy",
            "How many things share a value, the largest group first, then by key; `groupCount` says whether there are more. A thing with two values is in both groups; those without any are a group whose key is null.",
            |aggregate: Aggregate<'g, Self>, of: GroupsOf<Self::Key>| {
                Interruptible::new(move |interrupt| aggregate.group_by(&of, interrupt))
            }
        )
        .weighing(|_| SCAN_WEIGHT),
        field!(
            "groupCount",
            "How many groups there are in all, that of the things without a value included.",
            |aggregate: Aggregate<'g, Self>, of: GroupedBy<Self::Key>| {
                Interruptible::new(move |interrupt| {
                    Ok(aggregate.groups(of.by.facet(), interrupt)?.len())
                })
            }
        )
        .weighing(|_| SCAN_WEIGHT),
    ];
}

/// By what things are grouped.
pub struct GroupedBy<K> {
    by: K,
}

/// By what things are grouped, and how many groups.
pub struct GroupsOf<K> {
    by: K,
    first: Option<i32>,
}

impl<'g, K: Input<'g>> Arguments<'g> for GroupedBy<K> {
    fn definitions(types: &mut Types) -> Vec<InputField> {
        vec![InputField {
            name: "by".to_owned(),
            description: "By what the things are grouped.".to_owned(),
            type_ref: K::type_ref(types),
            default: None,
        }]
    }

    fn read(values: &'g [Option<Coerced>]) -> Result<Self, ApiError> {
        let by = K::read(values.first().and_then(Option::as_ref))?;
        Ok(Self { by })
    }
}

impl<'g, K: Input<'g>> Arguments<'g> for GroupsOf<K> {
    fn definitions(types: &mut Types) -> Vec<InputField> {
        let mut all = GroupedBy::<K>::definitions(types);
        all.extend(First::definitions(types));
        all
    }

    fn read(values: &'g [Option<Coerced>]) -> Result<Self, ApiError> {
        let (by, first) = values.split_at(1);
        let (GroupedBy { by }, First { first }) = (GroupedBy::read(by)?, First::read(first)?);
        Ok(Self { by, first })
    }
}

arguments! {
    /// How many groups.
    First {
        /// How many groups, the largest first; 0 to 1,000, by default 20.
        first: Option<i32>,
    }
}

arguments! {
    /// Which scores.
    RatingOf<'g> {
        /// Whose scores count: an id or a slug.
        outlet: Id<&'g str>,
        /// Which scores count.
        measure: Measure,
    }
}

impl<'g, V: Aggregated<'g>> Object<'g> for Aggregate<'g, V> {
    const FIELDS: &'g [&'g [Field<'g, Self>]] = V::FIELDS;

    fn name() -> Cow<'static, str> {
        format!("{}Aggregate", V::NAME).into()
    }

    fn description() -> Cow<'static, str> {
        format!(
            "What a list of {} amounts to, all pages together, exact.",
            V::PLURAL
        )
        .into()
    }
}

impl<'g, V: Shown<'g>> Aggregate<'g, V> {
    /// Of a whole list.
    pub fn of(list: Rc<dyn Ordered<Item = Thing<'g, V>> + 'g>) -> Self {
        Self {
            list,
            grouped: Rc::default(),
        }
    }

    /// The things, unless there are too many to look at.
    fn things(&self) -> Result<impl Iterator<Item = Node<'g>>, ApiError> {
        if self.list.len() <= AGGREGATED_MAX {
            return Ok((0..self.list.len()).map(|place| self.list.get(place).0));
        }
        Err(ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "expected a list of at most {AGGREGATED_MAX} things to sum up, found {}; ask with a filter",
                self.list.len()
            ),
        ))
    }

    fn groups(&self, facet: Facet, interrupt: &dyn Interrupt) -> Result<Groups<'g>, ApiError> {
        if let Some((last, groups)) = &*self.grouped.borrow()
            && *last == facet
        {
            return Ok(Rc::clone(groups));
        }
        let things = self.things()?;
        let groups = unless_stopped(interrupt, |stop| aggregate::groups(things, facet, stop))?;
        let groups = Groups::from(groups);
        self.grouped.replace(Some((facet, Rc::clone(&groups))));
        Ok(groups)
    }

    fn group_by<K: GroupKeys>(
        &self,
        of: &GroupsOf<K>,
        interrupt: &dyn Interrupt,
    ) -> Result<List<impl Iterator<Item = Group<'g>> + use<'g, V, K>>, ApiError> {
        let first = bounded("first", of.first, GROUPS_DEFAULT, 0..=GROUPS_MAX);
        let first = first.map_err(ApiError::bad_page)?;
        let groups = self.groups(of.by.facet(), interrupt)?;
        let shown = 0..first.min(groups.len());
        Ok(List(shown.map(move |place| Group(groups[place]))))
    }

    /// The span of a date.
    pub fn dates(
        &self,
        property: Property,
        interrupt: &dyn Interrupt,
    ) -> Result<Dates<'g>, ApiError> {
        let things = self.things()?;
        let dates = unless_stopped(interrupt, |stop| aggregate::dates(things, property, stop))?;
        Ok(Dates(dates, PhantomData))
    }

    fn rating(&self, of: &RatingOf<'_>, interrupt: &dyn Interrupt) -> Result<Scores<'g>, ApiError> {
        let outlet = key_of("outlet", Kind::Outlet, of.outlet.0)?;
        let things = self.things()?;
        let scores = unless_stopped(interrupt, |stop| {
            aggregate::scores(things, &outlet, of.measure, stop)
        })?;
        Ok(Scores(scores, PhantomData))
    }
}

/// Things of a list that share a value.
#[derive(Clone, Copy)]
pub struct Group<'g>(aggregate::Group<'g>);

/// The dates of a list of things.
#[derive(Clone, Copy)]
pub struct Dates<'g>(aggregate::Dates, PhantomData<&'g ()>);

/// An outlet's scores of a list of things.
#[derive(Clone, Copy)]
pub struct Scores<'g>(aggregate::Scores, PhantomData<&'g ()>);

object! {
    /// Things of a list that share a value.
    Group {
        field!("key", "The value as text: the id of a thing, a word of an enum, a year, or a decade such as \"2020s\"; null for the things without a value.", |group: Group| {
            group.0.key.map(|key| key.to_string())
        }),
        field!("count", "How many things have the value.", |group: Group| group.0.count),
        field!("entity", "The thing that the key names; null where it names none.", |group: Group| match group.0.key {
            Some(GroupKey::Thing(node)) => Some(Entity::from(node)),
            _ => None,
        }),
    }
}

object! {
    /// The dates of a list of things. They sort with missing parts first: 2022 before 2022-01.
    Dates as "DateAggregate" {
        field!("count", "How many things have the date.", |dates: Dates| dates.0.count),
        field!("min", "The first date; null when there is none.", |dates: Dates| dates.0.span.map(|(min, _)| min)),
        field!("max", "The last date; null when there is none.", |dates: Dates| dates.0.span.map(|(_, max)| max)),
    }
}

object! {
    /// The scores that an outlet gives to a list of things, each as part of the highest possible: 7.5 of 10 is 0.75.
    Scores as "RatingAggregate" {
        field!("count", "How many things have a score of which the highest possible is known.", |scores: Scores| scores.0.count),
        field!("min", "The lowest score; null when there is none.", |scores: Scores| scores.0.min),
        field!("max", "The highest score; null when there is none.", |scores: Scores| scores.0.max),
        field!("average", "The mean of the scores; null when there is none.", |scores: Scores| scores.0.average),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Position;
    use crate::graphql::engine::Uninterrupted;
    use crate::graphql::types::view::Person;

    /// One thing more than may be summed up.
    struct TooLong;

    impl Ordered for TooLong {
        type Item = Thing<'static, Person<'static>>;

        fn len(&self) -> usize {
            AGGREGATED_MAX + 1
        }

        fn get(&self, _: usize) -> Self::Item {
            unreachable!("a list that is refused is not walked")
        }

        fn position(&self, _: usize) -> Position {
            unreachable!("nor is it paged")
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_refused() {
        let aggregate = Aggregate::of(Rc::new(TooLong));
        let groups = aggregate.groups(Facet::Year(Property::Birth), &Uninterrupted);
        let dates = aggregate.dates(Property::Birth, &Uninterrupted);
        for error in [groups.err(), dates.err()] {
            let code = error.map(|error| error.code());
            assert_eq!(code, Some(ErrorCode::LimitReached));
        }
    }
}
