//! What tables say of things and edges, one column a property or qualifier.

use super::text::joined;
use crate::graph::view::{Edge, Node};
use crate::model::{Kind, Property, Qualifier, Rank, Relation, ValueRef, ValueType, property};

/// A column of the table of things.
pub(super) struct PropertyColumn {
    /// The property.
    pub property: Property,
    /// The type of what stands in it; `None` where it is one sort for some kinds, another
    /// for others, or a list.
    pub value: Option<ValueType>,
}

/// A column of the table of edges.
pub(super) struct QualifierColumn {
    /// The qualifier.
    pub qualifier: Qualifier,
    /// As in [`PropertyColumn`].
    pub value: Option<ValueType>,
}

impl PropertyColumn {
    /// The title of the column. What sort of episode, film or network a thing is stands
    /// under `subkind`, since `kind` is what sort of thing it is.
    pub(super) const fn title(&self) -> &'static str {
        match self.property {
            Property::Kind => "subkind",
            property => property.word(),
        }
    }
}

/// The columns of properties in the order of [`Property`], without the name.
pub(super) fn properties() -> Vec<PropertyColumn> {
    let others = Property::ALL.iter().copied();
    let others = others.filter(|property| *property != Property::Name);
    let columns = others.map(|property| {
        let rules = Kind::ALL.iter();
        let rules = rules.filter_map(|kind| property::rule(*kind, property));
        let types = rules.map(|rule| (!rule.many).then_some(rule.value));
        PropertyColumn {
            property,
            value: common(types),
        }
    });
    columns.collect()
}

/// The columns of qualifiers in the order of [`Qualifier`].
pub(super) fn qualifiers() -> Vec<QualifierColumn> {
    let columns = Qualifier::ALL.iter().map(|qualifier| {
        let rules = Relation::ALL.iter();
        let rules = rules.filter_map(|relation| relation.rule().qualifier(*qualifier));
        QualifierColumn {
            qualifier: *qualifier,
            value: common(rules.map(|rule| Some(rule.value))),
        }
    });
    columns.collect()
}

/// The type that all have; terms of different sets are texts.
fn common(mut types: impl Iterator<Item = Option<ValueType>>) -> Option<ValueType> {
    let first = types.next()??;
    types.all(|other| other == Some(first)).then_some(first)
}

/// The plain value of a property as a cell, many joined; `None` when nobody says.
pub(super) fn cell(node: Node<'_>, property: Property) -> Option<String> {
    let rule = property::rule(node.kind(), property)?;
    let one = |value: Option<ValueRef<'_>>| value.map(|value| value.to_string());
    match rule.value {
        ValueType::Text if rule.many => joined(node.texts(property)),
        ValueType::Text | ValueType::Time => node.text(property).map(str::to_owned),
        ValueType::Count => one(node.count(property).map(ValueRef::Count)),
        ValueType::Flag => one(node.flag(property).map(ValueRef::Flag)),
        ValueType::Date => one(node.date(property).map(ValueRef::Date)),
        ValueType::Term(_) if rule.many => joined(node.terms(property)),
        ValueType::Term(_) => one(node.term(property).map(ValueRef::Term)),
        ValueType::AlternateName => joined(node.alternate_names().map(|name| name.to_string())),
        ValueType::ExternalId => joined(node.external_ids().map(|id| id.to_string())),
        // No property is of these types.
        ValueType::Number | ValueType::Key(_) => None,
    }
}

/// What is best known of an edge; of an edge that is known to be wrong, what was claimed.
pub(super) fn said(edge: Edge<'_>) -> Vec<(Qualifier, ValueRef<'_>)> {
    let claim = edge.claim();
    if claim.rank() == Rank::Deprecated {
        claim.qualifiers().collect()
    } else {
        edge.qualifiers().collect()
    }
}

/// The keys of the sources of an edge's best claim, each once, joined; `None` where it has none.
pub(super) fn sources(edge: Edge<'_>) -> Option<String> {
    let references = edge.claim().references();
    let mut keys: Vec<String> = references
        .map(|reference| reference.source().key().to_string())
        .collect();
    keys.dedup();
    joined(keys)
}
