//! Films.

use super::cast::{Billed, CastRow};
use super::entity::EntityFields;
use super::relations::{
    AiredOn, AppearsIn, AvailableOn, BasedOn, Credited, FilmedIn, HasGenre, ProducedBy, RatedBy,
    SetIn, ToldIn,
};
use super::rows::{back, out, page_of};
use super::view::{Character, Event, Film, Genre, Network, Outlet, Person, Place, Studio, Work};
use crate::graphql::connection::Page;
use crate::graphql::engine::List;
use crate::graphql::limits::GATHER_WEIGHT;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A film: told in one piece, for the cinema or for television.
    Film implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("kind", "What sort of film it is; null when nobody says.", |film: Film| film.film_kind()),
        field!("premise", "What the story is about; null when nobody says.", |film: Film| film.text(Property::Premise)),
        field!("countries", "Countries of origin.", |film: Film| List(film.texts(Property::Countries))),
        field!("languages", "Original languages.", |film: Film| List(film.texts(Property::Languages))),
        field!("premiered", "Day of the first release; null when nobody says.", |film: Film| film.date(Property::Premiered)),
        field!("runtimeMinutes", "Its length, in whole minutes; null when nobody says.", |film: Film| film.count(Property::RuntimeMinutes)),
        field!("cast", "Who plays in it: by billing, then by place in the list of credits.", |film: Film, of: Billed| {
            page_of::<CastRow, _>(film, film.cast(of.billing), "cast", of.page())
        }, weight: GATHER_WEIGHT),
        field!("characters", "Characters that appear in it, by billing.", |film: Film, page: Page| {
            back::<AppearsIn, Character>(film, "characters", page)
        }),
        field!("crew", "Who worked on it, by department and job.", |film: Film, page: Page| back::<Credited, Person>(film, "crew", page)),
        field!("networks", "Where it was shown, by name.", |film: Film, page: Page| out::<AiredOn, Network>(film, "networks", page)),
        field!("availableOn", "Where it can be watched, by name.", |film: Film, page: Page| {
            out::<AvailableOn, Network>(film, "availableOn", page)
        }),
        field!("studios", "Who made it, by name.", |film: Film, page: Page| out::<ProducedBy, Studio>(film, "studios", page)),
        field!("basedOn", "What it is drawn from, by name.", |film: Film, page: Page| out::<BasedOn, Work>(film, "basedOn", page)),
        field!("settings", "Where the story is set, by name.", |film: Film, page: Page| out::<SetIn, Place>(film, "settings", page)),
        field!("filmingLocations", "Where it was filmed, by name.", |film: Film, page: Page| {
            out::<FilmedIn, Place>(film, "filmingLocations", page)
        }),
        field!("genres", "Its genres, by name.", |film: Film, page: Page| out::<HasGenre, Genre>(film, "genres", page)),
        field!("ratings", "Scores and reviews, by measure.", |film: Film, page: Page| out::<RatedBy, Outlet>(film, "ratings", page)),
        field!("story", "Events of the story that it tells.", |film: Film, page: Page| back::<ToldIn, Event>(film, "story", page)),
    }
}
