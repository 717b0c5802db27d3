//! A graph as named columns of bytes, and back.

use super::Graph;
use super::storage::SourceClaims;
use crate::model::{
    Kind, Mode, Property, Qualifier, Rank, Relation, ValueType, ontology, property,
};
use bytemuck::Pod;
use roaring::RoaringBitmap;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A column that is filled from elsewhere.
pub trait Column {
    /// Takes `length` bytes from `fill`; `false` when they are none of such a column.
    ///
    /// # Errors
    /// Those of `fill`.
    fn take(&mut self, length: usize, fill: &mut Fill<'_>) -> Result<bool, Unfilled>;
}

/// Puts the next bytes of a column into their place.
pub type Fill<'f> = dyn FnMut(&mut [u8]) -> Result<(), Unfilled> + 'f;

/// That the bytes of a column could not be had; who fills it knows why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfilled;

impl<T: Pod> Column for Vec<T> {
    fn take(&mut self, length: usize, fill: &mut Fill<'_>) -> Result<bool, Unfilled> {
        let size = size_of::<T>();
        if !length.is_multiple_of(size) {
            return Ok(false);
        }
        self.resize(length / size, T::zeroed());
        fill(bytemuck::cast_slice_mut(self))?;
        Ok(true)
    }
}

impl Column for String {
    fn take(&mut self, length: usize, fill: &mut Fill<'_>) -> Result<bool, Unfilled> {
        let mut bytes = vec![0; length];
        fill(&mut bytes)?;
        let text = Self::from_utf8(bytes);
        let is_text = text.is_ok();
        *self = text.unwrap_or_default();
        Ok(is_text)
    }
}

/// Two bitmaps a source, as roaring writes them.
impl Column for Vec<SourceClaims> {
    fn take(&mut self, length: usize, fill: &mut Fill<'_>) -> Result<bool, Unfilled> {
        let mut bytes = vec![0; length];
        fill(&mut bytes)?;
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let mut next = || RoaringBitmap::deserialize_from(&mut rest).ok();
            let (Some(all), Some(sole)) = (next(), next()) else {
                return Ok(false);
            };
            self.push(SourceClaims { all, sole });
        }
        Ok(true)
    }
}

fn bitmaps(sources: &[SourceClaims]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for source in sources {
        for bitmap in [&source.all, &source.sole] {
            let written = bitmap.serialize_into(&mut bytes);
            written.expect("memory takes every byte");
        }
    }
    bytes
}

macro_rules! columns {
    ($($name:literal: $($part:ident).+;)+) => {
        impl Graph {
            /// The graph as columns of bytes, in a fixed order; whole numbers as the
            /// machine writes them.
            pub fn columns(&self) -> Vec<(&'static str, Cow<'_, [u8]>)> {
                let mut columns: Vec<(&'static str, Cow<'_, [u8]>)> = vec![
                    $(($name, Cow::Borrowed(AsBytes::bytes(&self.$($part).+)))),+
                ];
                columns.push((SOURCES, Cow::Owned(bitmaps(&self.claims_by_source))));
                columns
            }

            /// How many bytes its columns take, and what is at hand of them.
            pub fn bytes(&self) -> usize {
                let columns = self.columns();
                let columns = columns.iter().map(|(_, bytes)| bytes.len());
                columns.sum::<usize>() + self.at_hand.bytes()
            }

            /// A graph from the columns that [`Self::columns`] gave.
            ///
            /// `read` gets each column by name and fills it; what the columns say is
            /// checked afterwards, so that no column leads out of another.
            ///
            /// # Errors
            /// Those of `read`; the inner one says which column is damaged.
            pub fn from_columns<E>(
                mut read: impl FnMut(&'static str, &mut dyn Column) -> Result<(), E>,
            ) -> Result<Result<Self, Damage>, E> {
                let mut graph = Self::default();
                $(read($name, &mut graph.$($part).+)?;)+
                read(SOURCES, &mut graph.claims_by_source)?;
                Ok(graph.validated())
            }
        }
    };
}

const SOURCES: &str = "sources";

columns! {
    "texts": pools.texts.text;
    "texts.ends": pools.texts.ends;
    "numbers": pools.numbers;
    "names": pools.names;
    "ids": pools.ids;
    "lists": pools.lists.items;
    "lists.ends": pools.lists.ends;
    "references": pools.references.items;
    "references.ends": pools.references.ends;
    "origins": pools.origins.items;
    "origins.ends": pools.origins.ends;
    "bases": pools.bases;
    "nodes.kinds": nodes.kinds;
    "nodes.slugs": nodes.slugs.text;
    "nodes.slugs.ends": nodes.slugs.ends;
    "nodes.claims": nodes.claims;
    "nodes.references": nodes.references.values;
    "nodes.references.starts": nodes.references.starts;
    "nodes.listed": nodes.listed;
    "nodes.hashed": nodes.hashed;
    "properties": properties.properties;
    "properties.values": properties.values;
    "edges.to": edges.to;
    "edges.relations": edges.relations;
    "edges.several": edges.claims.edges;
    "edges.several.beyond": edges.claims.beyond;
    "edges.lists": edges.lists;
    "claims.bases": bases.values;
    "claims.bases.starts": bases.starts;
    "outgoing": outgoing.edges;
    "outgoing.starts": outgoing.starts;
    "incoming": incoming.edges;
    "incoming.starts": incoming.starts;
    "notes.reasons": notes.reasons;
    "notes.pointers": notes.pointers.items;
    "notes.pointers.ends": notes.pointers.ends;
    "notes.premises": notes.premises.items;
    "notes.premises.ends": notes.premises.ends;
    "notes.judgements": notes.judgements.items;
    "notes.judgements.ends": notes.judgements.ends;
    "disputes.slugs": disputes.slugs.text;
    "disputes.slugs.ends": disputes.slugs.ends;
    "disputes": disputes.rows;
    "disputes.claims": disputes.claims.items;
    "disputes.claims.ends": disputes.claims.ends;
    "disputes.pointers": disputes.pointers.items;
    "disputes.pointers.ends": disputes.pointers.ends;
    "merges.keys": merges.keys.text;
    "merges.keys.ends": merges.keys.ends;
    "merges.into": merges.into.text;
    "merges.into.ends": merges.into.ends;
    "merges.reasons": merges.reasons.text;
    "merges.reasons.ends": merges.reasons.ends;
    "merges": merges.rows;
    "external_ids": external_ids;
    "reviews": reviews;
}

trait AsBytes {
    fn bytes(&self) -> &[u8];
}

impl<T: Pod> AsBytes for Vec<T> {
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl AsBytes for String {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// A column that says what cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the column {column:?} is damaged: expected {expected}")]
pub struct Damage {
    /// The column.
    pub column: &'static str,
    /// What it should hold.
    pub expected: &'static str,
}

/// A number that changes whenever columns would mean something else: it names the words
/// and rules of the model.
pub fn fingerprint() -> u64 {
    let mut words = String::new();
    let sets = [
        Kind::VOCABULARY,
        Property::VOCABULARY,
        Relation::VOCABULARY,
        Qualifier::VOCABULARY,
        Rank::VOCABULARY,
        Mode::VOCABULARY,
    ];
    let mut set = |vocabulary: &crate::model::Vocabulary| {
        for term in vocabulary.terms {
            let _ = write!(words, "{} ", term.name);
        }
        words.push('\n');
    };
    sets.iter().for_each(&mut set);
    let properties = Kind::ALL.iter().flat_map(|kind| property::rules(*kind));
    let properties = properties.map(|rule| (rule.property.word(), rule.value));
    let qualifiers = ontology::RULES.iter().flat_map(|rule| rule.qualifiers);
    let qualifiers = qualifiers.map(|rule| (rule.qualifier.word(), rule.value));
    let typed: Vec<(&str, ValueType)> = properties.chain(qualifiers).collect();
    for (_, expected) in &typed {
        if let ValueType::Term(vocabulary) = expected {
            set(vocabulary);
        }
    }
    for (word, expected) in typed {
        let _ = writeln!(words, "{word} {expected}");
    }
    xxhash_rust::xxh3::xxh3_64(words.as_bytes())
}
