//! Summaries without their markup.

use std::borrow::Cow;

/// The text of a summary in HTML: no tags, no comments, characters for entities.
///
/// Tags that end a line or a paragraph leave a blank. What only looks like a tag, as in
/// "2 < 3", stays.
pub(super) fn plain(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(length) = tag(rest) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        if !is_inline(&rest[..length]) {
            text.push(' ');
        }
        rest = &rest[length..];
    }
    text.push_str(rest);
    // A blank that may not break is a blank.
    let decoded = html_escape::decode_html_entities(&text);
    Cow::Owned(decoded.replace('\u{a0}', " "))
}

/// The length of the tag or comment with which the text begins; `None` if there is none.
fn tag(text: &str) -> Option<usize> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or(text.len(), |end| 4 + end + 3));
    }
    let second = text[1..].chars().next()?;
    if !second.is_ascii_alphabetic() && second != '/' && second != '!' {
        return None;
    }
    text.find('>').map(|end| end + 1)
}

/// Whether a tag stands within a word or sentence.
fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric());
    let name = &name[..end.unwrap_or(name.len())];
    [
        "b", "i", "em", "strong", "u", "s", "a", "span", "small", "sub", "sup",
    ]
    .iter()
    .any(|inline| name.eq_ignore_ascii_case(inline))
}
