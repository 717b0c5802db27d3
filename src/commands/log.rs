//! The log on stderr.

use super::Failure;
use super::log_lines::Lines as Format;
use clap::ValueEnum;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::env;
use std::io::{self, Write};
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tracing::{Level, Metadata};
use tracing_subscriber::fmt::{MakeWriter, format};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

/// How long a line may wait for others, to be written with them.
const DELAY: Duration = Duration::from_millis(50);
/// Bytes of waiting lines for which nobody waits any longer.
const WAITING_BYTES_MAX: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for people
    Text,
    /// An object of JSON a line
    Json,
}

/// What `CASTGRAPH_LOG` chooses: a level, or levels of single modules.
pub(super) fn log_filter() -> Result<EnvFilter, Failure> {
    let chosen = env::var_os("CASTGRAPH_LOG").unwrap_or_default();
    let chosen = chosen.to_string_lossy();
    // The library takes any other word for the name of a module.
    let is_known = |part: &str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
    let known = chosen.split(',').all(is_known);
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into());
    let filter = filter.parse(&chosen).ok().filter(|_| known);
    filter.ok_or_else(|| {
        format!("castgraph: CASTGRAPH_LOG: expected error, warn, info or debug, found {chosen:?}")
            .into()
    })
}

/// Sends the log to `writer`, panics included: their place is for the log only.
pub(super) fn start_log<W>(format: LogFormat, filter: EnvFilter, writer: W)
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer);
    match format {
        LogFormat::Text => {
            use std::io::IsTerminal as _;
            let format = Format {
                other: format::format(),
                json: false,
            };
            let log = log.with_ansi(io::stderr().is_terminal());
            log.event_format(format).init();
        }
        LogFormat::Json => {
            let other = format::format().json();
            log.json().event_format(Format { other, json: true }).init();
        }
    }
    panic::set_hook(Box::new(|panic| {
        let text = panic.payload_as_str().unwrap_or("a panic without text");
        let place = panic.location().map(ToString::to_string);
        // Only where RUST_BACKTRACE asks for it.
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then_some(backtrace);
        let backtrace = backtrace.map(|backtrace| backtrace.to_string());
        tracing::error!(text, place, backtrace, "panic");
    }));
}

static LINES: Lines = Lines {
    waiting: Mutex::new(Vec::new()),
    came: Condvar::new(),
    out: Mutex::new(Vec::new()),
};

/// Lines that are written to stderr together, since a write a request would cost as much as the rest
/// of it. Warnings and errors are written at once, with what waits before them.
pub(super) struct Lines {
    waiting: Mutex<Vec<u8>>,
    /// Told when a line waits.
    came: Condvar,
    /// Empty; who holds it writes.
    out: Mutex<Vec<u8>>,
}

impl Lines {
    /// The lines of this process, and a thread that writes them.
    pub(super) fn start() -> io::Result<&'static Self> {
        let writer = thread::Builder::new().name("log".into());
        writer.spawn(|| {
            loop {
                let waiting = lock(&LINES.waiting);
                let waiting = LINES.came.wait_while(waiting, |waiting| waiting.is_empty());
                drop(waiting);
                thread::sleep(DELAY);
                LINES.write();
            }
        })?;
        Ok(&LINES)
    }

    /// Writes what waits.
    pub(super) fn write(&self) {
        let mut out = lock(&self.out);
        std::mem::swap(&mut *out, &mut lock(&self.waiting));
        // Who closed stderr wants no log.
        let _ = io::stderr().write_all(&out);
        out.clear();
    }
}

fn lock(bytes: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes one line.
pub(super) struct Line<'w> {
    lines: &'w Lines,
    urgent: bool,
}

impl<'w> MakeWriter<'w> for &'static Lines {
    type Writer = Line<'w>;

    fn make_writer(&'w self) -> Line<'w> {
        Line {
            lines: self,
            urgent: false,
        }
    }

    fn make_writer_for(&'w self, metadata: &Metadata<'_>) -> Line<'w> {
        Line {
            lines: self,
            urgent: *metadata.level() <= Level::WARN,
        }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = lock(&self.lines.waiting);
        if waiting.is_empty() {
            self.lines.came.notify_one();
        }
        waiting.extend_from_slice(line);
        let full = waiting.len() > WAITING_BYTES_MAX;
        drop(waiting);
        if self.urgent || full {
            self.lines.write();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
