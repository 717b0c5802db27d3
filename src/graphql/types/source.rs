//! Sources: the documents that make claims.

use super::entity::EntityFields;
use super::rows::{ClaimRow, page_of};
use super::view::Source;
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

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
        field!("soleClaims", "Everything that it claims and no other source does: nobody else says as much, in the same sense.", |source: Source, page: Page| {
            page_of::<ClaimRow, _>(source, source.sole_claims(), "soleClaims", page)
        }),
    }
}
