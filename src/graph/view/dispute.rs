//! What the sources differ about.

use super::super::dispute::{self, Question};
use super::super::draft::find;
use super::super::{Graph, Position};
use super::{Claim, Edge, Node};
use crate::graph::Direction;
use crate::graph::list::Sorted;
use crate::model::{DisputeKey, Mode, Property, Qualifier, Rank, Relation, Vocabulary};

/// Reads a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Dispute<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) data: &'g dispute::Dispute,
}

impl Graph {
    /// The dispute of a key; `None` when there is none.
    pub fn dispute(&self, key: &DisputeKey) -> Option<Dispute<'_>> {
        let at = self
            .disputes
            .binary_search_by(|dispute| dispute.key.cmp(key))
            .ok()?;
        Some(Dispute {
            graph: self,
            data: &self.disputes[at],
        })
    }
}

impl<'g> Dispute<'g> {
    /// Its key.
    pub fn key(self) -> &'g DisputeKey {
        &self.data.key
    }

    /// Where it stands among all disputes: by key.
    pub fn position(self) -> Position {
        Position::start().text(self.key().slug())
    }

    /// What the sources differ about, in words.
    pub fn question(self) -> String {
        match &self.data.question {
            Question::Written { question, .. } => question.to_string(),
            Question::Property { property, .. } => {
                asked(self.label(), &Property::VOCABULARY, property.word())
            }
            Question::Relation { relation, .. } => {
                asked(self.label(), &Relation::VOCABULARY, relation.word())
            }
            Question::Qualifier { edge, qualifier } => {
                let edge = Edge {
                    graph: self.graph,
                    index: *edge,
                    direction: Direction::Out,
                };
                let (from, to) = (edge.from().label(), edge.to().label());
                let about = format!("{from} {} {to}", edge.relation().verb());
                asked(&about, &Qualifier::VOCABULARY, qualifier.word())
            }
        }
    }

    fn label(self) -> &'g str {
        self.subject().map_or("", Node::label)
    }

    /// The thing that it is about; `None` for a written one that is about several.
    pub fn subject(self) -> Option<Node<'g>> {
        let graph = self.graph;
        match &self.data.question {
            Question::Property { node, .. } | Question::Relation { node, .. } => Some(Node {
                graph,
                index: *node,
            }),
            Question::Qualifier { edge, .. } => Some(Node {
                graph,
                index: graph.other(*edge, Direction::In),
            }),
            Question::Written { .. } => {
                let mut subjects = self.claims_unsorted().map(Claim::subject);
                let first = subjects.next()?;
                subjects.all(|subject| subject == first).then_some(first)
            }
        }
    }

    /// The property in dispute, if it is one.
    pub fn property(self) -> Option<Property> {
        match &self.data.question {
            Question::Property { property, .. } => Some(*property),
            _ => None,
        }
    }

    /// The relation in dispute, if it is one or one of its qualifiers.
    pub fn relation(self) -> Option<Relation> {
        match &self.data.question {
            Question::Relation { relation, .. } => Some(*relation),
            Question::Qualifier { edge, .. } => Some(self.graph.storage[*edge].relation),
            _ => None,
        }
    }

    /// The qualifier in dispute, if it is one.
    pub fn qualifier(self) -> Option<Qualifier> {
        match &self.data.question {
            Question::Qualifier { qualifier, .. } => Some(*qualifier),
            _ => None,
        }
    }

    /// Whether it follows from the claims, rather than being written down.
    pub const fn is_computed(self) -> bool {
        !matches!(self.data.question, Question::Written { .. })
    }

    /// How it is settled and why; of a computed one, the reason of the claim that was chosen.
    pub fn reason(self) -> Option<&'g str> {
        if let Question::Written { reason, .. } = &self.data.question {
            return Some(reason);
        }
        let chosen = self.settled_by().and_then(Claim::reason);
        chosen.or_else(|| self.claims_unsorted().find_map(Claim::reason))
    }

    /// The claim that was chosen; `None` while none is better than all others.
    ///
    /// Of a computed one, the claim that plain fields follow; of a written one, the
    /// only one of rank PREFERRED.
    pub fn settled_by(self) -> Option<Claim<'g>> {
        if !self.is_computed() {
            let mut preferred = self
                .claims_unsorted()
                .filter(|claim| claim.rank() == Rank::Preferred);
            return preferred.next().filter(|_| preferred.next().is_none());
        }
        let standing = |claim: Claim<'_>| {
            let error = claim.rank() == Rank::Deprecated;
            (error, claim.mode().level(), claim.rank())
        };
        let best = self
            .claims_unsorted()
            .min_by_key(|claim| standing(*claim))?;
        let mut equals = self
            .claims_unsorted()
            .filter(|claim| standing(*claim) == standing(best));
        let settled = equals.all(|claim| self.agree(best, claim));
        (settled && best.mode().level() < Mode::Predicted.level()).then_some(best)
    }

    /// Whether two claims answer the question alike.
    fn agree(self, one: Claim<'g>, other: Claim<'g>) -> bool {
        let said = |claim: Claim<'g>| match &self.data.question {
            Question::Qualifier { qualifier, .. } => find(claim.qualifiers(), *qualifier),
            _ => claim.property_value(),
        };
        match (said(one), said(other)) {
            (Some(one), Some(other)) => dispute::agree(one, other),
            _ => one.entity() == other.entity(),
        }
    }

    fn claims_unsorted(self) -> impl Iterator<Item = Claim<'g>> {
        self.data.claims.iter().map(move |index| Claim {
            graph: self.graph,
            index: *index as usize,
        })
    }

    /// The claims that differ: what is best known and what was chosen first.
    pub fn claims(self) -> Sorted<Claim<'g>> {
        let place = |claim: Claim<'g>| {
            let start = Position::start().last_if(claim.rank() == Rank::Deprecated);
            let known = start.number(Some(u32::from(claim.mode().level())));
            known
                .number(Some(claim.rank() as u32))
                .then(&claim.position())
        };
        let claims = self.claims_unsorted();
        Sorted::new(claims.map(|claim| (place(claim), claim)).collect())
    }
}

/// What is asked of a thing, in the words of a closed set's meaning.
fn asked(about: &str, words: &Vocabulary, word: &str) -> String {
    let term = words.terms.iter().find(|term| term.name == word);
    let meaning = term.map_or(word, |term| term.description.trim_end_matches('.'));
    let mut letters = meaning.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    format!("{about}: {}{}", first.unwrap_or_default(), letters.as_str())
}
