//! How filters are written down as tables, how many there may be, and what their fields share.

use crate::graph::fold::fold;
use crate::graph::{Direction, Filter, Step};
use crate::graphql::error::ApiError;
use crate::graphql::limits::{FILTER_NESTING_MAX, FILTERS_MAX, SCAN_WEIGHT};
use crate::input_object;
use crate::model::{Key, Kind, PartialDate, Property, Relation};
use std::ops::RangeInclusive;

/// A filter as an input object.
pub trait Filters {
    /// What the fields of the object itself ask for.
    fn own(&self, scope: &mut Scope) -> Result<Vec<Filter>, ApiError>;
    /// The objects in `and`, `or` and `not`.
    fn nested(&self) -> (&[Self], &[Self], Option<&Self>)
    where
        Self: Sized;
}

/// How much of a filter was translated.
#[derive(Default)]
pub struct Scope {
    /// Filters so far.
    count: usize,
    /// Filters around the one that is being translated, through lists and entries too.
    depth: usize,
    /// Lists and other things that filters so far look into, beyond the things themselves.
    pub(super) walks: usize,
}

/// The filter that an input object means: all of its fields together.
pub fn filter<F: Filters>(filters: &F) -> Result<Filter, ApiError> {
    translate(filters, &mut Scope::default())
}

/// What a filter weighs: the things of the kind are looked at, and for each list or other thing
/// that a filter in it leads to, as many again.
///
/// One that cannot be translated fails at once.
pub fn weight<F: Filters>(filters: &F) -> usize {
    let mut scope = Scope::default();
    translate(filters, &mut scope).map_or(1, |_| SCAN_WEIGHT * (1 + scope.walks))
}

/// The same inside another filter.
pub fn translate<F: Filters>(filters: &F, scope: &mut Scope) -> Result<Filter, ApiError> {
    scope.count += 1;
    scope.depth += 1;
    if scope.depth > FILTER_NESTING_MAX || scope.count > FILTERS_MAX {
        return Err(ApiError::bad_filter(format!(
            "expected at most {FILTERS_MAX} filters, nested at most {FILTER_NESTING_MAX} deep, found more"
        )));
    }
    let mut all = filters.own(scope)?;
    let (and, or, not) = filters.nested();
    for filters in and {
        all.push(translate(filters, scope)?);
    }
    if !or.is_empty() {
        let any = or.iter().map(|filters| translate(filters, scope));
        all.push(Filter::Any(any.collect::<Result<_, _>>()?));
    }
    if let Some(filters) = not {
        all.push(Filter::Not(Box::new(translate(filters, scope)?)));
    }
    scope.depth -= 1;
    Ok(Filter::All(all))
}

/// Filters as input objects: each field with what it means, given its value, and the scope
/// where there are filters in it.
macro_rules! filters {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty => |$value:ident $(, $scope:ident)?| $meaning:expr,)*
        }
    )+) => { $(
        $crate::input_object! {
            $(#[doc = $doc])+
            $name<'g> {
                $($(#[doc = $field_doc])+ $field: Option<$type>,)*
                /// All of these as well.
                and: Option<Vec<$name<'g>>>,
                /// At least one of these as well; an empty list asks for nothing.
                or: Option<Vec<$name<'g>>>,
                /// And not this.
                not: Option<Box<$name<'g>>>,
            }
        }

        impl $crate::graphql::types::filter_table::Filters for $name<'_> {
            fn own(
                &self,
                scope: &mut $crate::graphql::types::filter_table::Scope,
            ) -> Result<Vec<$crate::graph::Filter>, $crate::graphql::error::ApiError> {
                // Not every table has filters in it.
                let _ = &scope;
                let mut all = Vec::new();
                $(if let Some($value) = &self.$field {
                    $(let $scope = &mut *scope;)?
                    all.push($meaning);
                })*
                Ok(all)
            }

            fn nested(&self) -> (&[Self], &[Self], Option<&Self>) {
                (self.and.as_deref().unwrap_or_default(), self.or.as_deref().unwrap_or_default(), self.not.as_deref())
            }
        }
    )+ };
}

pub(super) use filters;

input_object! {
    /// A span of days; each end may be a month or a year, of which the whole belongs to it.
    DateSpan {
        /// Not before this; by default from the beginning.
        from: Option<PartialDate>,
        /// Not behind this; by default to the end.
        to: Option<PartialDate>,
    }
}

input_object! {
    /// A span of whole numbers.
    CountSpan {
        /// This or more; 0 or above, by default 0.
        at_least: Option<i32>,
        /// This or less; by default there is no end.
        at_most: Option<i32>,
    }
}

input_object! {
    /// A span of numbers.
    NumberSpan {
        /// This or more; by default there is no beginning.
        at_least: Option<f64>,
        /// This or less; by default there is no end.
        at_most: Option<f64>,
    }
}

impl NumberSpan {
    /// Both ends included.
    pub fn range(&self) -> Result<RangeInclusive<f64>, ApiError> {
        let from = self.at_least.unwrap_or(f64::NEG_INFINITY);
        let to = self.at_most.unwrap_or(f64::INFINITY);
        if from > to {
            return Err(contradictory(from, to));
        }
        Ok(from..=to)
    }
}

impl CountSpan {
    /// As numbers with a fraction, as which all of an entry are compared.
    pub fn range(&self) -> Result<RangeInclusive<f64>, ApiError> {
        let (from, to) = bounds([self.at_least, self.at_most])?;
        Ok(f64::from(from)..=to.map_or(f64::INFINITY, f64::from))
    }
}

/// From how many, to how many; `None` where there is no end.
pub fn bounds([at_least, at_most]: [Option<i32>; 2]) -> Result<(u32, Option<u32>), ApiError> {
    let read = |name: &str, number: i32| {
        u32::try_from(number).map_err(|_| {
            let message = format!("expected \"{name}\" of 0 or more, found {number}");
            ApiError::bad_filter(message)
        })
    };
    let from = at_least.map_or(Ok(0), |number| read("atLeast", number))?;
    let to = at_most.map(|number| read("atMost", number)).transpose()?;
    match to {
        Some(to) if from > to => Err(contradictory(from, to)),
        to => Ok((from, to)),
    }
}

fn contradictory(from: impl std::fmt::Display, to: impl std::fmt::Display) -> ApiError {
    ApiError::bad_filter(format!(
        "expected \"atLeast\" not above \"atMost\", found {from} and {to}"
    ))
}

/// One of the names is this text.
pub fn named(text: &str) -> Result<Filter, ApiError> {
    folded("name", text).map(Filter::Named)
}

/// One of the names holds this text.
pub fn name_contains(text: &str) -> Result<Filter, ApiError> {
    folded("nameContains", text).map(Filter::NameContains)
}

/// The text of a field, which is not empty.
pub fn folded(field: &str, text: &str) -> Result<String, ApiError> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(ApiError::bad_filter(format!(
            "expected a text of at least one letter in \"{field}\", found none"
        )));
    }
    Ok(folded)
}

/// A date lies in a span.
pub fn within(property: Property, span: &DateSpan) -> Result<Filter, ApiError> {
    if let (Some(from), Some(to)) = (span.from, span.to)
        && from > to
        && !to.contains(from)
    {
        return Err(ApiError::bad_filter(format!(
            "expected \"from\" before \"to\", found {from} and {to}"
        )));
    }
    Ok(Filter::Within(property, span.from, span.to))
}

/// A number that no thing has lets nothing through.
pub fn counted(property: Property, number: i32) -> Filter {
    u32::try_from(number).map_or_else(
        |_| Filter::Any(Vec::new()),
        |number| Filter::Count(property, number),
    )
}

/// The filter, or its opposite.
pub fn unless(holds: bool, filter: Filter) -> Filter {
    if holds {
        filter
    } else {
        Filter::Not(Box::new(filter))
    }
}

/// Where characters appear.
pub const SHOWN: &[Kind] = &[Kind::Series, Kind::Season, Kind::Episode, Kind::Film];
/// What people are credited on.
pub const CREDITABLE: &[Kind] = &[
    Kind::Series,
    Kind::Season,
    Kind::Episode,
    Kind::Film,
    Kind::Work,
];

/// One of the ways leads to the thing of this key.
pub fn leads(ways: &[&[Step]], key: Key) -> Filter {
    Filter::Leads(ways.iter().map(|way| way.to_vec()).collect(), key)
}

/// An edge of a series, or of one of its seasons, leads to the thing of this key.
pub fn whole_or_season(relation: Relation, key: Key) -> Filter {
    leads(
        &[
            &[(relation, Direction::Out)],
            &[
                (Relation::PartOf, Direction::In),
                (relation, Direction::Out),
            ],
        ],
        key,
    )
}

/// By way of an appearance in a thing, or in a part of it.
pub fn appears(first: &[Step], key: Key) -> Filter {
    let ways = (0..3).map(|levels| {
        let mut way = first.to_vec();
        way.push((Relation::AppearsIn, Direction::Out));
        way.extend(std::iter::repeat_n(
            (Relation::PartOf, Direction::Out),
            levels,
        ));
        way
    });
    Filter::Leads(ways.collect(), key)
}
