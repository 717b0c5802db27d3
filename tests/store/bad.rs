//! One directory per mistake; `castgraph check` must say exactly what stands in its `expected.txt`.
//!
//! `UPDATE_EXPECTED=1` writes what it says now. A new mistake needs only a new directory.

use super::{castgraph, data, stderr, stdout};
use std::fs;

/// The one case without data files is about that.
const WITHOUT_FILES: &str = "no_data_files";

#[test]
fn every_mistake_is_told_as_expected() {
    let bad = data("bad");
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut cases: Vec<String> = fs::read_dir(&bad)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let mut failures = Vec::new();
    for case in cases {
        let files = fs::read_dir(bad.join(&case)).unwrap().count();
        if files < 2 && case != WITHOUT_FILES {
            failures.push(format!(
                "{case}: expected data files beside expected.txt, found none"
            ));
            continue;
        }
        let output = castgraph(&bad, &["check", &case]);
        let told = stderr(&output);
        let path = bad.join(&case).join("expected.txt");
        if update {
            fs::write(&path, &told).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if told != expected {
            failures.push(format!("{case}: expected\n{expected}found\n{told}"));
        }
        if output.status.code() != Some(1) || !stdout(&output).is_empty() {
            failures.push(format!(
                "{case}: expected exit code 1 and nothing on stdout, found {:?} and {:?}",
                output.status.code(),
                stdout(&output)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
