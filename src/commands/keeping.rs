//! The options of `castgraph serve` on what is kept, here and by clients.

use super::Failure;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::persisted::{Automatic, Documents, Trusted, trusted};
use castgraph::graphql::service::Api;
use clap::{Args, value_parser};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest time that `--answers-max-age-s` may state: a year.
const MAX_AGE_S_MAX: i64 = 31_536_000;

/// Most bytes that an option of this file may state: a tebibyte.
const BYTES_MAX: u64 = 1 << 40;

/// What is kept of answers and documents.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answers and documents")]
pub(super) struct KeepingArgs {
    /// Most bytes of answers kept for who asks the same again; 0 keeps none
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_ANSWERS_BYTES_MAX",
          default_value_t = Limits::default().answers_bytes_max as u64,
          value_parser = value_parser!(u64).range(0..=BYTES_MAX))]
    answers_bytes_max: u64,
    /// How long browsers and CDNs may use an answer to a GET without asking again, in seconds
    #[arg(long, value_name = "S", env = "CASTGRAPH_ANSWERS_MAX_AGE_S",
          default_value_t = 0,
          value_parser = value_parser!(u32).range(0..=MAX_AGE_S_MAX))]
    answers_max_age_s: u32,
    /// Most bytes of documents that clients may name by their hash once sent; 0 turns that off
    #[arg(long, value_name = "BYTES", env = "CASTGRAPH_PERSISTED_BYTES_MAX",
          default_value_t = Limits::default().persisted_bytes_max as u64,
          value_parser = value_parser!(u64).range(0..=BYTES_MAX))]
    persisted_bytes_max: u64,
    /// Answer only the documents of this list, a JSON file of GraphQL Code Generator or Relay
    #[arg(long, value_name = "FILE", env = "CASTGRAPH_DOCUMENTS")]
    documents: Option<PathBuf>,
}

impl KeepingArgs {
    /// The limits with the options of this file.
    pub(super) fn limits(&self, limits: Limits) -> Limits {
        Limits {
            answers_bytes_max: bytes(self.answers_bytes_max),
            persisted_bytes_max: bytes(self.persisted_bytes_max),
            ..limits
        }
    }

    /// How long clients may use an answer without asking again, in seconds.
    pub(super) const fn answers_max_age_s(&self) -> u32 {
        self.answers_max_age_s
    }

    /// The documents that are answered; those of a list must be good for the API.
    pub(super) fn documents(&self, api: &Api) -> Result<Documents, Failure> {
        let (answers_bytes_max, persisted_bytes_max) =
            (self.answers_bytes_max, self.persisted_bytes_max);
        let answers_max_age_s = self.answers_max_age_s;
        tracing::info!(
            answers_bytes_max,
            answers_max_age_s,
            persisted_bytes_max,
            "kept"
        );
        let Some(file) = &self.documents else {
            return Ok(Documents::Any(Automatic::new(bytes(persisted_bytes_max))));
        };
        let trusted = trusted_documents(file, api)?;
        tracing::info!(documents = trusted.count(), "no others are answered");
        Ok(Documents::Trusted(trusted))
    }
}

/// The documents of a file, or all that is wrong with them.
fn trusted_documents(file: &Path, api: &Api) -> Result<Trusted, Failure> {
    let shown = file.display();
    let json = fs::read_to_string(file)
        .map_err(|error| format!("castgraph: {shown}: cannot read the documents: {error}"))?;
    let entries = trusted::read(&json).map_err(|error| format!("castgraph: {shown}: {error}"))?;
    if entries.is_empty() {
        return Err(format!("castgraph: {shown}: expected documents, found none").into());
    }
    let trusted = Trusted::new(entries, |text| api.engine().check_document(text));
    trusted.map_err(|faults| {
        let mut told = String::new();
        for fault in &faults {
            let _ = writeln!(told, "{shown}: {fault}");
        }
        let problems = match faults.len() {
            1 => "1 problem".to_owned(),
            several => format!("{several} problems"),
        };
        let advice = "make the list again from documents that fit `castgraph schema`";
        Failure(format!("{told}castgraph: {problems}; {advice}"))
    })
}

/// As many bytes as this machine can address.
fn bytes(option: u64) -> usize {
    usize::try_from(option).unwrap_or(usize::MAX)
}
