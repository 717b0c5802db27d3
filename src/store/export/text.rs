//! Values as texts in a cell.

use crate::graph::view::{Claim, Reference};
use crate::model::ValueRef;
use crate::store::value;
use serde_json::{Map, Value as Json, json};

/// Between several values in one cell.
const BETWEEN: char = '|';

/// Several values in one cell, as in `Drama|Crime`; `None` where there are none.
///
/// A `|` or `\` within a value has a `\` before it.
pub(super) fn joined(values: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let mut cell: Option<String> = None;
    for value in values {
        let cell = match &mut cell {
            Some(cell) => {
                cell.push(BETWEEN);
                cell
            }
            None => cell.insert(String::new()),
        };
        for letter in value.as_ref().chars() {
            if matches!(letter, BETWEEN | '\\') {
                cell.push('\\');
            }
            cell.push(letter);
        }
    }
    cell
}

/// The value of a property without loss: its canonical text, or an object as JSON where it
/// has parts.
pub(super) fn exact(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::AlternateName(name) => {
            let parts = [
                ("name", Some(name.name)),
                ("language", name.language),
                ("region", name.region),
            ];
            object(parts).to_string()
        }
        ValueRef::ExternalId(id) => {
            object([("authority", Some(id.authority)), ("id", Some(id.id))]).to_string()
        }
        value => value.to_string(),
    }
}

/// What a claim says of its edge, as a JSON object; `None` where it says no more than the edge.
pub(super) fn qualifiers(claim: Claim<'_>) -> Option<String> {
    let said = claim.qualifiers();
    let fields: Map<String, Json> = said
        .map(|(name, said)| (name.word().to_owned(), value::write(&said.to_value())))
        .collect();
    (!fields.is_empty()).then(|| Json::Object(fields).to_string())
}

/// The references of a claim, as a JSON list; `None` where it has none.
pub(super) fn references(claim: Claim<'_>) -> Option<String> {
    let list: Vec<Json> = claim.references().map(reference).collect();
    (!list.is_empty()).then(|| Json::Array(list).to_string())
}

fn reference(reference: Reference<'_>) -> Json {
    let source = reference.source().key().to_string();
    let as_of = reference.as_of().map(|day| day.to_string());
    object([
        ("source", Some(source.as_str())),
        ("locator", reference.locator()),
        ("asOf", as_of.as_deref()),
    ])
}

fn object<const N: usize>(parts: [(&str, Option<&str>); N]) -> Json {
    let known = parts.into_iter().filter_map(|(name, text)| {
        let text = text?;
        Some((name.to_owned(), json!(text)))
    });
    Json::Object(known.collect())
}
