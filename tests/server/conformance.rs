//! GraphQL over HTTP, as graphql-http's audit understands it.

use std::{path::Path, process::Command};

use super::process::Server;
use crate::support::skips::{lacks, say};

/// Needs Node and the packages that `make test` installs.
#[test]
fn every_audit_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let node = Command::new("node").arg("--version").output();
    let lacking = if node.is_err() {
        Some("node is not installed")
    } else if !folder.join("node_modules/graphql-http").is_dir() {
        Some("its npm packages are not installed; `make test` installs them")
    } else {
        None
    };
    if let Some(lacking) = lacking {
        return lacks(lacking);
    }
    let server = Server::start(&[]);
    let url = format!("http://{}/graphql", server.address);
    let mut node = Command::new("node");
    let output = node.arg("audit.mjs").arg(url).current_dir(folder).output();
    let output = output.expect("node runs");
    let report = String::from_utf8_lossy(&output.stdout);
    let failure = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}{failure}");
    assert!(report.contains("61 of 61 audits passed"), "{report}");
    say(report.lines().last().unwrap_or_default());
}
