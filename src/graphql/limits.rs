//! How much one request may ask for. On by default.

/// Bounds on a document and its answer; beyond them the code is `LIMIT_REACHED`.
///
/// Sizes of pages are elsewhere: they are arguments, with an error of their own.
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
    /// Most fields of one operation, each fragment counted where it is spread.
    pub fields_max: usize,
    /// Most aliases of one operation, counted like fields.
    pub aliases_max: usize,
    /// Most directives of one operation, counted like fields.
    pub directives_max: usize,
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
            answer_bytes_max: 16 * 1024 * 1024,
        }
    }
}
