//! A graph told as changes again.

use super::Graph;
use super::dispute::Question;
use super::pools::{self, Entry, Keys};
use super::storage::About;
use crate::model::{
    Basis, Change, ClaimRecord, DisputeKey, DisputeRecord, EdgeRecord, Key, KeyRef, Kind,
    MergeRecord, NodeRecord, PartialDate, Rank, Reference, References, Value, ValueRef,
};
use petgraph::graph::NodeIndex;

/// Those of some references that came under the same merged keys.
pub(super) type Entries = Vec<Entry>;

/// The set of merged keys under which they came.
fn origin(entries: &[Entry]) -> u32 {
    entries.first().map_or(0, |entry| entry[3])
}

impl Graph {
    /// The changes that make this graph out of nothing, in canonical order.
    ///
    /// Nodes by key, then claims on properties, then edges, then written disputes, then
    /// merges. What came under a merged key is told under that key.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        let nodes = (0..self.node_count()).map(NodeIndex::new);
        let records = nodes.flat_map(|node| self.node_records(node));
        let claims = 0..super::facts::index(self.claim_count());
        let claims = claims.flat_map(|claim| self.claim_records(claim));
        let disputes = (0..self.disputes.rows.len()).filter_map(|at| self.dispute_record(at));
        let merges = self.merges().map(Change::Merge);
        records.chain(claims).chain(disputes).chain(merges)
    }

    /// Which keys were found to name one thing, and which not, in the order of the keys.
    pub fn merges(&self) -> impl Iterator<Item = MergeRecord> {
        let merges = self.merges.rows.iter().enumerate();
        merges.map(|(at, [kind, wrong, _])| {
            let at = super::facts::index(at);
            let key = |slug| KeyRef::of(Kind::ALL[*kind as usize], slug).to_key();
            MergeRecord {
                key: key(self.merges.keys.get(at)),
                into: key(self.merges.into.get(at)),
                rank: match wrong {
                    0 => Rank::Normal,
                    _ => Rank::Deprecated,
                },
                reason: self.merges.reasons.get(at).into(),
            }
        })
    }

    pub(super) fn node_records(&self, node: NodeIndex) -> Vec<Change> {
        let references = self.nodes.references.get(super::storage::number(node));
        let record = |entries: Entries| {
            let inline = self
                .node_claims(node)
                .filter(|claim| self.is_inline(references, *claim, origin(&entries)));
            let kind = self.kind(node);
            let properties = inline.map(|claim| {
                let value = self.property_value(kind, claim).to_value();
                (self.claim_property(claim), value)
            });
            Change::Node(NodeRecord {
                key: self.written_key(node, &entries),
                properties: properties.collect(),
                references: self.reference_records(&entries),
            })
        };
        self.by_origin(references).into_iter().map(record).collect()
    }

    /// Whether what came under these merged keys of a claim lies in a record of its node:
    /// normal, stated, with the record's references.
    fn is_inline(&self, record: u32, claim: u32, origin: u32) -> bool {
        let basis = self.judged(claim, origin);
        if !basis.is_plain() {
            return false;
        }
        if basis.references == record && origin == 0 {
            return true;
        }
        let of = |list: u32| {
            let entries = self.pools.references.of(list).iter();
            entries.filter(move |entry| entry[3] == origin)
        };
        of(basis.references).next().is_some() && of(basis.references).eq(of(record))
    }

    /// The records of a claim that do not lie in the record of its node.
    pub(super) fn claim_records(&self, claim: u32) -> Vec<Change> {
        let basis = self.basis(claim);
        let about = self.about(claim);
        let groups = self.by_origin(basis.references).into_iter();
        let records = groups.filter_map(|entries| match about {
            About::Property(node, property) => {
                let record = self.nodes.references.get(super::storage::number(node));
                if self.is_inline(record, claim, origin(&entries)) {
                    return None;
                }
                let value = self.property_value(self.kind(node), claim);
                Some(Change::Claim(ClaimRecord {
                    subject: self.written_key(node, &entries),
                    property,
                    value: value.to_value(),
                    basis: self.basis_record(claim, &entries),
                }))
            }
            About::Edge(edge) => {
                let (from, to) = self.ends(edge);
                let qualifiers = self.qualifiers(claim);
                let qualifiers = qualifiers.map(|(name, value)| match value {
                    ValueRef::Key(key) => {
                        let key = self.written_as(key, &entries);
                        (name, Value::Key(key))
                    }
                    value => (name, value.to_value()),
                });
                Some(Change::Edge(EdgeRecord {
                    from: self.written_key(from, &entries),
                    relation: self.relation(edge),
                    to: self.written_key(to, &entries),
                    qualifiers: qualifiers.collect(),
                    basis: self.basis_record(claim, &entries),
                }))
            }
        });
        records.collect()
    }

    pub(super) fn dispute_record(&self, dispute: usize) -> Option<Change> {
        let Question::Written { question, reason } = self.question(dispute) else {
            return None;
        };
        let at = super::facts::index(dispute);
        Some(Change::Dispute(DisputeRecord {
            key: DisputeKey::of_words(self.disputes.slugs.get(at).to_owned()),
            question: self.pools.texts.get(question).into(),
            claims: self.pointers(self.disputes.pointers.of(at)),
            reason: self.pools.texts.get(reason).into(),
        }))
    }

    /// The references of a list, apart by the merged keys under which they came; one empty
    /// group for a list without any.
    pub(super) fn by_origin(&self, references: u32) -> Vec<Entries> {
        let mut entries = self.pools.references.of(references).to_vec();
        if entries.iter().all(|entry| entry[3] == 0) {
            return vec![entries];
        }
        // By the merges themselves, since their sets are numbered as they come.
        entries.sort_by(|left, right| {
            let [left, right] = [left, right].map(|entry| self.pools.origins.of(entry[3]));
            left.cmp(right)
        });
        let groups = entries.chunk_by(|left, right| left[3] == right[3]);
        groups.map(<[Entry]>::to_vec).collect()
    }

    /// The key under which something of a node came with these references.
    pub(super) fn written_key(&self, node: NodeIndex, entries: &Entries) -> Key {
        self.written_as(self.key(node), entries)
    }

    fn written_as(&self, key: KeyRef<'_>, entries: &Entries) -> Key {
        let mut merges = self.pools.origins.of(origin(entries)).iter();
        let under = merges.find(|merge| {
            let [_, _, node] = self.merges.rows[**merge as usize];
            self.nodes.key(node) == key
        });
        match under {
            Some(merge) => KeyRef::of(key.kind(), self.merges.keys.get(*merge)).to_key(),
            None => key.to_key(),
        }
    }

    fn basis_record(&self, claim: u32, entries: &Entries) -> Basis {
        let basis = self.judged(claim, origin(entries));
        let derived_from = basis.note.map(|note| {
            let rows = self.notes.pointers.of(note);
            self.pointers(rows)
        });
        let reason = basis.note.and_then(|note| self.reason(note));
        Basis {
            rank: basis.rank,
            mode: basis.mode,
            references: self.reference_records(entries),
            derived_from: derived_from.unwrap_or_default(),
            reason: reason.map(Into::into),
        }
    }

    /// On what a claim rests in the eyes of the records that came under these merged keys.
    fn judged(&self, claim: u32, origin: u32) -> pools::Basis {
        let basis = self.basis(claim);
        let judgements = basis.note.map(|note| self.notes.judgements.of(note));
        let mut judgements = judgements.into_iter().flatten();
        match judgements.find(|[origins, ..]| *origins == origin) {
            Some([_, rank, note]) => pools::Basis {
                rank: Rank::ALL[*rank as usize],
                note: note.checked_sub(1),
                ..basis
            },
            None => basis,
        }
    }

    /// Why a claim with a note is so.
    pub(super) fn reason(&self, note: u32) -> Option<&str> {
        self.pools.optional_text(self.notes.reasons[note as usize])
    }

    fn reference_records(&self, entries: &Entries) -> References {
        let entries = entries.iter();
        entries
            .map(|[source, locator, as_of, _]| Reference {
                source: self.nodes.key(*source).to_key(),
                locator: self.pools.optional_text(*locator).map(Into::into),
                as_of: (*as_of != 0).then(|| PartialDate::from_packed(*as_of)),
            })
            .collect()
    }
}
