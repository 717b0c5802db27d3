//! Cuts JSON into elements without holding more than one.

use crate::sources::{Input, Place, SourceError};
use std::io::Read;
use std::path::Path;

/// The longest element: a show with all that is embedded in it is a tenth of it.
pub(super) const ELEMENT_BYTES_MAX: usize = 64 << 20;

/// The deepest nesting; a show with all that is embedded in it has about ten levels.
const DEPTH_MAX: usize = 128;

const CHUNK_BYTES: usize = 1 << 16;

/// The way out where a file holds something else.
const NO_JSON: &str = "this is not JSON; name files with answers of the TVmaze API";

/// The elements of a text of one or more JSON documents.
///
/// An element is a document, or an item of a document that is a list. Documents follow
/// each other with or without white space, such as one a line.
pub(super) struct Elements<'p> {
    input: Input<'p>,
    path: &'p Path,
    chunk: Vec<u8>,
    /// Where the unread part of the chunk begins.
    at: usize,
    line: u64,
    column: u64,
    expected: Expected,
    any: bool,
}

/// An element with the place where it begins.
pub(super) struct Element<'e> {
    /// Its text.
    pub text: &'e str,
    /// Line and column of its first byte, both from 1.
    pub start: (u64, u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// A document or the end.
    Document,
    /// The first item of a list, or its end.
    FirstItem,
    /// An item, after a comma.
    Item,
    /// A comma or the end of the list.
    Comma,
}

/// How far inside an element the scan is.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_text: bool,
    escaped: bool,
    too_deep: bool,
}

impl<'p> Elements<'p> {
    /// Reads the elements of an open file.
    pub fn new(input: Input<'p>, path: &'p Path) -> Self {
        Self {
            input,
            path,
            chunk: Vec::new(),
            at: 0,
            line: 1,
            column: 1,
            expected: Expected::Document,
            any: false,
        }
    }

    /// The next element, its text in `buffer`; `None` at the end of the file.
    ///
    /// # Errors
    /// That the file cannot be read or is not JSON, with line and column.
    pub fn next<'e>(
        &mut self,
        buffer: &'e mut Vec<u8>,
    ) -> Result<Option<Element<'e>>, SourceError> {
        buffer.clear();
        let Some(first) = self.begin()? else {
            return Ok(None);
        };
        let start = (self.line, self.column);
        if matches!(first, b'{' | b'[' | b'"') {
            self.composed(buffer, start)?;
        } else {
            self.bare(buffer)?;
            if !is_bare(buffer) {
                let found = String::from_utf8_lossy(buffer);
                let message = format!("expected JSON, found {found:?}; {NO_JSON}");
                return Err(self.wrong(start, &message));
            }
        }
        self.any = true;
        if self.expected != Expected::Document {
            self.expected = Expected::Comma;
        }
        match std::str::from_utf8(buffer) {
            Ok(text) => Ok(Some(Element { text, start })),
            Err(error) => {
                let (line, column) = place_after(start, &buffer[..error.valid_up_to()]);
                Err(self.wrong(
                    (line, column),
                    "expected UTF-8, found a byte that is none; save the file as UTF-8",
                ))
            }
        }
    }

    /// Goes to the first byte of the next element; `None` at the end of the file.
    fn begin(&mut self) -> Result<Option<u8>, SourceError> {
        loop {
            let Some(byte) = self.peek()? else {
                return match self.expected {
                    Expected::Document if self.any => Ok(None),
                    Expected::Document => Err(SourceError::file(
                        self.path,
                        "expected JSON, found an empty file; the API answers so when it has no such \
                         thing: delete the file",
                    )),
                    _ => Err(self.truncated()),
                };
            };
            match (byte, self.expected) {
                (b' ' | b'\t' | b'\r' | b'\n', _) => {}
                (b'[', Expected::Document) => self.expected = Expected::FirstItem,
                (b']', Expected::FirstItem | Expected::Comma) => {
                    self.expected = Expected::Document;
                    self.any = true;
                }
                (b',', Expected::Comma) => self.expected = Expected::Item,
                (_, Expected::Comma) => return Err(self.unexpected("a comma or \"]\"", byte)),
                (b',' | b']' | b'}' | b':', _) => {
                    return Err(self.unexpected("a JSON value", byte));
                }
                _ => return Ok(Some(byte)),
            }
            self.step(byte);
        }
    }

    /// Takes an object, a list or a text.
    fn composed(&mut self, buffer: &mut Vec<u8>, start: (u64, u64)) -> Result<(), SourceError> {
        let mut scan = Scan::default();
        loop {
            if self.peek()?.is_none() {
                return Err(self.truncated());
            }
            let rest = &self.chunk[self.at..];
            let end = scan.end(rest);
            let taken = end.unwrap_or(rest.len());
            buffer.extend_from_slice(&rest[..taken]);
            (self.line, self.column) = place_after((self.line, self.column), &rest[..taken]);
            self.at += taken;
            if buffer.len() > ELEMENT_BYTES_MAX {
                let most = ELEMENT_BYTES_MAX >> 20;
                let message = format!(
                    "expected at most {most} MiB for one show, episode or entry, found more; \
                     is this an answer of the TVmaze API?"
                );
                return Err(self.wrong(start, &message));
            }
            if scan.too_deep {
                let message = format!(
                    "expected at most {DEPTH_MAX} objects and lists in each other, found more; \
                     is this an answer of the TVmaze API?"
                );
                return Err(self.wrong((self.line, self.column - 1), &message));
            }
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// Takes a number or a word.
    fn bare(&mut self, buffer: &mut Vec<u8>) -> Result<(), SourceError> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}') {
                break;
            }
            // Enough to say what it is.
            if buffer.len() >= 64 {
                break;
            }
            buffer.push(byte);
            self.step(byte);
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<u8>, SourceError> {
        if self.at == self.chunk.len() {
            self.chunk.resize(CHUNK_BYTES, 0);
            self.at = 0;
            let read = loop {
                match self.input.read(&mut self.chunk) {
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            let length = read.map_err(|error| {
                self.chunk.clear();
                let place = Place::Column(self.line, self.column);
                Input::failure(self.path, Some(place), &error)
            })?;
            self.chunk.truncate(length);
        }
        Ok(self.chunk.get(self.at).copied())
    }

    fn step(&mut self, byte: u8) {
        self.at += 1;
        (self.line, self.column) = place_after((self.line, self.column), &[byte]);
    }

    fn truncated(&self) -> SourceError {
        self.wrong(
            (self.line, self.column),
            "expected more JSON, found the end of the file; it is cut off, fetch it again",
        )
    }

    fn unexpected(&self, expected: &str, found: u8) -> SourceError {
        let found = char::from(found).escape_default();
        let message = format!("expected {expected}, found \"{found}\"; {NO_JSON}");
        self.wrong((self.line, self.column), &message)
    }

    fn wrong(&self, (line, column): (u64, u64), message: &str) -> SourceError {
        SourceError::at(self.path, Place::Column(line, column), message)
    }
}

impl Element<'_> {
    /// What is wrong with an element, at the place in the file.
    pub fn failure(&self, path: &Path, error: &serde_json::Error) -> SourceError {
        // serde_json counts lines from 1 and columns from 1 in the element.
        let line = error.line().max(1) as u64;
        let column = error.column() as u64;
        let place = if line == 1 {
            (self.start.0, self.start.1 + column.saturating_sub(1))
        } else {
            (self.start.0 + line - 1, column)
        };
        let told = error.to_string();
        let told = told.split(" at line ").next().unwrap_or_default();
        let message = if error.is_data() {
            format!("{told}; expected an answer of the TVmaze API, fetch it again")
        } else {
            format!("expected JSON, but it is damaged here ({told}); fetch it again")
        };
        SourceError::at(path, Place::Column(place.0, place.1), message)
    }
}

/// Whether a number or a word is JSON.
fn is_bare(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// The place behind some bytes.
fn place_after((line, column): (u64, u64), bytes: &[u8]) -> (u64, u64) {
    match bytes.iter().rposition(|byte| *byte == b'\n') {
        None => (line, column + bytes.len() as u64),
        Some(last) => {
            let lines = bytes.split(|byte| *byte == b'\n').count() - 1;
            (line + lines as u64, (bytes.len() - last) as u64)
        }
    }
}

impl Scan {
    /// Where the element ends in these bytes; `None` when it goes on behind them.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_text = false,
                    _ => continue,
                }
            } else {
                match byte {
                    b'"' => self.in_text = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth -= 1,
                    _ => continue,
                }
            }
            self.too_deep = self.depth > DEPTH_MAX;
            if (self.depth == 0 && !self.in_text) || self.too_deep {
                return Some(at + 1);
            }
        }
        None
    }
}
