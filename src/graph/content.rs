//! What claims say, as texts that name them.

use super::pools::{Keys, Pools, qualifier, qualifier_type};
use crate::model::key::SLUG_BYTES_MAX;
use crate::model::{ClaimKey, KeyRef, Mode, Property, Qualifier, Relation, ValueRef};
use std::fmt::Write as _;
use xxhash_rust::xxh3::xxh3_64;

/// What a claim says.
pub(super) enum Said<'c, Q> {
    Property(Property, ValueRef<'c>),
    /// With what is said of the edge, in the order of the relation's rule.
    Edge(Relation, KeyRef<'c>, Q),
}

/// What a claim on a property says.
pub(super) fn said_of_property(
    property: Property,
    value: ValueRef<'_>,
) -> Said<'_, std::iter::Empty<(Qualifier, ValueRef<'_>)>> {
    Said::Property(property, value)
}

/// The text of a claim; the same for the same claim, whoever makes it.
pub(super) fn content<'c, Q>(subject: KeyRef<'c>, said: Said<'c, Q>, mode: Mode) -> String
where
    Q: Iterator<Item = (Qualifier, ValueRef<'c>)>,
{
    // No text holds control characters, so no two claims are written alike.
    let mut text = subject.to_string();
    match said {
        Said::Property(property, value) => {
            let _ = write!(text, "\u{1f}{}\u{1f}", property.word());
            unambiguous(value, &mut text);
        }
        Said::Edge(relation, to, qualifiers) => {
            let _ = write!(text, "\u{1f}{}\u{1f}{to}", relation.word());
            for (name, value) in qualifiers {
                let _ = write!(text, "\u{1f}{}=", name.word());
                unambiguous(value, &mut text);
            }
        }
    }
    let _ = write!(text, "\u{1f}{}", mode.word());
    text
}

/// The text of a value, with its parts apart.
fn unambiguous(value: ValueRef<'_>, text: &mut String) {
    let _ = match value {
        ValueRef::AlternateName(name) => {
            write!(
                text,
                "{}\u{1e}{}\u{1e}{}",
                name.name,
                name.language.unwrap_or_default(),
                name.region.unwrap_or_default()
            )
        }
        ValueRef::ExternalId(id) => write!(text, "{}\u{1e}{}", id.authority, id.id),
        value => write!(text, "{value}"),
    };
}

/// The key of a claim: a hash of the key of its subject, then one of what it says.
pub(super) fn claim_key(subject: KeyRef<'_>, content: &str) -> ClaimKey {
    let high = u128::from(key_hash(subject));
    ClaimKey(high << 64 | u128::from(xxh3_64(content.as_bytes())))
}

/// The hash of a node's key.
pub(super) fn key_hash(key: KeyRef<'_>) -> u64 {
    // A key is short, so it is put together without an allocation.
    let mut bytes = [0; SLUG_BYTES_MAX + 32];
    let mut length = 0;
    for part in [key.kind().prefix(), ":", key.slug()] {
        bytes[length..length + part.len()].copy_from_slice(part.as_bytes());
        length += part.len();
    }
    xxh3_64(&bytes[..length])
}

/// The words of a claim in one line, for an error text.
pub(super) fn in_one_line(content: &str) -> String {
    content.replace(['\u{1e}', '\u{1f}'], " ")
}

/// What tells an edge with this list from others between the same nodes; empty when nothing does.
pub(super) fn identity(pools: &Pools, keys: &impl Keys, relation: Relation, list: u32) -> String {
    let mut text = String::new();
    let mut first = true;
    for [name, value] in pools.lists.of(list) {
        let name = qualifier(*name);
        let rule = relation.rule().qualifier(name);
        if rule.is_some_and(|rule| rule.identifies) {
            if !std::mem::take(&mut first) {
                text.push('\u{1f}');
            }
            let value = pools.value(keys, qualifier_type(name), *value);
            let _ = write!(text, "{value}");
        }
    }
    text
}
