//! Text as a graph takes it.

use compact_str::CompactString;

/// The text with single blanks and without control characters; `None` when nothing is left.
pub fn clean(text: &str) -> Option<CompactString> {
    if is_clean(text) {
        return Some(text.into());
    }
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" ").into())
}

/// Whether a text of ASCII, the usual one, needs no cleaning.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let padded = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
    !padded(bytes.first())
        && !padded(bytes.last())
        && bytes.iter().all(|byte| (b' '..0x7f).contains(byte))
        && !text.contains("  ")
}
