//! Seasons.

use super::cast::{Billed, CastRow};
use super::entity::EntityFields;
use super::relations::{
    AiredOn, AppearsIn, AvailableOn, CommissionedBy, Credited, FilmedIn, PartOf, ProducedBy,
    RatedBy, SetIn, ToldIn,
};
use super::rows::{back, out, page_of};
use super::view::{Character, Episode, Event, Network, Outlet, Person, Place, Season, Studio};
use crate::graphql::connection::Page;
use crate::graphql::limits::GATHER_WEIGHT;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A run of episodes of a series.
    Season implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("number", "Its number in the series; null when nobody says.", |season: Season| season.number()),
        field!("subtitle", "A title of its own; null when it has none.", |season: Season| season.text(Property::Subtitle)),
        field!("premise", "What its story is about; null when nobody says.", |season: Season| season.text(Property::Premise)),
        field!("premiered", "Day of its first release; null when nobody says.", |season: Season| season.date(Property::Premiered)),
        field!("ended", "Day of its last release; null when nobody says.", |season: Season| season.date(Property::Ended)),
        field!("episodeCount", "Number of episodes; null when nobody says.", |season: Season| season.count(Property::EpisodeCount)),
        field!("runtimeMinutes", "Typical length of an episode, in whole minutes; null when nobody says.", |season: Season| {
            season.count(Property::RuntimeMinutes)
        }),
        field!("series", "The series that it is part of; null when nobody says.", |season: Season| season.series()),
        field!("episodes", "Its episodes, by number.", |season: Season, page: Page| back::<PartOf, Episode>(season, "episodes", page)),
        field!("cast", "Who plays in it and its episodes: by billing, then by place in the list of credits.", |season: Season, of: Billed| {
            page_of::<CastRow, _>(season, season.cast(of.billing), "cast", of.page())
        }, weight: GATHER_WEIGHT),
        field!("characters", "Characters that appear in the season, by billing.", |season: Season, page: Page| {
            back::<AppearsIn, Character>(season, "characters", page)
        }),
        field!("crew", "Who worked on the season as a whole, by department and job.", |season: Season, page: Page| {
            back::<Credited, Person>(season, "crew", page)
        }),
        field!("networks", "Where the season was shown, by name.", |season: Season, page: Page| out::<AiredOn, Network>(season, "networks", page)),
        field!("commissionedBy", "Networks that ordered the season, by name.", |season: Season, page: Page| {
            out::<CommissionedBy, Network>(season, "commissionedBy", page)
        }),
        field!("availableOn", "Where the season can be watched, by name.", |season: Season, page: Page| {
            out::<AvailableOn, Network>(season, "availableOn", page)
        }),
        field!("studios", "Who made the season, by name.", |season: Season, page: Page| out::<ProducedBy, Studio>(season, "studios", page)),
        field!("settings", "Where its story is set, by name.", |season: Season, page: Page| out::<SetIn, Place>(season, "settings", page)),
        field!("filmingLocations", "Where the season was filmed, by name.", |season: Season, page: Page| {
            out::<FilmedIn, Place>(season, "filmingLocations", page)
        }),
        field!("ratings", "Scores and reviews, by measure.", |season: Season, page: Page| out::<RatedBy, Outlet>(season, "ratings", page)),
        field!("story", "Events of the story that the season tells.", |season: Season, page: Page| back::<ToldIn, Event>(season, "story", page)),
    }
}
