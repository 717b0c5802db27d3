//! Names and descriptions, as the macros of the tables make them.

use std::borrow::Cow;

/// The first of the names given: an explicit one, or that of the Rust type.
pub fn name(names: &[&'static str]) -> Cow<'static, str> {
    Cow::Borrowed(names.first().copied().unwrap_or_default())
}

/// Joins the lines of a doc comment: a blank line starts a paragraph.
pub fn description(lines: &[&'static str]) -> Cow<'static, str> {
    if let [line] = lines {
        return Cow::Borrowed(line.trim());
    }
    let mut joined = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        if line.is_empty() {
            joined.push('\n');
        } else {
            if !joined.is_empty() && !joined.ends_with('\n') {
                joined.push(' ');
            }
            joined.push_str(line);
        }
    }
    Cow::Owned(joined.trim().to_owned())
}

/// A Rust name as GraphQL spells it: `order_by` is `orderBy`.
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let name = name.strip_prefix("r#").unwrap_or(name);
    for (index, word) in name.split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => camel.push(first.to_ascii_uppercase()),
            Some(first) => camel.push(first),
            None => {}
        }
        camel.push_str(letters.as_str());
    }
    camel
}
