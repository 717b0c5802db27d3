//! Reads the command line, calls one command.

mod commands;

use clap::Parser;
use commands::Cli;
use std::process::ExitCode;

/// Gives memory back to the system after an import, and is fast for many small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
