//! Genres.

use super::entity::EntityFields;
use super::relations::HasGenre;
use super::rows::back;
use super::view::{Film, Genre, Series};
use crate::graphql::connection::Page;
use crate::{field, object};

object! {
    /// A class of stories, such as crime drama.
    Genre implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("series", "Series that belong to it, by premiere.", |genre: Genre, page: Page| back::<HasGenre, Series>(genre, "series", page)),
        field!("films", "Films that belong to it, by premiere.", |genre: Genre, page: Page| back::<HasGenre, Film>(genre, "films", page)),
    }
}
