//! Works: source material.

use super::entity::EntityFields;
use super::relations::{BasedOn, Credited};
use super::rows::back;
use super::view::{Film, Person, Series, Work};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// Source material, such as a novel.
    Work implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("form", "Its form, such as \"novel\"; null when nobody says.", |work: Work| work.text(Property::Form)),
        field!("year", "Year of its publication; null when nobody says.", |work: Work| work.count(Property::Year)),
        field!("crew", "Who made it, and as what.", |work: Work, page: Page| back::<Credited, Person>(work, "crew", page)),
        field!("adaptations", "Series drawn from it, by premiere.", |work: Work, page: Page| back::<BasedOn, Series>(work, "adaptations", page)),
        field!("filmAdaptations", "Films drawn from it, by premiere.", |work: Work, page: Page| back::<BasedOn, Film>(work, "filmAdaptations", page)),
    }
}
