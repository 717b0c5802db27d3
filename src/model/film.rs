//! A film: told in one piece, for the cinema or for television.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// What sort of film it is.
    FilmKind {
        /// Made for the cinema.
        Movie = "MOVIE",
        /// Shorter than a feature film.
        Short = "SHORT",
        /// Made for television.
        TvMovie = "TV_MOVIE",
        /// Made for television, shorter than a feature film.
        TvShort = "TV_SHORT",
        /// Shown once on television, such as an award ceremony.
        TvSpecial = "TV_SPECIAL",
        /// Released on disc or online, not in the cinema.
        Video = "VIDEO",
    }
}

/// What may be said of a film.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Kind, ValueType::Term(&FilmKind::VOCABULARY)),
    PropertyRule::one(Property::Premise, ValueType::Text),
    PropertyRule::many(Property::Countries, ValueType::Text),
    PropertyRule::many(Property::Languages, ValueType::Text),
    PropertyRule::one(Property::Premiered, ValueType::Date),
    PropertyRule::one(Property::RuntimeMinutes, ValueType::Count),
];
