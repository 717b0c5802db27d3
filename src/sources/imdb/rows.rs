//! Rows of tab-separated files, without a copy.

use super::super::{Input, Place, Progress, SourceError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// The longest line that is read, in bytes.
pub const LINE_BYTES_MAX: usize = 16 << 20;

/// How much is read at once, in bytes.
const CHUNK: u64 = 1 << 18;

/// The rows of a file with a header, of which `N` columns are wanted.
///
/// Quotes are letters like others. Lines end with `\n` or `\r\n`; blank lines are passed
/// over.
pub struct Rows<'p, const N: usize> {
    path: PathBuf,
    input: Input<'p>,
    /// Whole lines; those from `start` are not yet handed out.
    text: String,
    start: usize,
    /// Bytes read behind these lines, which end no line.
    tail: Vec<u8>,
    /// The line handed out last, from 1.
    line: u64,
    /// Rows handed out.
    count: u64,
    /// Where in the text the row that was read last lies.
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
            text: String::new(),
            start: 0,
            tail: Vec::new(),
            line: 0,
            count: 0,
            row: (0, 0),
            places: Vec::new(),
        };
        let Some((from, to)) = rows.next_line()? else {
            let message = "expected a header line, found an empty file; fetch it again";
            return Err(SourceError::file(path, message));
        };
        let header = &rows.text[from..to];
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

    /// The number of the next line and its wanted cells; `None` at the end.
    ///
    /// # Errors
    /// That the file cannot be read, or that the row is damaged: too long, not UTF-8, too
    /// few or too many cells.
    pub fn next_row(&mut self) -> Result<Option<(u64, [&str; N])>, SourceError> {
        let Some((from, to)) = self.next_line()? else {
            return Ok(None);
        };
        self.count += 1;
        self.row = (from, to);
        let (cells, found) = self.split(&self.text[from..to]);
        if found == self.places.len() {
            return Ok(Some((self.line, cells)));
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
        self.split(&self.text[from..to]).0
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

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
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

    /// Where in the text the next line that is not blank lies, without its end.
    fn next_line(&mut self) -> Result<Option<(usize, usize)>, SourceError> {
        loop {
            if self.start == self.text.len() && !self.fill()? {
                return Ok(None);
            }
            let (from, bytes) = (self.start, self.text.as_bytes());
            let end = memchr::memchr(b'\n', &bytes[from..]);
            let mut to = end.map_or(bytes.len(), |at| from + at);
            self.start = bytes.len().min(to + 1);
            self.line += 1;
            if to > from && bytes[to - 1] == b'\r' {
                to -= 1;
            }
            self.check_length(self.line, to - from)?;
            if to > from {
                return Ok(Some((from, to)));
            }
        }
    }

    fn check_length(&self, line: u64, length: usize) -> Result<(), SourceError> {
        if length <= LINE_BYTES_MAX {
            return Ok(());
        }
        let message = format!(
            "expected a line of at most {LINE_BYTES_MAX} bytes, found a longer one; fetch the \
             file again"
        );
        Err(self.error_at(line, message))
    }

    /// Reads more lines in place of those that were handed out; whether there are any.
    fn fill(&mut self) -> Result<bool, SourceError> {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        bytes.append(&mut self.tail);
        self.start = 0;
        loop {
            let searched = bytes.len();
            let last = self.read(&mut bytes)? == 0;
            let whole = if last {
                Some(bytes.len())
            } else {
                let end = memchr::memrchr(b'\n', &bytes[searched..]);
                end.map(|at| searched + at + 1)
            };
            let Some(whole) = whole else {
                self.check_length(self.line + 1, bytes.len())?;
                continue;
            };
            self.tail.extend_from_slice(&bytes[whole..]);
            bytes.truncate(whole);
            self.text = String::from_utf8(bytes).map_err(|error| self.not_utf8(&error))?;
            return Ok(whole > 0);
        }
    }

    /// Appends what is read at once; the number of bytes, 0 at the end of the file.
    fn read(&mut self, bytes: &mut Vec<u8>) -> Result<usize, SourceError> {
        let read = self.input.by_ref().take(CHUNK).read_to_end(bytes);
        read.map_err(|error| {
            let lines = memchr::memchr_iter(b'\n', bytes).count();
            let place = Place::Line(self.line + lines as u64 + 1);
            Input::failure(&self.path, Some(place), &error)
        })
    }

    /// What is wrong with lines that were just read.
    fn not_utf8(&self, error: &FromUtf8Error) -> SourceError {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = memchr::memchr_iter(b'\n', good).count();
        let begin = memchr::memrchr(b'\n', good).map_or(0, |at| at + 1);
        let place = Place::Column(
            self.line + lines as u64 + 1,
            (good.len() - begin) as u64 + 1,
        );
        let message = "expected UTF-8, found other bytes; fetch the file again";
        SourceError::at(&self.path, place, message)
    }
}
