//! Studios.

use super::entity::EntityFields;
use super::relations::ProducedBy;
use super::rows::back;
use super::view::{Film, Season, Series, Studio};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A company that makes series.
    Studio implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("country", "Its country; null when nobody says.", |studio: Studio| studio.text(Property::Country)),
        field!("series", "Series that it made, by premiere.", |studio: Studio, page: Page| back::<ProducedBy, Series>(studio, "series", page)),
        field!("films", "Films that it made, by premiere.", |studio: Studio, page: Page| back::<ProducedBy, Film>(studio, "films", page)),
        field!("seasons", "Seasons that it made, by series and number.", |studio: Studio, page: Page| {
            back::<ProducedBy, Season>(studio, "seasons", page)
        }),
    }
}
