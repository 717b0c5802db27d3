//! A film.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// What sort of film it is.
    FilmKind {
        /// Movie.
        Movie = "MOVIE",
        /// Short.
        Short = "SHORT",
        /// Tv movie.
        TvMovie = "TV_MOVIE",
        /// Tv short.
        TvShort = "TV_SHORT",
        /// Tv special.
        TvSpecial = "TV_SPECIAL",
        /// Video.
        Video = "VIDEO",
    }
}

/// What may be said of a film.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::Kind, ValueType::Term(&FilmKind::VOCABULARY)),
    PropertyRule::one(Property::Premiered, ValueType::Date),
    PropertyRule::one(Property::RuntimeMinutes, ValueType::Count),
];
