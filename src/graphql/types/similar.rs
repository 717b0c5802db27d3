//! Which series are like another, and why.

use super::entity::Entity;
use super::together::{metered, pair};
use super::view::Series;
use crate::field;
use crate::graph::similar::{self, Common, Similar};
use crate::graphql::connection::{Connection, ConnectionEdge, Page, Row};
use crate::graphql::engine::{Field, Interrupt};
use crate::graphql::error::ApiError;
use crate::graphql::limits::SIMILAR_COMMON_MAX;
use std::borrow::Cow;

/// A similar series in a list.
#[derive(Clone)]
pub struct SimilarRow<'g>(Similar<'g>);

impl<'g> From<Similar<'g>> for SimilarRow<'g> {
    fn from(similar: Similar<'g>) -> Self {
        Self(similar)
    }
}

impl<'g> Row<'g> for SimilarRow<'g> {
    type Node = Series<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "score",
            "The sum of the weights of all `reasons`.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.score
        ),
        field!(
            "reasons",
            "The people, studios, networks and genres that both series or their parts have: what weighs most first.",
            |edge: ConnectionEdge<'g, Self>, page: Page| {
                let similar = edge.row.0;
                let owner = pair("similar", similar.to, similar.series);
                Connection::<ReasonRow>::new(similar.reasons(), "reasons", &owner, page)
            }
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "SimilarSeries".into()
    }

    fn plural() -> Cow<'static, str> {
        "similar series".into()
    }

    fn node(&self) -> Series<'g> {
        self.0.series
    }
}

/// Something that two series have in common, in a list.
#[derive(Clone)]
pub struct ReasonRow<'g>(Common<'g>);

impl<'g> From<Common<'g>> for ReasonRow<'g> {
    fn from(common: Common<'g>) -> Self {
        Self(common)
    }
}

impl<'g> Row<'g> for ReasonRow<'g> {
    type Node = Entity<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "weight",
            "What it adds to the score: 1 / ln(`seriesCount`), so that what few series have says more than what many have.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.weight()
        ),
        field!(
            "seriesCount",
            "How many series have it, these two among them.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.series_count
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "SimilarityReason".into()
    }

    fn plural() -> Cow<'static, str> {
        "things that two series have in common".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.thing)
    }
}

/// The answer of `similar`.
pub fn similar<'g>(
    series: Series<'g>,
    page: Page<'g>,
    interrupt: &dyn Interrupt,
) -> Result<Connection<'g, SimilarRow<'g>>, ApiError> {
    let found = metered(interrupt, |meter| {
        similar::similar(series, SIMILAR_COMMON_MAX, meter)
    })?;
    Connection::new(found, "similar", &series.key().to_string(), page)
}
