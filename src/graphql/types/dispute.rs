//! Disputes: what the sources differ about.

use super::entity::Entity;
use super::rows::ClaimRow;
use super::view::Dispute;
use crate::graphql::connection::{Connection, Page, Row};
use crate::graphql::engine::Id;
use crate::{field, object};
use std::borrow::Cow;

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
