//! Changes to canonical lines.

use super::files::DataFile;
use super::value;
use crate::graph::Graph;
use crate::model::{
    Basis, Change, ClaimRecord, DisputeRecord, EdgeRecord, Key, MergeRecord, Mode, NodeRecord,
    Pointer, Qualifier, Rank, Reference, Relation, Value, ValueType, property,
};
use serde_json::{Map, Value as Json, json};

/// The files of a graph with their texts, in the order of [`DataFile`]; those without records are left out.
///
/// A graph has exactly one such form.
pub fn texts(graph: &Graph) -> Vec<(DataFile, String)> {
    let mut texts: Vec<(DataFile, String)> = Vec::new();
    for change in graph.changes() {
        let file = DataFile::of(&change);
        let at = texts
            .iter()
            .position(|(other, _)| *other == file)
            .unwrap_or_else(|| {
                texts.push((file, String::new()));
                texts.len() - 1
            });
        texts[at].1.push_str(&line(&change));
        texts[at].1.push('\n');
    }
    texts.sort_by_key(|(file, _)| *file);
    texts
}

/// The canonical line of a change, without its end.
pub(super) fn line(change: &Change) -> String {
    let mut record = Record::default();
    match change {
        Change::Node(node) => record.node(node),
        Change::Edge(edge) => record.edge(edge),
        Change::Claim(claim) => record.claim(claim),
        Change::Dispute(dispute) => record.dispute(dispute),
        Change::Merge(merge) => record.merge(merge),
    }
    Json::Object(record.0).to_string()
}

/// An object that keeps its fields in the order in which they are put.
#[derive(Default)]
struct Record(Map<String, Json>);

impl Record {
    fn put(&mut self, field: &str, json: Json) {
        self.0.insert(field.to_owned(), json);
    }

    fn put_key(&mut self, field: &str, key: &Key) {
        self.put(field, json!(key.to_string()));
    }

    fn put_text(&mut self, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(field, json!(text));
        }
    }

    fn put_list(&mut self, field: &str, items: Vec<Json>) {
        if !items.is_empty() {
            self.put(field, items.into());
        }
    }

    fn node(&mut self, node: &NodeRecord) {
        self.put_key("key", &node.key);
        for rule in property::rules(node.key.kind()) {
            let name = rule.property.word();
            let of_rule = node
                .properties
                .iter()
                .filter(|(property, _)| *property == rule.property);
            let values: Vec<&Value> = of_rule.map(|(_, value)| value).collect();
            if values.is_empty() {
                continue;
            }
            let json = if rule.value == ValueType::ExternalId {
                let ids = values.iter().filter_map(|value| match value {
                    Value::ExternalId(id) => Some(&**id),
                    _ => None,
                });
                value::write_external_ids(ids)
            } else if rule.many {
                values.into_iter().map(value::write).collect()
            } else {
                value::write(values[0])
            };
            self.put(name, json);
        }
        self.references(&node.references);
    }

    fn edge(&mut self, edge: &EdgeRecord) {
        self.ends(&edge.from, edge.relation, &edge.to, &edge.qualifiers);
        self.basis(&edge.basis);
    }

    fn ends(
        &mut self,
        from: &Key,
        relation: Relation,
        to: &Key,
        qualifiers: &[(Qualifier, Value)],
    ) {
        self.put_key("from", from);
        self.put("relation", json!(relation.word()));
        self.put_key("to", to);
        for rule in relation.rule().qualifiers {
            for (name, value) in qualifiers {
                if *name == rule.qualifier {
                    self.put(name.word(), value::write(value));
                }
            }
        }
    }

    fn claim(&mut self, claim: &ClaimRecord) {
        self.put_key("subject", &claim.subject);
        self.put("property", json!(claim.property.word()));
        self.put("value", value::write(&claim.value));
        self.basis(&claim.basis);
    }

    fn dispute(&mut self, dispute: &DisputeRecord) {
        self.put("key", json!(dispute.key.to_string()));
        self.put("question", json!(dispute.question));
        self.put_list("claims", dispute.claims.iter().map(pointer).collect());
        self.put("reason", json!(dispute.reason));
    }

    fn merge(&mut self, merge: &MergeRecord) {
        self.put_key("key", &merge.key);
        self.put_key("into", &merge.into);
        if merge.rank != Rank::Normal {
            self.put("rank", json!(merge.rank.word()));
        }
        self.put("reason", json!(merge.reason));
    }

    fn basis(&mut self, basis: &Basis) {
        if basis.rank != Rank::Normal {
            self.put("rank", json!(basis.rank.word()));
        }
        if basis.mode != Mode::Stated {
            self.put("mode", json!(basis.mode.word()));
        }
        self.references(&basis.references);
        self.put_list(
            "derivedFrom",
            basis.derived_from.iter().map(pointer).collect(),
        );
        self.put_text("reason", basis.reason.as_deref());
    }

    fn references(&mut self, references: &[Reference]) {
        self.put_list("references", references.iter().map(reference).collect());
    }
}

fn reference(reference: &Reference) -> Json {
    let mut record = Record::default();
    record.put_key("source", &reference.source);
    record.put_text("locator", reference.locator.as_deref());
    let as_of = reference.as_of.map(|date| date.to_string());
    record.put_text("asOf", as_of.as_deref());
    Json::Object(record.0)
}

fn pointer(pointer: &Pointer) -> Json {
    let mut record = Record::default();
    match pointer {
        Pointer::Property {
            subject,
            property,
            value,
        } => {
            record.put_key("subject", subject);
            record.put("property", json!(property.word()));
            if let Some(value) = value {
                record.put("value", value::write(value));
            }
        }
        Pointer::Edge {
            from,
            relation,
            to,
            qualifiers,
        } => record.ends(from, *relation, to, qualifiers),
    }
    Json::Object(record.0)
}
