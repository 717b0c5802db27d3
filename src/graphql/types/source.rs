//! Sources: the documents that make claims.

use super::bounds::unless_stopped;
use super::claim;
use super::dispute::DisputeRow;
use super::entity::EntityFields;
use super::rows::{ClaimRow, page_of};
use super::view::Source;
use crate::graphql::connection::Page;
use crate::graphql::engine::{Id, Interruptible};
use crate::graphql::limits::{DISPUTES_WEIGHT, GATHER_WEIGHT};
use crate::model::Property;
use crate::{field, object, paged_arguments};

paged_arguments! {
    /// With which other source.
    WithOther<'g> {
        /// The other source: its id, or its slug.
        other: Id<&'g str>,
    }
}

object! {
    /// A document or data set that makes claims.
    Source implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("title", "Its title, which is also its name.", |source: Source| source.label()),
        field!("author", "Who wrote it; null when nobody says.", |source: Source| source.text(Property::Author)),
        field!("publisher", "Who published it; null when nobody says.", |source: Source| source.text(Property::Publisher)),
        field!("published", "Day on which it was published; null when nobody says.", |source: Source| source.date(Property::Published)),
        field!("retrieved", "Day on which it was read; null when not known.", |source: Source| source.date(Property::Retrieved)),
        field!("url", "Its address; null when not known.", |source: Source| source.text(Property::Url)),
        field!("licence", "Terms under which it may be used; null when not known.", |source: Source| source.text(Property::Licence)),
        field!("asOf", "The day from which it speaks; null when not known.", |source: Source| source.as_of()),
        field!("asOfInferred", "Whether that day was inferred from the latest fact in it.", |source: Source| source.as_of_inferred()),
        field!("claimsMade", "Everything that it claims, alone or with others.", |source: Source, page: Page| {
            page_of::<ClaimRow, _>(source, source.claims_made(), "claimsMade", page)
        }),
        field!("agreesWith", "Everything that both it and another source claim: the same, in the same sense.", |source: Source, of: WithOther| {
            let other = claim::named_source("other", source.graph(), of.other.0)?;
            page_of::<ClaimRow, _>(source, source.agrees_with(other), "agreesWith", of.page())
        }, weight: GATHER_WEIGHT),
        field!("disagreesWith", "Disputes in which it and another source stand on different sides, by key: each makes a claim there that the other does not, and these do not agree. Of a dispute that somebody wrote down, claims are on one side that say the same of one thing, or of a thing and what it is part of.", |source: Source, of: WithOther| {
            Interruptible::new(move |interrupt| {
                let other = claim::named_source("other", source.graph(), of.other.0)?;
                let disputes = unless_stopped(interrupt, |stop| source.disagrees_with(other, stop))?;
                page_of::<DisputeRow, _>(source, disputes, "disagreesWith", of.page())
            })
        }, weight: DISPUTES_WEIGHT),
        field!("soleClaims", "Everything that it claims and no other source does: nobody else says as much, in the same sense.", |source: Source, page: Page| {
            page_of::<ClaimRow, _>(source, source.sole_claims(), "soleClaims", page)
        }),
    }
}
