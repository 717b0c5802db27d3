//! How much the graph holds.

use crate::graph::{self, Graph};
use crate::graphql::engine::List;
use crate::model::{Kind, Relation};
use crate::{field, object};
use std::marker::PhantomData;
use std::rc::Rc;

/// The counts of one graph.
#[derive(Clone)]
pub struct Statistics<'g>(Rc<graph::Statistics>, PhantomData<&'g ()>);

impl<'g> Statistics<'g> {
    /// Counts a graph.
    pub fn of(graph: &'g Graph) -> Self {
        Self(Rc::new(graph.statistics()), PhantomData)
    }
}

/// How many things of a kind there are.
#[derive(Clone)]
pub struct KindCount<'g>(Kind, usize, PhantomData<&'g ()>);

/// How many edges of a relation there are.
#[derive(Clone)]
pub struct RelationCount<'g>(Relation, usize, PhantomData<&'g ()>);

impl KindCount<'_> {
    /// So many things of a kind.
    pub const fn new(kind: Kind, count: usize) -> Self {
        Self(kind, count, PhantomData)
    }
}

object! {
    /// How much the graph holds.
    Statistics {
        field!("nodes", "Things of each kind.", |all: Statistics| {
            List(all.0.nodes.clone().into_iter().map(|(kind, count)| KindCount::new(kind, count)))
        }),
        field!("edges", "Edges of each relation, planned and predicted ones included.", |all: Statistics| {
            List(all.0.edges.clone().into_iter().map(|(relation, count)| RelationCount(relation, count, PhantomData)))
        }),
        field!("claims", "Claims.", |all: Statistics| all.0.claims),
        field!("references", "References, each counted once a claim.", |all: Statistics| all.0.references),
        field!("disputes", "Disputes, found and written.", |all: Statistics| all.0.disputes),
    }
}

object! {
    /// How many things of a kind there are.
    KindCount {
        field!("kind", "The kind.", |count: KindCount| count.0),
        field!("count", "How many.", |count: KindCount| count.1),
    }
}

object! {
    /// How many edges of a relation there are.
    RelationCount {
        field!("relation", "The relation.", |count: RelationCount| count.0),
        field!("count", "How many.", |count: RelationCount| count.1),
    }
}
