//! What the sources differ about.

use super::super::dispute::{self, Question};
use super::super::dispute_sides;
use super::super::{Graph, Position};
use super::{Claim, Edge, Node};
use crate::graph::Direction;
use crate::graph::list::Sorted;
use crate::graph::page::first_where;
use crate::model::{DisputeKey, Mode, Property, Qualifier, Rank, Relation};

/// Reads a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Dispute<'g> {
    pub(in crate::graph) graph: &'g Graph,
    pub(in crate::graph) index: usize,
}

impl Graph {
    /// The dispute of a key; `None` when there is none.
    pub fn dispute(&self, key: &DisputeKey) -> Option<Dispute<'_>> {
        let slugs = &self.disputes.slugs;
        let slug = |at: usize| slugs.get(super::super::facts::index(at));
        let at = first_where(slugs.len(), |at| slug(at) >= key.slug());
        let found = at < slugs.len() && slug(at) == key.slug();
        found.then_some(Dispute {
            graph: self,
            index: at,
        })
    }
}

impl<'g> Dispute<'g> {
    /// Its key.
    pub fn key(self) -> DisputeKey {
        DisputeKey::of_words(self.slug().to_owned())
    }

    /// The part of the key behind the colon.
    fn slug(self) -> &'g str {
        self.graph
            .disputes
            .slugs
            .get(super::super::facts::index(self.index))
    }

    fn asked(self) -> Question {
        self.graph.question(self.index)
    }

    /// Where it stands among all disputes: by key.
    pub fn position(self) -> Position {
        Position::start().text(self.slug())
    }

    /// What the sources differ about, in words.
    pub fn question(self) -> String {
        match self.asked() {
            Question::Written { question, .. } => self.graph.pools.texts.get(question).to_owned(),
            Question::Property(node, property) => {
                asked(self.label(), property.meaning(self.graph.kind(node)))
            }
            Question::Relation(_, relation) => {
                let meaning = Relation::VOCABULARY.terms[relation as usize].description;
                asked(self.label(), meaning)
            }
            Question::Qualifier(index, qualifier) => {
                let edge = Edge {
                    graph: self.graph,
                    index,
                    direction: Direction::Out,
                };
                let (from, to) = (edge.from().label(), edge.to().label());
                let about = format!("{from} {} {to}", edge.relation().verb());
                asked(
                    &about,
                    Qualifier::VOCABULARY.terms[qualifier as usize].description,
                )
            }
        }
    }

    fn label(self) -> &'g str {
        self.subject().map_or("", Node::label)
    }

    /// The thing that it is about; `None` for a written one that is about several.
    pub fn subject(self) -> Option<Node<'g>> {
        let graph = self.graph;
        match self.asked() {
            Question::Property(index, _) | Question::Relation(index, _) => {
                Some(Node { graph, index })
            }
            Question::Qualifier(edge, _) => Some(Node {
                graph,
                index: graph.start(edge),
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
        match self.asked() {
            Question::Property(_, property) => Some(property),
            _ => None,
        }
    }

    /// The relation in dispute, if it is one or one of its qualifiers.
    pub fn relation(self) -> Option<Relation> {
        match self.asked() {
            Question::Relation(_, relation) => Some(relation),
            Question::Qualifier(edge, _) => Some(self.graph.relation(edge)),
            _ => None,
        }
    }

    /// The qualifier in dispute, if it is one.
    pub fn qualifier(self) -> Option<Qualifier> {
        match self.asked() {
            Question::Qualifier(_, qualifier) => Some(qualifier),
            _ => None,
        }
    }

    /// Whether it follows from the claims, rather than being written down.
    pub fn is_computed(self) -> bool {
        !matches!(self.asked(), Question::Written { .. })
    }

    /// How it is settled and why; of a computed one, the reason of the claim that was chosen.
    pub fn reason(self) -> Option<&'g str> {
        if let Question::Written { reason, .. } = self.asked() {
            return Some(self.graph.pools.texts.get(reason));
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
    pub(in crate::graph) fn agree(self, one: Claim<'g>, other: Claim<'g>) -> bool {
        if !self.is_computed() {
            return dispute_sides::on_one_side(one, other);
        }
        let said = |claim: Claim<'g>| match self.asked() {
            Question::Qualifier(_, qualifier) => claim.qualifier(qualifier),
            _ => claim.property_value(),
        };
        let names = match self.asked() {
            Question::Property(_, property) => property.is_name(),
            Question::Qualifier(_, qualifier) => qualifier.is_name(),
            _ => false,
        };
        match (said(one), said(other)) {
            (Some(one), Some(other)) => dispute::agree(one, other, names),
            _ => one.entity() == other.entity(),
        }
    }

    pub(in crate::graph) fn claims_unsorted(self) -> impl Iterator<Item = Claim<'g>> {
        let graph = self.graph;
        let claims = graph
            .disputes
            .claims
            .of(super::super::facts::index(self.index));
        claims.iter().map(move |index| Claim {
            graph,
            index: *index,
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

/// What is asked of a thing, by what the answer means.
fn asked(about: &str, meaning: &str) -> String {
    let mut letters = meaning.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    format!("{about}: {}{}", first.unwrap_or_default(), letters.as_str())
}
