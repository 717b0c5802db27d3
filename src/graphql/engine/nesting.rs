//! A look at the bytes of a document before the parser, which recurses, sees it.
//!
//! It also finds the one fault that a parsed document no longer shows: a field given
//! twice in an input object.

use async_graphql::Pos;
use hashbrown::HashSet;

/// What stands in the way of parsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Here the brackets are deeper than the limit.
    TooDeep(Pos),
    /// This field of an input object is given before, in the same object.
    RepeatedField(Pos),
}

/// Finds the first fault, in one pass; strings and comments are no brackets.
///
/// A document that is not GraphQL passes or fails here; the parser tells the rest.
pub fn check(document: &str, nesting_max: usize) -> Result<(), Fault> {
    let mut lexer = Lexer::new(document);
    let mut open: Vec<Bracket<'_>> = Vec::new();
    let mut previous: Option<(&str, Pos)> = None;
    let mut after_equals = false;
    while let Some((token, at)) = lexer.next() {
        match token {
            "{" | "[" | "(" => {
                let in_value = open.last().is_some_and(|bracket| bracket.holds_values);
                if open.len() == nesting_max {
                    return Err(Fault::TooDeep(at));
                }
                open.push(Bracket {
                    holds_values: in_value || token == "(" || after_equals,
                    is_object: token == "{" && (in_value || after_equals),
                    names: HashSet::new(),
                });
            }
            "}" | "]" | ")" => {
                open.pop();
            }
            ":" => {
                let object = open.last_mut().filter(|bracket| bracket.is_object);
                if let (Some(object), Some((name, at))) = (object, previous)
                    && !object.names.insert(name)
                {
                    return Err(Fault::RepeatedField(at));
                }
            }
            _ => {}
        }
        after_equals = token == "=";
        previous = Some((token, at));
    }
    Ok(())
}

struct Bracket<'a> {
    holds_values: bool,
    is_object: bool,
    names: HashSet<&'a str>,
}

/// Splits a document into tokens; one that is not GraphQL, too.
pub(super) struct Lexer<'a> {
    rest: &'a str,
    at: Pos,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        let at = Pos { line: 1, column: 1 };
        Self { rest: document, at }
    }

    /// The next name, number or punctuator; strings come as their opening quote.
    pub(super) fn next(&mut self) -> Option<(&'a str, Pos)> {
        loop {
            let at = self.at;
            let first = self.rest.chars().next()?;
            match first {
                '#' => {
                    let end = self.rest.find(['\n', '\r']);
                    self.take(end.unwrap_or(self.rest.len()));
                }
                '"' => {
                    self.string();
                    return Some(("\"", at));
                }
                letter if is_word(letter) => {
                    let end = self.rest.find(|letter| !is_word(letter));
                    return Some((self.take(end.unwrap_or(self.rest.len())), at));
                }
                space if space.is_whitespace() || matches!(space, ',' | '\u{feff}') => {
                    self.take(space.len_utf8());
                }
                other => return Some((self.take(other.len_utf8()), at)),
            }
        }
    }

    /// Where the last token ends.
    pub(super) const fn at(&self) -> Pos {
        self.at
    }

    /// The last token, with what belongs to it: `...` comes as points, `$name` as two tokens.
    pub(super) fn whole(&mut self, token: &'a str) -> String {
        let rest = match token {
            "." if self.rest.starts_with("..") => "..",
            "$" | "@" if self.rest.starts_with(is_word) => self.next().map_or("", |next| next.0),
            _ => "",
        };
        format!("{token}{rest}")
    }

    fn string(&mut self) {
        let block = self.rest.starts_with("\"\"\"");
        let quotes = if block { "\"\"\"" } else { "\"" };
        self.take(quotes.len());
        loop {
            let Some(end) = self.rest.find(['"', '\\', '\n']) else {
                self.take(self.rest.len());
                return;
            };
            self.take(end);
            if self.rest.starts_with(quotes) {
                self.take(quotes.len());
                return;
            }
            if self.rest.starts_with('\n') && !block {
                return;
            }
            let escapes = if block { "\\\"\"\"" } else { "\\\"" };
            let width = if self.rest.starts_with(escapes) {
                escapes.len()
            } else if !block && self.rest.starts_with("\\\\") {
                2
            } else {
                1
            };
            self.take(width);
        }
    }

    fn take(&mut self, width: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(width);
        for letter in taken.chars() {
            if letter == '\n' {
                self.at.line += 1;
                self.at.column = 1;
            } else {
                self.at.column += 1;
            }
        }
        self.rest = rest;
        taken
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
