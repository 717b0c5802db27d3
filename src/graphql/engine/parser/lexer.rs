//! The bytes of a document as names, numbers, strings and single signs, none of them copied.
//!
//! What is ignored is passed behind each of them, so that the next one begins where the lexer stands.

use async_graphql::{Number, Pos};

/// Stands at a place of a document.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Where the line would begin if each of its characters up to here had one byte.
    line_start: usize,
}

impl<'a> Lexer<'a> {
    /// Stands at the first byte that is not ignored.
    pub(super) fn new(text: &'a str) -> Self {
        let mut lexer = Self {
            text,
            at: 0,
            line: 1,
            line_start: 0,
        };
        lexer.pass_ignored();
        lexer
    }

    /// The byte that comes next; none at the end.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Where it stands, as the library counts: in characters, and a lone carriage return begins no line.
    #[inline]
    pub(super) const fn pos(&self) -> Pos {
        Pos {
            line: self.line,
            column: self.at - self.line_start + 1,
        }
    }

    /// Takes a sign, if it comes next.
    #[inline]
    pub(super) fn take(&mut self, sign: u8) -> bool {
        let is_next = self.take_close(sign);
        if is_next {
            self.pass_ignored();
        }
        is_next
    }

    /// Takes a sign that nothing ignored may follow.
    #[inline]
    pub(super) fn take_close(&mut self, sign: u8) -> bool {
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes the three points before a fragment.
    pub(super) fn take_spread(&mut self) -> bool {
        let is_next = self.text.as_bytes()[self.at..].starts_with(b"...");
        if is_next {
            self.at += 3;
            self.pass_ignored();
        }
        is_next
    }

    #[inline]
    pub(super) fn name(&mut self) -> Option<&'a str> {
        let name = self.name_close()?;
        self.pass_ignored();
        Some(name)
    }

    /// A name that nothing ignored may follow.
    #[inline]
    pub(super) fn name_close(&mut self) -> Option<&'a str> {
        self.peek().filter(|byte| is_name_start(*byte))?;
        let start = self.at;
        self.pass(|byte| is_name_start(byte) || byte.is_ascii_digit());
        Some(&self.text[start..self.at])
    }

    /// Passes what is ignored between `on` and its type: something, and no comment.
    pub(super) fn pass_space(&mut self) -> Option<()> {
        let start = self.at;
        self.pass_ignored();
        let passed = &self.text.as_bytes()[start..self.at];
        (!passed.is_empty() && !passed.contains(&b'#')).then_some(())
    }

    /// A number without an exponent.
    pub(super) fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let is_negative = self.take_close(b'-');
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let is_fraction = self.take_close(b'.');
        if is_fraction {
            self.digits()?;
        }
        let ends = |byte| {
            matches!(
                byte,
                b' ' | b',' | b'\t' | b'\r' | b'\n' | b')' | b']' | b'}'
            )
        };
        self.peek().filter(|byte| ends(*byte))?;
        let number = if is_negative || is_fraction {
            self.text[start..self.at].parse().ok()?
        } else {
            whole.parse::<u64>().ok()?.into()
        };
        self.pass_ignored();
        Some(number)
    }

    fn digits(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.pass(|byte| byte.is_ascii_digit());
        (self.at > start).then(|| &self.text[start..self.at])
    }

    /// A string in single quotes, with escapes of one letter.
    pub(super) fn string(&mut self) -> Option<String> {
        if !self.take_close(b'"') || self.text.as_bytes()[self.at..].starts_with(b"\"\"") {
            return None;
        }
        let mut string = String::new();
        loop {
            let start = self.at;
            self.pass_text(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r'));
            let part = &self.text[start..self.at];
            let end = self.peek()?;
            self.at += 1;
            string.push_str(part);
            match end {
                b'"' => break,
                b'\\' => string.push(escaped(self.peek()?)?),
                _ => return None,
            }
            self.at += 1;
        }
        self.pass_ignored();
        Some(string)
    }

    /// Passes spaces, commas, ends of lines and comments.
    pub(super) fn pass_ignored(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b',' | b'\t' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.at;
                }
                b'\r' => {
                    self.at += 1;
                    self.line_start = self.at;
                }
                b'#' => self.pass_text(|byte| matches!(byte, b'\n' | b'\r')),
                _ => return,
            }
        }
    }

    #[inline]
    fn pass(&mut self, of: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&of) {
            self.at += 1;
        }
    }

    /// Passes characters of any width, to the first byte that ends them.
    fn pass_text(&mut self, ends: impl Fn(u8) -> bool) {
        while let Some(byte) = self.peek().filter(|byte| !ends(*byte)) {
            let goes_on = byte & 0b1100_0000 == 0b1000_0000;
            self.line_start += usize::from(goes_on);
            self.at += 1;
        }
    }
}

fn escaped(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' | b'\\' | b'/' => char::from(letter),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}

/// Whether a name may begin with it.
#[inline]
pub(super) const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}
