//! Snapshots: bytes as a file, or a small graph's columns with edits behind every checksum.
//!
//! After an even first byte come the bytes of a file. After an odd one come edits of eight
//! bytes each: column, operation, place (2), value (4). What is accepted must answer.

#![no_main]

use castgraph::graph::image::Column;
use castgraph::graph::{Direction, Graph, Ordered};
use castgraph::model::{Kind, Relation};
use castgraph::store;
use libfuzzer_sys::fuzz_target;
use std::hint::black_box;
use std::path::Path;
use std::sync::OnceLock;

const MERGES: &str = concat!(
    r#"{"key":"person:guide-1","into":"person:ada-byrd","reason":"Same birth."}"#,
    "\n",
    r#"{"key":"person:ed-fox","into":"person:ed-fox-writer","rank":"DEPRECATED","reason":"Two people."}"#,
    "\n",
);

type Columns = Vec<(&'static str, Vec<u8>)>;

/// The columns of a small graph with merges.
fn columns() -> &'static Columns {
    static COLUMNS: OnceLock<Columns> = OnceLock::new();
    COLUMNS.get_or_init(|| {
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/store/small");
        let small = store::load_directory(&small).expect("the small graph loads");
        let files = store::texts(&small);
        let mut files: Vec<(String, String)> = files
            .into_iter()
            .map(|(file, text)| (file.name(), text))
            .collect();
        let person = r#"{"key":"person:guide-1","name":"Ada Byrd","references":[{"source":"source:guide"}]}"#;
        for (name, text) in &mut files {
            if name == "people.jsonl" {
                text.push_str(person);
                text.push('\n');
            }
        }
        files.push(("merges.jsonl".to_owned(), MERGES.to_owned()));
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let graph = store::load_texts(&files).unwrap_or_else(|error| panic!("{error}"));
        let columns = graph.columns().into_iter();
        columns
            .map(|(name, bytes)| (name, bytes.into_owned()))
            .collect()
    })
}

/// Does one edit, which may do nothing.
fn edit(columns: &mut Columns, [column, operation, low, high, value @ ..]: [u8; 8]) {
    let count = columns.len();
    let bytes = &mut columns[usize::from(column) % count].1;
    let place = usize::from(u16::from_le_bytes([low, high]));
    let value = u32::from_le_bytes(value);
    let words = bytes.len() / 4;
    match operation % 6 {
        0 if !bytes.is_empty() => {
            let at = place % bytes.len();
            bytes[at] = value.to_le_bytes()[0];
        }
        1 if words > 0 => {
            let at = place % words * 4;
            bytes[at..at + 4].copy_from_slice(&value.to_ne_bytes());
        }
        2 if words > 0 => {
            let at = place % words * 4;
            let word = &mut bytes[at..at + 4];
            let old = u32::from_ne_bytes([word[0], word[1], word[2], word[3]]);
            word.copy_from_slice(&old.wrapping_add(value % 9).wrapping_sub(4).to_ne_bytes());
        }
        3 => bytes.truncate(bytes.len().saturating_sub(place % 64)),
        4 => {
            for _ in 0..=place % 16 {
                bytes.extend(value.to_ne_bytes());
            }
        }
        5 if words > 0 => {
            let (one, other) = (place % words * 4, value as usize % words * 4);
            for byte in 0..4 {
                bytes.swap(one + byte, other + byte);
            }
        }
        _ => {}
    }
}

/// The graph of columns; that they are none of a graph is no finding.
fn graph(columns: &Columns) -> Option<Graph> {
    let mut rest = columns.iter();
    let graph = Graph::from_columns(|_, target: &mut dyn Column| {
        let (_, bytes) = rest.next().ok_or(())?;
        let taken = target.take(bytes.len(), &mut |place| {
            place.copy_from_slice(bytes);
            Ok(())
        });
        match taken {
            Ok(true) => Ok(()),
            _ => Err(()),
        }
    });
    graph.ok()?.ok()
}

/// Reads all that a graph has.
fn ask(graph: &Graph) {
    black_box(graph.statistics());
    black_box(graph.merges().count());
    black_box(store::texts(graph));
    let claims = graph.claims_listed();
    for place in 0..claims.len() {
        let claim = claims.get(place);
        black_box((claims.position(place), claim.sentence(), claim.value()));
        black_box((claim.derived_from().count(), claim.qualifiers().count()));
        black_box(claim.entity().map(|node| node.key().to_string()));
        for reference in claim.references() {
            black_box((reference.as_of(), reference.locator()));
            black_box(reference.as_of_inferred());
            black_box(claim.is_said_by(reference.source()));
        }
        black_box(graph.claim(claim.key()).map(|claim| claim.subject().label()));
    }
    let disputes = graph.disputes();
    for place in 0..disputes.len() {
        let dispute = disputes.get(place);
        black_box((disputes.position(place), dispute.question(), dispute.reason()));
        black_box((dispute.settled_by().is_some(), dispute.is_computed()));
        black_box((dispute.property(), dispute.relation(), dispute.qualifier()));
        black_box(dispute.claims().items().count());
        black_box(graph.dispute(&dispute.key()).is_some());
    }
    for kind in Kind::ALL {
        let nodes = graph.nodes(*kind);
        for place in 0..nodes.len() {
            let node = nodes.get(place);
            black_box((nodes.position(place), node.label(), node.listed_name()));
            black_box((node.names().count(), node.alternate_names().count()));
            black_box(graph.node(&node.key().to_key()).is_some());
            black_box(node.claims().items().count());
            for id in node.external_ids() {
                black_box(graph.by_external_id(id).count());
            }
            for relation in Relation::ALL {
                for direction in [Direction::Out, Direction::In] {
                    let edges = node.edges(*relation, direction);
                    for place in 0..edges.len() {
                        let edge = edges.get(place);
                        black_box((edges.position(place), edge.far().label()));
                        black_box((edge.claims().count(), edge.qualifiers().count()));
                    }
                }
            }
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let graph = if first & 1 == 0 {
        let mut rest = bytes;
        let read = store::read_snapshot(&mut rest, bytes.len() as u64);
        read.ok().map(|(graph, _)| graph)
    } else {
        let mut columns = columns().clone();
        for bytes in bytes.as_chunks::<8>().0.iter().take(16) {
            edit(&mut columns, *bytes);
        }
        graph(&columns)
    };
    if let Some(graph) = graph {
        ask(&graph);
    }
});
