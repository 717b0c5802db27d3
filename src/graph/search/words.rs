//! What counts as a word.

use super::super::fold::fold;
use unicode_normalization::char::is_combining_mark;

/// The words of a text that [`fold`] gave: runs of letters and digits.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    let runs = folded.split(|letter: char| !letter.is_alphanumeric());
    runs.filter(|run| !run.is_empty())
}

/// The words of a text, single blanks between them.
pub(super) fn in_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    put_in_words(text, &mut joined);
    joined
}

/// The same in place of what was in `joined`.
pub(super) fn put_in_words(text: &str, joined: &mut String) {
    joined.clear();
    for run in text.split(' ') {
        if run.is_ascii() {
            // Folding changes no more than its case.
            join(words(run), joined);
        } else {
            join(words(&fold(run)), joined);
        }
    }
    joined.make_ascii_lowercase();
}

fn join<'w>(words: impl Iterator<Item = &'w str>, joined: &mut String) {
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
}

/// Where in a text as it is written its words stand; one run may fold to several words.
pub(super) fn runs(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = letters.find(|(_, letter)| belongs(*letter))?;
        while letters.next_if(|(_, letter)| belongs(*letter)).is_some() {}
        let end = letters.peek().map_or(text.len(), |(at, _)| *at);
        Some(start..end)
    })
}

/// Whether a letter is part of a word once it is folded, or vanishes then.
fn belongs(letter: char) -> bool {
    let folds_to_word = || fold(letter.encode_utf8(&mut [0; 4])).contains(char::is_alphanumeric);
    letter.is_alphanumeric()
        || (!letter.is_ascii() && (is_combining_mark(letter) || folds_to_word()))
}
