//! Filters over the lists of a thing: some, every, none, so many of the entries are like this.

use super::filter_table::{
    CountSpan, Filters, NumberSpan, Scope, bounds, filters, folded, leads, translate,
};
use super::filters::{
    CharacterFilter, EpisodeFilter, FilmFilter, NameFilter, NetworkFilter, PersonFilter,
    PlaceFilter, SeasonFilter, SeriesFilter,
};
use super::ids::key_of;
use crate::graph::{Direction, Filter, List};
use crate::graphql::engine::Id;
use crate::graphql::error::ApiError;
use crate::input_object;
use crate::model::relation::{Billing, Department, Measure, Relationship};
use crate::model::{Kind, Qualifier, Relation};
use std::ops::RangeInclusive;

/// A filter over a list as an input object.
pub trait ListFilters {
    /// The filter of an entry.
    type Of: Filters;
    /// `some`, `every` and `none`.
    fn quantified(&self) -> [Option<&Self::Of>; 3];
    /// `atLeast` and `atMost` of `count`; `None` without it.
    fn span(&self) -> Option<[Option<i32>; 2]>;
    /// `where` of `count`.
    fn counted(&self) -> Option<&Self::Of>;
}

macro_rules! list_filters {
    ($($name:ident $count:ident of $filter:ident;)+) => { $(
        input_object! {
            /// What must be so of a list; all fields that are given must hold.
            $name<'g> {
                /// At least one is like this; `{}` asks only that there is one.
                some: Option<Box<$filter<'g>>>,
                /// Each is like this; so it is where there are none.
                every: Option<Box<$filter<'g>>>,
                /// None is like this; `{}` asks that there are none.
                none: Option<Box<$filter<'g>>>,
                /// So many there are.
                count: Option<$count<'g>>,
            }
        }

        input_object! {
            /// How many entries a list has; one of `atLeast` and `atMost` is needed, or both.
            $count<'g> {
                /// So many or more; 0 or above.
                at_least: Option<i32>,
                /// So many or fewer; 0 or above, and not below `atLeast`.
                at_most: Option<i32>,
                /// Only those like this are counted; by default all, as in `totalCount`.
                r#where: Option<Box<$filter<'g>>>,
            }
        }

        impl<'g> ListFilters for $name<'g> {
            type Of = $filter<'g>;

            fn quantified(&self) -> [Option<&Self::Of>; 3] {
                [self.some.as_deref(), self.every.as_deref(), self.none.as_deref()]
            }

            fn span(&self) -> Option<[Option<i32>; 2]> {
                let count = self.count.as_ref()?;
                Some([count.at_least, count.at_most])
            }

            fn counted(&self) -> Option<&Self::Of> {
                self.count.as_ref()?.r#where.as_deref()
            }
        }
    )+ };
}

list_filters! {
    SeriesListFilter SeriesCountFilter of SeriesFilter;
    SeasonListFilter SeasonCountFilter of SeasonFilter;
    EpisodeListFilter EpisodeCountFilter of EpisodeFilter;
    FilmListFilter FilmCountFilter of FilmFilter;
    NetworkListFilter NetworkCountFilter of NetworkFilter;
    PersonListFilter PersonCountFilter of PersonFilter;
    CharacterListFilter CharacterCountFilter of CharacterFilter;
    PlaceListFilter PlaceCountFilter of PlaceFilter;
    NameListFilter NameCountFilter of NameFilter;
    CastListFilter CastCountFilter of CastFilter;
    RoleListFilter RoleCountFilter of RoleFilter;
    CrewListFilter CrewCountFilter of CrewFilter;
    CreditListFilter CreditCountFilter of CreditFilter;
    RatingListFilter RatingCountFilter of RatingFilter;
    RelationshipListFilter RelationshipCountFilter of RelationshipFilter;
}

filters! {
    /// Which lines of a cast: a person as a character; all fields that are given must hold.
    CastFilter {
        /// Who plays.
        person: Box<PersonFilter<'g>> => |of, scope| about(Kind::Person, of, scope)?,
        /// Who is played.
        character: Box<CharacterFilter<'g>> => |of, scope| about(Kind::Character, of, scope)?,
        /// How large the part is, the largest in the whole or its parts.
        billing: Billing => |billing| Filter::Word(Qualifier::Billing, billing.word()),
    }
    /// Which roles of a person; all fields that are given must hold.
    RoleFilter {
        /// Who is played.
        character: Box<CharacterFilter<'g>> => |of, scope| about(Kind::Character, of, scope)?,
        /// In which series.
        series: Box<SeriesFilter<'g>> => |of, scope| about(Kind::Series, of, scope)?,
        /// In which film.
        film: Box<FilmFilter<'g>> => |of, scope| about(Kind::Film, of, scope)?,
        /// The largest part that the person has in the role.
        billing: Billing => |billing| Filter::Word(Qualifier::Billing, billing.word()),
        /// The seasons in which this person plays the character.
        seasons: Box<SeasonListFilter<'g>> => |of, scope| things(List::Appearances(Kind::Season), Kind::Season, of, scope)?,
        /// The episodes in which this person plays the character, where they are known.
        episodes: Box<EpisodeListFilter<'g>> => |of, scope| things(List::Appearances(Kind::Episode), Kind::Episode, of, scope)?,
    }
    /// Which lines of a crew: a person with a job; all fields that are given must hold.
    CrewFilter {
        /// Who did it.
        person: Box<PersonFilter<'g>> => |of, scope| about(Kind::Person, of, scope)?,
        /// What the person did, such as "Writer", case and diacritics aside.
        job: &'g str => |job| Filter::Text(Qualifier::Job, folded("job", job)?),
        /// Which side of the work the job belongs to.
        department: Department => |department| Filter::Word(Qualifier::Department, department.word()),
    }
    /// Which credits of a person: a job on something; all fields that are given must hold.
    CreditFilter {
        /// What the person did, such as "Writer", case and diacritics aside.
        job: &'g str => |job| Filter::Text(Qualifier::Job, folded("job", job)?),
        /// Which side of the work the job belongs to.
        department: Department => |department| Filter::Word(Qualifier::Department, department.word()),
        /// On which series as a whole.
        series: Box<SeriesFilter<'g>> => |of, scope| about(Kind::Series, of, scope)?,
        /// On which season as a whole.
        season: Box<SeasonFilter<'g>> => |of, scope| about(Kind::Season, of, scope)?,
        /// On which episode.
        episode: Box<EpisodeFilter<'g>> => |of, scope| about(Kind::Episode, of, scope)?,
        /// On which film.
        film: Box<FilmFilter<'g>> => |of, scope| about(Kind::Film, of, scope)?,
        /// On which source material.
        work: Box<NameFilter<'g>> => |of, scope| about(Kind::Work, of, scope)?,
    }
    /// Which ratings; all fields that are given must hold.
    RatingFilter {
        /// Given by this outlet: an id or a slug.
        outlet: Id<&'g str> => |id| {
            Filter::About(Kind::Outlet, Box::new(leads(&[&[]], key_of("outlet", Kind::Outlet, id.0)?)))
        },
        /// Measures this.
        measure: Measure => |measure| Filter::Word(Qualifier::Measure, measure.word()),
        /// The score lies in this span, on the scale of who gave it.
        value: NumberSpan => |span| Filter::Number(Qualifier::Value, span.range()?),
        /// So many votes or reviews lie behind the score.
        count: CountSpan => |span| Filter::Number(Qualifier::Count, span.range()?),
    }
    /// Which relationships of a character; all fields that are given must hold.
    RelationshipFilter {
        /// What the other character is to this one.
        relationship: Relationship => |relationship| Filter::Word(Qualifier::Relationship, relationship.word()),
        /// The other character.
        character: Box<CharacterFilter<'g>> => |of, scope| about(Kind::Character, of, scope)?,
    }
}

/// The thing of a kind that an entry is about is like this.
pub fn about<F: Filters>(
    kind: Kind,
    of: &impl AsRef<F>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    scope.walks += 1;
    let filter = translate(of.as_ref(), scope)?;
    Ok(Filter::About(kind, Box::new(filter)))
}

/// The one thing of this kind of which something is part is like this.
pub fn whole<F: Filters>(
    kind: Kind,
    of: &impl AsRef<F>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    let like = about(kind, of, scope)?;
    Ok(Filter::Holds(List::Whole(kind), Box::new(like), SOME))
}

/// Over the things of a kind to which edges of a relation lead.
pub fn out<L: ListFilters>(
    relation: Relation,
    kind: Kind,
    of: &impl AsRef<L>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    let list = List::Edges(relation, Direction::Out, Some(kind));
    things(list, kind, of, scope)
}

/// Over the things of a kind from which edges of a relation come.
pub fn back<L: ListFilters>(
    relation: Relation,
    kind: Kind,
    of: &impl AsRef<L>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    let list = List::Edges(relation, Direction::In, Some(kind));
    things(list, kind, of, scope)
}

/// Over a list of which only the things, all of one kind, are asked.
pub fn things<L: ListFilters>(
    list: List,
    kind: Kind,
    of: &impl AsRef<L>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    holds(list, of.as_ref(), scope, |filter| {
        Filter::About(kind, Box::new(filter))
    })
}

/// Over a list of which the entries are asked.
pub fn entries<L: ListFilters>(
    list: List,
    of: &impl AsRef<L>,
    scope: &mut Scope,
) -> Result<Filter, ApiError> {
    holds(list, of.as_ref(), scope, |filter| filter)
}

const SOME: RangeInclusive<usize> = 1..=usize::MAX;
const NONE: RangeInclusive<usize> = 0..=0;

fn holds<L: ListFilters>(
    list: List,
    of: &L,
    scope: &mut Scope,
    entry: impl Fn(Filter) -> Filter,
) -> Result<Filter, ApiError> {
    scope.walks += of.quantified().iter().flatten().count() + usize::from(of.span().is_some());
    let mut like = |filters: &L::Of| Ok::<_, ApiError>(entry(translate(filters, scope)?));
    let mut all = Vec::new();
    let mut ask = |like, count| all.push(Filter::Holds(list, Box::new(like), count));
    let [some, every, none] = of.quantified();
    if let Some(filters) = some {
        ask(like(filters)?, SOME);
    }
    if let Some(filters) = every {
        ask(Filter::Not(Box::new(like(filters)?)), NONE);
    }
    if let Some(filters) = none {
        ask(like(filters)?, NONE);
    }
    if let Some(span) = of.span() {
        if span == [None, None] {
            return Err(ApiError::bad_filter(
                "expected \"atLeast\" or \"atMost\" in \"count\", found neither",
            ));
        }
        let like = of.counted().map_or(Ok(Filter::All(Vec::new())), like)?;
        let (from, to) = bounds(span)?;
        ask(
            like,
            from as usize..=to.map_or(usize::MAX, |to| to as usize),
        );
    }
    Ok(Filter::All(all))
}
