//! Reads the command line, calls one command.

mod commands;

use clap::Parser;
use commands::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
