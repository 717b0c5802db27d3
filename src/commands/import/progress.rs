//! How far an import is: a bar on a terminal, log lines elsewhere.

use super::super::Failure;
use super::super::log::{LogFormat, log_filter, start_log};
use castgraph::sources::Progress;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a log line says how far a stage is.
const LOG_EVERY: Duration = Duration::from_secs(10);

const BAR: &str = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
const SPINNER: &str = "{spinner} {msg} {elapsed}";

/// Shows on stderr how far the import is; asks to stop when a signal came.
pub(super) struct Meter {
    stop: Arc<AtomicBool>,
    terminal: bool,
    stage: Mutex<Stage>,
}

/// The stage that runs.
struct Stage {
    name: String,
    bytes: u64,
    done: u64,
    begun: Instant,
    logged: Instant,
    /// Only on a terminal.
    bar: Option<ProgressBar>,
}

impl Meter {
    /// Shows nothing before the first stage.
    pub fn new(stop: Arc<AtomicBool>) -> Result<Self, Failure> {
        let terminal = io::stderr().is_terminal();
        if !terminal {
            start_log(LogFormat::Text, log_filter()?, std::io::stderr);
        }
        let now = Instant::now();
        Ok(Self {
            stop,
            terminal,
            stage: Mutex::new(Stage {
                name: String::new(),
                bytes: 0,
                done: 0,
                begun: now,
                logged: now,
                bar: None,
            }),
        })
    }

    /// A stage whose length nobody knows.
    pub fn stage(&self, name: &str) {
        self.start(name, 0);
    }

    /// The last stage is over.
    pub fn end(&self) {
        self.with(Stage::end);
    }

    fn start(&self, name: &str, bytes: u64) {
        self.with(|stage| {
            stage.end();
            let now = Instant::now();
            *stage = Stage {
                name: name.to_owned(),
                bytes,
                done: 0,
                begun: now,
                logged: now,
                bar: self.terminal.then(|| bar(name, bytes)),
            };
            tracing::info!("{}", begun(name, bytes));
        });
    }

    fn with(&self, change: impl FnOnce(&mut Stage)) {
        change(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Meter {
    fn begin(&self, stage: &str, bytes: u64) {
        self.start(stage, bytes);
    }

    fn advance(&self, bytes: u64) {
        self.with(|stage| {
            stage.done += bytes;
            if let Some(bar) = &stage.bar {
                bar.inc(bytes);
            } else if stage.logged.elapsed() >= LOG_EVERY {
                stage.log();
            }
        });
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Stage {
    fn log(&mut self) {
        self.logged = Instant::now();
        let line = under_way(&self.name, self.done, self.bytes, self.begun.elapsed());
        tracing::info!("{line}");
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        } else if !self.name.is_empty() {
            tracing::info!("{}", over(&self.name, self.begun.elapsed()));
        }
    }
}

/// The bar goes away with the stage, also when that fails.
impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The log line of a stage that begins; `bytes` is 0 where nobody knows its length.
fn begun(name: &str, bytes: u64) -> String {
    match bytes {
        0 => name.to_owned(),
        bytes => format!("{name}: {} to read", HumanBytes(bytes)),
    }
}

/// The log line of a stage that goes on.
fn under_way(name: &str, done: u64, bytes: u64, elapsed: Duration) -> String {
    let rate = (done / elapsed.as_secs().max(1)).max(1);
    let left = bytes.saturating_sub(done) / rate;
    let (done, bytes, rate) = (HumanBytes(done), HumanBytes(bytes), HumanBytes(rate));
    format!("{name}: {done} of {bytes}, {rate}/s, about {left} s left")
}

/// The log line of a stage that is over.
fn over(name: &str, elapsed: Duration) -> String {
    format!("{name}: done in {:.1} s", elapsed.as_secs_f64())
}

fn bar(name: &str, bytes: u64) -> ProgressBar {
    let (bar, template) = if bytes == 0 {
        (ProgressBar::new_spinner(), SPINNER)
    } else {
        (ProgressBar::new(bytes), BAR)
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(name.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Here, as nothing else can name what belongs to the program alone.
#[cfg(test)]
mod tests {
    use super::{Duration, begun, over, under_way};

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn a_stage_begins_with_its_length_if_it_is_known() {
        let line = begun("title.crew", 12 * MIB);
        assert_eq!(line, "title.crew: 12.00 MiB to read");
        assert_eq!(begun("writing", 0), "writing");
    }

    #[test]
    fn a_stage_that_goes_on_tells_rate_and_time_left() {
        let told = |done, seconds| {
            let elapsed = Duration::from_secs(seconds);
            under_way("title.crew", done, 12 * MIB, elapsed)
        };
        let expected = "title.crew: 3.00 MiB of 12.00 MiB, 1.00 MiB/s, about 9 s left";
        assert_eq!(told(3 * MIB, 3), expected);
        // Within the first second, and with more read than the files were long.
        let expected = "title.crew: 13.00 MiB of 12.00 MiB, 13.00 MiB/s, about 0 s left";
        assert_eq!(told(13 * MIB, 0), expected);
        // Slower than a byte a second.
        let expected = "title.crew: 2 B of 12.00 MiB, 1 B/s, about 12582910 s left";
        assert_eq!(told(2, 10), expected);
    }

    #[test]
    fn a_stage_that_is_over_tells_how_long_it_took() {
        let line = over("title.crew", Duration::from_millis(12_340));
        assert_eq!(line, "title.crew: done in 12.3 s");
    }
}
