//! Closed sets of words, each with its meaning.

/// One word of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The word as files and the API write it, in upper snake case.
    pub name: &'static str,
    /// What the word means, in one sentence.
    pub description: &'static str,
}

/// A closed set of words, in the order in which lists sort them.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The set's name, as in "Billing".
    pub name: &'static str,
    /// What the set is for.
    pub description: &'static str,
    /// The words.
    pub terms: &'static [Term],
}

impl Vocabulary {
    /// The set's own copy of a word; `None` when the word is not in the set.
    pub fn term(&self, name: &str) -> Option<&'static str> {
        self.terms
            .iter()
            .find(|term| term.name == name)
            .map(|term| term.name)
    }

    /// The words, joined for an error text.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.terms.iter().map(|term| term.name).collect();
        words.join(", ")
    }
}

/// An enum that is a [`Vocabulary`]: each variant has its word and its meaning.
#[macro_export]
macro_rules! vocabulary {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $meaning:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $meaning])+ $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The words with their meanings, in the same order.
            pub const VOCABULARY: $crate::model::Vocabulary = $crate::model::Vocabulary {
                name: stringify!($name),
                description: concat!($($doc),+).trim_ascii(),
                terms: &[$($crate::model::Term {
                    name: $word,
                    description: concat!($($meaning),+).trim_ascii(),
                }),+],
            };

            /// The word as files and the API write it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word; `None` when the word is not in the set.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
