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
    "people.jsonl"
    "characters.jsonl"
    "series.jsonl"
    "seasons.jsonl"
    "sources.jsonl"
    "claims.jsonl"
    "plays.jsonl"
    "appears_in.jsonl"
    "part_of.jsonl"
}

/// The graph of the seed.
///
/// # Errors
/// As [`super::load_directory`]; the seed of a released program has none, which a test sees to.
pub fn load_seed() -> Result<Graph, LoadError> {
    load_texts(SEED)
}
