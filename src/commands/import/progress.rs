//! How far an import is: a bar on a terminal, log lines elsewhere.

use super::super::{Failure, serve};
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
            serve::start_log(serve::LogFormat::Text, serve::log_filter()?);
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
            if bytes == 0 {
                tracing::info!("{name}");
            } else {
                tracing::info!("{name}: {} to read", HumanBytes(bytes));
            }
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
        let Self {
            name, bytes, done, ..
        } = self;
        let seconds = self.begun.elapsed().as_secs().max(1);
        let rate = (*done / seconds).max(1);
        let left = bytes.saturating_sub(*done) / rate;
        let (done, bytes, rate) = (HumanBytes(*done), HumanBytes(*bytes), HumanBytes(rate));
        tracing::info!("{name}: {done} of {bytes}, {rate}/s, about {left} s left");
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        } else if !self.name.is_empty() {
            let seconds = self.begun.elapsed().as_secs_f64();
            tracing::info!("{}: done in {seconds:.1} s", self.name);
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
