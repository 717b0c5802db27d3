//! The arrows between modules, and the house rules that a reader of files can check.

mod paths;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use paths::{ROOT, paths};

/// Modules and those that each may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("graph", &["model"]),
    ("store", &["model", "graph"]),
    ("sources", &["model", "graph"]),
    ("graphql", &["model", "graph"]),
    ("http", &["graphql"]),
    (
        "commands",
        &["model", "graph", "store", "sources", "graphql", "http"],
    ),
];

/// Crates and the places that alone may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("petgraph", &["src/graph/"]),
    ("tantivy", &["src/graph/search/index.rs"]),
    ("tantivy_fst", &["src/graph/search/index.rs"]),
    ("levenshtein_automata", &["src/graph/search/"]),
    ("async_graphql", &["src/graphql/"]),
    ("async_graphql_value", &["src/graphql/"]),
    ("axum", &["src/http/", "src/commands/serve.rs"]),
    ("tower_http", &["src/http/"]),
    ("tokio_rustls", &["src/http/tls.rs"]),
    ("headers", &["src/http/"]),
    ("quick_cache", &["src/graphql/"]),
    ("sha2", &["src/graphql/persisted/"]),
    ("prometheus_client", &["src/http/metrics/"]),
    (
        "opentelemetry",
        &["src/http/spans.rs", "src/commands/otlp.rs"],
    ),
    (
        "opentelemetry_http",
        &["src/http/spans.rs", "src/commands/otlp.rs"],
    ),
    (
        "opentelemetry_sdk",
        &["src/http/spans.rs", "src/commands/otlp.rs"],
    ),
    ("opentelemetry_otlp", &["src/commands/otlp.rs"]),
    ("clap", &["src/commands/", "src/main.rs"]),
];

/// What the graph must not know: files, clocks, chance, threads, other people's formats.
const FOREIGN_TO_GRAPH: &[&str] = &[
    "std::fs",
    "std::io",
    "std::time",
    "std::thread",
    "std::env",
    "tokio",
    "rand",
    "serde_json",
    "async",
    "await",
];

const LINES_MAX: usize = 400;

/// Files that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

/// Sources with their paths, as in `src/graph/page.rs`.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<PathBuf> = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of sources can be read");
            open.extend(entries.map(|entry| entry.expect("an entry of it too").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root)
                .expect("it lies in the project")
                .display()
                .to_string();
            found.push((name, fs::read_to_string(&path).expect("a source is text")));
        }
    }
    assert!(found.len() > 50, "the walk over the sources finds them");
    found.sort();
    found
}

/// The first part of a file's path below `src/`, where it lies in a module with arrows.
fn module(file: &str) -> Option<&'static str> {
    let modules = ARROWS.iter().map(|(module, _)| *module);
    modules
        .into_iter()
        .find(|module| file.starts_with(&format!("src/{module}/")))
}

/// Macros that stand at the root of the crate, with the modules that they come from.
fn macros(sources: &[(String, String)]) -> BTreeMap<&str, &'static str> {
    let mut homes = BTreeMap::new();
    for (file, text) in sources {
        let names = text
            .split("#[macro_export]\nmacro_rules! ")
            .skip(1)
            .filter_map(|rest| rest.split_whitespace().next());
        homes.extend(names.filter_map(|name| Some((name, module(file)?))));
    }
    homes
}

/// What a source names against the arrows.
fn against_the_arrows(file: &str, text: &str, macros: &BTreeMap<&str, &str>) -> Vec<String> {
    let Some((own, allowed)) = ARROWS.iter().find(|(own, _)| module(file) == Some(own)) else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    for path in paths(file, text) {
        let home = match path.segments.as_slice() {
            [root, name] if root == ROOT => macros.get(name.as_str()).copied(),
            _ => None,
        };
        for (module, _) in ARROWS {
            let used = home == Some(*module) || path.concerns(&[ROOT, module]);
            if used && module != own && !allowed.contains(module) {
                let (line, named) = (path.line, path.segments.join("::"));
                wrong.push(format!(
                    "{file}:{line}: {own} may not use {module}: {named}"
                ));
            }
        }
    }
    wrong
}

#[test]
fn arrows_point_one_way() {
    let sources = sources();
    let macros = macros(&sources);
    assert_eq!(macros.get("field"), Some(&"graphql"), "macros are found");
    let wrong: Vec<String> = sources
        .iter()
        .flat_map(|(file, text)| against_the_arrows(file, text, &macros))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_against_the_arrows_are_seen() {
    let macros = BTreeMap::from([("field", "graphql"), ("vocabulary", "model")]);
    for (file, text) in [
        ("src/graph/page.rs", "use crate::http::Limits;"),
        (
            "src/graph/page.rs",
            "use crate::{http::Limits, vocabulary};",
        ),
        (
            "src/graph/page.rs",
            "use crate::{\n    model::Key,\n    http::{\n        Limits,\n    },\n};",
        ),
        (
            "src/graph/page.rs",
            "use crate::{model::{Key, Kind}, http};",
        ),
        ("src/graph/page.rs", "use {std::fmt, crate::http};"),
        ("src/graph/page.rs", "use super::super::http::Limits;"),
        ("src/graph/page.rs", "use super::super::{model, http};"),
        (
            "src/graph/page.rs",
            "use super::{Graph, super::http::Limits};",
        ),
        ("src/graph/mod.rs", "use super::http::Limits;"),
        (
            "src/graph/view/node.rs",
            "use super::super::super::http as model;",
        ),
        (
            "src/graph/view/mod.rs",
            "use self::super::super::http::Limits;",
        ),
        (
            "src/graph/page.rs",
            "mod tests { use super::super::super::http; }",
        ),
        ("src/graph/page.rs", "fn f() { crate::http::serve() }"),
        (
            "src/graph/page.rs",
            "fn f() -> super::super::http::Limits {}",
        ),
        ("src/graph/page.rs", "field!(a, crate::http::Limits)"),
        (
            "src/graph/page.rs",
            "macro_rules! m { () => { $crate::http::serve() } }",
        ),
        ("src/graph/page.rs", "pub use crate as model;"),
        ("src/graph/page.rs", "use crate::{self as model};"),
        ("src/graph/page.rs", "use crate::*;"),
        ("src/graph/page.rs", "use crate::{*};"),
        ("src/graph/page.rs", "use super::super::*;"),
        ("src/graph/page.rs", "use crate::field;"),
        ("src/graph/page.rs", "use crate::{field, vocabulary};"),
    ] {
        let wrong = against_the_arrows(file, text, &macros);
        assert!(!wrong.is_empty(), "{file} may not say {text}");
    }
    for (file, text) in [
        ("src/graph/page.rs", "use crate::{model::Key, vocabulary};"),
        (
            "src/graph/page.rs",
            "use super::{Graph, super::model::Key}; use self::http::Limits;",
        ),
        (
            "src/graph/view/node.rs",
            "use super::super::{http, Graph}; pub(super) use super::*;",
        ),
        (
            "src/graph/mod.rs",
            "pub(super) fn f() {} pub(crate) mod http { use super::Graph; }",
        ),
        (
            "src/graph/page.rs",
            "// crate::http\n/* crate::http */ const A: &str = \"crate::http\";",
        ),
        (
            "src/graph/page.rs",
            "fn f<'g>() -> impl Clone + use<'g> { (1 as usize) * 2 }",
        ),
        (
            "src/http/log.rs",
            "use crate::{field, graphql::error::ErrorCode, http::Limits};",
        ),
    ] {
        let wrong = against_the_arrows(file, text, &macros);
        assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
    }
}

#[test]
fn arrows_cover_every_module() {
    for (file, _) in sources() {
        let parts: Vec<&str> = file.split('/').collect();
        let known = parts.len() == 2 || ARROWS.iter().any(|(module, _)| *module == parts[1]);
        assert!(known, "{file} lies in a module whose arrows are not stated");
    }
}

/// Crates that a source names away from their homes.
fn away_from_home(file: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in paths(file, text) {
        for (library, homes) in HOMES {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            // One word alone may be the name of anything, but not in a `use`.
            let named = path.imported || path.segments.len() > 1;
            if !at_home && named && path.concerns(&[library]) {
                let homes = homes.join(", ");
                wrong.push(format!(
                    "{file}:{}: {library} belongs to {homes}",
                    path.line
                ));
            }
        }
    }
    wrong
}

#[test]
fn crates_stay_in_their_homes() {
    let sources = sources();
    let wrong: Vec<String> = sources
        .iter()
        .flat_map(|(file, text)| away_from_home(file, text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a source names that the graph must not know.
fn foreign(file: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in paths(file, text) {
        for foreign in FOREIGN_TO_GRAPH {
            let place: Vec<&str> = foreign.split("::").collect();
            if path.concerns(&place) {
                let line = path.line;
                wrong.push(format!("{file}:{line}: the graph knows no {foreign}"));
            }
        }
    }
    wrong
}

#[test]
fn the_graph_knows_no_outer_world() {
    let sources = sources();
    let graph = sources
        .iter()
        .filter(|(file, _)| file.starts_with("src/graph/"));
    let wrong: Vec<String> = graph.flat_map(|(file, text)| foreign(file, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_and_the_outer_world_are_seen() {
    for text in [
        "fn f() { petgraph::Graph::new() }",
        "use petgraph;",
        "use ::petgraph::Graph;",
        "use petgraph as graph;",
        "use {std::fmt, petgraph::{graph, visit}};",
    ] {
        assert!(
            !away_from_home("src/http/log.rs", text).is_empty(),
            "only the graph may say {text}"
        );
        assert!(away_from_home("src/graph/page.rs", text).is_empty());
    }
    assert!(away_from_home("src/http/log.rs", "let petgraph = crate::petgraph();").is_empty());
    for text in [
        "use std::fs;",
        "use std::{collections::BTreeMap, fs::File};",
        "use std::{\n    fmt,\n    io::{self, Read},\n};",
        "use std as other;",
        "fn f() { std::time::Instant::now() }",
        "async fn f() { g().await }",
    ] {
        assert!(
            !foreign("src/graph/page.rs", text).is_empty(),
            "the graph may not say {text}"
        );
    }
    let text = "use std::{fmt, collections::BTreeMap}; fn f() { std::mem::take(&mut a) }";
    assert!(foreign("src/graph/page.rs", text).is_empty());
}

#[test]
fn long_files_have_a_reason() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > LINES_MAX)
        .map(|(file, _)| file)
        .collect();
    let listed: Vec<&str> = LONG.iter().map(|(file, _)| *file).collect();
    assert_eq!(
        long, listed,
        "files over {LINES_MAX} lines, and those that are listed with a reason"
    );
}
