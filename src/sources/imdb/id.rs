//! Ids of titles and people, and the keys made of them.

use crate::model::{Key, Kind};

/// The number of a title, as in "tt0903747"; `None` when it is no such id.
pub fn title(cell: &str) -> Option<u32> {
    number(cell, "tt")
}

/// The number of a person, as in "nm0186505"; `None` when it is no such id.
pub fn person(cell: &str) -> Option<u32> {
    number(cell, "nm")
}

/// Seven digits or more, with leading zeros only where there would be fewer.
fn number(cell: &str, prefix: &str) -> Option<u32> {
    let digits = cell.trim().strip_prefix(prefix)?;
    let length = digits.len();
    let first = *digits.as_bytes().first()?;
    if !(7..=10).contains(&length) || (length > 7 && first == b'0') {
        return None;
    }
    let mut number: u64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(byte - b'0');
    }
    u32::try_from(number).ok()
}

/// A text that is built without an allocation of its own.
#[derive(Debug, Default)]
pub struct Slug(String);

impl Slug {
    /// Begins again, with what all slugs of the data set begin with.
    pub fn begin(&mut self) -> &mut Self {
        self.0.clear();
        self.0.push_str("imdb");
        self
    }

    /// Appends the id of a title.
    pub fn title(&mut self, number: u32) -> &mut Self {
        self.digits("-tt", number, 7)
    }

    /// Appends the id of a person.
    pub fn person(&mut self, number: u32) -> &mut Self {
        self.digits("-nm", number, 7)
    }

    /// Appends a number.
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.digits("-", number, 1)
    }

    /// Appends words that are a slug already.
    pub fn words(&mut self, words: &str) -> &mut Self {
        self.0.push('-');
        self.0.push_str(words);
        self
    }

    /// The key of this kind with this slug.
    pub fn key(&self, kind: Kind) -> Key {
        Key::of(kind, &self.0)
    }

    fn digits(&mut self, prefix: &str, number: u32, least: usize) -> &mut Self {
        self.0.push_str(prefix);
        let mut digits = [b'0'; 10];
        let (mut rest, mut begin) = (number, digits.len());
        while rest > 0 {
            begin -= 1;
            digits[begin] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let digits = &digits[begin.min(digits.len() - least)..];
        let digits = std::str::from_utf8(digits).expect("digits are ASCII");
        self.0.push_str(digits);
        self
    }
}

/// What is wrong with a row that names no title.
pub const EXPECTED_TITLE: &str =
    "expected an id of a title such as tt0903747, found something else; fetch the file again";

/// What is wrong with a row that names no person.
pub const EXPECTED_PERSON: &str =
    "expected an id of a person such as nm0186505, found something else; fetch the file again";
