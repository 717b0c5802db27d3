//! What crew did, and to which department that belongs.

use super::cell;
use super::role::role;
use crate::model::relation::Department;
use crate::sources::text::clean;
use compact_str::CompactString;

/// Categories of title.principals that list cast.
pub fn is_cast(category: &str) -> bool {
    matches!(category, "actor" | "actress" | "self") || is_archive(category)
}

/// Whether the person is seen or heard in old recordings only.
pub fn is_archive(category: &str) -> bool {
    matches!(category, "archive_footage" | "archive_sound")
}

/// The job of a row: what it says itself, or else its category in words.
pub fn job(category: &str, job: &str) -> CompactString {
    // Notes such as "(uncredited)" say nothing of the job.
    let said = cell::known(job).and_then(|job| clean(role(&cell::unquoted(job)).name));
    match said {
        Some(said) => capital(&said).into(),
        None => words(category).into(),
    }
}

/// The department of a row; `None` where the ontology has none for it.
pub fn department(category: &str, job: &str) -> Option<&'static str> {
    let creates = ["creator", "created by", "developed by", "series created by"];
    let department = match category {
        "writer" if creates.contains(&job.to_lowercase().as_str()) => Department::Creation,
        "writer" => Department::Writing,
        "director" => Department::Directing,
        "producer" => Department::Production,
        _ => return None,
    };
    Some(department.word())
}

/// The text with a capital letter at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A category such as `production_designer` in words.
fn words(category: &str) -> String {
    let category = clean(category).unwrap_or_default();
    let words: Vec<String> = category
        .split(['_', ' '])
        .filter(|word| !word.is_empty())
        .map(capital)
        .collect();
    if words.is_empty() {
        "Crew".to_owned()
    } else {
        words.join(" ")
    }
}
