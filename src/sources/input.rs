//! Files as they come: plain or compressed, with or without a byte-order mark.

use super::{Progress, SourceError};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// The first bytes of a gzip file.
const GZIP: &[u8] = &[0x1f, 0x8b];
/// The byte-order mark in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The text of a file, uncompressed and without a byte-order mark.
///
/// Tells its progress in bytes of the disk. Reading fails with [`Stopped`] inside the
/// error when the progress asks to stop.
pub struct Input<'p>(Box<dyn Read + 'p>);

/// The progress asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

impl<'p> Input<'p> {
    /// Opens a file and begins the stage `stage`.
    ///
    /// # Errors
    /// That there is no such file, that it is none, or that the system refuses.
    pub fn open(path: &Path, stage: &str, progress: &'p dyn Progress) -> Result<Self, SourceError> {
        let cannot = |error: io::Error| SourceError::file(path, format!("cannot read: {error}"));
        let found = std::fs::metadata(path).map_err(cannot)?;
        if !found.is_file() {
            return Err(SourceError::file(
                path,
                "expected a file, found something else",
            ));
        }
        progress.begin(stage, found.len());
        let file = File::open(path).map_err(cannot)?;
        let raw = Watched { file, progress };
        Self::of(raw).map_err(|error| Self::failure(path, None, &error))
    }

    /// The text of bytes that lie somewhere else, such as in memory.
    pub fn of(raw: impl Read + 'p) -> io::Result<Self> {
        let (raw, compressed) = begins_with(raw, GZIP)?;
        let plain: Box<dyn Read + 'p> = if compressed {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, raw)))
        } else {
            Box::new(raw)
        };
        let (mut text, marked) = begins_with(plain, MARK)?;
        if marked {
            text.read_exact(&mut [0; MARK.len()])?;
        }
        Ok(Self(Box::new(text)))
    }

    /// What to say when reading a file fails at a place.
    pub fn failure(path: &Path, place: Option<super::Place>, error: &io::Error) -> SourceError {
        if error
            .get_ref()
            .is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>)
        {
            return SourceError::Stopped;
        }
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                "the compressed file ends too early; fetch it again".to_owned()
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                format!("the file is damaged ({error}); fetch it again")
            }
            _ => format!("cannot read: {error}"),
        };
        match place {
            Some(place) => SourceError::at(path, place, message),
            None => SourceError::file(path, message),
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// The same bytes again, and whether they begin with `start`.
fn begins_with(mut raw: impl Read, start: &[u8]) -> io::Result<(impl Read, bool)> {
    let mut first = Vec::new();
    let wanted = start.len() as u64;
    (&mut raw).take(wanted).read_to_end(&mut first)?;
    let found = first == start;
    Ok((Cursor::new(first).chain(raw), found))
}

/// A file whose reader hears how far it has come.
struct Watched<'p> {
    file: File,
    progress: &'p dyn Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.stopped() {
            return Err(io::Error::other(Stopped));
        }
        let length = self.file.read(buffer)?;
        self.progress.advance(length as u64);
        Ok(length)
    }
}
