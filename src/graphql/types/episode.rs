//! Episodes.

use super::cast::{Billed, CastRow};
use super::entity::EntityFields;
use super::relations::{AiredOn, AppearsIn, Credited, RatedBy, ToldIn};
use super::rows::{back, out, page_of};
use super::view::{Character, Episode, Event, Network, Outlet, Person};
use crate::graphql::connection::Page;
use crate::graphql::limits::GATHER_WEIGHT;
use crate::model::Property;
use crate::{field, object};

object! {
    /// One episode.
    Episode implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("number", "Its number in the season; null for most specials and for what was never made.", |episode: Episode| episode.number()),
        field!("kind", "What sort of episode it is; null when nobody says.", |episode: Episode| episode.episode_kind()),
        field!("airDate", "Day of its first broadcast or release; null when nobody says.", |episode: Episode| episode.date(Property::AirDate)),
        field!("runtimeMinutes", "Its length, in whole minutes; null when nobody says.", |episode: Episode| episode.count(Property::RuntimeMinutes)),
        field!("summary", "What happens in it; null when nobody says.", |episode: Episode| episode.text(Property::Summary)),
        field!("season", "The season that it is part of; null for one outside all seasons.", |episode: Episode| episode.season()),
        field!("series", "The series that it is part of; null when nobody says.", |episode: Episode| episode.series()),
        field!("cast", "Who plays in it: by billing, then by place in the list of credits.", |episode: Episode, of: Billed| {
            page_of::<CastRow, _>(episode, episode.cast(of.billing), "cast", of.page())
        }, weight: GATHER_WEIGHT),
        field!("characters", "Characters that appear in it, by billing.", |episode: Episode, page: Page| {
            back::<AppearsIn, Character>(episode, "characters", page)
        }),
        field!("crew", "Who worked on it, by department and job.", |episode: Episode, page: Page| {
            back::<Credited, Person>(episode, "crew", page)
        }),
        field!("networks", "Where it was shown, by name.", |episode: Episode, page: Page| out::<AiredOn, Network>(episode, "networks", page)),
        field!("ratings", "Scores and reviews, by measure.", |episode: Episode, page: Page| out::<RatedBy, Outlet>(episode, "ratings", page)),
        field!("story", "Events of the story that it tells.", |episode: Episode, page: Page| back::<ToldIn, Event>(episode, "story", page)),
    }
}
