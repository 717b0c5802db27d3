//! What a record must satisfy, seen by itself.

use super::error::Reason;
use crate::model::ontology::RelationRule;
use crate::model::relation::Relationship;
use crate::model::value::is_text;
use crate::model::{
    Basis, EdgeRecord, Kind, Mode, Property, Qualifier, Reference, Value, ValueType, property,
};

/// The type of a property that may be said once more of a record of this kind; `again` if
/// it was said already.
pub(super) fn property(
    kind: Kind,
    property: Property,
    again: bool,
    reasons: &mut Vec<Reason>,
) -> Option<ValueType> {
    match property::rule(kind, property) {
        Some(rule) if rule.many || !again => Some(rule.value),
        _ => {
            reasons.push(Reason::UnexpectedProperty { kind, property });
            None
        }
    }
}

/// Whether a value is of its type.
pub(super) fn value(
    field: &'static str,
    expected: ValueType,
    value: &Value,
    reasons: &mut Vec<Reason>,
) -> bool {
    let fits = expected.admits(value);
    if !fits {
        reasons.push(Reason::WrongValue {
            field,
            expected: expected.to_string(),
            found: value.to_string(),
        });
    }
    fits
}

/// That a text, where there is one, is one.
pub(super) fn text(field: &'static str, text: Option<&str>, reasons: &mut Vec<Reason>) {
    if let Some(text) = text
        && !is_text(text)
    {
        reasons.push(Reason::WrongValue {
            field,
            expected: ValueType::Text.to_string(),
            found: format!("{text:?}"),
        });
    }
}

/// That references name sources, and texts are texts.
pub(super) fn references(references: &[Reference], reasons: &mut Vec<Reason>) {
    for reference in references {
        text("locator", reference.locator.as_deref(), reasons);
        if reference.source.kind() != Kind::Source {
            reasons.push(Reason::WrongKind {
                role: "source",
                expected: Kind::Source,
                key: reference.source.clone(),
            });
        }
    }
}

/// That a claim rests on something, in the sense that it says.
pub(super) fn basis(basis: &Basis, reasons: &mut Vec<Reason>) {
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
    text("reason", basis.reason.as_deref(), reasons);
    references(&basis.references, reasons);
}

/// That the relation may join such ends.
pub(super) fn ends(edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
    let rule = edge.relation.rule();
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
}

/// That an edge has the qualifiers of its relation, each at most once; those that fit are
/// handed on in the order of the rule.
pub(super) fn qualifiers<'e>(
    edge: &'e EdgeRecord,
    reasons: &mut Vec<Reason>,
    mut take: impl FnMut(Qualifier, ValueType, &'e Value),
) {
    let (relation, rule) = (edge.relation, edge.relation.rule());
    for (at, (qualifier, _)) in edge.qualifiers.iter().enumerate() {
        let again = edge.qualifiers[..at]
            .iter()
            .any(|(other, _)| other == qualifier);
        if again || rule.qualifier(*qualifier).is_none() {
            reasons.push(Reason::UnexpectedQualifier {
                relation,
                qualifier: *qualifier,
            });
        }
    }
    for rule in rule.qualifiers {
        let said = edge
            .qualifiers
            .iter()
            .find(|(name, _)| *name == rule.qualifier);
        match said {
            Some((name, found)) if value(name.word(), rule.value, found, reasons) => {
                take(*name, rule.value, found);
            }
            None if rule.required => reasons.push(Reason::MissingQualifier {
                relation,
                qualifier: rule.qualifier,
            }),
            _ => {}
        }
    }
}

/// A relationship is written from one side, so that it cannot be written twice.
pub(super) fn direction(edge: &EdgeRecord, reasons: &mut Vec<Reason>) {
    let said = edge
        .qualifiers
        .iter()
        .find(|(name, _)| *name == Qualifier::Relationship);
    let Some((_, Value::Term(word))) = said else {
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
