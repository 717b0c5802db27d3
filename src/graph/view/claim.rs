//! What somebody says.

use super::super::order::Standing;
use super::super::storage::{self, About};
use super::super::{Direction, Graph, Position};
use super::{Edge, Node, Source, View};
use crate::model::relation::Relationship;
use crate::model::{ClaimKey, Key, Mode, PartialDate, Property, Qualifier, Rank, Relation, Value};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Reads a claim.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) index: usize,
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
    /// Cost: O(log n) for n claims.
    pub fn claim(&self, key: ClaimKey) -> Option<Claim<'_>> {
        let at = self
            .claims_by_key
            .binary_search_by_key(&key, |at| self.claims[*at as usize].key)
            .ok()?;
        Some(Claim {
            graph: self,
            index: self.claims_by_key[at] as usize,
        })
    }
}

impl<'g> Claim<'g> {
    fn data(self) -> &'g storage::Claim {
        &self.graph.claims[self.index]
    }

    fn note(self) -> Option<&'g storage::Note> {
        self.data()
            .note
            .map(|note| &self.graph.notes[note as usize])
    }

    /// The graph that it is part of.
    pub const fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its key, a hash of what it says.
    pub fn key(self) -> ClaimKey {
        self.data().key
    }

    /// Where it stands among all claims: by what it is about, the best first.
    ///
    /// The claims of a graph lie in this order.
    pub fn position(self) -> Position {
        let data = self.data();
        let start = by_key(Position::start(), self.subject().key());
        let (about, value) = match &data.about {
            About::Property {
                property, value, ..
            } => (
                start.last_if(false).number(Some(*property as u32)),
                Some(value),
            ),
            About::Edge { edge, .. } => {
                let to = self.graph.other(*edge, Direction::Out);
                let relation = self.graph.storage[*edge].relation;
                let start = start.last_if(true).number(Some(relation as u32));
                let end = by_key(start, &self.graph.storage[to].key);
                (end.text(&self.graph.edge_identity(*edge)), None)
            }
        };
        let sources: HashSet<_> = self
            .references()
            .map(|reference| reference.data.source)
            .collect();
        let standing = Standing {
            rank: data.rank,
            mode: data.mode,
            value,
            sources: sources.len(),
            qualifiers: self.qualifiers().len(),
            key: data.key,
        };
        about.then(&standing.position())
    }

    /// The thing that it is about; for a claim on an edge, its start.
    pub fn subject(self) -> Node<'g> {
        let index = match &self.data().about {
            About::Property { node, .. } => *node,
            About::Edge { edge, .. } => self.graph.other(*edge, Direction::In),
        };
        Node {
            graph: self.graph,
            index,
        }
    }

    /// The property that it is about; `None` for a claim on an edge.
    pub fn property(self) -> Option<Property> {
        match &self.data().about {
            About::Property { property, .. } => Some(*property),
            About::Edge { .. } => None,
        }
    }

    /// The edge that it is about, seen from its start; `None` for a claim on a property.
    pub fn edge(self) -> Option<Edge<'g>> {
        match &self.data().about {
            About::Property { .. } => None,
            About::Edge { edge, .. } => Some(Edge {
                graph: self.graph,
                index: *edge,
                direction: Direction::Out,
            }),
        }
    }

    /// The relation that it is about; `None` for a claim on a property.
    pub fn relation(self) -> Option<Relation> {
        self.edge().map(Edge::relation)
    }

    /// What it says of the property; `None` for a claim on an edge.
    pub fn property_value(self) -> Option<&'g Value> {
        self.data().value()
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
    pub fn qualifiers(self) -> &'g [(Qualifier, Value)] {
        self.data().qualifiers()
    }

    /// How it stands among others.
    pub fn rank(self) -> Rank {
        self.data().rank
    }

    /// In what sense it is made.
    pub fn mode(self) -> Mode {
        self.data().mode
    }

    /// Who says so, in the order of the sources; empty for most derived claims.
    pub fn references(self) -> impl Iterator<Item = Reference<'g>> {
        let graph = self.graph;
        graph.references[self.data().references as usize]
            .iter()
            .map(move |data| Reference { graph, data })
    }

    /// Whether the source says so.
    pub fn is_said_by(self, source: Source<'g>) -> bool {
        self.references()
            .any(|reference| reference.source() == source)
    }

    /// The claims from which it follows, in their order; empty unless it is derived.
    pub fn derived_from(self) -> impl Iterator<Item = Self> {
        let premises = self.note().map_or(&[][..], |note| &note.premises);
        premises.iter().map(move |index| Self {
            graph: self.graph,
            index: *index as usize,
        })
    }

    /// Why it has its rank, or how it follows; `None` where nobody had to choose.
    pub fn reason(self) -> Option<&'g str> {
        self.note()?.reason.as_deref()
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
            one.data.source == other.data.source && one.as_of() == other.as_of()
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
        let relationship = edge
            .term(Qualifier::Relationship)
            .and_then(Relationship::from_word);
        let verb = match (relationship, self.mode()) {
            (Some(relationship), _) => relationship.verb(),
            (None, Mode::Planned | Mode::Predicted) => edge.relation().verb_to_come(),
            (None, _) => edge.relation().verb(),
        };
        let said = self
            .qualifiers()
            .iter()
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

    /// A value as a reader wants to see it: a thing by its name.
    fn spoken(self, value: &Value) -> String {
        match value {
            Value::Key(key) => self
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

fn by_key(position: Position, key: &Key) -> Position {
    position.number(Some(key.kind() as u32)).text(key.slug())
}

/// Reads where a source says something.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'g> {
    graph: &'g Graph,
    data: &'g storage::Reference,
}

impl<'g> Reference<'g> {
    /// The document or data set.
    pub fn source(self) -> Source<'g> {
        let node = Node {
            graph: self.graph,
            index: self.data.source,
        };
        Source::of(node).expect("the builder refuses references to anything but sources")
    }

    /// The section in it; `None` for the whole.
    pub fn locator(self) -> Option<&'g str> {
        self.data.locator.as_deref()
    }

    /// The day from which the passage speaks, or else its source; `None` when neither is known.
    pub fn as_of(self) -> Option<PartialDate> {
        self.data.as_of.or_else(|| self.source().as_of())
    }

    /// Whether that day was inferred rather than stated.
    pub fn as_of_inferred(self) -> bool {
        self.data.as_of.is_none() && self.source().as_of_inferred()
    }
}
