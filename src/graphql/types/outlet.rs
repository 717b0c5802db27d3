//! Outlets.

use super::entity::{Entity, EntityFields};
use super::relations::{RatedBy, WritesFor};
use super::rows::back;
use super::view::{Outlet, Person};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// Who publishes scores, reviews or news.
    Outlet implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("url", "Its address; null when nobody says.", |outlet: Outlet| outlet.text(Property::Url)),
        field!("ratings", "What it scored or reviewed, by kind, then by measure.", |outlet: Outlet, page: Page| back::<RatedBy, Entity>(outlet, "ratings", page)),
        field!("writers", "Who writes for it, by name.", |outlet: Outlet, page: Page| back::<WritesFor, Person>(outlet, "writers", page)),
    }
}
