//! What claims share: texts, values, what is said of edges, who says so.

use super::ranges::Ranges;
use super::texts::Texts;
use crate::model::{
    AlternateNameRef, ExternalIdRef, KeyRef, Kind, Mode, PartialDate, Property, Qualifier, Rank,
    ValueRef, ValueType, ontology, property,
};
use std::sync::LazyLock;

/// Texts and larger values by number, each once.
///
/// A value is a number whose meaning its [`ValueType`] gives: itself for a count, a flag
/// and a date, the place in its set for a term, a node for a key, and else a place in one
/// of the pools.
#[derive(Debug, Default, Clone)]
pub(super) struct Pools {
    pub texts: Texts,
    /// Numbers as bits.
    pub numbers: Vec<u64>,
    /// Other names: text, language, region; the latter two from 1, 0 for none.
    pub names: Vec<[u32; 3]>,
    /// Ids in other catalogues: catalogue, id.
    pub ids: Vec<[u32; 2]>,
    /// What claims say of edges: qualifier and value, in the order of the relation's rule.
    pub lists: Ranges<[u32; 2]>,
    /// Who says so; see [`Entry`].
    pub references: Ranges<Entry>,
    /// Merged keys under which a record came: places among the graph's merges, ascending.
    pub origins: Ranges<u32>,
    /// On what claims rest; see [`Basis`].
    pub bases: Vec<[u32; 3]>,
}

/// A reference: source, locator from 1 or 0, date or 0, set of origins from 1 or 0.
pub(super) type Entry = [u32; 4];

/// On what a claim rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Basis {
    pub rank: Rank,
    pub mode: Mode,
    /// A list of [`Pools::references`].
    pub references: u32,
    /// Index into the notes.
    pub note: Option<u32>,
}

impl Basis {
    pub fn packed(self) -> [u32; 3] {
        [
            self.rank as u32 | (self.mode as u32) << 8,
            self.references,
            self.note.map_or(0, |note| note + 1),
        ]
    }

    pub fn from_packed([word, references, note]: [u32; 3]) -> Self {
        Self {
            rank: Rank::ALL[(word & 0xff) as usize],
            mode: Mode::ALL[(word >> 8) as usize],
            references,
            note: note.checked_sub(1),
        }
    }

    /// Whether it says no more than its references.
    pub fn is_plain(self) -> bool {
        self.rank == Rank::Normal && self.mode == Mode::Stated && self.note.is_none()
    }

    /// Whether the claim is not known to be an error.
    pub fn is_live(self) -> bool {
        self.rank != Rank::Deprecated
    }
}

/// The keys of nodes by number.
pub(super) trait Keys {
    fn key(&self, node: u32) -> KeyRef<'_>;
}

impl Pools {
    pub fn basis(&self, number: u32) -> Basis {
        Basis::from_packed(self.bases[number as usize])
    }

    /// The value that a number means.
    pub fn value<'p>(
        &'p self,
        keys: &'p impl Keys,
        expected: ValueType,
        value: u32,
    ) -> ValueRef<'p> {
        let at = value as usize;
        match expected {
            ValueType::Text | ValueType::Time => ValueRef::Text(self.texts.get(value)),
            ValueType::Count => ValueRef::Count(value),
            ValueType::Number => ValueRef::Number(f64::from_bits(self.numbers[at])),
            ValueType::Flag => ValueRef::Flag(value != 0),
            ValueType::Date => ValueRef::Date(PartialDate::from_packed(value)),
            ValueType::Term(vocabulary) => ValueRef::Term(vocabulary.terms[at].name),
            ValueType::AlternateName => {
                let [name, language, region] = self.names[at];
                ValueRef::AlternateName(AlternateNameRef {
                    name: self.texts.get(name),
                    language: self.optional_text(language),
                    region: self.optional_text(region),
                })
            }
            ValueType::ExternalId => {
                let [authority, id] = self.ids[at];
                ValueRef::ExternalId(ExternalIdRef {
                    authority: self.texts.get(authority),
                    id: self.texts.get(id),
                })
            }
            ValueType::Key(_) => ValueRef::Key(keys.key(value)),
        }
    }

    /// A text from 1, nothing for 0.
    pub fn optional_text(&self, number: u32) -> Option<&str> {
        Some(self.texts.get(number.checked_sub(1)?))
    }

    /// What a list says of an edge.
    pub fn list<'p>(
        &'p self,
        keys: &'p impl Keys,
        list: u32,
    ) -> impl Iterator<Item = (Qualifier, ValueRef<'p>)> + Clone {
        self.lists.of(list).iter().map(|[name, value]| {
            let qualifier = qualifier(*name);
            (
                qualifier,
                self.value(keys, qualifier_type(qualifier), *value),
            )
        })
    }

    /// What a list says of one qualifier, as a number.
    pub fn find(&self, list: u32, qualifier: Qualifier) -> Option<u32> {
        let mut said = self.lists.of(list).iter();
        said.find(|[name, _]| *name == qualifier as u32)
            .map(|[_, value]| *value)
    }

    /// How many sources stand behind a list of references.
    pub fn source_count(&self, references: u32) -> usize {
        // Entries lie in the order of their sources.
        let entries = self.references.of(references);
        entries.chunk_by(|left, right| left[0] == right[0]).count()
    }
}

/// The qualifier of a number.
pub(super) fn qualifier(number: u32) -> Qualifier {
    Qualifier::ALL[number as usize]
}

/// The type of a qualifier's value, the same in all relations.
pub(super) fn qualifier_type(qualifier: Qualifier) -> ValueType {
    static TYPES: LazyLock<Vec<ValueType>> = LazyLock::new(|| {
        let of = |qualifier: &Qualifier| {
            let mut rules = ontology::RULES.iter();
            let rule = rules.find_map(|rule| rule.qualifier(*qualifier));
            rule.map_or(ValueType::Text, |rule| rule.value)
        };
        Qualifier::ALL.iter().map(of).collect()
    });
    TYPES[qualifier as usize]
}

/// The type of a property's value for a kind that has it.
pub(super) fn property_type(kind: Kind, property: Property) -> ValueType {
    static TYPES: LazyLock<Vec<Vec<ValueType>>> = LazyLock::new(|| {
        let of = |kind: &Kind, property: &Property| {
            property::rule(*kind, *property).map_or(ValueType::Text, |rule| rule.value)
        };
        let kinds = Kind::ALL.iter();
        let types = kinds.map(|kind| {
            let properties = Property::ALL.iter();
            properties.map(|property| of(kind, property)).collect()
        });
        types.collect()
    });
    TYPES[kind as usize][property as usize]
}
