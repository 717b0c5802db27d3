//! The data is tested as well: form, counts, and that every line of the documents is accounted for.

use crate::support::skips::shared;
use castgraph::graph::Graph;
use castgraph::model::Change;
use castgraph::store::{self, SEED};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seed")
}

fn graph() -> Graph {
    store::load_seed().unwrap_or_else(|error| panic!("{error}"))
}

/// The account of the seed.
fn readme() -> String {
    fs::read_to_string(directory().join("README.md")).unwrap()
}

/// Whether a file's name ends in `.end`.
fn ends(name: &str, end: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == end)
}

/// The cells of the rows of a Markdown table, without its head.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('|')?.strip_suffix('|'));
    rows.map(|row| row.splitn(2, '|').map(str::trim).collect())
}

#[test]
fn the_program_has_every_file_of_the_seed() {
    let mut names: Vec<String> = fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| ends(name, "jsonl"))
        .collect();
    names.sort();
    let mut embedded: Vec<&str> = SEED
        .iter()
        .map(|(path, _)| path.trim_start_matches("seed/"))
        .collect();
    embedded.sort_unstable();
    let list: Vec<String> = names.iter().map(|name| format!("    {name:?}")).collect();
    assert_eq!(
        embedded,
        names,
        "the list in src/store/embedded.rs should be\nseed! {{\n{}\n}}\n",
        list.join("\n")
    );
}

#[test]
fn the_seed_is_in_canonical_form() {
    let texts = store::texts(&graph());
    assert_eq!(texts.len(), SEED.len(), "a file of the seed has no records");
    for (file, text) in texts {
        let (_, embedded) = SEED
            .iter()
            .find(|(path, _)| *path == format!("seed/{}", file.name()))
            .unwrap();
        let pairs = embedded.lines().zip(text.lines());
        for (at, (found, expected)) in pairs.enumerate() {
            assert_eq!(
                found,
                expected,
                "seed/{}:{}; `castgraph export --format jsonl --data seed --force seed` writes the canonical form",
                file.name(),
                at + 1
            );
        }
        assert_eq!(*embedded, text, "seed/{}", file.name());
    }
}

#[test]
fn the_readme_counts_the_records() {
    let readme = readme();
    let counted: BTreeSet<(String, usize)> = rows(&readme)
        .filter_map(|row| match row[..] {
            [file, count] if ends(file.trim_matches('`'), "jsonl") => {
                Some((file.trim_matches('`').to_owned(), count.parse().unwrap()))
            }
            _ => None,
        })
        .collect();
    let found: BTreeSet<(String, usize)> = SEED
        .iter()
        .map(|(path, text)| {
            (
                path.trim_start_matches("seed/").to_owned(),
                text.lines().count(),
            )
        })
        .collect();
    assert_eq!(counted, found);
}

/// What the readme may point at: `key`, `key property`, `key RELATION key`.
fn pointers(graph: &Graph) -> BTreeSet<String> {
    let mut pointers = BTreeSet::new();
    for change in graph.changes() {
        match change {
            Change::Node(node) => {
                let properties = node.properties.iter();
                pointers.extend(
                    properties.map(|(property, _)| format!("{} {}", node.key, property.word())),
                );
                pointers.insert(node.key.to_string());
            }
            Change::Claim(claim) => {
                pointers.insert(format!("{} {}", claim.subject, claim.property.word()));
            }
            Change::Edge(edge) => {
                pointers.insert(format!(
                    "{} {} {}",
                    edge.from,
                    edge.relation.word(),
                    edge.to
                ));
            }
            Change::Dispute(dispute) => {
                pointers.insert(dispute.key.to_string());
            }
            Change::Merge(_) => {}
        }
    }
    pointers
}

/// The parts of the readme about one document each: the document's file, and the text.
fn coverage(readme: &str) -> Vec<(&str, &str)> {
    let parts = readme.split("\n### ").skip(1);
    let parts = parts.filter_map(|part| part.split_once('\n'));
    parts
        .map(|(document, text)| (document.trim(), text.split("\n## ").next().unwrap_or(text)))
        .filter(|(document, _)| ends(document, "txt"))
        .collect()
}

/// `3-5` or `3`.
fn lines(cell: &str) -> Option<(usize, usize)> {
    let (first, last) = cell.split_once('-').unwrap_or((cell, cell));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

#[test]
fn the_readme_points_at_claims_that_exist() {
    let readme = readme();
    let known = pointers(&graph());
    let mut wrong = Vec::new();
    for (document, text) in coverage(&readme) {
        for row in rows(text).filter(|row| row.len() == 2 && lines(row[0]).is_some()) {
            let pointers: Vec<&str> = row[1].split('`').skip(1).step_by(2).collect();
            if pointers.is_empty() && !row[1].starts_with("none:") {
                wrong.push(format!(
                    "{document} {}: expected pointers or \"none:\", found {:?}",
                    row[0], row[1]
                ));
            }
            for pointer in pointers.iter().filter(|pointer| !known.contains(**pointer)) {
                wrong.push(format!("{document} {}: expected a claim, found `{pointer}`, which the seed does not have", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_covers_every_line_of_the_documents() {
    let readme = readme();
    let Some(documents) = shared("seeds") else {
        return;
    };
    let coverage = coverage(&readme);
    for entry in fs::read_dir(&documents).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            coverage.iter().any(|(document, _)| *document == name),
            "seed/README.md has no part about {name}"
        );
    }
    for (document, text) in coverage {
        let last = fs::read_to_string(documents.join(document))
            .unwrap()
            .lines()
            .count();
        let mut next = 1;
        for (first, end) in rows(text).filter_map(|row| lines(row[0])) {
            assert_eq!(
                first, next,
                "{document}: expected a row that begins with line {next}"
            );
            assert!(
                end >= first,
                "{document}: expected a range, found {first}-{end}"
            );
            next = end + 1;
        }
        assert_eq!(
            next,
            last + 1,
            "{document}: expected rows up to line {last}"
        );
    }
}
