//! `castgraph query`: answers a query without a server.

use super::{DataArgs, Failure, print};
use castgraph::graph::Snapshot;
use castgraph::graphql::engine::{Outcome, Request, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use clap::Args;
use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const AFTER_HELP: &str = "\
Examples:
  castgraph query cast.graphql
  castgraph query --variables '{\"slug\":\"jeff-daniels\"}' person.graphql
  echo '{ people { totalCount } }' | castgraph query -

The answer is one line of JSON on stdout, errors included.

Environment:
  CASTGRAPH_DATA   data directory or snapshot file, as --data

Exit codes:
  0  answered without errors
  1  bad data, a document that cannot be read, or an answer with errors
  2  wrong usage of the command line";

/// Answer a query without a server
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct QueryArgs {
    /// File with a GraphQL document; - for stdin
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// Variables, as a JSON object
    #[arg(long, value_name = "JSON", value_parser = variables)]
    variables: Option<Map<String, Value>>,
    /// Operation to run, where the document has several
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// Say in extensions.cost what the query may cost, what it did cost, and the limit
    #[arg(long)]
    cost: bool,
}

/// Prints the answer.
pub(super) fn run(args: &QueryArgs) -> Result<(), Failure> {
    let request = Request {
        query: document(&args.file)?,
        operation_name: args.operation.clone(),
        variables: args.variables.clone().unwrap_or_default(),
        reports_cost: args.cost,
        request_id: "command-line".to_owned(),
        ..Request::default()
    };
    let snapshot = Arc::new(Snapshot::new(args.data.load()?));
    let api = Api::new(snapshot, Limits::default())?;
    let answer = api.answer(&request, &Uninterrupted);
    let mut text = String::from_utf8(answer.body.into())?;
    text.push('\n');
    print(&text)?;
    match answer.outcome {
        Outcome::Complete => Ok(()),
        _ => Err("castgraph: the answer has errors, see \"errors\" in it".into()),
    }
}

fn document(file: &Path) -> Result<String, Failure> {
    let read = if file == Path::new("-") {
        io::read_to_string(io::stdin().lock())
    } else {
        fs::read_to_string(file)
    };
    read.map_err(|error| {
        let name = file.display();
        // Somebody may have written the document where its file is expected.
        let hint = if name.to_string().contains('{') {
            "; expected a file with the document, or - to read it from stdin"
        } else {
            ""
        };
        format!("castgraph: {name}: cannot read the document: {error}{hint}").into()
    })
}

fn variables(text: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(text).map_err(|error| {
        format!(
            "expected a JSON object such as {{\"slug\":\"jeff-daniels\"}}, found an error ({error})"
        )
    })
}
