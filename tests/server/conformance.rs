//! Asked as clients of others ask: graphql-http's audit, Apollo Client's links.

use std::{fs, path::Path, process::Command};

use super::process::Server;
use crate::support::skips::{lacks, say};

/// What a script of `tests/conformance` says about a server; `None` where there is no Node or
/// not the script's package, which is said.
fn run(script: &str, package: &str, server: &Server, arguments: &[&str]) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let node = Command::new("node").arg("--version").output();
    let lacking = if node.is_err() {
        Some("node is not installed")
    } else if !folder.join("node_modules").join(package).is_dir() {
        Some("its npm packages are not installed; `make test` installs them")
    } else {
        None
    };
    if let Some(lacking) = lacking {
        lacks(lacking);
        return None;
    }
    let url = format!("http://{}/graphql", server.address);
    let mut node = Command::new("node");
    node.arg(script).arg(url).args(arguments);
    let output = node.current_dir(folder).output().expect("node runs");
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    let failure = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}{failure}");
    Some(report)
}

/// Needs Node and the packages that `make test` installs.
#[test]
fn every_audit_passes() {
    let server = Server::start(&[]);
    if let Some(report) = run("audit.mjs", "graphql-http", &server, &[]) {
        assert!(report.contains("61 of 61 audits passed"), "{report}");
        say(report.lines().last().unwrap_or_default());
    }
}

fn apollo_asks(mode: &str, options: &[&str]) {
    let server = Server::start(options);
    if let Some(report) = run("persisted.mjs", "@apollo/client", &server, &[mode]) {
        assert!(report.lines().count() >= 4, "{report}");
    }
}

/// As above, and so are the next.
#[test]
fn apollo_client_names_documents_by_their_hash() {
    apollo_asks("automatic", &[]);
}

#[test]
fn apollo_client_sends_documents_where_it_may_not_name_them() {
    apollo_asks("off", &["--persisted-bytes-max", "0"]);
}

#[test]
fn apollo_client_names_documents_of_a_list() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("apollo-documents.json");
    // As Apollo Client sends it, which asks for the name of each type.
    let text = "query Name($slug: String!) { person(slug: $slug) { name __typename } }";
    let list = serde_json::json!({ "name-of-a-person": text });
    fs::write(&file, list.to_string()).expect("it can be written");
    apollo_asks("trusted", &["--documents", file.to_str().expect("text")]);
}
