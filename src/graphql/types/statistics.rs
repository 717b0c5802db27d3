//! How much the graph holds.

use super::bounds::stopped;
use super::query::Query;
use crate::graph;
use crate::graphql::engine::List;
use crate::graphql::error::ApiError;
use crate::graphql::limits::SCAN_WEIGHT;
use crate::model::{Kind, Relation};
use crate::{field, object};
use std::marker::PhantomData;
use std::rc::Rc;

/// The counts of one graph.
#[derive(Clone)]
pub struct Statistics<'g>(Rc<graph::Statistics>, Query<'g>);

impl<'g> Statistics<'g> {
    /// Counts the graph of a query.
    pub fn of(query: Query<'g>) -> Result<Self, ApiError> {
        if query.interrupt.reason().is_some() {
            return Err(stopped(query.interrupt));
        }
        Ok(Self(Rc::new(query.graph.statistics()), query))
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
        field!("undatedClaims", "Claims that `knownAt` leaves out on every day, because no reference says from which day it speaks, or because they need something of which none does. The same within `knownAt`.", |all: Statistics| {
            all.1.views.undated(all.1.interrupt)
        }, weight: SCAN_WEIGHT),
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
