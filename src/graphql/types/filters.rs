//! Filters as clients write them; what they mean is in the graph.

use super::filter_table::{
    CREDITABLE, DateSpan, SHOWN, appears, counted, filters, leads, name_contains, named, unless,
    whole_or_season, within,
};
use super::ids::{key_among, key_of};
use super::list_filters::{
    CastListFilter, CharacterListFilter, CreditListFilter, CrewListFilter, EpisodeListFilter,
    FilmListFilter, NameListFilter, NetworkListFilter, PersonListFilter, PlaceListFilter,
    RatingListFilter, RelationshipListFilter, RoleListFilter, SeasonListFilter, SeriesListFilter,
    back, entries, out, things, whole,
};
use crate::graph::{Direction, Filter, List};
use crate::graphql::engine::Id;
use crate::model::episode::EpisodeKind;
use crate::model::event::{EventType, World};
use crate::model::film::FilmKind;
use crate::model::network::NetworkKind;
use crate::model::series::SeriesStatus;
use crate::model::{Kind, PartialDate, Property, Relation};

pub use super::filter_table::{Filters, filter};

filters! {
    /// Which people; all fields that are given must hold.
    PersonFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Born in this year, month or on this day.
        born_in: PartialDate => |date| Filter::Within(Property::Birth, Some(*date), Some(*date)),
        /// Plays someone, or plays nobody.
        acts: bool => |acts| unless(*acts, Filter::Has((Relation::Plays, Direction::Out))),
        /// Has a credit on this series, season, episode, film or work, playing aside.
        credited_on: Id<&'g str> => |id| leads(&[&[(Relation::Credited, Direction::Out)]], key_among("creditedOn", CREDITABLE, id.0)?),
        /// Plays a character who appears in this series, season, episode or film, itself or one of its parts.
        appears_in: Id<&'g str> => |id| appears(&[(Relation::Plays, Direction::Out)], key_among("appearsIn", SHOWN, id.0)?),
        /// Whom the person plays.
        characters: Box<CharacterListFilter<'g>> => |of, scope| out(Relation::Plays, Kind::Character, of, scope)?,
        /// What the person played: one role a character and series or film.
        roles: Box<RoleListFilter<'g>> => |of, scope| entries(List::Roles, of, scope)?,
        /// What the person worked on, and as what; playing aside.
        credits: Box<CreditListFilter<'g>> => |of, scope| entries(List::Edges(Relation::Credited, Direction::Out, None), of, scope)?,
        /// Series in which the person played or on which the person worked, their parts included.
        series: Box<SeriesListFilter<'g>> => |of, scope| things(List::Works(Kind::Series), Kind::Series, of, scope)?,
        /// Films in which the person played or on which the person worked.
        films: Box<FilmListFilter<'g>> => |of, scope| things(List::Works(Kind::Film), Kind::Film, of, scope)?,
    }
    /// Which characters; all fields that are given must hold.
    CharacterFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Played by this person: an id or a slug.
        played_by: Id<&'g str> => |id| leads(&[&[(Relation::Plays, Direction::In)]], key_of("playedBy", Kind::Person, id.0)?),
        /// Appears in this series, season, episode or film, itself or one of its parts.
        appears_in: Id<&'g str> => |id| appears(&[], key_among("appearsIn", SHOWN, id.0)?),
        /// Who plays the character, as in `Character.playedBy`.
        performers: Box<PersonListFilter<'g>> => |of, scope| back(Relation::Plays, Kind::Person, of, scope)?,
        /// Series in which the character is said to appear as a whole.
        series: Box<SeriesListFilter<'g>> => |of, scope| out(Relation::AppearsIn, Kind::Series, of, scope)?,
        /// Seasons in which the character appears.
        seasons: Box<SeasonListFilter<'g>> => |of, scope| out(Relation::AppearsIn, Kind::Season, of, scope)?,
        /// Episodes in which the character is known to appear.
        episodes: Box<EpisodeListFilter<'g>> => |of, scope| out(Relation::AppearsIn, Kind::Episode, of, scope)?,
        /// Films in which the character appears.
        films: Box<FilmListFilter<'g>> => |of, scope| out(Relation::AppearsIn, Kind::Film, of, scope)?,
        /// To whom the character stands in a relationship.
        relationships: Box<RelationshipListFilter<'g>> => |of, scope| entries(List::Relatives, of, scope)?,
        /// Where the character lives.
        residences: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::LivesIn, Kind::Place, of, scope)?,
        /// For whom the character works.
        employers: Box<NameListFilter<'g>> => |of, scope| out(Relation::WorksFor, Kind::Organization, of, scope)?,
    }
    /// Which series; all fields that are given must hold.
    SeriesFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Stands so.
        status: SeriesStatus => |status| Filter::Term(Property::Status, status.word()),
        /// Shown, itself or one of its seasons, on this network: an id or a slug.
        network: Id<&'g str> => |id| whole_or_season(Relation::AiredOn, key_of("network", Kind::Network, id.0)?),
        /// Made, itself or one of its seasons, by this studio: an id or a slug.
        studio: Id<&'g str> => |id| whole_or_season(Relation::ProducedBy, key_of("studio", Kind::Studio, id.0)?),
        /// Belongs to this genre: an id or a slug.
        genre: Id<&'g str> => |id| leads(&[&[(Relation::HasGenre, Direction::Out)]], key_of("genre", Kind::Genre, id.0)?),
        /// Its seasons.
        seasons: Box<SeasonListFilter<'g>> => |of, scope| back(Relation::PartOf, Kind::Season, of, scope)?,
        /// Its episodes, of all seasons and of none.
        episodes: Box<EpisodeListFilter<'g>> => |of, scope| things(List::Episodes, Kind::Episode, of, scope)?,
        /// Its cast and that of its parts.
        cast: Box<CastListFilter<'g>> => |of, scope| entries(List::Cast, of, scope)?,
        /// Characters that are said to appear in it as a whole.
        characters: Box<CharacterListFilter<'g>> => |of, scope| back(Relation::AppearsIn, Kind::Character, of, scope)?,
        /// Who worked on it as a whole.
        crew: Box<CrewListFilter<'g>> => |of, scope| entries(List::Edges(Relation::Credited, Direction::In, Some(Kind::Person)), of, scope)?,
        /// The networks on which it was shown, those of its parts aside.
        networks: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AiredOn, Kind::Network, of, scope)?,
        /// The networks that ordered it.
        commissioned_by: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::CommissionedBy, Kind::Network, of, scope)?,
        /// Where it can be watched, a network once an offer.
        available_on: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AvailableOn, Kind::Network, of, scope)?,
        /// Who made it, its parts aside.
        studios: Box<NameListFilter<'g>> => |of, scope| out(Relation::ProducedBy, Kind::Studio, of, scope)?,
        /// What it is drawn from.
        based_on: Box<NameListFilter<'g>> => |of, scope| out(Relation::BasedOn, Kind::Work, of, scope)?,
        /// Where its story is set.
        settings: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::SetIn, Kind::Place, of, scope)?,
        /// Where it was filmed.
        filming_locations: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::FilmedIn, Kind::Place, of, scope)?,
        /// Its genres.
        genres: Box<NameListFilter<'g>> => |of, scope| out(Relation::HasGenre, Kind::Genre, of, scope)?,
        /// Its ratings.
        ratings: Box<RatingListFilter<'g>> => |of, scope| entries(List::Edges(Relation::RatedBy, Direction::Out, Some(Kind::Outlet)), of, scope)?,
    }
    /// Which seasons; all fields that are given must hold.
    SeasonFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Has this number.
        number: i32 => |number| counted(Property::Number, *number),
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Part of this series: an id or a slug.
        series: Id<&'g str> => |id| leads(&[&[(Relation::PartOf, Direction::Out)]], key_of("series", Kind::Series, id.0)?),
        /// Shown on this network: an id or a slug.
        network: Id<&'g str> => |id| leads(&[&[(Relation::AiredOn, Direction::Out)]], key_of("network", Kind::Network, id.0)?),
        /// Made by this studio: an id or a slug.
        studio: Id<&'g str> => |id| leads(&[&[(Relation::ProducedBy, Direction::Out)]], key_of("studio", Kind::Studio, id.0)?),
        /// Part of a series like this.
        of_series: Box<SeriesFilter<'g>> => |of, scope| whole(Kind::Series, of, scope)?,
        /// Its episodes.
        episodes: Box<EpisodeListFilter<'g>> => |of, scope| back(Relation::PartOf, Kind::Episode, of, scope)?,
        /// Its cast and that of its parts.
        cast: Box<CastListFilter<'g>> => |of, scope| entries(List::Cast, of, scope)?,
        /// Characters that appear in it as a whole.
        characters: Box<CharacterListFilter<'g>> => |of, scope| back(Relation::AppearsIn, Kind::Character, of, scope)?,
        /// Who worked on it as a whole.
        crew: Box<CrewListFilter<'g>> => |of, scope| entries(List::Edges(Relation::Credited, Direction::In, Some(Kind::Person)), of, scope)?,
        /// The networks on which it was shown, those of its parts aside.
        networks: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AiredOn, Kind::Network, of, scope)?,
        /// The networks that ordered it.
        commissioned_by: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::CommissionedBy, Kind::Network, of, scope)?,
        /// Where it can be watched, a network once an offer.
        available_on: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AvailableOn, Kind::Network, of, scope)?,
        /// Who made it.
        studios: Box<NameListFilter<'g>> => |of, scope| out(Relation::ProducedBy, Kind::Studio, of, scope)?,
        /// Where its story is set.
        settings: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::SetIn, Kind::Place, of, scope)?,
        /// Where it was filmed.
        filming_locations: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::FilmedIn, Kind::Place, of, scope)?,
        /// Its ratings.
        ratings: Box<RatingListFilter<'g>> => |of, scope| entries(List::Edges(Relation::RatedBy, Direction::Out, Some(Kind::Outlet)), of, scope)?,
    }
    /// Which episodes; all fields that are given must hold.
    EpisodeFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Of this sort.
        kind: EpisodeKind => |kind| Filter::Term(Property::Kind, kind.word()),
        /// Has this number.
        number: i32 => |number| counted(Property::Number, *number),
        /// First shown in this span.
        aired: DateSpan => |span| within(Property::AirDate, span)?,
        /// Part of this series, by way of a season or at once: an id or a slug.
        series: Id<&'g str> => |id| leads(
            &[&[(Relation::PartOf, Direction::Out)], &[(Relation::PartOf, Direction::Out); 2]],
            key_of("series", Kind::Series, id.0)?,
        ),
        /// Part of this season: an id or a slug.
        season: Id<&'g str> => |id| leads(&[&[(Relation::PartOf, Direction::Out)]], key_of("season", Kind::Season, id.0)?),
        /// Part of a series like this, by way of a season or at once.
        of_series: Box<SeriesFilter<'g>> => |of, scope| whole(Kind::Series, of, scope)?,
        /// Part of a season like this.
        of_season: Box<SeasonFilter<'g>> => |of, scope| whole(Kind::Season, of, scope)?,
        /// Its cast.
        cast: Box<CastListFilter<'g>> => |of, scope| entries(List::Cast, of, scope)?,
        /// Characters that appear in it.
        characters: Box<CharacterListFilter<'g>> => |of, scope| back(Relation::AppearsIn, Kind::Character, of, scope)?,
        /// Who worked on it.
        crew: Box<CrewListFilter<'g>> => |of, scope| entries(List::Edges(Relation::Credited, Direction::In, Some(Kind::Person)), of, scope)?,
        /// The networks on which it was shown.
        networks: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AiredOn, Kind::Network, of, scope)?,
        /// Its ratings.
        ratings: Box<RatingListFilter<'g>> => |of, scope| entries(List::Edges(Relation::RatedBy, Direction::Out, Some(Kind::Outlet)), of, scope)?,
    }
    /// Which films; all fields that are given must hold.
    FilmFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Of this sort.
        kind: FilmKind => |kind| Filter::Term(Property::Kind, kind.word()),
        /// First released in this span.
        premiered: DateSpan => |span| within(Property::Premiered, span)?,
        /// Shown on this network: an id or a slug.
        network: Id<&'g str> => |id| leads(&[&[(Relation::AiredOn, Direction::Out)]], key_of("network", Kind::Network, id.0)?),
        /// Made by this studio: an id or a slug.
        studio: Id<&'g str> => |id| leads(&[&[(Relation::ProducedBy, Direction::Out)]], key_of("studio", Kind::Studio, id.0)?),
        /// Belongs to this genre: an id or a slug.
        genre: Id<&'g str> => |id| leads(&[&[(Relation::HasGenre, Direction::Out)]], key_of("genre", Kind::Genre, id.0)?),
        /// Its cast.
        cast: Box<CastListFilter<'g>> => |of, scope| entries(List::Cast, of, scope)?,
        /// Characters that appear in it.
        characters: Box<CharacterListFilter<'g>> => |of, scope| back(Relation::AppearsIn, Kind::Character, of, scope)?,
        /// Who worked on it.
        crew: Box<CrewListFilter<'g>> => |of, scope| entries(List::Edges(Relation::Credited, Direction::In, Some(Kind::Person)), of, scope)?,
        /// The networks on which it was shown.
        networks: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AiredOn, Kind::Network, of, scope)?,
        /// Where it can be watched, a network once an offer.
        available_on: Box<NetworkListFilter<'g>> => |of, scope| out(Relation::AvailableOn, Kind::Network, of, scope)?,
        /// Who made it.
        studios: Box<NameListFilter<'g>> => |of, scope| out(Relation::ProducedBy, Kind::Studio, of, scope)?,
        /// What it is drawn from.
        based_on: Box<NameListFilter<'g>> => |of, scope| out(Relation::BasedOn, Kind::Work, of, scope)?,
        /// Where its story is set.
        settings: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::SetIn, Kind::Place, of, scope)?,
        /// Where it was filmed.
        filming_locations: Box<PlaceListFilter<'g>> => |of, scope| out(Relation::FilmedIn, Kind::Place, of, scope)?,
        /// Its genres.
        genres: Box<NameListFilter<'g>> => |of, scope| out(Relation::HasGenre, Kind::Genre, of, scope)?,
        /// Its ratings.
        ratings: Box<RatingListFilter<'g>> => |of, scope| entries(List::Edges(Relation::RatedBy, Direction::Out, Some(Kind::Outlet)), of, scope)?,
    }
    /// Which networks; all fields that are given must hold.
    NetworkFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Reaches its audience so.
        kind: NetworkKind => |kind| Filter::Term(Property::Kind, kind.word()),
        /// Series that it showed.
        series: Box<SeriesListFilter<'g>> => |of, scope| back(Relation::AiredOn, Kind::Series, of, scope)?,
        /// Seasons that it showed.
        seasons: Box<SeasonListFilter<'g>> => |of, scope| back(Relation::AiredOn, Kind::Season, of, scope)?,
        /// Episodes that it is known to have shown.
        episodes: Box<EpisodeListFilter<'g>> => |of, scope| back(Relation::AiredOn, Kind::Episode, of, scope)?,
        /// Films that it showed.
        films: Box<FilmListFilter<'g>> => |of, scope| back(Relation::AiredOn, Kind::Film, of, scope)?,
        /// Series that it ordered.
        commissioned_series: Box<SeriesListFilter<'g>> => |of, scope| back(Relation::CommissionedBy, Kind::Series, of, scope)?,
        /// Seasons that it ordered.
        commissioned_seasons: Box<SeasonListFilter<'g>> => |of, scope| back(Relation::CommissionedBy, Kind::Season, of, scope)?,
        /// Series that can be watched there, one once an offer.
        offered_series: Box<SeriesListFilter<'g>> => |of, scope| back(Relation::AvailableOn, Kind::Series, of, scope)?,
        /// Seasons that can be watched there, one once an offer.
        offered_seasons: Box<SeasonListFilter<'g>> => |of, scope| back(Relation::AvailableOn, Kind::Season, of, scope)?,
        /// Films that can be watched there, one once an offer.
        offered_films: Box<FilmListFilter<'g>> => |of, scope| back(Relation::AvailableOn, Kind::Film, of, scope)?,
        /// To whom it belongs.
        owners: Box<NameListFilter<'g>> => |of, scope| out(Relation::OwnedBy, Kind::Organization, of, scope)?,
    }
    /// Which places; all fields that are given must hold.
    PlaceFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Exists in the story only, or really, as somebody says.
        fictional: bool => |fictional| Filter::Flag(Property::Fictional, *fictional),
    }
    /// Which events; all fields that are given must hold.
    EventFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
        /// Of the production, or of the story.
        world: World => |world| Filter::Term(Property::World, world.word()),
        /// Of this sort.
        r#type: EventType => |sort| Filter::Term(Property::Type, sort.word()),
        /// Happened, or began, in this span.
        date: DateSpan => |span| within(Property::Date, span)?,
        /// This thing took part in it, or is told of it.
        involves: Id<&'g str> => |id| leads(
            &[&[(Relation::Involves, Direction::Out)], &[(Relation::ToldIn, Direction::Out)]],
            key_among("involves", Kind::ALL, id.0)?,
        ),
    }
    /// Which things of a kind; all fields that are given must hold.
    NameFilter {
        /// A name, an alternate name, or what stands for a missing one, is this, case and diacritics aside.
        name: &'g str => |text| named(text)?,
        /// A name, an alternate name, or what stands for a missing one, holds this text, case and diacritics aside.
        name_contains: &'g str => |text| name_contains(text)?,
    }
}
