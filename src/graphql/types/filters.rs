//! Filters as clients write them; what they mean is in the graph.

use super::ids::key_of;
use crate::graph::{Direction, Filter};
use crate::graphql::engine::Id;
use crate::graphql::error::ApiError;
use crate::graphql::limits::{FILTER_NESTING_MAX, FILTERS_MAX};
use crate::input_object;
use crate::model::episode::EpisodeKind;
use crate::model::event::{EventType, World};
use crate::model::film::FilmKind;
use crate::model::network::NetworkKind;
use crate::model::series::SeriesStatus;
use crate::model::{Key, Kind, PartialDate, Property, Relation};

/// A filter as an input object.
pub trait Filters {
    /// What the fields of the object itself ask for.
    fn own(&self) -> Result<Vec<Filter>, ApiError>;
    /// The objects in `and`, `or` and `not`.
    fn nested(&self) -> (&[Self], &[Self], Option<&Self>)
    where
        Self: Sized;
}

/// The filter that an input object means: all of its fields together.
pub fn filter<F: Filters>(filters: &F) -> Result<Filter, ApiError> {
    let mut count = 0;
    translate(filters, 1, &mut count)
}

fn translate<F: Filters>(filters: &F, depth: usize, count: &mut usize) -> Result<Filter, ApiError> {
    *count += 1;
    if depth > FILTER_NESTING_MAX || *count > FILTERS_MAX {
        return Err(ApiError::bad_filter(format!(
            "expected at most {FILTERS_MAX} filters, nested at most {FILTER_NESTING_MAX} deep, found more"
        )));
    }
    let mut all = filters.own()?;
    let (and, or, not) = filters.nested();
    for filters in and {
        all.push(translate(filters, depth + 1, count)?);
    }
    if !or.is_empty() {
        let any = or
            .iter()
            .map(|filters| translate(filters, depth + 1, count));
        all.push(Filter::Any(any.collect::<Result<_, _>>()?));
    }
    if let Some(filters) = not {
        all.push(Filter::Not(Box::new(translate(filters, depth + 1, count)?)));
    }
    Ok(Filter::All(all))
}

macro_rules! filters {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty => |$value:ident| $meaning:expr,)*
        }
    )+) => { $(
        input_object! {
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

        impl Filters for $name<'_> {
            fn own(&self) -> Result<Vec<Filter>, ApiError> {
                let mut all = Vec::new();
                $(if let Some($value) = &self.$field {
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

input_object! {
    /// A span of days; each end may be a month or a year, of which the whole belongs to it.
    DateSpan {
        /// Not before this; by default from the beginning.
        from: Option<PartialDate>,
        /// Not behind this; by default to the end.
        to: Option<PartialDate>,
    }
}

filters! {
    /// Which people; all fields that are given must hold.
    PersonFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Born in this year, month or on this day.
        born_in: PartialDate => |date| Filter::Within(Property::Birth, Some(*date), Some(*date)),
        /// Plays someone, or plays nobody.
        acts: bool => |acts| unless(*acts, Filter::Has((Relation::Plays, Direction::Out))),
        /// Has a credit on this series, season, episode, film or work, playing aside.
        credited_on: Id<&'g str> => |id| leads(&[&[(Relation::Credited, Direction::Out)]], key_among(CREDITABLE, id)?),
        /// Plays a character who appears in this series, season, episode or film, itself or one of its parts.
        appears_in: Id<&'g str> => |id| appears(&[(Relation::Plays, Direction::Out)], key_among(SHOWN, id)?),
    }
    /// Which characters; all fields that are given must hold.
    CharacterFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Played by this person: an id or a slug.
        played_by: Id<&'g str> => |id| leads(&[&[(Relation::Plays, Direction::In)]], key_of(Kind::Person, id.0)?),
        /// Appears in this series, season, episode or film, itself or one of its parts.
        appears_in: Id<&'g str> => |id| appears(&[], key_among(SHOWN, id)?),
    }
    /// Which series; all fields that are given must hold.
    SeriesFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Stands so.
        status: SeriesStatus => |status| Filter::Term(Property::Status, status.word()),
        /// Shown, itself or one of its seasons, on this network: an id or a slug.
        network: Id<&'g str> => |id| whole_or_season(Relation::AiredOn, key_of(Kind::Network, id.0)?),
        /// Made, itself or one of its seasons, by this studio: an id or a slug.
        studio: Id<&'g str> => |id| whole_or_season(Relation::ProducedBy, key_of(Kind::Studio, id.0)?),
        /// Belongs to this genre: an id or a slug.
        genre: Id<&'g str> => |id| leads(&[&[(Relation::HasGenre, Direction::Out)]], key_of(Kind::Genre, id.0)?),
    }
    /// Which seasons; all fields that are given must hold.
    SeasonFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Has this number.
        number: i32 => |number| counted(Property::Number, *number),
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Part of this series: an id or a slug.
        series: Id<&'g str> => |id| leads(&[&[(Relation::PartOf, Direction::Out)]], key_of(Kind::Series, id.0)?),
        /// Shown on this network: an id or a slug.
        network: Id<&'g str> => |id| leads(&[&[(Relation::AiredOn, Direction::Out)]], key_of(Kind::Network, id.0)?),
        /// Made by this studio: an id or a slug.
        studio: Id<&'g str> => |id| leads(&[&[(Relation::ProducedBy, Direction::Out)]], key_of(Kind::Studio, id.0)?),
    }
    /// Which episodes; all fields that are given must hold.
    EpisodeFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Of this sort.
        kind: EpisodeKind => |kind| Filter::Term(Property::Kind, kind.word()),
        /// Has this number.
        number: i32 => |number| counted(Property::Number, *number),
        /// First shown in this span.
        aired: DateSpan => |span| within(Property::AirDate, span)?,
        /// Part of this series, by way of a season or at once: an id or a slug.
        series: Id<&'g str> => |id| leads(
            &[&[(Relation::PartOf, Direction::Out)], &[(Relation::PartOf, Direction::Out); 2]],
            key_of(Kind::Series, id.0)?,
        ),
        /// Part of this season: an id or a slug.
        season: Id<&'g str> => |id| leads(&[&[(Relation::PartOf, Direction::Out)]], key_of(Kind::Season, id.0)?),
    }
    /// Which films; all fields that are given must hold.
    FilmFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Of this sort.
        kind: FilmKind => |kind| Filter::Term(Property::Kind, kind.word()),
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Shown on this network: an id or a slug.
        network: Id<&'g str> => |id| leads(&[&[(Relation::AiredOn, Direction::Out)]], key_of(Kind::Network, id.0)?),
        /// Made by this studio: an id or a slug.
        studio: Id<&'g str> => |id| leads(&[&[(Relation::ProducedBy, Direction::Out)]], key_of(Kind::Studio, id.0)?),
        /// Belongs to this genre: an id or a slug.
        genre: Id<&'g str> => |id| leads(&[&[(Relation::HasGenre, Direction::Out)]], key_of(Kind::Genre, id.0)?),
    }
    /// Which networks; all fields that are given must hold.
    NetworkFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Reaches its audience so.
        kind: NetworkKind => |kind| Filter::Term(Property::Kind, kind.word()),
    }
    /// Which places; all fields that are given must hold.
    PlaceFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Exists in the story only, or really, as somebody says.
        fictional: bool => |fictional| Filter::Flag(Property::Fictional, *fictional),
    }
    /// Which events; all fields that are given must hold.
    EventFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
        /// Of the production, or of the story.
        world: World => |world| Filter::Term(Property::World, world.word()),
        /// Of this sort.
        r#type: EventType => |sort| Filter::Term(Property::Type, sort.word()),
        /// Happened, or began, in this span.
        date: DateSpan => |span| within(Property::Date, span)?,
        /// This thing took part in it, or is told of it.
        involves: Id<&'g str> => |id| leads(
            &[&[(Relation::Involves, Direction::Out)], &[(Relation::ToldIn, Direction::Out)]],
            key_among(Kind::ALL, id)?,
        ),
    }
    /// Which things of a kind; all fields that are given must hold.
    NameFilter {
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name(text)?,
    }
}

fn name(text: &str) -> Result<Filter, ApiError> {
    let filter = Filter::name_contains(text);
    if filter == Filter::NameContains(String::new()) {
        return Err(ApiError::bad_filter(
            "expected a text of at least one letter in \"nameContains\", found none",
        ));
    }
    Ok(filter)
}

fn within(property: Property, span: &DateSpan) -> Result<Filter, ApiError> {
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
fn counted(property: Property, number: i32) -> Filter {
    u32::try_from(number).map_or_else(
        |_| Filter::Any(Vec::new()),
        |number| Filter::Count(property, number),
    )
}

fn unless(holds: bool, filter: Filter) -> Filter {
    if holds {
        filter
    } else {
        Filter::Not(Box::new(filter))
    }
}

/// A key of one of the kinds to which a way can lead.
fn key_among(kinds: &[Kind], id: &Id<&str>) -> Result<Key, ApiError> {
    let key = super::ids::key(id.0)?;
    if kinds.contains(&key.kind()) {
        return Ok(key);
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.prefix()).collect();
    Err(ApiError::bad_id(format!(
        "expected the id of one of {}, found {key}",
        kinds.join(", ")
    )))
}

const SHOWN: &[Kind] = &[Kind::Series, Kind::Season, Kind::Episode, Kind::Film];
const CREDITABLE: &[Kind] = &[
    Kind::Series,
    Kind::Season,
    Kind::Episode,
    Kind::Film,
    Kind::Work,
];

fn leads(ways: &[&[crate::graph::Step]], key: Key) -> Filter {
    Filter::Leads(ways.iter().map(|way| way.to_vec()).collect(), key)
}

fn whole_or_season(relation: Relation, key: Key) -> Filter {
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
fn appears(first: &[crate::graph::Step], key: Key) -> Filter {
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
