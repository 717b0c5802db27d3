//! Rows of tab-separated files, without a copy.

use super::super::{Input, Place, Progress, SourceError};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The longest line that is read, in bytes.
pub const LINE_BYTES_MAX: usize = 16 << 20;

/// How much is read at once.
const CHUNK: usize = 1 << 18;

/// The rows of a file with a header, of which `N` columns are wanted.
///
/// Quotes are letters like others. Lines end with `\n` or `\r\n`; blank lines are passed
/// over.
pub struct Rows<'p, const N: usize> {
    path: PathBuf,
    input: Input<'p>,
    /// Bytes read; those in `start..end` are not yet handed out.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// The line handed out last, from 1.
    line: u64,
    /// Rows handed out.
    count: u64,
    /// Where in the buffer the row that was read last lies.
    row: (usize, usize),
    /// For each column of the file its place among the wanted ones.
    places: Vec<Option<usize>>,
}

impl<'p, const N: usize> Rows<'p, N> {
    /// Opens a file and finds its columns by their names, in whatever order they stand.
    ///
    /// # Errors
    /// That the file cannot be read, is empty, or has not all of the columns.
    pub fn open(
        path: &Path,
        stage: &str,
        columns: [&str; N],
        progress: &'p dyn Progress,
    ) -> Result<Self, SourceError> {
        let mut rows = Self {
            path: path.to_owned(),
            input: Input::open(path, stage, progress)?,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            line: 0,
            count: 0,
            row: (0, 0),
            places: Vec::new(),
        };
        let Some((from, to)) = rows.next_line()? else {
            let message = "expected a header line, found an empty file; fetch it again";
            return Err(SourceError::file(path, message));
        };
        let header = rows.text(from, to)?;
        let names: Vec<String> = header.split('\t').map(|name| name.trim().into()).collect();
        for column in columns {
            let found = names.iter().filter(|name| *name == column).count();
            if found != 1 {
                let header: String = names.join(", ").chars().take(200).collect();
                let message = format!(
                    "expected one column {column:?} in the header, found {found}, among {header}; \
                     fetch the file again"
                );
                return Err(rows.error(message));
            }
        }
        let place = |name: &String| columns.iter().position(|column| column == name);
        rows.places = names.iter().map(place).collect();
        Ok(rows)
    }

    /// The wanted cells of the next row; `None` at the end.
    ///
    /// # Errors
    /// That the file cannot be read, or that the row is damaged: too long, not UTF-8, too
    /// few or too many cells.
    pub fn next_row(&mut self) -> Result<Option<[&str; N]>, SourceError> {
        let Some((from, to)) = self.next_line()? else {
            return Ok(None);
        };
        self.count += 1;
        self.row = (from, to);
        let line = self.text(from, to)?;
        let (cells, found) = self.split(line);
        if found == self.places.len() {
            return Ok(Some(cells));
        }
        let message = format!(
            "expected {} cells as in the header, found {found}; fetch the file again",
            self.places.len()
        );
        Err(self.error(message))
    }

    /// The wanted cells of the row that was handed out last.
    pub fn current(&self) -> [&str; N] {
        let (from, to) = self.row;
        // It was UTF-8 when it was handed out.
        let line = std::str::from_utf8(&self.buffer[from..to]).unwrap_or_default();
        self.split(line).0
    }

    /// The wanted cells of a line, and how many it has in all.
    fn split<'l>(&self, line: &'l str) -> ([&'l str; N], usize) {
        let mut cells = [""; N];
        let (mut begin, mut column) = (0, 0);
        let ends = memchr::memchr_iter(b'\t', line.as_bytes());
        for end in ends.chain([line.len()]) {
            if let Some(Some(place)) = self.places.get(column) {
                cells[*place] = &line[begin..end];
            }
            column += 1;
            begin = end + 1;
        }
        (cells, column)
    }

    /// The number of the line that was handed out last.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The number of rows handed out so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What is wrong with a line.
    pub fn error_at(&self, line: u64, message: impl Into<String>) -> SourceError {
        SourceError::at(&self.path, Place::Line(line), message)
    }

    /// What is wrong with the line that was handed out last.
    fn error(&self, message: impl Into<String>) -> SourceError {
        self.error_at(self.line, message)
    }

    fn text(&self, from: usize, to: usize) -> Result<&str, SourceError> {
        std::str::from_utf8(&self.buffer[from..to]).map_err(|error| {
            let column = error.valid_up_to() as u64 + 1;
            let place = Place::Column(self.line, column);
            let message = "expected UTF-8, found other bytes; fetch the file again";
            SourceError::at(&self.path, place, message)
        })
    }

    /// Where in the buffer the next line that is not blank lies, without its end.
    fn next_line(&mut self) -> Result<Option<(usize, usize)>, SourceError> {
        loop {
            let Some((from, mut to)) = self.raw_line()? else {
                return Ok(None);
            };
            self.line += 1;
            if to > from && self.buffer[to - 1] == b'\r' {
                to -= 1;
            }
            if to > from {
                return Ok(Some((from, to)));
            }
        }
    }

    fn raw_line(&mut self) -> Result<Option<(usize, usize)>, SourceError> {
        let mut searched = 0;
        loop {
            let rest = &self.buffer[self.start + searched..self.end];
            if let Some(at) = memchr::memchr(b'\n', rest) {
                let from = self.start;
                let to = from + searched + at;
                self.check_length(to - from)?;
                self.start = to + 1;
                return Ok(Some((from, to)));
            }
            searched = self.end - self.start;
            self.check_length(searched)?;
            if self.fill()? == 0 {
                let (from, to) = (self.start, self.end);
                self.start = to;
                return Ok((to > from).then_some((from, to)));
            }
        }
    }

    fn check_length(&self, length: usize) -> Result<(), SourceError> {
        if length <= LINE_BYTES_MAX {
            return Ok(());
        }
        let message = format!(
            "expected a line of at most {LINE_BYTES_MAX} bytes, found a longer one; fetch the \
             file again"
        );
        Err(self.error_at(self.line + 1, message))
    }

    /// Reads more behind what is left; the number of bytes, 0 at the end of the file.
    fn fill(&mut self) -> Result<usize, SourceError> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK {
            self.buffer.resize(self.end * 2 + CHUNK, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(length) => {
                    self.end += length;
                    return Ok(length);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let place = Place::Line(self.line + 1);
                    return Err(Input::failure(&self.path, Some(place), &error));
                }
            }
        }
    }
}
