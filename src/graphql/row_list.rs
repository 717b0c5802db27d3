//! Lists as connections hold them: whatever they are, their items are read as rows.

use crate::graph::view::Edge;
use crate::graph::{Edges, Ordered, Position};
use std::marker::PhantomData;
use std::rc::Rc;

/// A list of rows.
pub enum RowList<'g, R> {
    /// Edges as they lie beside a thing, which most lists are; and how each is read.
    Edges(Edges<'g>, fn(Edge<'g>) -> R),
    /// Any other list.
    Other(Rc<dyn Ordered<Item = R> + 'g>),
}

impl<'g, R: 'g> RowList<'g, R> {
    /// A list whose items are read as rows.
    pub fn of<L>(list: L) -> Self
    where
        L: Ordered + 'g,
        R: From<L::Item>,
    {
        Self::Other(Rc::new(Rows {
            list,
            row: PhantomData,
        }))
    }

    /// The list, to be kept.
    pub fn shared(&self) -> Rc<dyn Ordered<Item = R> + 'g> {
        match self {
            Self::Edges(..) => Rc::new(self.clone()),
            Self::Other(list) => Rc::clone(list),
        }
    }
}

impl<R> Clone for RowList<'_, R> {
    fn clone(&self) -> Self {
        match self {
            Self::Edges(edges, row) => Self::Edges(*edges, *row),
            Self::Other(list) => Self::Other(Rc::clone(list)),
        }
    }
}

impl<R> Ordered for RowList<'_, R> {
    type Item = R;

    fn len(&self) -> usize {
        match self {
            Self::Edges(edges, _) => edges.len(),
            Self::Other(list) => list.len(),
        }
    }

    #[inline]
    fn get(&self, place: usize) -> R {
        match self {
            Self::Edges(edges, row) => row(edges.get(place)),
            Self::Other(list) => list.get(place),
        }
    }

    fn position(&self, place: usize) -> Position {
        match self {
            Self::Edges(edges, _) => edges.position(place),
            Self::Other(list) => list.position(place),
        }
    }
}

/// An ordered list whose items are read as rows.
struct Rows<L, R> {
    list: L,
    row: PhantomData<fn() -> R>,
}

impl<L: Ordered, R: From<L::Item>> Ordered for Rows<L, R> {
    type Item = R;

    fn len(&self) -> usize {
        self.list.len()
    }

    fn get(&self, place: usize) -> R {
        R::from(self.list.get(place))
    }

    fn position(&self, place: usize) -> Position {
        self.list.position(place)
    }
}
