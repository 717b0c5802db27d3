//! How far long work has come.

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

/// A stage of several files: the bytes of all count, and none begins a stage of its own.
pub struct Whole<'p>(pub &'p dyn Progress);

impl Progress for Whole<'_> {
    fn begin(&self, _: &str, _: u64) {}

    fn advance(&self, bytes: u64) {
        self.0.advance(bytes);
    }

    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}
