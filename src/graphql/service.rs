//! What a transport needs to know of the API: ask, and be answered.

use super::engine::{Answer, Interrupt, Request};

/// Answers requests; knows no transport.
pub trait Service: Send + Sync {
    /// The answer to a request, on the graph of this moment.
    ///
    /// Runs to its end on the calling thread; `interrupt` is asked every few hundred fields.
    fn answer(&self, request: &Request, interrupt: &dyn Interrupt) -> Answer;

    /// The schema in its definition language.
    fn sdl(&self) -> &str;
}
