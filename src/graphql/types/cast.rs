//! Casts: who plays in a series, a season, an episode or a film.

use super::view::{CastMember, Person};
use crate::graphql::connection::{ConnectionEdge, Row};
use crate::graphql::engine::Field;
use crate::model::Qualifier;
use crate::model::relation::Billing;
use crate::{field, paged_arguments};
use std::borrow::Cow;

paged_arguments! {
    /// Which part of a cast.
    Billed<'g> {
        /// Only with this billing.
        billing: Option<Billing>,
    }
}

/// A performer as a character in a list.
#[derive(Clone)]
pub struct CastRow<'g>(CastMember<'g>);

impl<'g> From<CastMember<'g>> for CastRow<'g> {
    fn from(member: CastMember<'g>) -> Self {
        Self(member)
    }
}

type CastEdge<'g> = ConnectionEdge<'g, CastRow<'g>>;

impl<'g> Row<'g> for CastRow<'g> {
    type Node = Person<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!("character", "Whom the person plays.", |edge: CastEdge<
            'g,
        >| edge
            .row
            .0
            .character()),
        field!(
            "billing",
            "The largest part in the whole or its parts; null when nobody says.",
            |edge: CastEdge<'g>| { edge.row.0.billing() }
        ),
        field!(
            "order",
            "Place in the list of credits, from 1; null when not known.",
            |edge: CastEdge<'g>| { edge.row.0.plays().count(Qualifier::Order) }
        ),
        field!(
            "creditedAs",
            "Name as credited, where it differs from the person's.",
            |edge: CastEdge<'g>| { edge.row.0.plays().text(Qualifier::CreditedAs) }
        ),
        field!(
            "episodeCount",
            "In how many episodes, as the same claim says; null when it does not.",
            |edge: CastEdge<'g>| { edge.row.0.appearance().count(Qualifier::EpisodeCount) }
        ),
    ];

    const CLAIMS: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "claim",
            "The claim that the character appears there, or in a part of it, with this billing.",
            |edge: CastEdge<'g>| { edge.row.0.appearance().claim() }
        ),
        field!(
            "playsClaim",
            "The claim that the person plays the character.",
            |edge: CastEdge<'g>| { edge.row.0.plays().claim() }
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "Cast".into()
    }

    fn plural() -> Cow<'static, str> {
        "performers, each once a character".into()
    }

    fn node(&self) -> Person<'g> {
        self.0.performer()
    }
}
