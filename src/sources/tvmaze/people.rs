//! People and characters.
//!
//! The name of a character may join several, as in "Ida / Ada". Its id is one, under which
//! TVmaze puts picture, performers and notes, and nothing says which of them belong to Ida:
//! so it is one character, with the parts as alternate names. IMDb gives roles no ids, only
//! names, so its reader makes a character of each part.

use super::document::{Character, Person};
use super::emit::{Emitter, Properties, key};
use super::facts::{alternate_name, date, image, text};
use crate::model::{Kind, Property};
use crate::sources::text::clean;

/// Notes at the end of a character's name, which belong to the part.
const VOICE: &str = "(voice)";
const UNCREDITED: &str = "(uncredited)";

impl Emitter<'_> {
    /// A person; its id, if there is one.
    pub fn person(&mut self, person: &Person<'_>, place: &str) -> Option<u32> {
        let name = person.name.get().filter(|name| clean(name).is_some());
        let (Some(id), Some(name)) = (person.id.0, name) else {
            self.report.skip("people without id or name");
            return None;
        };
        self.report.count("people");
        let mut facts = Properties::new();
        text(&mut facts, Property::Name, Some(name));
        let (birth, death) = (person.birthday.get(), person.deathday.get());
        date(&mut facts, Property::Birth, birth, &mut self.report);
        date(&mut facts, Property::Death, death, &mut self.report);
        image(&mut facts, person.image.as_ref());
        self.node(&key(Kind::Person, id), facts, place);
        Some(id)
    }

    /// A character; its id, and whether its name says that only the voice is heard.
    pub fn character(&mut self, character: &Character<'_>, place: &str) -> Option<(u32, bool)> {
        let Some(id) = character.id.0 else {
            self.report.skip("characters without id");
            return None;
        };
        self.report.count("characters");
        let (name, voice) = match character.name.get() {
            Some(name) => without_notes(name),
            None => ("", false),
        };
        let mut facts = Properties::new();
        text(&mut facts, Property::Name, Some(name));
        for part in parts(name) {
            alternate_name(&mut facts, part, None);
        }
        image(&mut facts, character.image.as_ref());
        self.node(&key(Kind::Character, id), facts, place);
        Some((id, voice))
    }
}

/// What " / " joins in a name, without notes; nothing where it joins nothing.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let joined = name.contains(" / ");
    let parts = name.split(" / ").filter(move |_| joined);
    parts.map(|part| without_notes(part).0)
}

/// A character's name without notes, and whether one was "(voice)".
fn without_notes(name: &str) -> (&str, bool) {
    let (mut name, mut voice) = (name.trim_end(), false);
    loop {
        if let Some(rest) = before(name, VOICE) {
            (name, voice) = (rest, true);
        } else if let Some(rest) = before(name, UNCREDITED) {
            name = rest;
        } else {
            return (name, voice);
        }
    }
}

/// What stands before an ending, whatever its case; `None` when nothing does.
fn before<'n>(name: &'n str, ending: &str) -> Option<&'n str> {
    let start = name.len().checked_sub(ending.len())?;
    let found = name.get(start..)?.eq_ignore_ascii_case(ending);
    let rest = name.get(..start)?.trim_end();
    (found && !rest.is_empty()).then_some(rest)
}
