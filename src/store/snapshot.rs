//! The snapshot file: a graph as the machine holds it, to be loaded without building it.
//!
//! ```text
//! magic                16 bytes: "castgraph graph\n"
//! version              4 bytes, then 4 that show the order of bytes
//! fingerprint          8 bytes: of the words and rules of the model
//! number of columns    4 bytes
//! each column          1 byte of length and the name, 8 bytes of length, 8 of checksum
//! checksum of all this 8 bytes
//! the columns          one behind the other
//! ```
//!
//! Numbers are written as the machine has them. A file of another version, order of bytes or
//! fingerprint is refused, not converted: data directories are what lasts.

use super::error::{LoadError, SaveError};
use super::save::{Existing, Stop, save_file};
use crate::graph::Graph;
use crate::graph::image::{Column, Unfilled, fingerprint};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: &[u8; 16] = b"castgraph graph\n";
/// Changes whenever files of before can no longer be read.
const VERSION: u32 = 3;
const BYTE_ORDER: u32 = 0x0102_0304;
/// The most columns that a file may have, far above what graphs have.
const COLUMNS_MAX: u32 = 1024;

/// How long the parts of loading took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadTimes {
    /// Reading the file.
    pub read: Duration,
    /// Comparing checksums.
    pub checksum: Duration,
    /// Checking that the columns fit together.
    pub build: Duration,
}

/// A column as the head of a file describes it.
struct Described {
    name: String,
    bytes: u64,
    checksum: u64,
}

/// Writes a graph as a snapshot file, all of it or nothing.
///
/// # Errors
/// [`SaveError::Occupied`] where something is already, unless it is a file and may be
/// replaced; [`SaveError::Stopped`]; [`SaveError::Io`].
pub fn save_snapshot(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
) -> Result<(), SaveError> {
    save_file(place, existing, stop, |file| {
        let columns = graph.columns();
        let mut head = Vec::new();
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_ne_bytes());
        head.extend_from_slice(&BYTE_ORDER.to_ne_bytes());
        head.extend_from_slice(&fingerprint().to_ne_bytes());
        let count = u32::try_from(columns.len()).map_err(io::Error::other)?;
        head.extend_from_slice(&count.to_ne_bytes());
        for (name, bytes) in &columns {
            head.push(u8::try_from(name.len()).map_err(io::Error::other)?);
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(&(bytes.len() as u64).to_ne_bytes());
            head.extend_from_slice(&xxh3_64(bytes).to_ne_bytes());
        }
        head.extend_from_slice(&xxh3_64(&head).to_ne_bytes());
        file.write_all(&head)?;
        columns
            .iter()
            .try_for_each(|(_, bytes)| file.write_all(bytes))
    })
}

/// The graph of a snapshot file, and how long loading took.
///
/// # Errors
/// That there is no such file, that it is of another kind or version, or what is damaged.
pub fn load_snapshot(place: &Path) -> Result<(Graph, LoadTimes), LoadError> {
    let shown = place.display().to_string();
    let refuse = |message: String| LoadError::of(shown.clone(), message);
    let unreadable = |error: io::Error| {
        let message = format!("unreadable file: expected a snapshot, found an error ({error})");
        LoadError::of(shown.clone(), message)
    };
    let mut file = File::open(place).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    read_snapshot(&mut file, length).map_err(refuse)
}

/// The graph of a snapshot of so many bytes; says what is wrong with it.
///
/// # Errors
/// What is wrong with it.
pub fn read_snapshot(file: &mut impl Read, length: u64) -> Result<(Graph, LoadTimes), String> {
    let described = head(file, length)?;
    let mut described = described.into_iter();
    let mut times = LoadTimes::default();
    let started = Instant::now();
    let graph = Graph::from_columns(|name, column| {
        let next = described.next().filter(|next| next.name == name);
        let next = next.ok_or_else(|| format!("expected the column {name:?}, found another"))?;
        fill(file, &next, column, &mut times)
    })?;
    let filled = times.read + times.checksum;
    times.build = started.elapsed().saturating_sub(filled);
    let graph = graph.map_err(|damage| damage.to_string())?;
    Ok((graph, times))
}

/// Reads and checks the head of a file.
fn head(file: &mut impl Read, length: u64) -> Result<Vec<Described>, String> {
    if length == 0 {
        return Err(
            "expected a data directory or a castgraph snapshot, found an empty file; export it \
             again, or take it away"
                .to_owned(),
        );
    }
    let mut head = Head {
        file,
        bytes: Vec::new(),
    };
    if head.take(MAGIC.len()).as_deref() != Some(MAGIC) {
        return Err(
            "expected a data directory or a castgraph snapshot, found another file".to_owned(),
        );
    }
    let short = || "the snapshot ends too early; export it again".to_owned();
    let version = head.word().ok_or_else(short)?;
    let order = head.word().ok_or_else(short)?;
    let words = head.long().ok_or_else(short)?;
    comparable(version, order, words)?;
    let count = head.word().ok_or_else(short)?;
    let mut columns = Vec::new();
    for _ in 0..count.min(COLUMNS_MAX) {
        let size = head.take(1).ok_or_else(short)?[0];
        let name = head.take(usize::from(size)).ok_or_else(short)?;
        columns.push(Described {
            name: String::from_utf8_lossy(&name).into_owned(),
            bytes: head.long().ok_or_else(short)?,
            checksum: head.long().ok_or_else(short)?,
        });
    }
    let expected = xxh3_64(&head.bytes);
    let found = head.long().ok_or_else(short)?;
    if found != expected {
        return Err(
            "the snapshot is damaged: the checksum of its head is another than that of what is \
             there; export it again"
                .to_owned(),
        );
    }
    let body = columns
        .iter()
        .try_fold(0_u64, |sum, column| sum.checked_add(column.bytes));
    let whole = body.and_then(|body| body.checked_add(head.bytes.len() as u64));
    match whole.map(|whole| length.cmp(&whole)) {
        Some(std::cmp::Ordering::Equal) => Ok(columns),
        Some(std::cmp::Ordering::Less) => Err(short()),
        _ => Err("the snapshot is longer than its head says; export it again".to_owned()),
    }
}

/// Refuses a file whose numbers or words this program does not share.
fn comparable(version: u32, order: u32, words: u64) -> Result<(), String> {
    let again = "export it again from its data directory with this castgraph";
    if order == BYTE_ORDER.swap_bytes() {
        let orders = ["smallest byte first", "greatest byte first"];
        let [ours, theirs] = if cfg!(target_endian = "little") {
            [0, 1]
        } else {
            [1, 0]
        };
        return Err(format!(
            "expected a snapshot of a machine that writes numbers with the {}, found one with the {}; {again}",
            orders[ours], orders[theirs],
        ));
    }
    if order != BYTE_ORDER {
        return Err(
            "the snapshot is damaged: its mark for the order of bytes is none; export it again"
                .to_owned(),
        );
    }
    if version != VERSION {
        return Err(format!(
            "expected a snapshot of format {VERSION}, found format {version}; {again}"
        ));
    }
    let expected = fingerprint();
    if words != expected {
        return Err(format!(
            "expected a snapshot with the kinds, properties and relations of this castgraph \
             (model {expected:016x}), found those of another version (model {words:016x}); {again}"
        ));
    }
    Ok(())
}

/// Reads a head and remembers its bytes.
struct Head<'f, R> {
    file: &'f mut R,
    bytes: Vec<u8>,
}

impl<R: Read> Head<'_, R> {
    fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file.read_exact(&mut bytes).ok()?;
        self.bytes.extend_from_slice(&bytes);
        Some(bytes)
    }

    fn word(&mut self) -> Option<u32> {
        let bytes = self.take(4)?;
        Some(u32::from_ne_bytes(bytes.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u64> {
        let bytes = self.take(8)?;
        Some(u64::from_ne_bytes(bytes.try_into().ok()?))
    }
}

/// Fills a column from the file.
fn fill(
    file: &mut impl Read,
    next: &Described,
    column: &mut dyn Column,
    times: &mut LoadTimes,
) -> Result<(), String> {
    let name = &next.name;
    let damaged = || {
        format!(
            "the snapshot is damaged: the checksum of the column {name:?} is another than that of \
             what is there; export it again"
        )
    };
    let length = usize::try_from(next.bytes).map_err(|error| error.to_string())?;
    let mut failure = String::new();
    let taken = column.take(length, &mut |bytes| {
        let started = Instant::now();
        if let Err(error) = file.read_exact(bytes) {
            failure = format!("cannot read the column {name:?}: {error}");
            return Err(Unfilled);
        }
        times.read += started.elapsed();
        let started = Instant::now();
        let same = xxh3_64(bytes) == next.checksum;
        times.checksum += started.elapsed();
        if same {
            Ok(())
        } else {
            failure = damaged();
            Err(Unfilled)
        }
    });
    match taken {
        Ok(true) => Ok(()),
        Ok(false) => Err(damaged()),
        Err(Unfilled) => Err(failure),
    }
}
