//! JSON to values and back.

use super::fields::{Fields, Problems, items};
use super::json::Json;
use crate::model::{AlternateName, ExternalId, Value, ValueType};
use compact_str::CompactString;
use serde_json::{Map, json};

/// The largest whole number up to which every whole number is a float.
const EXACT_MAX: u64 = 1 << 53;

/// A value of this type; what is wrong with the JSON goes to `problems`.
pub(super) fn read(
    expected: ValueType,
    json: Json,
    path: &str,
    problems: &mut Problems,
) -> Option<Value> {
    let found = json.to_string();
    let value = match (expected, json) {
        (ValueType::Text | ValueType::Time, Json::Text(text)) => Some(Value::Text(text.into())),
        (ValueType::Count, Json::Whole(number)) => u32::try_from(number).ok().map(Value::Count),
        (ValueType::Number, json) => number(&json).map(Value::Number),
        (ValueType::Flag, Json::Flag(flag)) => Some(Value::Flag(flag)),
        (ValueType::Date, Json::Text(text)) => text.parse().ok().map(Value::Date),
        (ValueType::Term(vocabulary), Json::Text(text)) => vocabulary.term(&text).map(Value::Term),
        (ValueType::Key(_), Json::Text(text)) => text.parse().ok().map(Value::Key),
        (ValueType::AlternateName, Json::Text(name)) => Some(alternate_name(name.into())),
        (ValueType::AlternateName, json @ Json::Object(_)) => {
            return tagged_name(json, path, problems);
        }
        (ValueType::ExternalId, json @ Json::Object(_)) => {
            return external_id(json, path, problems);
        }
        _ => None,
    };
    let value = value.filter(|value| expected.admits(value));
    if value.is_none() {
        problems.push(format!(
            "wrong value: expected {} for {path:?}, found {found}",
            words(expected)
        ));
    }
    value
}

/// The ids in a record of a node, by catalogue.
pub(super) fn read_external_ids(json: Json, path: &str, problems: &mut Problems) -> Vec<Value> {
    let Json::Object(catalogues) = json else {
        problems.push(format!(
            "wrong value: expected an object such as {{\"imdb\":\"nm0001099\"}} for {path:?}, found {json}"
        ));
        return Vec::new();
    };
    let mut ids = Vec::new();
    for (at, (authority, json)) in catalogues.iter().enumerate() {
        let path = format!("{path}.{authority}");
        if catalogues[..at].iter().any(|(other, _)| other == authority) {
            problems.push(format!(
                "duplicate field: expected {path:?} once, found it again"
            ));
            continue;
        }
        let single = !matches!(json, Json::List(_));
        let list = if single {
            vec![(path, json.clone())]
        } else {
            items(json.clone(), &path, problems)
        };
        for (path, json) in list {
            let Some(Value::Text(id)) = read(ValueType::Text, json, &path, problems) else {
                continue;
            };
            let authority = authority.as_str().into();
            let value = Value::ExternalId(Box::new(ExternalId { authority, id }));
            if ValueType::ExternalId.admits(&value) {
                ids.push(value);
            } else {
                problems.push(format!("wrong value: expected the name of a catalogue such as \"imdb\" for {path:?}, found another text"));
            }
        }
    }
    ids
}

fn number(json: &Json) -> Option<f64> {
    match json {
        #[expect(clippy::cast_precision_loss, reason = "exact up to the bound")]
        Json::Whole(number) if *number <= EXACT_MAX => Some(*number as f64),
        #[expect(clippy::cast_precision_loss, reason = "exact up to the bound")]
        Json::Below(number) if number.unsigned_abs() <= EXACT_MAX => Some(*number as f64),
        // Adding zero makes one of the two zeros.
        Json::Number(number) => Some(number + 0.0),
        _ => None,
    }
}

fn alternate_name(name: CompactString) -> Value {
    let (language, region) = (None, None);
    Value::AlternateName(Box::new(AlternateName {
        name,
        language,
        region,
    }))
}

fn tagged_name(json: Json, path: &str, problems: &mut Problems) -> Option<Value> {
    let mut fields = Fields::open(json, path, problems)?;
    let name = fields.require_text("name", problems);
    let language = fields.text("language", problems);
    let region = fields.text("region", problems);
    fields.close(problems);
    Some(Value::AlternateName(Box::new(AlternateName {
        name: name?,
        language,
        region,
    })))
}

fn external_id(json: Json, path: &str, problems: &mut Problems) -> Option<Value> {
    let mut fields = Fields::open(json, path, problems)?;
    let authority = fields.require_text("authority", problems);
    let id = fields.require_text("id", problems);
    fields.close(problems);
    let (authority, id) = (authority?, id?);
    Some(Value::ExternalId(Box::new(ExternalId { authority, id })))
}

/// The type in words, as files write it.
fn words(expected: ValueType) -> String {
    match expected {
        ValueType::ExternalId => "an object with \"authority\" and \"id\"".to_owned(),
        other => other.to_string(),
    }
}

/// The canonical JSON of a value.
pub(super) fn write(value: &Value) -> serde_json::Value {
    match value {
        Value::Count(count) => json!(count),
        Value::Number(number) => write_number(*number),
        Value::Flag(flag) => json!(flag),
        Value::AlternateName(name) if name.language.is_some() || name.region.is_some() => {
            let mut fields = Map::new();
            fields.insert("name".to_owned(), json!(name.name.as_str()));
            for (field, tag) in [("language", &name.language), ("region", &name.region)] {
                if let Some(tag) = tag {
                    fields.insert(field.to_owned(), json!(tag.as_str()));
                }
            }
            fields.into()
        }
        Value::AlternateName(name) => json!(name.name.as_str()),
        Value::ExternalId(id) => json!({"authority": id.authority.as_str(), "id": id.id.as_str()}),
        Value::Text(_) | Value::Date(_) | Value::Term(_) | Value::Key(_) => {
            json!(value.to_string())
        }
    }
}

/// Whole numbers without ".0".
fn write_number(number: f64) -> serde_json::Value {
    #[expect(clippy::cast_precision_loss, reason = "exact at the bound")]
    let exact = number.fract() == 0.0 && number.abs() <= EXACT_MAX as f64;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number within the bound"
    )]
    if exact {
        json!(number as i64)
    } else {
        json!(number)
    }
}

/// The canonical JSON of the ids in a record of a node, in their order.
pub(super) fn write_external_ids<'v>(
    ids: impl Iterator<Item = &'v ExternalId>,
) -> serde_json::Value {
    let mut catalogues: Vec<(&str, Vec<&str>)> = Vec::new();
    for ExternalId { authority, id } in ids {
        match catalogues
            .iter_mut()
            .find(|(name, _)| *name == &**authority)
        {
            Some((_, ids)) => ids.push(id),
            None => catalogues.push((authority, vec![id])),
        }
    }
    let fields = catalogues.into_iter().map(|(authority, ids)| {
        let ids = match ids.as_slice() {
            [id] => json!(id),
            several => json!(several),
        };
        (authority.to_owned(), ids)
    });
    fields.collect::<Map<_, _>>().into()
}
