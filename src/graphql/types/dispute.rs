//! Disputes: what the sources differ about.

use super::bounds::unless_stopped;
use super::claim;
use super::entity::Entity;
use super::query::Query;
use super::rows::ClaimRow;
use super::view::Dispute;
use crate::graph::{ClaimFilter, DisputeFilter};
use crate::graphql::connection::{Connection, Page, Row};
use crate::graphql::engine::Id;
use crate::graphql::error::ApiError;
use crate::graphql::limits::DISPUTES_WEIGHT;
use crate::model::{Kind, Property, Relation};
use crate::{field, object, paged_arguments};
use std::borrow::Cow;

paged_arguments! {
    /// Which disputes: those with a claim for which all of this holds.
    DisputesOf<'g> {
        /// With a claim on this property.
        property: Option<Property>,
        /// With a claim on edges of this relation.
        relation: Option<Relation>,
        /// With a claim about a thing of this kind; of an edge, at its start.
        kind: Option<Kind>,
        /// With a claim that this source makes: its id, or its slug.
        source: Option<Id<&'g str>>,
    }
}

impl DisputesOf<'_> {
    /// All disputes lie ready; for a filter, each is looked at.
    pub(super) fn weight(&self) -> usize {
        let asked = [
            self.property.is_some(),
            self.relation.is_some(),
            self.kind.is_some(),
            self.source.is_some(),
        ];
        if asked.contains(&true) {
            DISPUTES_WEIGHT
        } else {
            1
        }
    }
}

impl<'g> Query<'g> {
    /// The answer of `disputes`.
    pub(super) fn disputes(self, of: &DisputesOf<'g>) -> Disputes<'g> {
        let source = of
            .source
            .map(|id| claim::named_source("source", self.graph, id.0));
        let filter = DisputeFilter {
            claim: ClaimFilter {
                property: of.property,
                relation: of.relation,
                source: source.transpose()?,
                ..ClaimFilter::default()
            },
            kind: of.kind,
        };
        let disputes = unless_stopped(self.interrupt, |stop| filter.select(self.graph, stop))?;
        Connection::new(disputes, "disputes", "", of.page())
    }
}

/// A page of disputes.
pub type Disputes<'g> = Result<Connection<'g, DisputeRow<'g>>, ApiError>;

object! {
    /// Claims of which not all can be so.
    ///
    /// Differing values of a property, a relation or a qualifier that has only one are
    /// computed from the claims; a coarser date agrees with a day that lies in it. Other
    /// disputes were written down by whoever read the sources.
    Dispute implements ["Node"] {
        field!("id", "Its key, such as \"dispute:series-american-rust-premiered\".", |dispute: Dispute| Id(dispute.key())),
        field!("question", "What the sources differ about.", |dispute: Dispute| dispute.question()),
        field!("subject", "The thing that it is about; null where it is about several.", |dispute: Dispute| {
            dispute.subject().map(Entity::from)
        }),
        field!("property", "The property in dispute, if it is one.", |dispute: Dispute| dispute.property()),
        field!("relation", "The relation in dispute, if it is one or what is said of one.", |dispute: Dispute| dispute.relation()),
        field!("qualifier", "What is in dispute about an edge, if it is that.", |dispute: Dispute| dispute.qualifier()),
        field!("computed", "Whether it was computed from the claims, rather than written down.", |dispute: Dispute| dispute.is_computed()),
        field!("claims", "The claims that differ: what is best known and what was chosen first.", |dispute: Dispute, page: Page| {
            Connection::<ClaimRow>::new(dispute.claims(), "claims", &dispute.key().to_string(), page)
        }),
        field!("settledBy", "The claim that was chosen; null while none is better than all that differ from it.", |dispute: Dispute| {
            dispute.settled_by()
        }),
        field!("reason", "How it is settled and why; null where nobody wrote it down.", |dispute: Dispute| dispute.reason()),
    }
}

/// A dispute in a list.
#[derive(Clone)]
pub struct DisputeRow<'g>(Dispute<'g>);

impl<'g> From<Dispute<'g>> for DisputeRow<'g> {
    fn from(dispute: Dispute<'g>) -> Self {
        Self(dispute)
    }
}

impl<'g> Row<'g> for DisputeRow<'g> {
    type Node = Dispute<'g>;

    fn prefix() -> Cow<'static, str> {
        "Dispute".into()
    }

    fn plural() -> Cow<'static, str> {
        "disputes".into()
    }

    fn node(&self) -> Dispute<'g> {
        self.0
    }
}
