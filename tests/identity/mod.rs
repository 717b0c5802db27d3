//! Which things of two graphs are one thing.

mod american_rust;
mod companies;
mod films;
mod namesakes;
mod orders;
mod parts;
mod people;
mod performers;
mod properties;
mod resting;
mod series;

use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::model::{Change, Key, KeyRef, Rank};
use castgraph::sources::identity::{self, Findings};
use castgraph::store::{self, DataFile};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The graph of records of one source, one a line, whose references this adds.
fn graph(records: &str) -> Graph {
    graph_from("test", records)
}

/// The graph of records of another source.
fn other_graph(records: &str) -> Graph {
    graph_from("other", records)
}

fn graph_from(source: &str, records: &str) -> Graph {
    let records = records
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let records = records.map(|line| serde_json::from_str(line).expect(line));
    graph_of(source, records.collect())
}

/// The graph of records of a source, whose references this adds.
fn graph_of(source: &str, mut records: Vec<Value>) -> Graph {
    let source = format!("source:{source}");
    records.push(json!({"key": source, "name": source}));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for mut record in records {
        let file = file_of(&record);
        if file != DataFile::Merges {
            record["references"] = json!([{"source": source}]);
        }
        let text = files.entry(file.name()).or_default();
        text.push_str(&record.to_string());
        text.push('\n');
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    store::load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn file_of(record: &Value) -> DataFile {
    if record.get("into").is_some() {
        return DataFile::Merges;
    }
    if let Some(relation) = record.get("relation") {
        let name = relation.as_str().unwrap().to_lowercase() + ".jsonl";
        return DataFile::from_name(&name).unwrap();
    }
    let key: Key = record["key"].as_str().unwrap().parse().unwrap();
    DataFile::Nodes(key.kind())
}

/// What is found when one graph comes onto another.
fn find(base: &Graph, incoming: &Graph) -> Findings {
    let all = join(base, incoming, &Findings::default());
    identity::find(base, &all)
}

/// Pairs that are one thing, as in "series:b-1 = series:a-1".
fn merges(findings: &Findings) -> Vec<String> {
    let merges = findings.merges.iter();
    merges
        .map(|merge| format!("{} = {}", merge.key, merge.into))
        .collect()
}

/// Pairs that may be one thing, as in "series:b-1 ? series:a-1".
fn doubts(findings: &Findings) -> Vec<String> {
    let doubts = findings.doubts.iter();
    doubts
        .map(|doubt| format!("{} ? {}", doubt.left, doubt.right))
        .collect()
}

/// What two graphs have in common, of some kinds only, as `merges` and `doubts` tell it.
fn compare(base: &str, incoming: &str, kinds: &[&str]) -> (Vec<String>, Vec<String>) {
    let findings = find(&graph(base), &other_graph(incoming));
    let wanted = |line: &String| {
        let prefix = line.split(':').next().unwrap();
        kinds.contains(&prefix)
    };
    (
        merges(&findings).into_iter().filter(wanted).collect(),
        doubts(&findings).into_iter().filter(wanted).collect(),
    )
}

/// What the merge of a key is for.
fn reason<'f>(findings: &'f Findings, key: &str) -> &'f str {
    let mut merges = findings.merges.iter();
    let merge = merges.find(|merge| merge.key.to_string() == key);
    &merge.unwrap_or_else(|| panic!("no merge of {key}")).reason
}

/// The base with what comes in and what was found.
fn join(base: &Graph, incoming: &Graph, findings: &Findings) -> Graph {
    let mut builder = Builder::on(base, Repeated::Join);
    let merges = findings.merges.iter().cloned().map(Change::Merge);
    let changes = incoming.changes().chain(merges);
    changes.for_each(|change| builder.push(&change));
    builder.finish().unwrap_or_else(|refusals| {
        let told = refusals.iter().map(|refusal| format!("{refusal:?}"));
        panic!("{}", told.collect::<Vec<_>>().join("\n"))
    })
}

/// The files of a graph, by name.
fn files(graph: &Graph) -> BTreeMap<String, String> {
    let texts = store::texts(graph).into_iter();
    texts.map(|(file, text)| (file.name(), text)).collect()
}

/// The graph of such files.
fn load(files: &BTreeMap<String, String>) -> Graph {
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    store::load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// Where a key leads.
fn leads_to<'g>(graph: &'g Graph, key: &str) -> KeyRef<'g> {
    graph.node(&key.parse().unwrap()).unwrap().key()
}
