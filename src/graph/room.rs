//! How much may be computed of a graph and kept beside it.

use super::Graph;

/// There is no room for something beside a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full {
    /// Bytes that it would take at most.
    pub bytes: usize,
    /// Bytes of what is there.
    pub taken: usize,
    /// Most bytes of both.
    pub max: usize,
}

type Take = dyn Fn(usize) -> Result<(), Full> + Send + Sync;

/// The room beside one graph; without bounds where nobody set any.
#[derive(Default)]
pub(super) struct Room(Option<Box<Take>>);

impl Room {
    /// Takes so many bytes, as long as the graph lives.
    ///
    /// # Errors
    /// That there are not so many.
    pub fn take(&self, bytes: usize) -> Result<(), Full> {
        self.0.as_ref().map_or(Ok(()), |take| take(bytes))
    }
}

/// A copy has room of its own.
impl Clone for Room {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Room {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Room")
    }
}

impl Graph {
    /// Bounds what is computed of it: `take` is asked before each ranking, list of groups, table of
    /// names, index of words, of links or of who took part in what is begun, and before working memory is
    /// kept, with the most bytes that are kept of it.
    pub fn bound_room(&mut self, take: impl Fn(usize) -> Result<(), Full> + Send + Sync + 'static) {
        self.room = Room(Some(Box::new(take)));
    }
}
