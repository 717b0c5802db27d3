//! Series.

use super::cast::{Billed, CastRow};
use super::entity::EntityFields;
use super::relations::{
    AiredOn, AppearsIn, AvailableOn, BasedOn, CommissionedBy, Credited, FilmedIn, HasGenre, PartOf,
    ProducedBy, RatedBy, SetIn, ToldIn,
};
use super::rows::{Thing, back, out, page_of};
use super::similar;
use super::view::{
    Character, Episode, Event, Genre, Network, Outlet, Person, Place, Season, Series, Studio, Work,
};
use crate::graphql::connection::Page;
use crate::graphql::engine::{Interruptible, List};
use crate::graphql::limits::{GATHER_WEIGHT, TOGETHER_WEIGHT};
use crate::model::Property;
use crate::model::event::World;
use crate::{field, object, paged_arguments};

paged_arguments! {
    /// Which events.
    Timeline<'g> {
        /// Only of the production, or only of the story; by default both.
        world: Option<World>,
    }
}

object! {
    /// A television series.
    Series implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("premise", "What the story is about; null when nobody says.", |series: Series| series.text(Property::Premise)),
        field!("period", "When the story is set, in words; null when nobody says.", |series: Series| series.text(Property::Period)),
        field!("countries", "Countries of origin.", |series: Series| List(series.texts(Property::Countries))),
        field!("languages", "Original languages.", |series: Series| List(series.texts(Property::Languages))),
        field!("premiered", "Day of the first release; null when nobody says.", |series: Series| series.date(Property::Premiered)),
        field!("ended", "Day of the last release; null when nobody says.", |series: Series| series.date(Property::Ended)),
        field!("status", "Where the series stands; null when nobody says.", |series: Series| series.status()),
        field!("airDays", "Days of the week on which new episodes come, or came while the series ran, from Monday on; none when nobody says.", |series: Series| {
            List(series.air_days())
        }),
        field!("airTime", "Time of day at which new episodes come, or came while the series ran, where the network is at home, such as \"21:05\"; null when nobody says, as for many streaming services.", |series: Series| {
            series.text(Property::AirTime)
        }),
        field!("seasonCount", "Number of seasons; null when nobody says.", |series: Series| series.count(Property::SeasonCount)),
        field!("episodeCount", "Number of episodes; null when nobody says.", |series: Series| series.count(Property::EpisodeCount)),
        field!("seasons", "Its seasons, by number.", |series: Series, page: Page| back::<PartOf, Season>(series, "seasons", page)),
        field!("episodes", "Its episodes by season and number, those of no season last.", |series: Series, page: Page| {
            page_of::<Thing<Episode>, _>(series, series.episodes(), "episodes", page)
        }, weight: GATHER_WEIGHT),
        field!("cast", "Who plays in it, its seasons and episodes: by billing, then by place in the list of credits.", |series: Series, of: Billed| {
            page_of::<CastRow, _>(series, series.cast(of.billing), "cast", of.page())
        }, weight: GATHER_WEIGHT),
        field!("characters", "Characters that are said to appear in the series as a whole, by billing.", |series: Series, page: Page| {
            back::<AppearsIn, Character>(series, "characters", page)
        }),
        field!("crew", "Who worked on the series as a whole, by department and job.", |series: Series, page: Page| {
            back::<Credited, Person>(series, "crew", page)
        }),
        field!("networks", "Where the series was shown, by name.", |series: Series, page: Page| out::<AiredOn, Network>(series, "networks", page)),
        field!("commissionedBy", "Networks that ordered the series, by name.", |series: Series, page: Page| {
            out::<CommissionedBy, Network>(series, "commissionedBy", page)
        }),
        field!("availableOn", "Where the series can be watched, by name.", |series: Series, page: Page| {
            out::<AvailableOn, Network>(series, "availableOn", page)
        }),
        field!("studios", "Who made the series, by name.", |series: Series, page: Page| out::<ProducedBy, Studio>(series, "studios", page)),
        field!("basedOn", "What the series is drawn from, by name.", |series: Series, page: Page| out::<BasedOn, Work>(series, "basedOn", page)),
        field!("settings", "Where the story is set, by name.", |series: Series, page: Page| out::<SetIn, Place>(series, "settings", page)),
        field!("filmingLocations", "Where the series was filmed, by name.", |series: Series, page: Page| {
            out::<FilmedIn, Place>(series, "filmingLocations", page)
        }),
        field!("genres", "Its genres, by name.", |series: Series, page: Page| out::<HasGenre, Genre>(series, "genres", page)),
        field!("ratings", "Scores and reviews, by measure.", |series: Series, page: Page| out::<RatedBy, Outlet>(series, "ratings", page)),
        field!("similar", "Series that have people, studios, networks or genres in common with it: the highest score first, then by id. What more than 1,000 series have adds to scores but brings no series into the list. `LIMIT_REACHED` where more than 1,000,000 edges would be visited.", |series: Series, page: Page| {
            Interruptible::new(move |interrupt| similar::similar(series, page, interrupt))
        }, weight: TOGETHER_WEIGHT),
        field!("story", "Events of the story that are told of the series as a whole.", |series: Series, page: Page| {
            back::<ToldIn, Event>(series, "story", page)
        }),
        field!("timeline", "Events that concern the series, its seasons or episodes, such as orders, castings, premieres and cancellations: by date, a month before the days in it and a year before its months, those without a date last.", |series: Series, of: Timeline| {
            page_of::<Thing<Event>, _>(series, series.timeline(of.world), "timeline", of.page())
        }, weight: GATHER_WEIGHT),
    }
}
