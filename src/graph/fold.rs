//! Text made comparable: without case and diacritics.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without diacritics, with single blanks.
///
/// "Lauren  Vélez" becomes "lauren velez", "Łukasz O’Connell" "lukasz o'connell".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        for word in text.split_ascii_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        folded.make_ascii_lowercase();
        return folded;
    }
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let letters = word.nfkd().filter(|letter| !is_combining_mark(*letter));
        for letter in letters.flat_map(char::to_lowercase) {
            match plain(letter) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(letter),
            }
        }
    }
    folded
}

/// Whether a text folds to another; as a comparison of [`fold`], mostly without making it.
pub fn folds_to(text: &str, folded: &str) -> bool {
    if !text.is_ascii() {
        return fold(text) == folded;
    }
    let words = text.split_ascii_whitespace();
    let letters = words.flat_map(|word| std::iter::once(b' ').chain(word.bytes()));
    let letters = letters.skip(1).map(|letter| letter.to_ascii_lowercase());
    letters.eq(folded.bytes())
}

/// What stands for letters whose marks Unicode does not take apart, and for marks that
/// keyboards write in several ways.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'ς' => "σ",
        '’' | '‘' | 'ʼ' => "'",
        '“' | '”' => "\"",
        '‐' | '‑' | '–' | '—' => "-",
        _ => return None,
    })
}
