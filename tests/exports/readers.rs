//! Exports, read by `NetworkX` and `RDFLib`.

use super::{drawn, export, odd, scratch, seed};
use crate::imported::onto_the_seed;
use crate::support::skips::{installed_python, say};
use castgraph::graph::view::Character;
use castgraph::graph::{Direction, Graph, Ordered};
use castgraph::model::{Rank, Relation};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The query in the documentation of the format.
fn documented_query() -> String {
    let source = include_str!("../../src/store/export/nquads.rs");
    let start = source.find("```sparql\n").expect("it has a query");
    let lines = source[start..].lines().skip(1);
    let mut query = String::new();
    for line in lines.take_while(|line| *line != "//! ```") {
        query.push_str(line.trim_start_matches("//!").trim_start());
        query.push('\n');
    }
    query
}

/// Who plays Del Harris: name, title, section and day of each reference.
fn plays(graph: &Graph) -> Vec<Value> {
    let Some(harris) = graph.get::<Character>("del-harris") else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for edge in harris.edges(Relation::Plays, Direction::In).items() {
        for claim in edge
            .claims()
            .filter(|claim| claim.rank() != Rank::Deprecated)
        {
            for reference in claim.references() {
                let day = reference.as_of().map(|day| day.to_string());
                let title = reference.source().name();
                rows.push(json!([edge.from().name(), title, reference.locator(), day]));
            }
        }
    }
    rows
}

fn expected(graph: &Graph) -> Value {
    let known = graph.statistics();
    let nodes = known.nodes.iter().filter(|(_, count)| *count > 0);
    let nodes: Map<String, Value> = nodes
        .map(|(kind, count)| (kind.word().to_owned(), json!(count)))
        .collect();
    let edges = known.edges.iter().filter(|(_, count)| *count > 0);
    let edges: Map<String, Value> = edges
        .map(|(relation, count)| (relation.word().to_owned(), json!(count)))
        .collect();
    json!({
        "nodes": nodes,
        "edges": edges,
        "claims": known.claims,
        "disputes": known.disputes,
        "merges": graph.merges().count(),
        "plays": plays(graph),
    })
}

/// Needs Python and the packages that `make test` installs.
type Make = fn() -> Graph;

#[test]
fn foreign_tools_read_what_the_graph_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(python) = installed_python() else {
        return;
    };
    let harris = plays(&seed());
    assert!(!harris.is_empty() && harris.iter().all(|row| row[0] == "Jeff Daniels"));
    let graphs: [(&str, Make); 4] = [
        ("seed", seed),
        ("drawn", drawn),
        ("odd", odd),
        ("imported", onto_the_seed),
    ];
    for (name, graph) in graphs {
        let graph = graph();
        let folder = scratch(&format!("readers-{name}"));
        export(&graph, &folder);
        fs::write(folder.join("expected.json"), expected(&graph).to_string()).unwrap();
        fs::write(folder.join("query.rq"), documented_query()).unwrap();
        let mut check = Command::new(&python);
        check.arg(root.join("tests/exports/check.py")).arg(&folder);
        let output = check.env("PYTHONUTF8", "1").output().unwrap();
        let report = String::from_utf8_lossy(&output.stdout);
        let failure = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {report}{failure}");
        say(&format!("{name}: NetworkX and RDFLib {}", report.trim()));
    }
}
