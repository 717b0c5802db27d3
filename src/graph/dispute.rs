//! What the sources differ about.

use super::Graph;
use super::facts::index;
use super::fold::fold;
use super::notes::DisputeDraft;
use super::pools::{qualifier, qualifier_type};
use super::ranges::Ranges;
use super::storage::{PointerRow, number};
use super::texts::Texts;
use crate::model::{Kind, Property, Qualifier, Relation, ValueRef, property};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::HashSet;
use std::ops::Range;

/// Claims of which not all can be so, by key.
#[derive(Debug, Default, Clone)]
pub(super) struct DisputeColumns {
    /// The parts of the keys behind the colon, ascending.
    pub slugs: Texts,
    /// See [`Question`]: its sort and two numbers.
    pub rows: Vec<[u32; 3]>,
    /// The claims of each, ascending, at least two.
    pub claims: Ranges<u32>,
    /// The pointers of written ones.
    pub pointers: Ranges<PointerRow>,
}

/// What a dispute is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Question {
    /// Values of a property that has one.
    Property(NodeIndex, Property),
    /// Ends of a relation that has one.
    Relation(NodeIndex, Relation),
    /// What is said of one edge.
    Qualifier(EdgeIndex, Qualifier),
    /// Written down by somebody, with the reason why it is settled as it is; as texts.
    Written { question: u32, reason: u32 },
}

impl Question {
    fn packed(self) -> [u32; 3] {
        match self {
            Self::Property(node, property) => [0, number(node), property as u32],
            Self::Relation(node, relation) => [1, number(node), relation as u32],
            Self::Qualifier(edge, qualifier) => [2, index(edge.index()), qualifier as u32],
            Self::Written { question, reason } => [3, question, reason],
        }
    }

    fn from_packed([sort, about, what]: [u32; 3]) -> Self {
        let node = NodeIndex::new(about as usize);
        match sort {
            0 => Self::Property(node, Property::ALL[what as usize]),
            1 => Self::Relation(node, Relation::ALL[what as usize]),
            2 => Self::Qualifier(EdgeIndex::new(about as usize), qualifier(what)),
            _ => Self::Written {
                question: about,
                reason: what,
            },
        }
    }
}

/// A dispute on its way into columns.
struct Draft {
    slug: String,
    question: Question,
    claims: Vec<u32>,
    pointers: Vec<PointerRow>,
}

impl Graph {
    /// What a dispute is about.
    pub(super) fn question(&self, dispute: usize) -> Question {
        Question::from_packed(self.disputes.rows[dispute])
    }

    /// Adds written disputes, and those that follow from the claims.
    pub(super) fn add_disputes(&mut self, written: Vec<DisputeDraft>) {
        let mut drafts = Vec::new();
        for dispute in written {
            let question = Question::Written {
                question: self.pools.texts.push(&dispute.question),
                reason: self.pools.texts.push(&dispute.reason),
            };
            drafts.push(Draft {
                slug: dispute.key.slug().to_owned(),
                question,
                claims: dispute.claims,
                pointers: dispute.pointers,
            });
        }
        let mut slugs: HashSet<String> = drafts.iter().map(|draft| draft.slug.clone()).collect();
        for mut draft in self.computed_disputes() {
            // Words that differ in punctuation only make the same key; a number tells them apart.
            let slug = draft.slug.clone();
            let mut number = 2;
            while !slugs.insert(draft.slug.clone()) {
                draft.slug = format!("{slug}-{number}");
                number += 1;
            }
            drafts.push(draft);
        }
        drafts.sort_by(|left, right| left.slug.cmp(&right.slug));
        for draft in drafts {
            self.disputes.slugs.push(&draft.slug);
            self.disputes.rows.push(draft.question.packed());
            self.disputes.claims.push(draft.claims);
            self.disputes.pointers.push(draft.pointers);
        }
    }

    /// The disputes that follow from the claims, in the order of the graph.
    fn computed_disputes(&self) -> Vec<Draft> {
        let mut disputes = Vec::new();
        for node in (0..self.node_count()).map(NodeIndex::new) {
            self.property_disputes(node, &mut disputes);
            self.relation_disputes(node, &mut disputes);
        }
        let several = self.edges.claims.edges.iter();
        for edge in several.map(|edge| EdgeIndex::new(*edge as usize)) {
            self.qualifier_disputes(edge, &mut disputes);
        }
        disputes
    }

    fn property_disputes(&self, node: NodeIndex, disputes: &mut Vec<Draft>) {
        let all = self.node_claims(node);
        let properties = &self.properties.properties[all.start as usize..all.end as usize];
        let mut start = all.start;
        for same in properties.chunk_by(PartialEq::eq) {
            let claims = start..start + index(same.len());
            start = claims.end;
            if same.len() < 2 {
                continue;
            }
            let (kind, property) = (self.kind(node), Property::ALL[usize::from(same[0])]);
            let rule = property::rule(kind, property);
            if rule.is_none_or(|rule| rule.many) || property.is_own_wording() {
                continue;
            }
            let claims = self.live(claims);
            let values = claims
                .iter()
                .map(|claim| self.property_value(kind, *claim))
                .collect::<Vec<_>>();
            if differ(&values, property.is_name()) {
                disputes.push(Draft {
                    slug: slug(&[&self.key(node).to_string(), property.word()]),
                    question: Question::Property(node, property),
                    claims,
                    pointers: Vec::new(),
                });
            }
        }
    }

    fn relation_disputes(&self, node: NodeIndex, disputes: &mut Vec<Draft>) {
        let kind = self.kind(node);
        let mut singles: Vec<(Relation, Kind, EdgeIndex)> = self
            .edges_from(node)
            .filter(|edge| self.relation(*edge).rule().single.contains(&kind))
            .filter(|edge| self.edge_claims(*edge).any(|claim| self.is_live(claim)))
            .map(|edge| (self.relation(edge), self.kind(self.end(edge)), edge))
            .collect();
        if singles.len() < 2 {
            return;
        }
        singles.sort_unstable();
        for group in singles.chunk_by(|left, right| left.0 == right.0 && left.1 == right.1) {
            if group.len() < 2 {
                continue;
            }
            let relation = group[0].0;
            let claims = group
                .iter()
                .flat_map(|(_, _, edge)| self.live(self.edge_claims(*edge)));
            disputes.push(Draft {
                slug: slug(&[&self.key(node).to_string(), relation.word()]),
                question: Question::Relation(node, relation),
                claims: claims.collect(),
                pointers: Vec::new(),
            });
        }
    }

    fn qualifier_disputes(&self, edge: EdgeIndex, disputes: &mut Vec<Draft>) {
        let relation = self.relation(edge);
        let rules = relation.rule().qualifiers.iter();
        let one = |qualifier: Qualifier| !qualifier.is_own_wording();
        for rule in rules.filter(|rule| !rule.identifies && one(rule.qualifier)) {
            let says = |claim: &u32| self.pools.find(self.claim_list(*claim), rule.qualifier);
            let mut claims = self.live(self.edge_claims(edge));
            claims.retain(|claim| says(claim).is_some());
            let expected = qualifier_type(rule.qualifier);
            let values = claims.iter().filter_map(says);
            let values = values.map(|value| self.pools.value(&self.nodes, expected, value));
            if differ(&values.collect::<Vec<_>>(), rule.qualifier.is_name()) {
                let (from, to) = self.ends(edge);
                let (from, to) = (self.key(from).to_string(), self.key(to).to_string());
                let identity = self.edge_identity(edge);
                let words = [
                    &from,
                    relation.word(),
                    &to,
                    &identity,
                    rule.qualifier.word(),
                ];
                disputes.push(Draft {
                    slug: slug(&words),
                    question: Question::Qualifier(edge, rule.qualifier),
                    claims,
                    pointers: Vec::new(),
                });
            }
        }
    }

    /// Those of some claims that are not known to be errors.
    fn live(&self, range: Range<u32>) -> Vec<u32> {
        range.filter(|claim| self.is_live(*claim)).collect()
    }
}

/// Whether two of the values cannot both be so.
fn differ(values: &[ValueRef<'_>], names: bool) -> bool {
    let differ = |left: &ValueRef<'_>, right: &ValueRef<'_>| !agree(*left, *right, names);
    let mut all = values.iter().enumerate();
    all.any(|(at, left)| values[..at].iter().any(|right| differ(left, right)))
}

/// Whether two values can both be so: a coarser date agrees with a day that lies in it, a
/// name with one that is written otherwise.
pub(super) fn agree(left: ValueRef<'_>, right: ValueRef<'_>, names: bool) -> bool {
    if left == right {
        return true;
    }
    if let (Some(left), Some(right)) = (left.as_date(), right.as_date()) {
        return left.contains(right) || right.contains(left);
    }
    match (left.as_text(), right.as_text()) {
        (Some(left), Some(right)) if names => {
            let [left, right] = [left, right].map(letters);
            !left.is_empty() && left == right
        }
        _ => false,
    }
}

/// What is left of a name without case, diacritics and signs: "Sci-Fi" is "scifi".
fn letters(name: &str) -> String {
    let mut name = fold(name);
    name.retain(char::is_alphanumeric);
    name
}

/// The words of the parts of a key, joined by hyphens.
fn slug(parts: &[&str]) -> String {
    let mut slug = String::new();
    for part in parts {
        let mut words_end = true;
        for letter in part.chars() {
            let boundary =
                letter.is_ascii_uppercase() && part.chars().any(|other| other.is_ascii_lowercase());
            if (words_end || boundary) && letter.is_ascii_alphanumeric() && !slug.is_empty() {
                slug.push('-');
            }
            words_end = !letter.is_ascii_alphanumeric();
            if !words_end {
                slug.push(letter.to_ascii_lowercase());
            }
        }
    }
    slug
}
