//! Events.

use super::entity::{Entity, EntityFields};
use super::relations::{Involves, ToldIn};
use super::rows::out;
use super::view::Event;
use crate::graphql::connection::Page;
use crate::{field, object};

object! {
    /// Something that happened, in the production or in the story.
    Event implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("world", "Whether it belongs to the production or to the story; null when nobody says.", |event: Event| event.world()),
        field!("type", "What sort of event it is; null when nobody says.", |event: Event| event.event_type()),
        field!("date", "Its day or first day; null for most events of the story.", |event: Event| event.on()),
        field!("endDate", "Its last day, if it took longer.", |event: Event| event.end_date()),
        field!("participants", "What took part in it, by kind, then by part.", |event: Event, page: Page| out::<Involves, Entity>(event, "participants", page)),
        field!("toldIn", "Where the story tells of it.", |event: Event, page: Page| out::<ToldIn, Entity>(event, "toldIn", page)),
    }
}
