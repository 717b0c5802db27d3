//! One JSON object to one change, by the tables of the ontology.

use super::fields::{Fields, Problems, items};
use super::files::DataFile;
use super::json::Json;
use super::value;
use crate::model::property::PropertyRule;
use crate::model::{
    Basis, Change, ClaimRecord, DisputeRecord, EdgeRecord, Key, Kind, MergeRecord, Mode,
    NodeRecord, PartialDate, Pointer, Property, Qualifier, Rank, Reference, References, Relation,
    Value, ValueType, Vocabulary, property,
};

/// What a line of `file` holds; `None` when the record is broken.
///
/// A record in the wrong file is a problem too, but is read all the same.
pub(super) fn read(json: Json, file: DataFile, problems: &mut Problems) -> Option<Change> {
    let fields = Fields::open(json, "", problems)?;
    let change = match form(&fields, file) {
        Form::Node => node(fields, problems),
        Form::Edge => edge(fields, problems),
        Form::Claim => claim(fields, problems),
        Form::Dispute => dispute(fields, problems),
        Form::Merge => merge(fields, problems),
    };
    let change = change.filter(|_| problems.is_empty())?;
    let home = DataFile::of(&change);
    if home != file {
        problems.push(format!(
            "wrong file: expected {} in {}, found a record that belongs in {}",
            contents(file),
            file.name(),
            home.name()
        ));
    }
    Some(change)
}

enum Form {
    Node,
    Edge,
    Claim,
    Dispute,
    Merge,
}

/// The form that the fields speak of, or else that of the file.
fn form(fields: &Fields, file: DataFile) -> Form {
    if fields.has("question") {
        Form::Dispute
    } else if fields.has("into") {
        Form::Merge
    } else if fields.has("key") && file != DataFile::Disputes {
        Form::Node
    } else if fields.has("subject") {
        Form::Claim
    } else if fields.has("relation") || fields.has("from") {
        Form::Edge
    } else {
        match file {
            DataFile::Nodes(_) => Form::Node,
            DataFile::Edges(_) => Form::Edge,
            DataFile::Claims => Form::Claim,
            DataFile::Disputes => Form::Dispute,
            DataFile::Merges => Form::Merge,
        }
    }
}

fn contents(file: DataFile) -> String {
    match file {
        DataFile::Nodes(kind) => format!("{} records", kind.prefix()),
        DataFile::Edges(relation) => format!("{} edges", relation.word()),
        DataFile::Claims => "claims on properties".to_owned(),
        DataFile::Disputes => "disputes".to_owned(),
        DataFile::Merges => "merges".to_owned(),
    }
}

fn node(mut fields: Fields, problems: &mut Problems) -> Option<Change> {
    let key: Key = fields.require_parsed("key", problems)?;
    let mut properties = Vec::new();
    for rule in property::rules(key.kind()) {
        let name = rule.property.word();
        if let Some(json) = fields.take(name) {
            let values = property_values(rule, json, &fields.at(name), problems);
            properties.extend(values.into_iter().map(|value| (rule.property, value)));
        }
    }
    let references = references(&mut fields, problems);
    fields.close(problems);
    Some(Change::Node(NodeRecord {
        key,
        properties,
        references,
    }))
}

fn property_values(
    rule: &PropertyRule,
    json: Json,
    path: &str,
    problems: &mut Problems,
) -> Vec<Value> {
    if rule.value == ValueType::ExternalId {
        return value::read_external_ids(json, path, problems);
    }
    let list = if rule.many {
        items(json, path, problems)
    } else {
        vec![(path.to_owned(), json)]
    };
    list.into_iter()
        .filter_map(|(path, json)| value::read(rule.value, json, &path, problems))
        .collect()
}

fn edge(mut fields: Fields, problems: &mut Problems) -> Option<Change> {
    let from = fields.require_parsed("from", problems);
    let relation = relation(&mut fields, problems);
    let to = fields.require_parsed("to", problems);
    let relation = relation?;
    let qualifiers = qualifiers(&mut fields, relation, problems);
    let basis = basis(&mut fields, problems);
    fields.close(problems);
    Some(Change::Edge(EdgeRecord {
        from: from?,
        relation,
        to: to?,
        qualifiers,
        basis,
    }))
}

fn relation(fields: &mut Fields, problems: &mut Problems) -> Option<Relation> {
    word(
        fields,
        "relation",
        &Relation::VOCABULARY,
        Relation::from_word,
        problems,
    )
}

fn qualifiers(
    fields: &mut Fields,
    relation: Relation,
    problems: &mut Problems,
) -> Vec<(Qualifier, Value)> {
    let mut qualifiers = Vec::new();
    for rule in relation.rule().qualifiers {
        let name = rule.qualifier.word();
        let value = fields
            .take(name)
            .and_then(|json| value::read(rule.value, json, &fields.at(name), problems));
        qualifiers.extend(value.map(|value| (rule.qualifier, value)));
    }
    qualifiers
}

fn claim(mut fields: Fields, problems: &mut Problems) -> Option<Change> {
    let subject: Option<Key> = fields.require_parsed("subject", problems);
    let subject = subject?;
    let rule = property_rule(&mut fields, subject.kind(), problems)?;
    let value = fields
        .require("value", problems)
        .and_then(|json| value::read(rule.value, json, &fields.at("value"), problems));
    let basis = basis(&mut fields, problems);
    fields.close(problems);
    Some(Change::Claim(ClaimRecord {
        subject,
        property: rule.property,
        value: value?,
        basis,
    }))
}

fn property_rule(
    fields: &mut Fields,
    kind: Kind,
    problems: &mut Problems,
) -> Option<&'static PropertyRule> {
    let json = fields.require("property", problems)?;
    let rule = match &json {
        Json::Text(word) => {
            Property::from_word(word).and_then(|property| property::rule(kind, property))
        }
        _ => None,
    };
    if rule.is_none() {
        let known: Vec<&str> = property::rules(kind)
            .map(|rule| rule.property.word())
            .collect();
        problems.push(format!(
            "unknown property: expected for {:?} what may be said of a {}, one of {}, found {json}",
            fields.at("property"),
            kind.prefix(),
            known.join(", ")
        ));
    }
    rule
}

fn dispute(mut fields: Fields, problems: &mut Problems) -> Option<Change> {
    let key = fields.require_parsed("key", problems);
    let question = fields.require_text("question", problems);
    let claims = pointers(&mut fields, "claims", problems);
    let reason = fields.require_text("reason", problems);
    fields.close(problems);
    Some(Change::Dispute(DisputeRecord {
        key: key?,
        question: question?.into(),
        claims,
        reason: reason?.into(),
    }))
}

fn merge(mut fields: Fields, problems: &mut Problems) -> Option<Change> {
    let key = fields.require_parsed("key", problems);
    let into = fields.require_parsed("into", problems);
    let ranks = &Rank::VOCABULARY;
    let rank = optional_word(&mut fields, "rank", ranks, Rank::from_word, problems);
    let reason = fields.require_text("reason", problems);
    fields.close(problems);
    Some(Change::Merge(MergeRecord {
        key: key?,
        into: into?,
        rank: rank.unwrap_or(Rank::Normal),
        reason: reason?.into(),
    }))
}

fn basis(fields: &mut Fields, problems: &mut Problems) -> Basis {
    let (ranks, modes) = (&Rank::VOCABULARY, &Mode::VOCABULARY);
    let rank = optional_word(fields, "rank", ranks, Rank::from_word, problems);
    let mode = optional_word(fields, "mode", modes, Mode::from_word, problems);
    Basis {
        rank: rank.unwrap_or(Rank::Normal),
        mode: mode.unwrap_or(Mode::Stated),
        references: references(fields, problems),
        derived_from: pointers(fields, "derivedFrom", problems),
        reason: fields.text("reason", problems).map(Into::into),
    }
}

fn references(fields: &mut Fields, problems: &mut Problems) -> References {
    let mut references = References::new();
    for (path, json) in fields.list("references", problems) {
        let Some(reference) = reference(json, &path, problems) else {
            continue;
        };
        if references.contains(&reference) {
            problems.push(format!(
                "duplicate reference: expected each once, found {path:?} again"
            ));
        }
        references.push(reference);
    }
    references
}

fn reference(json: Json, path: &str, problems: &mut Problems) -> Option<Reference> {
    let mut fields = Fields::open(json, path, problems)?;
    let source = fields.require_parsed("source", problems);
    let locator = fields.text("locator", problems);
    let as_of = fields
        .has("asOf")
        .then(|| fields.require_parsed::<PartialDate>("asOf", problems));
    if as_of.is_none() {
        fields.take("asOf");
    }
    fields.close(problems);
    Some(Reference {
        source: source?,
        locator: locator.map(Into::into),
        as_of: as_of.flatten(),
    })
}

fn pointers(fields: &mut Fields, name: &'static str, problems: &mut Problems) -> Vec<Pointer> {
    let list = fields.list(name, problems);
    list.into_iter()
        .filter_map(|(path, json)| pointer(json, &path, problems))
        .collect()
}

fn pointer(json: Json, path: &str, problems: &mut Problems) -> Option<Pointer> {
    let mut fields = Fields::open(json, path, problems)?;
    if fields.has("from") || fields.has("relation") {
        let from = fields.require_parsed("from", problems);
        let relation = relation(&mut fields, problems);
        let to = fields.require_parsed("to", problems);
        let relation = relation?;
        let qualifiers = qualifiers(&mut fields, relation, problems);
        fields.close(problems);
        return Some(Pointer::Edge {
            from: from?,
            relation,
            to: to?,
            qualifiers,
        });
    }
    let subject: Key = fields.require_parsed("subject", problems)?;
    let rule = property_rule(&mut fields, subject.kind(), problems)?;
    let value = fields
        .take("value")
        .and_then(|json| value::read(rule.value, json, &fields.at("value"), problems));
    fields.close(problems);
    Some(Pointer::Property {
        subject,
        property: rule.property,
        value,
    })
}

/// Takes a word of a closed set, which must be there.
fn word<T>(
    fields: &mut Fields,
    name: &'static str,
    words: &Vocabulary,
    from_word: fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Option<T> {
    let json = fields.require(name, problems)?;
    let found = match &json {
        Json::Text(word) => from_word(word),
        _ => None,
    };
    if found.is_none() {
        let (words, place) = (words.words(), fields.at(name));
        problems.push(format!(
            "wrong value: expected one of {words} for {place:?}, found {json}"
        ));
    }
    found
}

/// Takes a word of a closed set, which may be missing.
fn optional_word<T>(
    fields: &mut Fields,
    name: &'static str,
    words: &Vocabulary,
    from_word: fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Option<T> {
    if fields.has(name) {
        word(fields, name, words, from_word, problems)
    } else {
        fields.take(name);
        None
    }
}
