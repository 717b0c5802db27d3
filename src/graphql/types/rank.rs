//! Who is central in the graph.

use super::bounds::computed;
use super::entity::Entity;
use super::query::Query;
use crate::graph::structure::{Centrality, KINDS, Scored};
use crate::graphql::connection::{Connection, ConnectionEdge, Row};
use crate::graphql::cursor::ListId;
use crate::graphql::engine::Field;
use crate::graphql::error::ApiError;
use crate::model::Kind;
use crate::{field, paged_arguments};
use std::borrow::Cow;

paged_arguments! {
    /// What is ranked, by what.
    RankOf<'g> {
        /// The measure.
        by: Centrality,
        /// Only things of this kind: a person, a character, a series, a season, an episode, a film, a network or a studio.
        kind: Option<Kind>,
    }
}

/// A thing in a ranking.
#[derive(Clone)]
pub struct RankRow<'g>(Scored<'g>);

impl<'g> From<Scored<'g>> for RankRow<'g> {
    fn from(scored: Scored<'g>) -> Self {
        Self(scored)
    }
}

impl<'g> Row<'g> for RankRow<'g> {
    type Node = Entity<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "score",
            "How central it is by the measure, to ten digits.",
            |place: ConnectionEdge<'g, Self>| place.row.0.score
        ),
        field!(
            "pivots",
            "From how many things as starts of the shortest ways the score was estimated; null where it is exact.",
            |place: ConnectionEdge<'g, Self>| place.row.0.pivots
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "Rank".into()
    }

    fn plural() -> Cow<'static, str> {
        "ranked things".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.node)
    }
}

impl<'g> Query<'g> {
    /// The answer of `rank`.
    pub(super) fn rank(self, of: &RankOf<'g>) -> Result<Connection<'g, RankRow<'g>>, ApiError> {
        if let Some(kind) = of.kind.filter(|kind| !KINDS.contains(kind)) {
            let ranked: Vec<&str> = KINDS.iter().map(|kind| kind.word()).collect();
            return Err(ApiError::bad_filter(format!(
                "expected a `kind` that is ranked ({}), found {}",
                ranked.join(", "),
                kind.word()
            )));
        }
        let ranked = computed(self.interrupt, |stop| self.graph.rank(of.by, of.kind, stop))?;
        let kind = of.kind.map_or("", Kind::word);
        Connection::ordered(ranked, ListId::new("rank", kind, of.by.word()), of.page())
    }
}
