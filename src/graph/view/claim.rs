//! What somebody says.

use super::super::content::{Said, claim_key, content, key_hash, said_of_property};
use super::super::order::Standing;
use super::super::pools::{self, Entry, Keys};
use super::super::storage::About;
use super::super::{Graph, Position};
use super::{Edge, Node, Source, View};
use crate::graph::Direction;
use crate::model::relation::Relationship;
use crate::model::{
    ClaimKey, KeyRef, Mode, PartialDate, Property, Qualifier, Rank, Relation, ValueRef,
};
use petgraph::graph::NodeIndex;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Reads a claim.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) index: u32,
}

/// Within one graph.
impl PartialEq for Claim<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for Claim<'_> {}

impl Graph {
    /// The claim of a key; `None` when nobody makes it.
    ///
    /// Cost: O(log n + m) for n nodes and the m claims about the claim's subject.
    pub fn claim(&self, key: ClaimKey) -> Option<Claim<'_>> {
        let subject = u64::try_from(key.0 >> 64).ok()?;
        let hash = |node: &u32| key_hash(self.nodes.key(*node));
        let hashed = &self.nodes.hashed;
        let start = hashed.partition_point(|node| hash(node) < subject);
        let nodes = hashed[start..]
            .iter()
            .take_while(|node| hash(node) == subject);
        let nodes = nodes.map(|node| NodeIndex::new(*node as usize));
        let mut claims = nodes.flat_map(|node| {
            let edges = self.edges_from(node);
            self.node_claims(node)
                .chain(edges.flat_map(|edge| self.edge_claims(edge)))
        });
        let claim = |index| Claim { graph: self, index };
        claims.find(|at| claim(*at).key() == key).map(claim)
    }
}

impl<'g> Claim<'g> {
    fn basis(self) -> pools::Basis {
        self.graph.basis(self.index)
    }

    /// The graph that it is part of.
    pub const fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its key, a hash of what it says.
    pub fn key(self) -> ClaimKey {
        claim_key(self.subject().key(), &self.content())
    }

    /// What it says, as a text that names it.
    fn content(self) -> String {
        let graph = self.graph;
        match graph.about(self.index) {
            About::Property(node, property) => {
                let value = graph.property_value(graph.kind(node), self.index);
                content(
                    graph.key(node),
                    said_of_property(property, value),
                    self.mode(),
                )
            }
            About::Edge(edge) => {
                let (from, to) = graph.ends(edge);
                let said = graph.qualifiers(self.index);
                let said = Said::Edge(graph.relation(edge), graph.key(to), said);
                content(graph.key(from), said, self.mode())
            }
        }
    }

    /// Where it stands among all claims: those on properties first, then by what it is
    /// about, the best first.
    ///
    /// The claims of a graph lie in this order.
    pub fn position(self) -> Position {
        let graph = self.graph;
        let about = graph.about(self.index);
        let on_edge = matches!(about, About::Edge(_));
        let start = Position::start().last_if(on_edge);
        let start = by_key(start, self.subject().key());
        let place = match about {
            About::Property(_, property) => start.number(Some(property as u32)),
            About::Edge(edge) => {
                let start = start.number(Some(graph.relation(edge) as u32));
                let end = by_key(start, graph.key(graph.end(edge)));
                end.text(&graph.edge_identity(edge))
            }
        };
        let basis = self.basis();
        let standing = Standing {
            rank: basis.rank,
            mode: basis.mode,
            value: self.property_value(),
            sources: graph.pools.source_count(basis.references),
            qualifiers: self.qualifiers().count(),
            key: self.key(),
        };
        place.then(&standing.position())
    }

    /// The thing that it is about; for a claim on an edge, its start.
    pub fn subject(self) -> Node<'g> {
        let index = match self.graph.about(self.index) {
            About::Property(node, _) => node,
            About::Edge(edge) => self.graph.start(edge),
        };
        Node {
            graph: self.graph,
            index,
        }
    }

    /// The property that it is about; `None` for a claim on an edge.
    pub fn property(self) -> Option<Property> {
        match self.graph.about(self.index) {
            About::Property(_, property) => Some(property),
            About::Edge(_) => None,
        }
    }

    /// The edge that it is about, seen from its start; `None` for a claim on a property.
    pub fn edge(self) -> Option<Edge<'g>> {
        match self.graph.about(self.index) {
            About::Property(..) => None,
            About::Edge(index) => Some(Edge {
                graph: self.graph,
                index,
                direction: Direction::Out,
            }),
        }
    }

    /// The relation that it is about; `None` for a claim on a property.
    pub fn relation(self) -> Option<Relation> {
        self.edge().map(Edge::relation)
    }

    /// What it says of the property; `None` for a claim on an edge.
    pub fn property_value(self) -> Option<ValueRef<'g>> {
        match self.graph.about(self.index) {
            About::Property(node, _) => {
                let kind = self.graph.kind(node);
                Some(self.graph.property_value(kind, self.index))
            }
            About::Edge(_) => None,
        }
    }

    /// What it says, as canonical text: the property's value, or the key at the edge's end.
    pub fn value(self) -> String {
        match (self.property_value(), self.edge()) {
            (Some(value), _) => value.to_string(),
            (None, Some(edge)) => edge.to().key().to_string(),
            (None, None) => String::new(),
        }
    }

    /// The thing that its value names.
    pub fn entity(self) -> Option<Node<'g>> {
        self.edge().map(Edge::to)
    }

    /// What it says of the edge, in the order of the relation's rule; empty for a claim on a property.
    pub fn qualifiers(self) -> impl Iterator<Item = (Qualifier, ValueRef<'g>)> {
        let graph = self.graph;
        let on_edge = matches!(graph.about(self.index), About::Edge(_));
        let said = on_edge.then(|| graph.qualifiers(self.index));
        said.into_iter().flatten()
    }

    /// What it says of one qualifier of the edge.
    pub(in crate::graph) fn qualifier(self, wanted: Qualifier) -> Option<ValueRef<'g>> {
        let mut said = self.qualifiers();
        said.find(|(name, _)| *name == wanted)
            .map(|(_, value)| value)
    }

    /// How it stands among others.
    pub fn rank(self) -> Rank {
        self.basis().rank
    }

    /// In what sense it is made.
    pub fn mode(self) -> Mode {
        self.basis().mode
    }

    /// Who says so, in the order of the sources; empty for most derived claims.
    pub fn references(self) -> impl Iterator<Item = Reference<'g>> {
        let graph = self.graph;
        let entries = graph.pools.references.of(self.basis().references);
        // One reference may have come with several records of one thing.
        entries
            .chunk_by(|left, right| left[..3] == right[..3])
            .map(move |same| Reference {
                graph,
                entry: same[0],
            })
    }

    /// Whether the source says so.
    pub fn is_said_by(self, source: Source<'g>) -> bool {
        self.references()
            .any(|reference| reference.source() == source)
    }

    /// The claims from which it follows, in their order; empty unless it is derived.
    pub fn derived_from(self) -> impl Iterator<Item = Self> {
        let graph = self.graph;
        let note = self.basis().note;
        let premises = note.map_or(&[][..], |note| graph.notes.premises.of(note));
        premises.iter().map(move |index| Self {
            graph,
            index: *index,
        })
    }

    /// Why it has its rank, or how it follows; `None` where nobody had to choose.
    pub fn reason(self) -> Option<&'g str> {
        self.graph.reason(self.basis().note?)
    }

    /// The claim in one line that can be cited: what it says, in what sense, who says so.
    pub fn sentence(self) -> String {
        let mut line = self.statement();
        let _ = write!(line, "; {}", self.mode().word().to_lowercase());
        let citations = self.citations();
        if citations.is_empty() {
            if let Some(reason) = self.reason() {
                let _ = write!(line, ": {reason}");
            }
        } else {
            let _ = write!(line, " in {}", citations.join("; "));
        }
        line
    }

    /// Its references in words, one a source and day: title, sections, day.
    fn citations(self) -> Vec<String> {
        let references: Vec<Reference<'_>> = self.references().collect();
        let same = |one: &Reference<'_>, other: &Reference<'_>| {
            one.entry[0] == other.entry[0] && one.as_of() == other.as_of()
        };
        let groups = references.chunk_by(same);
        let cited = groups.map(|group| {
            let sections = group
                .iter()
                .filter_map(|reference| reference.locator().map(str::to_owned));
            let as_of = group[0].as_of().map(|day| format!("as of {day}"));
            let details: Vec<String> = sections.chain(as_of).collect();
            let title = group[0].source().label();
            if details.is_empty() {
                format!("“{title}”")
            } else {
                format!("“{title}” ({})", details.join("; "))
            }
        });
        cited.collect()
    }

    /// What it says, in words.
    fn statement(self) -> String {
        let subject = named(self.subject());
        let Some(edge) = self.edge() else {
            let property = self.property().map_or("", Property::word);
            return format!("{subject}: {} {}", in_words(property), self.value());
        };
        let verb = self.verb();
        let said = self
            .qualifiers()
            .filter(|(name, _)| *name != Qualifier::Relationship);
        let said: Vec<String> = said
            .map(|(name, value)| format!("{} {}", in_words(name.word()), self.spoken(value)))
            .collect();
        let qualifiers = if said.is_empty() {
            String::new()
        } else {
            format!(" ({})", said.join(", "))
        };
        format!("{subject} {verb} {}{qualifiers}", named(edge.to()))
    }

    /// The verb between the ends of its edge, to come of what is planned or expected; empty
    /// for a claim on a property.
    pub(in crate::graph) fn verb(self) -> &'static str {
        let Some(edge) = self.edge() else {
            return "";
        };
        let relationship = edge.term(Qualifier::Relationship);
        match relationship.and_then(Relationship::from_word) {
            Some(relationship) => relationship.verb(),
            None if self.mode().is_to_come() => edge.relation().verb_to_come(),
            None => edge.relation().verb(),
        }
    }

    /// A value as a reader wants to see it: a thing by its name.
    fn spoken(self, value: ValueRef<'_>) -> String {
        match value {
            ValueRef::Key(key) => self
                .graph
                .node(key)
                .map_or_else(|| key.to_string(), |node| named(node).into_owned()),
            value => value.to_string(),
        }
    }
}

/// A thing within a sentence; a work with its form, since series are often named after it.
fn named(node: Node<'_>) -> Cow<'_, str> {
    let label = node.label().trim_end_matches('.');
    match node.text(Property::Form) {
        Some(form) => format!("{label} ({form})").into(),
        None => label.into(),
    }
}

/// A word of a closed set within a sentence: `episodeCount` as "episode count".
fn in_words(word: &str) -> String {
    let mut words = String::with_capacity(word.len() + 4);
    for letter in word.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

fn by_key(position: Position, key: KeyRef<'_>) -> Position {
    position.number(Some(key.kind() as u32)).text(key.slug())
}

/// Reads where a source says something.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'g> {
    graph: &'g Graph,
    entry: Entry,
}

impl<'g> Reference<'g> {
    /// The document or data set.
    pub fn source(self) -> Source<'g> {
        let node = self.graph.node_at(self.entry[0]);
        Source::of(node).expect("the builder refuses references to anything but sources")
    }

    /// The section in it; `None` for the whole.
    pub fn locator(self) -> Option<&'g str> {
        self.graph.pools.optional_text(self.entry[1])
    }

    /// The day from which the passage speaks, or else its source; `None` when neither is known.
    pub fn as_of(self) -> Option<PartialDate> {
        self.own_as_of().or_else(|| self.source().as_of())
    }

    /// Whether that day was inferred rather than stated.
    pub fn as_of_inferred(self) -> bool {
        self.own_as_of().is_none() && self.source().as_of_inferred()
    }

    /// The day from which the passage itself speaks.
    fn own_as_of(self) -> Option<PartialDate> {
        let packed = self.entry[2];
        (packed != 0).then(|| PartialDate::from_packed(packed))
    }
}
