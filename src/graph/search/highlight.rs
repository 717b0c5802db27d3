//! Where in a thing's names and texts the words stand that were sought.

use super::super::fold::fold;
use super::sought::Sought;
use super::wordings;
use super::words::{runs, words};
use crate::graph::view::Node;
use crate::model::Property;
use std::ops::Range;

/// A name or part of a text with words that were sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// What it is of the thing.
    pub property: Property,
    /// The text, cut into what was sought and what lies between.
    pub parts: Vec<Part>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As it is written.
    pub text: String,
    /// Whether it is a word that was sought.
    pub matched: bool,
}

/// Most highlights of one thing, names first; some have hundreds of names.
const HIGHLIGHTS_MAX: usize = 5;
/// Most letters of a highlight but for a last word; longer texts are cut.
const LETTERS_MAX: usize = 160;
/// About how many letters there are before the first word that was sought.
const LETTERS_BEFORE: usize = 40;
/// Stands where a text was cut.
const CUT: &str = "…";

/// The first few names and texts of a thing that have words that were sought.
pub(super) fn of(node: Node<'_>, sought: &Sought) -> Vec<Highlight> {
    let mut found: Vec<Highlight> = Vec::new();
    for (property, text) in wordings(node) {
        let Some(parts) = marked(text, sought) else {
            continue;
        };
        let highlight = Highlight { property, parts };
        if !found.contains(&highlight) {
            found.push(highlight);
        }
        if found.len() == HIGHLIGHTS_MAX {
            break;
        }
    }
    found
}

/// A text in parts, cut short; `None` where it has nothing that was sought.
fn marked(text: &str, sought: &Sought) -> Option<Vec<Part>> {
    let fits = |run: &Range<usize>| words(&fold(&text[run.clone()])).any(|word| sought.has(word));
    let first = runs(text).find(|run| fits(run))?;
    let shown = shown(text, first.start);
    let within = runs(text).filter(|run| shown.start <= run.start && run.end <= shown.end);
    let mut parts = Vec::new();
    let mut push = |text: &str, matched| {
        if !text.is_empty() {
            let text = text.to_owned();
            parts.push(Part { text, matched });
        }
    };
    push(if shown.start > 0 { CUT } else { "" }, false);
    let mut at = shown.start;
    for run in within.filter(fits) {
        push(&text[at..run.start], false);
        push(&text[run.clone()], true);
        at = run.end;
    }
    push(&text[at..shown.end], false);
    push(if shown.end < text.len() { CUT } else { "" }, false);
    Some(parts)
}

/// The part of a text that is shown, from and to a border of a word.
fn shown(text: &str, first: usize) -> Range<usize> {
    let after = |from: usize, letters: usize| {
        let mut rest = text[from..].char_indices();
        rest.nth(letters).map_or(text.len(), |(at, _)| from + at)
    };
    if after(0, LETTERS_MAX) == text.len() {
        return 0..text.len();
    }
    let before = text[..first].char_indices().rev().nth(LETTERS_BEFORE);
    let earliest = before.map_or(0, |(at, _)| at);
    let start = if earliest == 0 {
        0
    } else {
        let begins = runs(text).map(|run| run.start);
        begins
            .into_iter()
            .find(|at| *at >= earliest)
            .unwrap_or(first)
    };
    let latest = after(start, LETTERS_MAX);
    if latest == text.len() {
        return start..latest;
    }
    let mut ends = runs(text).map(|run| run.end).filter(|end| *end > first);
    let first_end = ends.next().unwrap_or(latest);
    let end = ends.take_while(|end| *end <= latest).last();
    start..end.unwrap_or(first_end)
}
