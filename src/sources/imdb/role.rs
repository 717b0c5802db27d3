//! What a role is called, and the words of a key made of it.

use crate::graph::fold::fold;
use std::fmt::Write as _;

/// The longest words of a slug, in bytes, so that ids have room beside them.
const WORDS_BYTES_MAX: usize = 80;

/// How credits call people who play themselves.
const SELVES: &[&str] = &["Self", "Himself", "Herself", "Themselves", "Themself"];

/// A role as a credit names it, notes taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role<'n> {
    /// The name; empty when the credit gives none.
    pub name: &'n str,
    /// Whether only the voice is heard.
    pub voice: bool,
}

/// Hands on each role of a name as it stands in a list of roles.
///
/// " / " joins roles; "(voice)" and "(uncredited)" at the end are notes, other brackets
/// belong to the name. What begins with "Self" is one role.
pub fn roles<'n>(name: &'n str, mut take: impl FnMut(Role<'n>)) {
    if is_self(name.trim()) {
        take(role(name));
    } else {
        name.split(" / ").map(role).for_each(take);
    }
}

/// A text without the notes at its end.
pub fn role(part: &str) -> Role<'_> {
    let mut name = part.trim();
    let mut voice = false;
    while let Some((rest, notes)) = name
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
    {
        let mut notes = notes.split(',').map(str::trim);
        let known = |note: &str| matches!(note, "voice" | "voice only" | "uncredited");
        if !notes.clone().all(known) {
            break;
        }
        voice |= notes.any(|note| note != "uncredited");
        name = rest.trim_end();
    }
    Role { name, voice }
}

/// Whether the name says that people play themselves, as in "Self - Host".
pub fn is_self(name: &str) -> bool {
    let rest = SELVES.iter().find_map(|word| name.strip_prefix(word));
    rest.is_some_and(|rest| {
        rest.is_empty()
            || [" - ", " (", ","]
                .iter()
                .any(|start| rest.starts_with(start))
    })
}

/// Whether the name says that and nothing more.
pub fn is_plain_self(name: &str) -> bool {
    SELVES.contains(&name)
}

/// Appends the name as words of a slug: two names get the same words exactly when they
/// differ in case, diacritics and the signs between words only.
///
/// Where ASCII cannot say what the name says, or the name is long, a hash of its words tells
/// names apart; of one without words, a hash of all of it.
pub fn push_slug(name: &str, words: &mut String) {
    let begin = words.len();
    let folded: String;
    let name = if name.is_ascii() {
        name
    } else {
        folded = fold(name);
        &folded
    };
    let mut lost = false;
    let mut apart = false;
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            if apart && words.len() > begin {
                words.push('-');
            }
            apart = false;
            words.push(letter.to_ascii_lowercase());
        } else {
            apart = true;
            lost |= letter.is_alphanumeric();
        }
    }
    let empty = words.len() == begin;
    if !lost && !empty && words.len() - begin <= WORDS_BYTES_MAX {
        return;
    }
    let folded = fold(name);
    let spoken: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let spoken = if spoken.is_empty() {
        folded
    } else {
        spoken.join(" ")
    };
    let hash = xxhash_rust::xxh3::xxh3_64(spoken.as_bytes());
    if words.len() - begin > WORDS_BYTES_MAX - 17 {
        words.truncate(begin + WORDS_BYTES_MAX - 17);
        if words.ends_with('-') {
            words.pop();
        }
    }
    if !empty {
        words.push('-');
    }
    let written = write!(words, "{hash:016x}");
    written.expect("a text takes whatever is written");
}
