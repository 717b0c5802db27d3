//! The seed, which is part of the program.

use super::error::LoadError;
use super::read::load_texts;
use crate::graph::Graph;

macro_rules! seed {
    ($($name:literal)+) => {
        /// The files of `seed/` with their texts, by name as problems show them.
        pub const SEED: &[(&str, &str)] = &[$((
            concat!("seed/", $name),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/seed/", $name)),
        )),+];
    };
}

// `tests/seed.rs` compares this list with the directory and prints it as it should be.
seed! {
    "aired_on.jsonl"
    "appears_in.jsonl"
    "available_on.jsonl"
    "based_on.jsonl"
    "characters.jsonl"
    "claims.jsonl"
    "commissioned_by.jsonl"
    "credited.jsonl"
    "disputes.jsonl"
    "episodes.jsonl"
    "events.jsonl"
    "filmed_in.jsonl"
    "genres.jsonl"
    "has_genre.jsonl"
    "involves.jsonl"
    "lives_in.jsonl"
    "networks.jsonl"
    "organizations.jsonl"
    "outlets.jsonl"
    "owned_by.jsonl"
    "part_of.jsonl"
    "people.jsonl"
    "places.jsonl"
    "plays.jsonl"
    "produced_by.jsonl"
    "rated_by.jsonl"
    "related_to.jsonl"
    "seasons.jsonl"
    "series.jsonl"
    "set_in.jsonl"
    "sources.jsonl"
    "studios.jsonl"
    "told_in.jsonl"
    "works.jsonl"
    "works_for.jsonl"
    "writes_for.jsonl"
}

/// The graph of the seed.
///
/// # Errors
/// As [`super::load_directory`]; the seed of a released program has none, which a test sees to.
pub fn load_seed() -> Result<Graph, LoadError> {
    load_texts(SEED)
}
