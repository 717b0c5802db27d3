//! Organizations.

use super::entity::EntityFields;
use super::relations::{OwnedBy, WorksFor};
use super::rows::back;
use super::view::{Character, Network, Organization};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A company, union or gang that is neither network nor studio nor outlet.
    Organization implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("fictional", "Whether it exists in the story only; null when nobody says.", |organization: Organization| {
            organization.flag(Property::Fictional)
        }),
        field!("networks", "Networks that belong to it, by name.", |organization: Organization, page: Page| {
            back::<OwnedBy, Network>(organization, "networks", page)
        }),
        field!("staff", "Characters who work for it, by name.", |organization: Organization, page: Page| {
            back::<WorksFor, Character>(organization, "staff", page)
        }),
    }
}
