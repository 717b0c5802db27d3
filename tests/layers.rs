//! The arrows between modules, and the house rules that a reader of files can check.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules and those that each may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("graph", &["model"]),
    ("store", &["model", "graph"]),
    ("graphql", &["model", "graph"]),
    ("http", &["graphql"]),
    ("commands", &["model", "graph", "store", "graphql", "http"]),
];

/// Crates and the places that alone may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("petgraph", &["src/graph/"]),
    ("async_graphql", &["src/graphql/"]),
    ("async_graphql_value", &["src/graphql/"]),
    ("axum", &["src/http/", "src/commands/serve.rs"]),
    ("tower_http", &["src/http/"]),
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
    "rand::",
    "serde_json",
    "async ",
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

/// The code of a source: lines that are not comments, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// Whether a line names a path that begins so, as a word of its own.
fn names(line: &str, path: &str) -> bool {
    let begins =
        |at: usize| !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    line.match_indices(path).any(|(at, _)| {
        let rest = &line[at + path.len()..];
        begins(at) && !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    })
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some((_, allowed)) = ARROWS
            .iter()
            .find(|(module, _)| file.starts_with(&format!("src/{module}/")))
        else {
            continue;
        };
        let own = file.split('/').nth(1).unwrap_or_default();
        for (number, line) in code(&text) {
            for (module, _) in ARROWS
                .iter()
                .filter(|(module, _)| *module != own && !allowed.contains(module))
            {
                if names(line, &format!("crate::{module}")) {
                    wrong.push(format!(
                        "{file}:{number}: {own} may not use {module}: {line}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn arrows_cover_every_module() {
    for (file, _) in sources() {
        let parts: Vec<&str> = file.split('/').collect();
        let known = parts.len() == 2 || ARROWS.iter().any(|(module, _)| *module == parts[1]);
        assert!(known, "{file} lies in a module whose arrows are not stated");
    }
}

#[test]
fn crates_stay_in_their_homes() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (number, line) in code(&text) {
            for (library, homes) in HOMES {
                let at_home = homes.iter().any(|home| file.starts_with(home));
                if !at_home && names(line, &format!("{library}::")) {
                    wrong.push(format!(
                        "{file}:{number}: {library} belongs to {}: {line}",
                        homes.join(", ")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_graph_knows_no_outer_world() {
    let mut wrong = Vec::new();
    for (file, text) in sources()
        .into_iter()
        .filter(|(file, _)| file.starts_with("src/graph/"))
    {
        for (number, line) in code(&text) {
            for foreign in FOREIGN_TO_GRAPH
                .iter()
                .filter(|foreign| line.contains(**foreign))
            {
                wrong.push(format!(
                    "{file}:{number}: the graph knows no {foreign}: {line}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
