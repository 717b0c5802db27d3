//! What is looked for: words, each as it stands, as a beginning, or mistyped.

use super::super::fold::fold;
use super::words::words;
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The words of a question.
#[derive(Debug)]
pub struct Sought {
    patterns: Vec<Pattern>,
}

/// How well a word fits one that is sought; the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    TwoTypos = 1,
    OneTypo,
    Beginning,
    Whole,
}

/// A word that is sought.
pub(super) struct Pattern {
    pub word: String,
    /// Whether words fit that begin with it.
    pub open: bool,
    /// Knows how many typos a word is away from it.
    pub typos: Option<DFA>,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let typos = self.typos.is_some();
        write!(out, "{} open={} typos={typos}", self.word, self.open)
    }
}

/// Words of fewer letters are not taken for mistyped, since nearly all short ones are alike, nor
/// words of more, which cost too much to compare.
pub const MISTYPED_LETTERS: RangeInclusive<usize> = 3..=40;

/// For one typo and for two, after Schulz and Mihov (2002).
static TYPOS: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|count| LevenshteinAutomatonBuilder::new(count, true)));

impl Sought {
    /// The words of a text, each with at most `fuzziness` (0, 1 or 2) typos: letters missing,
    /// added, exchanged, or two in the wrong order. Of the last word the beginning is enough.
    ///
    /// # Errors
    /// How many words there are, if more than `words_max`.
    pub fn new(text: &str, fuzziness: usize, words_max: usize) -> Result<Self, usize> {
        // A sign may fold to many letters.
        let folded = fold(text);
        let count = words(&folded).count();
        if count > words_max {
            return Err(count);
        }
        let builder = fuzziness.checked_sub(1).map(|typos| &TYPOS[typos]);
        let mut patterns: Vec<Pattern> = words(&folded)
            .map(|word| Pattern {
                word: word.to_owned(),
                open: false,
                typos: builder
                    .filter(|_| MISTYPED_LETTERS.contains(&word.chars().count()))
                    .map(|builder| builder.build_dfa(word)),
            })
            .collect();
        if let Some(last) = patterns.last_mut() {
            last.open = true;
        }
        Ok(Self { patterns })
    }

    /// Its words in their order, without case and diacritics.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.patterns.iter().map(|pattern| pattern.word.as_str())
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether a word fits any of those that are sought.
    pub(super) fn has(&self, word: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| pattern.closeness(word).is_some())
    }
}

impl Pattern {
    /// How well a word fits; `None` when it does not.
    pub fn closeness(&self, word: &str) -> Option<Closeness> {
        if word == self.word {
            return Some(Closeness::Whole);
        }
        if self.open && word.starts_with(&self.word) {
            return Some(Closeness::Beginning);
        }
        match self.typos.as_ref()?.eval(word) {
            Distance::Exact(1) => Some(Closeness::OneTypo),
            Distance::Exact(2) => Some(Closeness::TwoTypos),
            _ => None,
        }
    }
}
