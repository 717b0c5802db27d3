//! The fields of one object, each of which must be known and taken once.

use super::json::Json;
use crate::model::ValueType;
use compact_str::CompactString;
use std::fmt::Display;
use std::str::FromStr;

/// What is wrong with a record.
pub(super) type Problems = Vec<String>;

/// The fields of an object that nobody has taken yet.
///
/// Problems name a field with its path, as in `references[0].locator`.
pub(super) struct Fields {
    path: String,
    left: Vec<(String, Json)>,
    known: Vec<&'static str>,
}

impl Fields {
    /// The fields of `json`, which lies at `path` of its record; `None` when it is not an object.
    pub(super) fn open(json: Json, path: &str, problems: &mut Problems) -> Option<Self> {
        let Json::Object(fields) = json else {
            let place = if path.is_empty() {
                String::new()
            } else {
                format!(" for {path:?}")
            };
            problems.push(format!(
                "wrong value: expected an object{place}, found {json}"
            ));
            return None;
        };
        let prefix = if path.is_empty() {
            String::new()
        } else {
            format!("{path}.")
        };
        let mut opened = Self {
            path: prefix,
            left: Vec::new(),
            known: Vec::new(),
        };
        for (name, value) in fields {
            if opened.has(&name) {
                let place = opened.at(&name);
                problems.push(format!(
                    "duplicate field: expected {place:?} once, found it again"
                ));
            } else {
                opened.left.push((name, value));
            }
        }
        Some(opened)
    }

    /// Whether the field is there and not taken yet.
    pub(super) fn has(&self, name: &str) -> bool {
        self.left.iter().any(|(left, _)| left == name)
    }

    /// The path of a field.
    pub(super) fn at(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// Takes a field that may be missing.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Json> {
        self.known.push(name);
        let at = self.left.iter().position(|(left, _)| left == name)?;
        Some(self.left.swap_remove(at).1)
    }

    /// Takes a field that must be there.
    pub(super) fn require(&mut self, name: &'static str, problems: &mut Problems) -> Option<Json> {
        let json = self.take(name);
        if json.is_none() {
            let place = self.at(name);
            problems.push(format!("missing field: expected {place:?}, found none"));
        }
        json
    }

    /// Takes a text that may be missing.
    pub(super) fn text(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<CompactString> {
        let json = self.take(name)?;
        self.to_text(name, json, problems)
    }

    /// Takes a text that must be there.
    pub(super) fn require_text(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<CompactString> {
        let json = self.require(name, problems)?;
        self.to_text(name, json, problems)
    }

    fn to_text(&self, name: &str, json: Json, problems: &mut Problems) -> Option<CompactString> {
        match super::value::read(ValueType::Text, json, &self.at(name), problems)? {
            crate::model::Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Takes a key or another text with rules of its own, which must be there.
    pub(super) fn require_parsed<T: FromStr<Err: Display>>(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<T> {
        let json = self.require(name, problems)?;
        let place = self.at(name);
        let Json::Text(text) = &json else {
            problems.push(format!(
                "wrong value: expected a text for {place:?}, found {json}"
            ));
            return None;
        };
        text.parse()
            .map_err(|error| problems.push(format!("wrong value: {error} in {place:?}")))
            .ok()
    }

    /// Takes a list that may be missing; each item comes with its path.
    pub(super) fn list(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Vec<(String, Json)> {
        let place = self.at(name);
        match self.take(name) {
            None => Vec::new(),
            Some(json) => items(json, &place, problems),
        }
    }

    /// Ends the reading: what nobody has taken is unknown.
    pub(super) fn close(self, problems: &mut Problems) {
        for (name, _) in &self.left {
            let place = self.at(name);
            problems.push(format!(
                "unknown field: expected one of {}, found {place:?}",
                self.known.join(", ")
            ));
        }
    }
}

/// The items of a list, each with its path.
pub(super) fn items(json: Json, path: &str, problems: &mut Problems) -> Vec<(String, Json)> {
    match json {
        Json::List(items) => items
            .into_iter()
            .enumerate()
            .map(|(at, item)| (format!("{path}[{at}]"), item))
            .collect(),
        other => {
            problems.push(format!(
                "wrong value: expected a list for {path:?}, found {other}"
            ));
            Vec::new()
        }
    }
}
