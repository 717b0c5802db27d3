//! Claims: who says what.

use super::bounds::unless_stopped;
use super::entity::Entity;
use super::view::{Claim, Edge, Node, Reference, Source, View};
use crate::graph::{ClaimFilter, Graph, Ordered, Selection};
use crate::graphql::engine::{Id, Interrupt, List};
use crate::graphql::error::ApiError;
use crate::graphql::limits::SCAN_WEIGHT;
use crate::model::{Kind, Mode, Property, Qualifier, Rank, Relation, ValueRef};
use crate::{field, object, paged_arguments};

paged_arguments! {
    /// Which claims.
    ClaimsOf<'g> {
        /// On this property.
        property: Option<Property>,
        /// On edges of this relation.
        relation: Option<Relation>,
        /// Of this rank.
        rank: Option<Rank>,
        /// Made in one of these senses.
        modes: Option<Vec<Mode>>,
        /// Said by this source: its id, or its slug.
        source: Option<Id<&'g str>>,
    }
}

impl ClaimsOf<'_> {
    /// The filter that is meant, on a graph.
    pub fn filter<'c>(&self, graph: &'c Graph) -> Result<ClaimFilter<'c>, ApiError> {
        Ok(ClaimFilter {
            property: self.property,
            relation: self.relation,
            rank: self.rank,
            modes: self.modes.clone(),
            source: self
                .source
                .map(|id| named_source("source", graph, id.0))
                .transpose()?,
        })
    }

    /// What a list of all claims weighs: they lie ready; to filter them, each is looked at.
    pub fn weight(&self) -> usize {
        let is_plain = self.property.is_none()
            && self.relation.is_none()
            && self.rank.is_none()
            && self.modes.is_none()
            && self.source.is_none();
        if is_plain { 1 } else { SCAN_WEIGHT }
    }
}

/// Those of some claims that a filter lets through.
pub fn only<'g, L>(
    claims: L,
    filter: &ClaimFilter<'g>,
    interrupt: &dyn Interrupt,
) -> Result<Selection<L>, ApiError>
where
    L: Ordered<Item = Claim<'g>>,
{
    unless_stopped(interrupt, |stop| filter.select(claims, stop))
}

/// The source of an id or a slug; `None` when there is none.
pub fn named_source<'g>(
    argument: &str,
    graph: &'g Graph,
    id: &str,
) -> Result<Option<Source<'g>>, ApiError> {
    let key = super::ids::key_of(argument, Kind::Source, id)?;
    Ok(graph.node(&key).and_then(Source::of))
}

object! {
    /// What somebody says of a thing, or of how two things are joined.
    ///
    /// Sources that say the same make one claim with several references; sources
    /// that differ make claims side by side.
    Claim implements ["Node"] {
        field!("id", "Its key, a hash of what it says: the same for the same claim.", |claim: Claim| Id(claim.key())),
        field!("subject", "The thing that it is about; of an edge, the start.", |claim: Claim| Entity::from(claim.subject())),
        field!("property", "The property that it is about; null for a claim on an edge.", |claim: Claim| claim.property()),
        field!("relation", "The relation that it is about; null for a claim on a property.", |claim: Claim| claim.relation()),
        field!("value", "What it says, as text: the property's value, or the id at the end of the edge.", |claim: Claim| claim.value()),
        field!("entity", "The thing that the value names; null where it names none.", |claim: Claim| {
            claim.entity().map(Entity::from)
        }),
        field!("date", "The value as a date; null where it is none.", |claim: Claim| {
            claim.property_value().and_then(ValueRef::as_date)
        }),
        field!("number", "The value as a number; null where it is none.", |claim: Claim| {
            claim.property_value().and_then(ValueRef::as_number)
        }),
        field!("qualifiers", "What it says of the edge; empty for a claim on a property.", |claim: Claim| {
            List(QualifierValue::of(claim))
        }),
        field!("rank", "How it stands among others about the same.", |claim: Claim| claim.rank()),
        field!("mode", "In what sense it is made.", |claim: Claim| claim.mode()),
        field!("references", "Who says so, by source; empty for most derived claims.", |claim: Claim| List(claim.references())),
        field!("derivedFrom", "The claims from which it follows; empty unless its mode is DERIVED.", |claim: Claim| {
            List(claim.derived_from())
        }),
        field!("reason", "Why it has its rank, or how it follows; null where nobody had to choose.", |claim: Claim| claim.reason()),
        field!("sentence", "The claim in one line that can be cited.", |claim: Claim| claim.sentence()),
    }
}

object! {
    /// Where a source says something.
    Reference {
        field!("source", "The document or data set.", |reference: Reference| reference.source()),
        field!("locator", "The section in it; null for the whole.", |reference: Reference| reference.locator()),
        field!("asOf", "The day from which the passage, or else the source, speaks; null when not known.", |reference: Reference| {
            reference.as_of()
        }),
        field!("asOfInferred", "Whether that day was inferred from the latest fact in the source.", |reference: Reference| {
            reference.as_of_inferred()
        }),
    }
}

/// One thing that a claim says of an edge.
#[derive(Clone)]
pub struct QualifierValue<'g> {
    graph: &'g Graph,
    name: Qualifier,
    value: ValueRef<'g>,
}

impl<'g> QualifierValue<'g> {
    /// What a claim says of its edge.
    pub fn of(claim: Claim<'g>) -> impl Iterator<Item = Self> {
        let graph = claim.graph();
        claim
            .qualifiers()
            .map(move |(name, value)| Self { graph, name, value })
    }

    /// What is said of an edge.
    pub fn of_edge(edge: Edge<'g>) -> impl Iterator<Item = Self> {
        let graph = edge.from().graph();
        edge.qualifiers()
            .map(move |(name, value)| Self { graph, name, value })
    }

    fn node(&self) -> Option<Node<'g>> {
        self.graph.node(self.value.as_key()?)
    }
}

object! {
    /// One thing that a claim says of an edge.
    QualifierValue {
        field!("name", "What is said.", |qualifier: QualifierValue| qualifier.name),
        field!("value", "Its value, as text.", |qualifier: QualifierValue| qualifier.value.to_string()),
        field!("entity", "The thing that the value names; null where it names none.", |qualifier: QualifierValue| {
            qualifier.node().map(Entity::from)
        }),
        field!("date", "The value as a date; null where it is none.", |qualifier: QualifierValue| qualifier.value.as_date()),
        field!("number", "The value as a number; null where it is none.", |qualifier: QualifierValue| qualifier.value.as_number()),
    }
}
