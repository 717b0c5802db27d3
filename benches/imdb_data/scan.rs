//! The yardstick: a pass over the files that only splits and counts.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The seven files.
const FILES: [&str; 7] = [
    "name.basics",
    "title.akas",
    "title.basics",
    "title.crew",
    "title.episode",
    "title.principals",
    "title.ratings",
];

/// What a pass counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Bytes of all files.
    pub bytes: u64,
    /// Lines, headers included.
    pub rows: u64,
    /// Cells of all lines.
    pub cells: u64,
    /// Cells that are null.
    pub nulls: u64,
}

/// Splits with memchr, as the importer does.
pub fn with_memchr(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut buffer = vec![0; 1 << 18];
    for name in FILES {
        let mut file = File::open(folder.join(format!("{name}.tsv")))?;
        let mut left = 0;
        loop {
            if left == buffer.len() {
                buffer.resize(left * 2, 0);
            }
            let length = file.read(&mut buffer[left..])?;
            if length == 0 {
                break;
            }
            found.bytes += length as u64;
            let end = left + length;
            let mut start = 0;
            while let Some(at) = memchr::memchr(b'\n', &buffer[start..end]) {
                let line = &buffer[start..start + at];
                found.rows += 1;
                let mut begin = 0;
                for tab in memchr::memchr_iter(b'\t', line).chain([line.len()]) {
                    found.cells += 1;
                    found.nulls += u64::from(&line[begin..tab] == b"\\N");
                    begin = tab + 1;
                }
                start += at + 1;
            }
            buffer.copy_within(start..end, 0);
            left = end - start;
        }
    }
    Ok(found)
}

/// The same with the csv crate.
pub fn with_csv(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut record = csv::ByteRecord::new();
    for name in FILES {
        let path = folder.join(format!("{name}.tsv"));
        found.bytes += path.metadata()?.len();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .quoting(false)
            .has_headers(false)
            .buffer_capacity(1 << 18)
            .from_path(path)?;
        while reader.read_byte_record(&mut record)? {
            found.rows += 1;
            found.cells += record.len() as u64;
            found.nulls += record.iter().filter(|cell| *cell == b"\\N").count() as u64;
        }
    }
    Ok(found)
}
