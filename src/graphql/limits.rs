//! How much one request may ask for. On by default.

use crate::graph::PageSizes;

/// Sizes of pages, in items; beyond them the code is `BAD_PAGE`.
pub const PAGE_SIZES: PageSizes = PageSizes {
    default: 20,
    max: 100,
};
/// Most ids in one question for several things; beyond them the code is `LIMIT_REACHED`.
pub const IDS_MAX: usize = 100;
/// Most filters of one list, nested ones counted; beyond them the code is `BAD_FILTER`.
pub const FILTERS_MAX: usize = 64;
/// Most filters inside each other, through `and`, `or` and `not`.
pub const FILTER_NESTING_MAX: usize = 8;

/// Most steps of a path that may be asked for; beyond them the code is `BAD_FILTER`.
pub const PATH_STEPS_MAX: usize = 16;
/// Most steps of a path where nobody says.
pub const PATH_STEPS_DEFAULT: usize = 10;
/// Most paths of one question; beyond them the code is `BAD_PAGE`.
pub const PATHS_MAX: usize = 100;
/// How many paths there are where nobody says.
pub const PATHS_DEFAULT: usize = 3;
/// Most things that one search for paths visits; beyond them it says that it gave up.
pub const PATH_VISITED_MAX: usize = 200_000;

/// Longest text of a search and of `suggest`, in characters; beyond it the code is `LIMIT_REACHED`.
pub const SEARCH_CHARACTERS_MAX: usize = 200;
/// Most words of a search; beyond them the code is `LIMIT_REACHED`.
pub const SEARCH_WORDS_MAX: usize = 16;
/// Most typos in a word of a search; beyond them the code is `BAD_FILTER`.
pub const FUZZINESS_MAX: usize = 2;
/// Most typos in a word where nobody says.
pub const FUZZINESS_DEFAULT: usize = 1;
/// Most words of the index, and things that have them, that one search visits; beyond them the
/// code is `LIMIT_REACHED`.
pub const SEARCH_VISITED_MAX: usize = 5_000_000;
/// Most suggestions of one question; beyond them the code is `BAD_PAGE`.
pub const SUGGESTIONS_MAX: usize = 100;
/// How many suggestions there are where nobody says.
pub const SUGGESTIONS_DEFAULT: usize = 10;

/// Bounds on a document and its answer; beyond them the code is `LIMIT_REACHED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest document, in bytes.
    pub document_bytes_max: usize,
    /// Most brackets of any kind inside each other, and most fragments and fields.
    ///
    /// It keeps every recursive walk of a document within its stack; the parser has
    /// its own bound of 64 selection sets, which would be reported less clearly.
    pub nesting_max: usize,
    /// Most fields inside each other, through fragments. The usual introspection
    /// query has 13.
    pub depth_max: usize,
    /// Most fields of all operations together, each fragment counted where it is spread.
    pub fields_max: usize,
    /// Most aliases of all operations together, counted like fields.
    pub aliases_max: usize,
    /// Most directives of all operations together, counted like fields.
    pub directives_max: usize,
    /// Most items of lists and fields of input objects, at all levels: of all literals
    /// (counted like fields) and variables of a request together, and of the arguments
    /// of one field, each variable counted where it stands.
    pub input_items_max: usize,
    /// Longest answer, in bytes, errors included.
    pub answer_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes_max: 64 * 1024,
            nesting_max: 60,
            depth_max: 20,
            fields_max: 2_000,
            aliases_max: 100,
            directives_max: 100,
            input_items_max: 1_000,
            answer_bytes_max: 16 * 1024 * 1024,
        }
    }
}
