//! N-Quads: one file for RDF stores, each claim a named graph.
//!
//! A named graph holds what one claim says and is named by the claim's key. What is known
//! *of* the claim (rank, mode, references) lies in the default graph, with the claim as its
//! subject. So who says something is one step away, and claims that differ stay apart.
//!
//! ```text
//! <urn:castgraph:person:jeff-daniels> relation:PLAYS <urn:castgraph:character:del-harris> <urn:castgraph:claim:5f..> .
//! <urn:castgraph:claim:5f..> qualifier:order 1 <urn:castgraph:claim:5f..> .
//! <urn:castgraph:claim:5f..> meta:rank "NORMAL" .
//! <urn:castgraph:claim:5f..> meta:reference <urn:castgraph:reference:5f..-1> .
//! <urn:castgraph:reference:5f..-1> meta:source <urn:castgraph:source:some-page> .
//! ```
//!
//! | names | of |
//! |---|---|
//! | `urn:castgraph:person:...` | things, by their keys |
//! | `urn:castgraph:claim:...`, `dispute:...`, `edge:...`, `merge:...`, `reference:...` | what is said of them, and by whom |
//! | `urn:castgraph:kind:PERSON` | kinds, as `rdf:type`; beside them schema.org's, where one fits |
//! | `https://schema.org/name`, else `urn:castgraph:property:occupations` | properties |
//! | `urn:castgraph:relation:PLAYS` | relations |
//! | `urn:castgraph:qualifier:billing` | what a claim says of its edge; of another name its `language` and `region`, of an id elsewhere its `authority` and `id` |
//! | `urn:castgraph:meta:rank`, `mode`, `edge`, `reference`, `derivedFrom`, `reason` | of a claim |
//! | `urn:castgraph:meta:source`, `locator`, `asOf` | of a reference |
//! | `urn:castgraph:meta:question`, `computed`, `claim`, `settledBy`, `reason` | of a dispute |
//! | `urn:castgraph:meta:key`, `into`, `rank`, `reason` | of a merge |
//!
//! Days are `xsd:date`, months `xsd:gYearMonth`, years `xsd:gYear`, counts `xsd:integer`,
//! numbers `xsd:decimal`, flags `xsd:boolean`. Words of closed sets are plain texts. An id
//! elsewhere is the text `authority:id`.
//!
//! Who plays Del Harris, and who says so:
//!
//! ```sparql
//! PREFIX schema: <https://schema.org/>
//! PREFIX relation: <urn:castgraph:relation:>
//! PREFIX meta: <urn:castgraph:meta:>
//! SELECT ?actor ?title ?section ?day WHERE {
//!   GRAPH ?named { ?character schema:name "Del Harris" }
//!   GRAPH ?claim { ?person relation:PLAYS ?character }
//!   GRAPH ?called { ?person schema:name ?actor }
//!   ?claim meta:rank ?rank ; meta:reference ?reference .
//!   FILTER (?rank != "DEPRECATED")
//!   ?reference meta:source ?source .
//!   GRAPH ?titled { ?source schema:name ?title }
//!   OPTIONAL { ?reference meta:locator ?section }
//!   OPTIONAL { ?reference meta:asOf ?day }
//! }
//! ```
//!
//! Where a store asks the union of all graphs by default, the `GRAPH` clauses may be left
//! out, but for the one that binds `?claim`.

use super::edges::edge_hash;
use crate::graph::view::{Claim, Dispute, Node, Reference};
use crate::graph::{Graph, Ordered};
use crate::model::{ClaimKey, KeyRef, Kind, MergeRecord, PartialDate, Property, ValueRef};
use crate::store::error::SaveError;
use crate::store::save::{Existing, Stop, save_file};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, NamedNodeRef, QuadRef, Term};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// Writes a graph as an N-Quads file, all of it or nothing.
///
/// # Errors
/// [`SaveError::Occupied`] where something is already, unless it is a file and may be
/// replaced; [`SaveError::Stopped`]; [`SaveError::Io`].
pub fn save_nquads(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
) -> Result<(), SaveError> {
    save_file(place, existing, stop, |file| write(graph, file))
}

fn write(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let mut quads = Quads { file };
    for kind in Kind::ALL {
        let things = graph.nodes(*kind);
        things.items().try_for_each(|thing| quads.node(thing))?;
    }
    let claims = graph.claims_listed();
    claims.items().try_for_each(|claim| quads.claim(claim))?;
    let disputes = graph.disputes();
    disputes
        .items()
        .try_for_each(|dispute| quads.dispute(dispute))?;
    graph.merges().try_for_each(|merge| quads.merge(&merge))
}

/// A name of ours. Keys, words and hashes are of letters, digits, hyphens, underscores and
/// colons, which need no escape.
fn ours(space: &str, name: impl Display) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:castgraph:{space}:{name}"))
}

fn thing(key: KeyRef<'_>) -> NamedNode {
    ours(key.kind().prefix(), key.slug())
}

fn claim_name(key: ClaimKey) -> NamedNode {
    // The key begins with its own space.
    NamedNode::new_unchecked(format!("urn:castgraph:{key}"))
}

fn meta(name: &str) -> NamedNode {
    ours("meta", name)
}

fn text(value: impl Into<String>) -> Term {
    Literal::new_simple_literal(value).into()
}

fn typed(value: impl Display, datatype: NamedNodeRef<'_>) -> Term {
    Literal::new_typed_literal(value.to_string(), datatype).into()
}

fn date(date: PartialDate) -> Term {
    let datatype = match (date.month(), date.day()) {
        (None, _) => xsd::G_YEAR,
        (Some(_), None) => xsd::G_YEAR_MONTH,
        (Some(_), Some(_)) => xsd::DATE,
    };
    typed(date, datatype)
}

/// A value as an object of a quad.
fn object(value: ValueRef<'_>) -> Term {
    match value {
        ValueRef::Text(value) => text(value),
        ValueRef::Term(word) => text(word),
        ValueRef::Count(count) => typed(count, xsd::INTEGER),
        // Never with an exponent.
        ValueRef::Number(number) => typed(number, xsd::DECIMAL),
        ValueRef::Flag(flag) => typed(flag, xsd::BOOLEAN),
        ValueRef::Date(day) => date(day),
        ValueRef::ExternalId(id) => text(id.to_string()),
        ValueRef::Key(key) => thing(key).into(),
        ValueRef::AlternateName(name) => {
            let tag = name.language.map(|language| match name.region {
                Some(region) => format!("{language}-{region}"),
                None => language.to_owned(),
            });
            let tagged = tag.map(|tag| Literal::new_language_tagged_literal(name.name, tag));
            match tagged {
                Some(Ok(tagged)) => tagged.into(),
                // What is no tag is told as a qualifier only.
                _ => text(name.name),
            }
        }
    }
}

/// The term for a kind in schema.org, where one fits plainly.
const fn schema_type(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Person => Some("Person"),
        Kind::Series => Some("TVSeries"),
        Kind::Season => Some("TVSeason"),
        Kind::Episode => Some("TVEpisode"),
        Kind::Film => Some("Movie"),
        Kind::Work => Some("CreativeWork"),
        Kind::Place => Some("Place"),
        Kind::Organization => Some("Organization"),
        _ => None,
    }
}

/// The term for a property: schema.org's where one fits plainly, else ours.
fn term(kind: Kind, property: Property) -> NamedNode {
    let schema = match (kind, property) {
        (_, Property::Name) => "name",
        (_, Property::AlternateNames) => "alternateName",
        (_, Property::Description) => "description",
        (_, Property::ExternalIds) => "identifier",
        (_, Property::Image) => "image",
        (_, Property::Url) => "url",
        (_, Property::Birth) => "birthDate",
        (_, Property::Death) => "deathDate",
        (_, Property::Languages) => "inLanguage",
        (_, Property::SeasonCount) => "numberOfSeasons",
        (_, Property::EpisodeCount) => "numberOfEpisodes",
        (Kind::Season, Property::Number) => "seasonNumber",
        (Kind::Episode, Property::Number) => "episodeNumber",
        (Kind::Series, Property::Premiered) => "startDate",
        (Kind::Series, Property::Ended) => "endDate",
        (Kind::Film, Property::Premiered) | (_, Property::AirDate | Property::Published) => {
            "datePublished"
        }
        _ => return ours("property", property.word()),
    };
    schema_term(schema)
}

fn schema_term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://schema.org/{name}"))
}

struct Quads<'w> {
    file: &'w mut dyn Write,
}

impl Quads<'_> {
    fn put(
        &mut self,
        subject: &NamedNode,
        predicate: &NamedNode,
        object: impl Into<Term>,
        graph: GraphNameRef<'_>,
    ) -> io::Result<()> {
        let object = object.into();
        let quad = QuadRef::new(subject, predicate, &object, graph);
        writeln!(self.file, "{quad} .")
    }

    /// A quad of the default graph.
    fn state(
        &mut self,
        subject: &NamedNode,
        predicate: &NamedNode,
        object: impl Into<Term>,
    ) -> io::Result<()> {
        self.put(subject, predicate, object, GraphNameRef::DefaultGraph)
    }

    fn node(&mut self, node: Node<'_>) -> io::Result<()> {
        let name = thing(node.key());
        let rdf_type = rdf::TYPE.into_owned();
        self.state(&name, &rdf_type, ours("kind", node.kind().word()))?;
        match schema_type(node.kind()) {
            Some(schema) => self.state(&name, &rdf_type, schema_term(schema)),
            None => Ok(()),
        }
    }

    fn claim(&mut self, claim: Claim<'_>) -> io::Result<()> {
        let key = claim.key();
        let name = claim_name(key);
        self.said(claim, &name)?;
        if let Some(edge) = claim.edge() {
            self.state(&name, &meta("edge"), ours("edge", edge_hash(edge)))?;
        }
        self.state(&name, &meta("rank"), text(claim.rank().word()))?;
        self.state(&name, &meta("mode"), text(claim.mode().word()))?;
        for (at, reference) in claim.references().enumerate() {
            let place = ours("reference", format_args!("{:032x}-{}", key.0, at + 1));
            self.state(&name, &meta("reference"), place.clone())?;
            self.reference(&place, reference)?;
        }
        for premise in claim.derived_from() {
            self.state(&name, &meta("derivedFrom"), claim_name(premise.key()))?;
        }
        match claim.reason() {
            Some(reason) => self.state(&name, &meta("reason"), text(reason)),
            None => Ok(()),
        }
    }

    /// What a claim says, in the graph of its name.
    fn said(&mut self, claim: Claim<'_>, name: &NamedNode) -> io::Result<()> {
        let graph = GraphNameRef::NamedNode(name.as_ref());
        let node = claim.subject();
        let subject = thing(node.key());
        if let Some(edge) = claim.edge() {
            let relation = ours("relation", edge.relation().word());
            self.put(&subject, &relation, thing(edge.to().key()), graph)?;
        }
        if let (Some(property), Some(value)) = (claim.property(), claim.property_value()) {
            let property = term(node.kind(), property);
            self.put(&subject, &property, object(value), graph)?;
            for (part, said) in parts(value) {
                if let Some(said) = said {
                    self.put(name, &ours("qualifier", part), text(said), graph)?;
                }
            }
        }
        for (qualifier, value) in claim.qualifiers() {
            let qualifier = ours("qualifier", qualifier.word());
            self.put(name, &qualifier, object(value), graph)?;
        }
        Ok(())
    }

    fn reference(&mut self, name: &NamedNode, reference: Reference<'_>) -> io::Result<()> {
        let source = thing(reference.source().key());
        self.state(name, &meta("source"), source)?;
        if let Some(locator) = reference.locator() {
            self.state(name, &meta("locator"), text(locator))?;
        }
        match reference.as_of() {
            Some(day) => self.state(name, &meta("asOf"), date(day)),
            None => Ok(()),
        }
    }

    fn dispute(&mut self, dispute: Dispute<'_>) -> io::Result<()> {
        let name = ours("dispute", dispute.key().slug());
        self.state(&name, &meta("question"), text(dispute.question()))?;
        let computed = typed(dispute.is_computed(), xsd::BOOLEAN);
        self.state(&name, &meta("computed"), computed)?;
        for claim in dispute.claims().items() {
            self.state(&name, &meta("claim"), claim_name(claim.key()))?;
        }
        if let Some(chosen) = dispute.settled_by() {
            self.state(&name, &meta("settledBy"), claim_name(chosen.key()))?;
        }
        match dispute.reason() {
            Some(reason) => self.state(&name, &meta("reason"), text(reason)),
            None => Ok(()),
        }
    }

    fn merge(&mut self, merge: &MergeRecord) -> io::Result<()> {
        let (key, into) = (merge.key.borrowed(), merge.into.borrowed());
        let name = ours("merge", format_args!("{key}:{into}"));
        self.state(&name, &meta("key"), thing(key))?;
        self.state(&name, &meta("into"), thing(into))?;
        self.state(&name, &meta("rank"), text(merge.rank.word()))?;
        self.state(&name, &meta("reason"), text(&*merge.reason))
    }
}

/// The parts of a value that its object does not tell apart.
fn parts(value: ValueRef<'_>) -> [(&'static str, Option<&str>); 2] {
    match value {
        ValueRef::AlternateName(name) => [("language", name.language), ("region", name.region)],
        ValueRef::ExternalId(id) => [("authority", Some(id.authority)), ("id", Some(id.id))],
        _ => [("", None), ("", None)],
    }
}
