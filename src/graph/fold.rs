//! Text made comparable: without case and diacritics.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without diacritics, with single blanks.
///
/// "Lauren  Vélez" becomes "lauren velez".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let letters = word.nfkd().filter(|letter| !is_combining_mark(*letter));
        folded.extend(letters.flat_map(char::to_lowercase));
    }
    folded
}
