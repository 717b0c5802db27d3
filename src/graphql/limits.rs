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
/// Most filters inside each other, through `and`, `or`, `not`, lists and their entries.
pub const FILTER_NESTING_MAX: usize = 8;
/// Most things and entries of their lists that the filter and order of one list look at; beyond
/// them the code is `LIMIT_REACHED`. A filter that tries each of the 5 million episodes of 200,000
/// series looks at about 11 million.
pub const FILTER_VISITED_MAX: usize = 20_000_000;

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

/// Most groups of one list that may be asked for; beyond them the code is `BAD_PAGE`.
pub const GROUPS_MAX: usize = 1_000;
/// How many groups there are where nobody says.
pub const GROUPS_DEFAULT: usize = 20;
/// Most things of a list that is grouped or summed up; beyond them the code is `LIMIT_REACHED`.
///
/// Enough for the episodes of 200,000 series.
pub const AGGREGATED_MAX: usize = 5_000_000;

/// What a list weighs that is filtered or in another order than its own, and so looks at
/// every thing of a kind, in things visited; for each list or other thing that its filter looks
/// into, as much again.
///
/// A size for all graphs, since costs depend on none: about that of 20,000 series. On larger
/// ones a filter may visit up to [`FILTER_VISITED_MAX`], 1,000 times as much, before it is
/// refused; `extensions.cost` of the answer says how much it was.
pub const SCAN_WEIGHT: usize = 20_000;
/// What a list weighs for which every dispute is looked at, in disputes; the same holds of it.
pub const DISPUTES_WEIGHT: usize = 5_000;
/// What a list of one thing weighs that is gathered before it has pages, in things visited;
/// the same holds of it. The cast of a series of decades is 100 times as long.
pub const GATHER_WEIGHT: usize = 100;

/// Most edges that are visited for one list of co-stars, collaborators, shared work or similar
/// series; beyond them the code is `LIMIT_REACHED`.
pub const TOGETHER_VISITED_MAX: usize = 1_000_000;
/// What such a list weighs, in edges visited: that of somebody with thousands of credits, and a
/// fortieth of what it may visit.
pub const TOGETHER_WEIGHT: usize = 25_000;
/// What more series than this have in common brings none of them into a list of similar ones.
pub const SIMILAR_COMMON_MAX: usize = 1_000;

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
/// Most questions at once that wait for the index of words while it is made; beyond them the code
/// is `LIMIT_REACHED`. Fewer than heavy requests may be executed at once, so that others are.
pub const SEARCHES_WAITING_MAX: usize = 2;
/// Most suggestions of one question; beyond them the code is `BAD_PAGE`.
pub const SUGGESTIONS_MAX: usize = 100;
/// How many suggestions there are where nobody says.
pub const SUGGESTIONS_DEFAULT: usize = 10;

/// Bounds on a document, its answer and what it reads; beyond them the code is `LIMIT_REACHED`.
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
    /// Most that an operation may cost, in fields resolved and things visited; on any graph
    /// the same.
    pub cost_max: usize,
    /// Whether what costs more is refused; else it is executed, and who asked for it is told
    /// by [`Prepared::cost`](crate::graphql::engine::Prepared::cost).
    pub cost_is_enforced: bool,
    /// Longest answer, in bytes, errors included.
    pub answer_bytes_max: usize,
    /// Most bytes of documents and plans that are kept for requests to come, by estimate;
    /// 0 to prepare each request anew.
    pub plans_bytes_max: usize,
    /// Most bytes of all views of `knownAt` that are kept, or read at the same time, with all that
    /// is computed of them.
    ///
    /// Building one takes several times its bytes meanwhile; one is built at a time. What is
    /// computed may take twice its bytes meanwhile.
    pub views_bytes_max: usize,
    /// Most bytes of answers that are kept for whoever asks the same again; with 0, none are.
    pub answers_bytes_max: usize,
    /// Most bytes of documents that clients may name by their hash once somebody sent them; with
    /// 0, they may not.
    pub persisted_bytes_max: usize,
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
            cost_max: 1_000_000,
            cost_is_enforced: true,
            answer_bytes_max: 16 * 1024 * 1024,
            plans_bytes_max: 64 * 1024 * 1024,
            views_bytes_max: 256 * 1024 * 1024,
            answers_bytes_max: 64 * 1024 * 1024,
            persisted_bytes_max: 8 * 1024 * 1024,
        }
    }
}
