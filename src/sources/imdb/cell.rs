//! What stands in a cell.

use crate::model::PartialDate;
use crate::sources::text::clean;
use compact_str::CompactString;
use std::borrow::Cow;

/// The cell, or `None` where it says that nothing is known.
pub fn known(cell: &str) -> Option<&str> {
    (cell != "\\N").then_some(cell)
}

/// The cell without the quotes that a CSV writer put around it.
///
/// The original files do not quote. A cell was re-saved when it begins and ends with a quote
/// and each quote inside is doubled, with at least one inside.
pub fn unquoted(cell: &str) -> Cow<'_, str> {
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if all_doubled(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        _ => Cow::Borrowed(cell),
    }
}

/// Whether quotes occur, and only in pairs.
fn all_doubled(text: &str) -> bool {
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('"') {
        match rest[at + 1..].strip_prefix('"') {
            Some(behind) => rest = behind,
            None => return false,
        }
        found = true;
    }
    found
}

/// The text of a cell, fit for a graph; `None` when nothing is known.
pub fn text(cell: &str) -> Option<CompactString> {
    clean(&unquoted(known(cell)?))
}

/// A value that may be known, or odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing is known.
    Null,
    /// Something that cannot be understood.
    Odd,
    /// The value.
    Is(T),
}

/// A whole number from 0 to 2,147,483,647, also where it turned into "57.0".
pub fn number(cell: &str) -> Cell<u32> {
    let Some(cell) = known(cell) else {
        return Cell::Null;
    };
    let mut digits = cell.trim();
    if let Some((whole, fraction)) = digits.split_once('.')
        && fraction.bytes().all(|byte| byte == b'0')
    {
        digits = whole;
    }
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse::<u32>() {
        Ok(number) if plain && i32::try_from(number).is_ok() => Cell::Is(number),
        _ => Cell::Odd,
    }
}

/// A year from 1 to 9999.
pub fn year(cell: &str) -> Cell<PartialDate> {
    let year = match number(cell) {
        Cell::Is(year @ 1..=9999) => year,
        Cell::Is(_) | Cell::Odd => return Cell::Odd,
        Cell::Null => return Cell::Null,
    };
    let mut digits = [b'0'; 4];
    let mut rest = year;
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789"[(rest % 10) as usize];
        rest /= 10;
    }
    let date = std::str::from_utf8(&digits)
        .ok()
        .and_then(|digits| digits.parse().ok());
    date.map_or(Cell::Odd, Cell::Is)
}

/// The words of a list with commas, without blanks around them.
pub fn list(cell: &str) -> impl Iterator<Item = &str> {
    let words = known(cell).unwrap_or_default().split(',').map(str::trim);
    words.filter(|word| !word.is_empty())
}

/// Hands on the names of a JSON list; whether it is one.
///
/// A cell that does not begin as a list is a single name.
pub fn names(cell: &str, mut take: impl FnMut(&str)) -> bool {
    let Some(cell) = known(cell) else {
        return true;
    };
    let cell = unquoted(cell.trim());
    if !cell.starts_with('[') {
        take(&cell);
        return true;
    }
    // Nearly all lists hold one name without an escape.
    let single = cell
        .strip_prefix("[\"")
        .and_then(|rest| rest.strip_suffix("\"]"));
    if let Some(single) = single
        && !single.contains(['"', '\\'])
    {
        take(single);
        return true;
    }
    let Ok(names) = serde_json::from_str::<Vec<String>>(&cell) else {
        return false;
    };
    for name in &names {
        take(name);
    }
    true
}
