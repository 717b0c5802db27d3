//! Claims on their way into a graph, still with keys.

use super::order::Standing;
use super::position::Position;
use crate::model::{
    Basis, Change, ClaimKey, Key, Mode, Pointer, Property, Qualifier, Rank, Relation, Value,
};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// A claim that is not in a graph yet.
#[derive(Debug)]
pub(super) struct Draft {
    /// The change that brings it.
    pub change: usize,
    /// The node, or the start of the edge.
    pub subject: Key,
    pub about: DraftAbout,
    pub basis: Basis,
    /// A hash of what it says.
    pub key: ClaimKey,
}

/// What a draft is about, and what it says of it.
#[derive(Debug)]
pub(super) enum DraftAbout {
    Property {
        property: Property,
        value: Value,
    },
    Edge {
        relation: Relation,
        to: Key,
        qualifiers: Vec<(Qualifier, Value)>,
    },
}

/// Every claim of a batch, those in the records of nodes included.
pub(super) fn drafts(changes: &[Change]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (change, record) in changes.iter().enumerate() {
        match record {
            Change::Node(node) => drafts.extend(node.properties.iter().map(|(property, value)| {
                let about = DraftAbout::Property {
                    property: *property,
                    value: value.clone(),
                };
                let basis = Basis {
                    rank: Rank::Normal,
                    mode: Mode::Stated,
                    references: node.references.clone(),
                    derived_from: Vec::new(),
                    reason: None,
                };
                Draft::new(change, &node.key, about, basis)
            })),
            Change::Claim(claim) => {
                let about = DraftAbout::Property {
                    property: claim.property,
                    value: claim.value.clone(),
                };
                drafts.push(Draft::new(
                    change,
                    &claim.subject,
                    about,
                    claim.basis.clone(),
                ));
            }
            Change::Edge(edge) => {
                let about = DraftAbout::Edge {
                    relation: edge.relation,
                    to: edge.to.clone(),
                    qualifiers: edge.qualifiers.clone(),
                };
                drafts.push(Draft::new(change, &edge.from, about, edge.basis.clone()));
            }
            Change::Dispute(_) => {}
        }
    }
    drafts
}

impl Draft {
    fn new(change: usize, subject: &Key, about: DraftAbout, basis: Basis) -> Self {
        let content = content(subject, &about, basis.mode);
        let key = ClaimKey(xxhash_rust::xxh3::xxh3_128(content.as_bytes()));
        Self {
            change,
            subject: subject.clone(),
            about,
            basis,
            key,
        }
    }

    /// What the claim says, in one line for an error text.
    pub fn in_words(&self) -> String {
        content(&self.subject, &self.about, self.basis.mode).replace(['\u{1e}', '\u{1f}'], " ")
    }

    /// The words that tell its edge from others between the same nodes.
    pub fn identity(&self) -> String {
        match &self.about {
            DraftAbout::Property { .. } => String::new(),
            DraftAbout::Edge {
                relation,
                qualifiers,
                ..
            } => identity(*relation, qualifiers),
        }
    }

    /// Where the claim stands among those about the same, the best first.
    pub fn standing(&self) -> Position {
        let sources: HashSet<&Key> = self
            .basis
            .references
            .iter()
            .map(|reference| &reference.source)
            .collect();
        let (value, qualifiers) = match &self.about {
            DraftAbout::Property { value, .. } => (Some(value), 0),
            DraftAbout::Edge { qualifiers, .. } => (None, qualifiers.len()),
        };
        let standing = Standing {
            rank: self.basis.rank,
            mode: self.basis.mode,
            value,
            sources: sources.len(),
            qualifiers,
            key: self.key,
        };
        standing.position()
    }
}

/// What the claim says; the same for the same claim, whoever makes it.
fn content(subject: &Key, about: &DraftAbout, mode: Mode) -> String {
    let mut parts = vec![subject.to_string()];
    match about {
        DraftAbout::Property { property, value } => {
            parts.extend([property.word().to_owned(), unambiguous(value)]);
        }
        DraftAbout::Edge {
            relation,
            to,
            qualifiers,
        } => {
            parts.extend([relation.word().to_owned(), to.to_string()]);
            for rule in relation.rule().qualifiers {
                let said = qualifiers
                    .iter()
                    .filter(|(name, _)| *name == rule.qualifier);
                parts.extend(
                    said.map(|(name, value)| format!("{}={}", name.word(), unambiguous(value))),
                );
            }
        }
    }
    parts.push(mode.word().to_owned());
    // No text holds control characters, so no two claims are written alike.
    parts.join("\u{1f}")
}

/// The text of a value, with its parts apart.
fn unambiguous(value: &Value) -> String {
    match value {
        Value::AlternateName(name) => {
            let part = |part: &Option<Box<str>>| part.as_deref().unwrap_or_default().to_owned();
            [
                name.name.to_string(),
                part(&name.language),
                part(&name.region),
            ]
            .join("\u{1e}")
        }
        Value::ExternalId(id) => format!("{}\u{1e}{}", id.authority, id.id),
        value => value.to_string(),
    }
}

/// What tells an edge with these qualifiers from others between the same nodes.
pub(super) fn identity(relation: Relation, qualifiers: &[(Qualifier, Value)]) -> String {
    let rules = relation.rule().qualifiers.iter();
    let identifying = rules.filter(|rule| rule.identifies);
    let texts = identifying.filter_map(|rule| find(qualifiers, rule.qualifier));
    let texts: Vec<String> = texts.map(ToString::to_string).collect();
    texts.join("\u{1f}")
}

/// The value of a qualifier in a list.
pub(super) fn find(qualifiers: &[(Qualifier, Value)], qualifier: Qualifier) -> Option<&Value> {
    qualifiers
        .iter()
        .find(|(name, _)| *name == qualifier)
        .map(|(_, value)| value)
}

/// Finds the claims at which pointers point.
pub(super) struct Targets<'d> {
    drafts: &'d [Draft],
    properties: HashMap<(&'d Key, Property), Vec<usize>>,
    edges: HashMap<(&'d Key, Relation, &'d Key), Vec<usize>>,
}

impl<'d> Targets<'d> {
    pub fn new(drafts: &'d [Draft]) -> Self {
        let mut targets = Self {
            drafts,
            properties: HashMap::new(),
            edges: HashMap::new(),
        };
        for (at, draft) in drafts.iter().enumerate() {
            match &draft.about {
                DraftAbout::Property { property, .. } => {
                    targets
                        .properties
                        .entry((&draft.subject, *property))
                        .or_default()
                        .push(at);
                }
                DraftAbout::Edge { relation, to, .. } => {
                    targets
                        .edges
                        .entry((&draft.subject, *relation, to))
                        .or_default()
                        .push(at);
                }
            }
        }
        targets
    }

    /// The drafts at which a pointer points, in the order of the drafts.
    pub fn of(&self, pointer: &Pointer) -> Vec<usize> {
        let candidates = match pointer {
            Pointer::Property {
                subject, property, ..
            } => self.properties.get(&(subject, *property)),
            Pointer::Edge {
                from, relation, to, ..
            } => self.edges.get(&(from, *relation, to)),
        };
        let candidates = candidates.map_or(&[][..], Vec::as_slice);
        candidates
            .iter()
            .copied()
            .filter(|at| says(&self.drafts[*at].about, pointer))
            .collect()
    }
}

/// Whether a claim about the thing says what the pointer means.
fn says(about: &DraftAbout, pointer: &Pointer) -> bool {
    match (about, pointer) {
        (DraftAbout::Property { value: found, .. }, Pointer::Property { value, .. }) => {
            value.as_ref().is_none_or(|value| value == found)
        }
        (
            DraftAbout::Edge {
                qualifiers: found, ..
            },
            Pointer::Edge { qualifiers, .. },
        ) => qualifiers
            .iter()
            .all(|(name, value)| find(found, *name) == Some(value)),
        _ => false,
    }
}

/// A pointer in words.
pub(super) fn in_words(pointer: &Pointer) -> String {
    match pointer {
        Pointer::Property {
            subject,
            property,
            value: None,
        } => format!("{subject} {}", property.word()),
        Pointer::Property {
            subject,
            property,
            value: Some(value),
        } => {
            format!("{subject} {} {value}", property.word())
        }
        Pointer::Edge {
            from,
            relation,
            to,
            qualifiers,
        } => {
            let mut words = format!("{from} {} {to}", relation.word());
            for (name, value) in qualifiers {
                let _ = write!(words, " {}={value}", name.word());
            }
            words
        }
    }
}
