//! Writes JSON scalars to bytes.

use std::{
    fmt::{self, Display, Write},
    io::Write as _,
};

/// Writes a quoted text.
#[inline]
pub(super) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Writes what `value` displays as a quoted text, without a `String` between.
pub(super) fn write_display(out: &mut Vec<u8>, value: &impl Display) {
    out.push(b'"');
    write!(Escaped(out), "{value}").expect("a Display of ours fails only when its sink does");
    out.push(b'"');
}

/// Writes a finite number; others are not JSON.
pub(super) fn write_float(out: &mut Vec<u8>, number: f64) {
    debug_assert!(number.is_finite(), "checked by the caller");
    serde_json::to_writer(out, &number).expect("a Vec takes everything");
}

/// Writes a number in decimal digits.
#[inline]
pub(super) fn write_int(out: &mut Vec<u8>, number: i32) {
    match u8::try_from(number) {
        Ok(digit @ 0..10) => out.push(b'0' + digit),
        _ => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

struct Escaped<'a>(&'a mut Vec<u8>);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write_escaped(self.0, text);
        Ok(())
    }
}

const fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Whether any of eight bytes needs an escape.
fn any_needs_escape(bytes: [u8; 8]) -> bool {
    const EACH: u64 = u64::MAX / 0xff;
    let word = u64::from_ne_bytes(bytes);
    // A byte below another borrows from its highest bit; those from 0x80 on need none.
    let below = |word: u64, bound: u64| word.wrapping_sub(EACH * bound) & !word;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\')) & (EACH << 7) != 0
}

#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else {
        return !bytes.iter().any(|byte| needs_escape(*byte));
    };
    let (words, _) = bytes.as_chunks();
    !words.iter().any(|word| any_needs_escape(*word)) && !any_needs_escape(*last)
}

#[inline]
fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if is_plain(bytes) {
        out.extend_from_slice(bytes);
    } else {
        write_escapes(out, bytes);
    }
}

#[cold]
fn write_escapes(out: &mut Vec<u8>, bytes: &[u8]) {
    for &byte in bytes {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            control if control < 0x20 => {
                write!(out, "\\u{control:04x}").expect("a Vec takes everything");
            }
            plain => out.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_read_as_serde_json_writes_them(text in "[\u{0}-\u{40}\\\\\"a-zé日\u{1F600}]{0,40}") {
            let mut out = Vec::new();
            write_str(&mut out, &text);
            prop_assert_eq!(String::from_utf8(out), Ok(serde_json::to_string(&text).expect("text")));
        }

        #[test]
        fn displayed_values_are_escaped(text in any::<String>()) {
            let mut out = Vec::new();
            write_display(&mut out, &format_args!("{text}{text}"));
            let read: String = serde_json::from_slice(&out).expect("JSON");
            prop_assert_eq!(read, format!("{text}{text}"));
        }

        #[test]
        fn numbers_read_back(number in prop_oneof![any::<i32>(), -12..12]) {
            let mut out = Vec::new();
            write_int(&mut out, number);
            prop_assert_eq!(String::from_utf8(out), Ok(number.to_string()));
        }
    }
}
