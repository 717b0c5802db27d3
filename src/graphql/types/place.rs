//! Places.

use super::entity::{Entity, EntityFields};
use super::relations::{FilmedIn, LivesIn, PartOf, SetIn};
use super::rows::{back, out};
use super::view::{Character, Place};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A place, fictional or real.
    Place implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("fictional", "Whether it exists in the story only; null when nobody says.", |place: Place| place.flag(Property::Fictional)),
        field!("partOf", "Larger places in which it lies, by name.", |place: Place, page: Page| out::<PartOf, Place>(place, "partOf", page)),
        field!("parts", "Smaller places that lie in it, by name.", |place: Place, page: Page| back::<PartOf, Place>(place, "parts", page)),
        field!("settingOf", "Series, then seasons, then films, set there.", |place: Place, page: Page| back::<SetIn, Entity>(place, "settingOf", page)),
        field!("filmingLocationOf", "Series, then seasons, then films, filmed there.", |place: Place, page: Page| back::<FilmedIn, Entity>(place, "filmingLocationOf", page)),
        field!("residents", "Characters who live there, by name.", |place: Place, page: Page| back::<LivesIn, Character>(place, "residents", page)),
    }
}
