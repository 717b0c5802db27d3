//! How far long work has come.

use std::sync::atomic::{AtomicU64, Ordering};

/// Hears how far a reader has come, and may ask it to stop.
pub trait Progress: Sync {
    /// A stage begins, such as "title.basics", of `bytes` to be read from disk.
    fn begin(&self, stage: &str, bytes: u64);

    /// So many bytes more of the stage have been read.
    fn advance(&self, bytes: u64);

    /// Whether to give up, leaving everything as it was.
    fn stopped(&self) -> bool;
}

/// Tells nobody and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: u64) {}

    fn advance(&self, _: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}

/// Some of the files of a stage, or all: their bytes count, and none begins a stage of its own.
pub struct Part<'p> {
    stage: &'p dyn Progress,
    bytes: u64,
    read: AtomicU64,
}

impl<'p> Part<'p> {
    /// A part of so many bytes.
    pub fn new(stage: &'p dyn Progress, bytes: u64) -> Self {
        Self {
            stage,
            bytes,
            read: AtomicU64::new(0),
        }
    }

    /// Whether less of it is read than of another, each beside its length.
    pub fn is_behind(&self, other: &Self) -> bool {
        let read = |part: &Self| u128::from(part.read.load(Ordering::Relaxed));
        read(self) * u128::from(other.bytes) < read(other) * u128::from(self.bytes)
    }
}

impl Progress for Part<'_> {
    fn begin(&self, _: &str, _: u64) {}

    fn advance(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
        self.stage.advance(bytes);
    }

    fn stopped(&self) -> bool {
        self.stage.stopped()
    }
}
