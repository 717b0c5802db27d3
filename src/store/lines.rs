//! The lines of a file, with what is wrong with each.

use std::io::{self, BufRead};

/// The longest line, in bytes: far above any record, far below a machine's memory.
pub(super) const LINE_BYTES_MAX: u64 = 1 << 20;

/// One line of a file.
pub(super) struct Line {
    /// Without its end; what is not UTF-8 is replaced.
    pub text: String,
    /// Why it is not a record, with the byte from 1 where one is to blame.
    pub fault: Option<(Option<usize>, String)>,
    /// What is wrong with it though it can be read.
    pub warnings: Vec<String>,
}

/// Reads a file line by line; holds one line at a time.
pub(super) struct Lines<R> {
    reader: R,
    first: bool,
    carriage_returns: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(reader: R) -> Self {
        Self {
            reader,
            first: true,
            carriage_returns: false,
        }
    }

    /// The next line; `None` behind the last.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let limit = LINE_BYTES_MAX + 1;
        io::Read::take(&mut self.reader, limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let complete = bytes.last() == Some(&b'\n');
        if complete {
            bytes.pop();
        } else if bytes.len() as u64 == limit {
            self.reader.skip_until(b'\n')?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let message = format!("long line: expected at most {LINE_BYTES_MAX} bytes, found more");
            return Ok(Some(Line {
                text,
                fault: Some((None, message)),
                warnings: Vec::new(),
            }));
        }
        let warnings = self.strip(&mut bytes);
        Ok(Some(to_line(bytes, warnings)))
    }

    /// Takes away a byte order mark and a carriage return; says so once a file.
    fn strip(&mut self, bytes: &mut Vec<u8>) -> Vec<String> {
        let mut warnings = Vec::new();
        if std::mem::take(&mut self.first) && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
            warnings.push(
                "byte order mark: expected the file to begin with a record, found U+FEFF"
                    .to_owned(),
            );
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
            if !std::mem::replace(&mut self.carriage_returns, true) {
                warnings.push(
                    "line end: expected \"\\n\" at all line ends of the file, found \"\\r\\n\""
                        .to_owned(),
                );
            }
        }
        warnings
    }
}

fn to_line(bytes: Vec<u8>, warnings: Vec<String>) -> Line {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let blank = text.trim().is_empty();
            let fault =
                blank.then(|| (None, "blank line: expected a record, found none".to_owned()));
            Line {
                text,
                fault,
                warnings,
            }
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!(
                "broken text: expected UTF-8, found the byte 0x{:02X}",
                error.as_bytes()[at]
            );
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Line {
                text,
                fault: Some((Some(at + 1), message)),
                warnings,
            }
        }
    }
}
