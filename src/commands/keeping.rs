//! The options of `castgraph serve` on what is kept, here and by clients.

use castgraph::graphql::limits::Limits;
use clap::{Args, value_parser};

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
}

impl KeepingArgs {
    /// The limits with the options of this file.
    pub(super) fn limits(&self, limits: Limits) -> Limits {
        Limits {
            answers_bytes_max: bytes(self.answers_bytes_max),
            ..limits
        }
    }

    /// How long clients may use an answer without asking again, in seconds.
    pub(super) const fn answers_max_age_s(&self) -> u32 {
        self.answers_max_age_s
    }
}

/// As many bytes as this machine can address.
fn bytes(option: u64) -> usize {
    usize::try_from(option).unwrap_or(usize::MAX)
}
