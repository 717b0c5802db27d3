//! What an event adds to a node.

use super::Event;
use crate::model::event::{EventType, World};
use crate::model::{PartialDate, Property};

impl Event<'_> {
    /// Whether it belongs to the production or to the story.
    pub fn world(self) -> Option<World> {
        self.term(Property::World).and_then(World::from_word)
    }

    /// What sort of event it is.
    pub fn event_type(self) -> Option<EventType> {
        self.term(Property::Type).and_then(EventType::from_word)
    }

    /// Its day or first day; `None` for most events of the story.
    pub fn on(self) -> Option<PartialDate> {
        self.date(Property::Date)
    }

    /// Its last day, if it took longer.
    pub fn end_date(self) -> Option<PartialDate> {
        self.date(Property::EndDate)
    }
}
