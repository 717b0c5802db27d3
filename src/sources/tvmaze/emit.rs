//! Hands on each thing once and each claim once.

use crate::model::{
    Basis, Change, ClaimRecord, EdgeRecord, Key, Kind, NodeRecord, PartialDate, Property,
    Qualifier, Reference, Relation, Value,
};
use crate::sources::Report;
use compact_str::format_compact;
use smallvec::smallvec;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// What is said of a node.
pub(super) type Properties = Vec<(Property, Value)>;
/// What is said of an edge.
pub(super) type Qualifiers = Vec<(Qualifier, Value)>;

/// The door to the caller; remembers what has been said as hashes of 8 bytes.
pub(super) struct Emitter<'t> {
    take: &'t mut dyn FnMut(Change),
    reference: Reference,
    said: HashSet<u64, BuildHasherDefault<Same>>,
    scratch: String,
    /// What was read and left out.
    pub report: Report,
}

/// Hashes are spread already.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only numbers are kept");
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The key of a thing by its id, as in `season:tvmaze-307`.
pub(super) fn key(kind: Kind, id: u32) -> Key {
    Key::new(kind, &format_compact!("tvmaze-{id}")).expect("letters, a hyphen and digits")
}

impl<'t> Emitter<'t> {
    /// Speaks for the source as of a day.
    pub fn new(take: &'t mut dyn FnMut(Change), source: Key, as_of: Option<PartialDate>) -> Self {
        Self {
            take,
            reference: Reference {
                source,
                locator: None,
                as_of,
            },
            said: HashSet::default(),
            scratch: String::new(),
            report: Report::default(),
        }
    }

    /// Whether the node has been handed on.
    pub fn has(&mut self, key: &Key) -> bool {
        let print = self.print(key, |_| {});
        self.said.contains(&print)
    }

    /// A node, or what was not yet said of it; `place` is the answer that says so.
    ///
    /// A further claim has the place as its locator: it is a passage of its own, and what
    /// it differs in from the record is a dispute.
    pub fn node(&mut self, key: &Key, mut properties: Properties, place: &str) {
        let print = self.print(key, |_| {});
        let first = self.said.insert(print);
        properties.retain(|(property, value)| {
            let print = self.print(key, |text| {
                let _ = write!(text, " {} {value}", property.word());
            });
            self.said.insert(print)
        });
        if first {
            (self.take)(Change::Node(NodeRecord {
                key: key.clone(),
                properties,
                references: smallvec![self.reference.clone()],
            }));
            return;
        }
        for (property, value) in properties {
            let mut basis = self.basis();
            basis.references[0].locator = Some(place.into());
            (self.take)(Change::Claim(ClaimRecord {
                subject: key.clone(),
                property,
                value,
                basis,
            }));
        }
    }

    /// An edge, unless the same was said of it before.
    ///
    /// `order` is said only when the edge is new: places in two lists are no dispute.
    pub fn edge(
        &mut self,
        from: Key,
        relation: Relation,
        to: Key,
        mut qualifiers: Qualifiers,
        order: Option<u32>,
    ) {
        let edge = self.print(&from, |text| {
            let _ = write!(text, " {} {to}", relation.word());
        });
        let claim = self.print(&from, |text| {
            let _ = write!(text, " {} {to} says", relation.word());
            for (qualifier, value) in &qualifiers {
                let _ = write!(text, " {} {value}", qualifier.word());
            }
        });
        let new = self.said.insert(edge);
        if !self.said.insert(claim) {
            return;
        }
        if let Some(order) = order.filter(|_| new) {
            qualifiers.insert(0, (Qualifier::Order, Value::Count(order)));
        }
        let basis = self.basis();
        (self.take)(Change::Edge(EdgeRecord {
            from,
            relation,
            to,
            qualifiers,
            basis,
        }));
    }

    fn print(&mut self, key: &Key, write: impl FnOnce(&mut String)) -> u64 {
        self.scratch.clear();
        self.scratch.push_str(key.kind().prefix());
        self.scratch.push(':');
        self.scratch.push_str(key.slug());
        write(&mut self.scratch);
        xxh3_64(self.scratch.as_bytes())
    }

    fn basis(&self) -> Basis {
        Basis::stated(smallvec![self.reference.clone()])
    }
}
