//! What a single change must satisfy.

use super::draft::find;
use super::error::Reason;
use crate::model::ontology::RelationRule;
use crate::model::relation::Relationship;
use crate::model::value::is_text;
use crate::model::{
    Basis, Change, ClaimRecord, EdgeRecord, Key, Kind, Mode, NodeRecord, Property, Qualifier, Rank,
    Reference, Relation, Value, ValueType, property,
};
use std::collections::{HashMap, HashSet};

/// The keys that the changes know, and who plays whom.
pub(super) struct Known<'c> {
    nodes: HashMap<&'c Key, &'c NodeRecord>,
    named: HashSet<&'c Key>,
    performers: HashMap<&'c Key, HashSet<&'c Key>>,
}

impl<'c> Known<'c> {
    pub fn new(changes: &'c [Change]) -> Self {
        let mut known = Self {
            nodes: HashMap::new(),
            named: HashSet::new(),
            performers: HashMap::new(),
        };
        for change in changes {
            match change {
                Change::Node(node) => {
                    known.nodes.entry(&node.key).or_insert(node);
                    if node
                        .properties
                        .iter()
                        .any(|(property, _)| *property == Property::Name)
                    {
                        known.named.insert(&node.key);
                    }
                }
                Change::Claim(claim) if names(claim) => {
                    known.named.insert(&claim.subject);
                }
                Change::Edge(edge) if edge.relation == Relation::Plays => {
                    known
                        .performers
                        .entry(&edge.to)
                        .or_default()
                        .insert(&edge.from);
                }
                _ => {}
            }
        }
        known
    }

    /// What is wrong with a change, seen by itself.
    pub fn check(&self, change: &Change) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match change {
            Change::Node(node) => self.check_node(node, &mut reasons),
            Change::Claim(claim) => self.check_claim(claim, &mut reasons),
            Change::Edge(edge) => self.check_edge(edge, &mut reasons),
            Change::Dispute(dispute) => {
                check_text("question", Some(&dispute.question), &mut reasons);
                check_text("reason", Some(&dispute.reason), &mut reasons);
            }
        }
        reasons
    }

    fn check_node(&self, node: &NodeRecord, reasons: &mut Vec<Reason>) {
        let kind = node.key.kind();
        if kind != Kind::Character && !self.named.contains(&node.key) {
            reasons.push(Reason::MissingName {
                key: node.key.clone(),
            });
        }
        for (at, (property, value)) in node.properties.iter().enumerate() {
            let again = node.properties[..at]
                .iter()
                .any(|(other, _)| other == property);
            check_property(kind, *property, value, again, reasons);
        }
        if node.references.is_empty() {
            reasons.push(Reason::NoReference);
        }
        self.check_references(&node.references, reasons);
    }

    fn check_claim(&self, claim: &ClaimRecord, reasons: &mut Vec<Reason>) {
        check_property(
            claim.subject.kind(),
            claim.property,
            &claim.value,
            false,
            reasons,
        );
        self.check_basis(&claim.basis, reasons);
        let Some(node) = self.nodes.get(&claim.subject) else {
            reasons.push(Reason::UnknownNode {
                role: "subject",
                key: claim.subject.clone(),
            });
            return;
        };
        let Basis {
            rank,
            mode,
            references,
            derived_from,
            reason,
        } = &claim.basis;
        let bare = derived_from.is_empty() && reason.is_none();
        let plain = *rank == Rank::Normal && *mode == Mode::Stated && bare;
        if plain && same_references(references, &node.references) {
            let (key, property) = (claim.subject.clone(), claim.property);
            reasons.push(Reason::BelongsInRecord { key, property });
        }
    }

    fn check_edge(&self, edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
        let rule = edge.relation.rule();
        for (role, key) in [("from", &edge.from), ("to", &edge.to)] {
            if !self.nodes.contains_key(key) {
                reasons.push(Reason::UnknownNode {
                    role,
                    key: key.clone(),
                });
            }
        }
        let (from, to) = (edge.from.kind(), edge.to.kind());
        if !rule.joins(from, to) {
            reasons.push(Reason::ForbiddenRelation {
                relation: edge.relation,
                from,
                to,
                expected: pairs(rule),
            });
        }
        if edge.from == edge.to {
            reasons.push(Reason::Loop {
                relation: edge.relation,
                key: edge.from.clone(),
            });
        }
        self.check_qualifiers(edge, rule, reasons);
        check_direction(edge, reasons);
        if edge.relation == Relation::AppearsIn {
            self.check_performer(edge, reasons);
        }
        self.check_basis(&edge.basis, reasons);
    }

    fn check_qualifiers(&self, edge: &EdgeRecord, rule: &RelationRule, reasons: &mut Vec<Reason>) {
        let relation = edge.relation;
        for (at, (qualifier, value)) in edge.qualifiers.iter().enumerate() {
            let again = edge.qualifiers[..at]
                .iter()
                .any(|(other, _)| other == qualifier);
            match rule.qualifier(*qualifier) {
                Some(rule) if !again => {
                    check_value(qualifier.word(), rule.value, value, reasons);
                    if let Value::Key(key) = value
                        && !self.nodes.contains_key(key)
                    {
                        reasons.push(Reason::UnknownNode {
                            role: qualifier.word(),
                            key: key.clone(),
                        });
                    }
                }
                _ => reasons.push(Reason::UnexpectedQualifier {
                    relation,
                    qualifier: *qualifier,
                }),
            }
        }
        let missing = |rule: &&crate::model::ontology::QualifierRule| {
            rule.required && find(&edge.qualifiers, rule.qualifier).is_none()
        };
        let missing = rule.qualifiers.iter().filter(missing);
        reasons.extend(missing.map(|rule| Reason::MissingQualifier {
            relation,
            qualifier: rule.qualifier,
        }));
    }

    fn check_performer(&self, edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
        let character = &edge.from;
        let performers = self.performers.get(character);
        match find(&edge.qualifiers, Qualifier::Performer) {
            Some(Value::Key(performer))
                if !performers.is_some_and(|known| known.contains(performer)) =>
            {
                reasons.push(Reason::StrangePerformer {
                    character: character.clone(),
                    performer: performer.clone(),
                });
            }
            None if performers.is_some_and(|known| known.len() > 1) => {
                reasons.push(Reason::MissingPerformer {
                    character: character.clone(),
                });
            }
            _ => {}
        }
    }

    fn check_basis(&self, basis: &Basis, reasons: &mut Vec<Reason>) {
        let derived = basis.mode == Mode::Derived;
        if !derived && !basis.derived_from.is_empty() {
            reasons.push(Reason::UnexpectedPremise {
                mode: basis.mode.word(),
            });
        }
        if derived && basis.derived_from.is_empty() {
            reasons.push(Reason::NoPremise);
        }
        if !derived && basis.references.is_empty() {
            reasons.push(Reason::NoReference);
        }
        check_text("reason", basis.reason.as_deref(), reasons);
        self.check_references(&basis.references, reasons);
    }

    fn check_references(&self, references: &[Reference], reasons: &mut Vec<Reason>) {
        for Reference {
            source, locator, ..
        } in references
        {
            check_text("locator", locator.as_deref(), reasons);
            if source.kind() != Kind::Source {
                let (role, expected) = ("source", Kind::Source);
                reasons.push(Reason::WrongKind {
                    role,
                    expected,
                    key: source.clone(),
                });
            } else if !self.nodes.contains_key(source) {
                reasons.push(Reason::UnknownNode {
                    role: "source",
                    key: source.clone(),
                });
            }
        }
    }
}

/// Whether a claim gives a name that can be shown.
fn names(claim: &ClaimRecord) -> bool {
    claim.property == Property::Name && claim.basis.rank != Rank::Deprecated
}

fn check_text(field: &'static str, text: Option<&str>, reasons: &mut Vec<Reason>) {
    if let Some(text) = text
        && !is_text(text)
    {
        let expected = ValueType::Text.to_string();
        let found = format!("{text:?}");
        reasons.push(Reason::WrongValue {
            field,
            expected,
            found,
        });
    }
}

fn check_property(
    kind: Kind,
    property: Property,
    value: &Value,
    again: bool,
    reasons: &mut Vec<Reason>,
) {
    match property::rule(kind, property) {
        Some(rule) if rule.many || !again => {
            check_value(property.word(), rule.value, value, reasons);
        }
        _ => reasons.push(Reason::UnexpectedProperty { kind, property }),
    }
}

fn check_value(field: &'static str, expected: ValueType, value: &Value, reasons: &mut Vec<Reason>) {
    if !expected.admits(value) {
        reasons.push(Reason::WrongValue {
            field,
            expected: expected.to_string(),
            found: value.to_string(),
        });
    }
}

/// A relationship is written from one side, so that it cannot be written twice.
fn check_direction(edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
    let Some(Value::Term(word)) = find(&edge.qualifiers, Qualifier::Relationship) else {
        return;
    };
    let Some(relationship) = Relationship::from_word(word) else {
        return;
    };
    let mutual = relationship.inverse() == relationship;
    if !relationship.is_canonical() || (mutual && edge.from > edge.to) {
        reasons.push(Reason::NotCanonical {
            expected: format!(
                "{} {} {}",
                edge.to,
                relationship.inverse().word(),
                edge.from
            ),
            found: format!("{} {word} {}", edge.from, edge.to),
        });
    }
}

/// The kinds that a relation may join, in words.
fn pairs(rule: &RelationRule) -> String {
    let names = |kinds: &[Kind]| {
        kinds
            .iter()
            .map(|kind| kind.prefix())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let pair = |(from, to): &(Kind, &[Kind])| {
        let ends = if to.len() == Kind::ALL.len() {
            "anything".to_owned()
        } else {
            names(to)
        };
        format!("{} to {ends}", from.prefix())
    };
    rule.pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
}

/// Whether two lists name the same references, in whatever order.
fn same_references(left: &[Reference], right: &[Reference]) -> bool {
    let all_in =
        |some: &[Reference], others: &[Reference]| some.iter().all(|one| others.contains(one));
    all_in(left, right) && all_in(right, left)
}
