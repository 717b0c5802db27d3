//! Says where a document stops being GraphQL: what the grammar expects there, and what is there.

use async_graphql::Pos;

use super::nesting::Lexer;

/// Longest part of a document that an error repeats, in characters.
const FOUND_MAX: usize = 40;

/// The grammar's rules in words, in the order in which an error lists them.
///
/// Some rules fail at their beginning though their first part fits; their words name all parts.
const WORDS: [(&str, &[&str]); 38] = [
    ("executable_document", &["a query"]),
    ("executable_definition", &["a query", "a fragment"]),
    ("operation_definition", &["a query"]),
    ("named_operation_definition", &["a query"]),
    ("operation_type", &["a query"]),
    ("fragment_definition", &["a fragment"]),
    ("name", &["a name"]),
    ("name_start", &["a name"]),
    ("selection", &["a field"]),
    ("field", &["a field"]),
    ("alias", &["an alias"]),
    ("fragment_spread", &["a fragment"]),
    ("inline_fragment", &["a fragment"]),
    ("type_condition", &["\"on\" and a type"]),
    ("variable_definitions", &["\"(\""]),
    ("variable_definition", &["a variable with a type"]),
    ("variable", &["a variable"]),
    ("type_", &["a type"]),
    ("default_value", &["\"=\""]),
    ("arguments", &["\"(\""]),
    ("const_arguments", &["\"(\""]),
    ("argument", &["an argument with a value"]),
    ("const_argument", &["an argument with a value"]),
    ("value", &["a value"]),
    ("const_value", &["a value"]),
    ("enum_value", &["an enum value"]),
    ("list", &["a list"]),
    ("const_list", &["a list"]),
    ("object", &["an input object"]),
    ("const_object", &["an input object"]),
    ("object_field", &["a field with a value"]),
    ("const_object_field", &["a field with a value"]),
    ("directives", &["a directive"]),
    ("const_directives", &["a directive"]),
    ("directive", &["a directive"]),
    ("const_directive", &["a directive"]),
    ("selection_set", &["\"{\""]),
    ("EOI", &["the end of the document"]),
];

/// The parser's message, which lists rules of its grammar, as a text for people.
pub(super) fn describe(message: &str, document: &str, at: Pos) -> String {
    let rules = rules(message);
    let place = Place::find(document, at);
    if place.empty_document {
        return "expected a query, found an empty document".to_owned();
    }
    let mut expected = words(&rules);
    // The parser names no punctuation; this is what unclosed documents lack.
    if rules.contains(&"selection") && place.previous != Some("{") {
        expected.push("\"}\"".to_owned());
    }
    let a_value = rules.iter().any(|rule| rule.ends_with("value"));
    let found = match place.token.as_deref() {
        None => "the end of the document".to_owned(),
        // A string that could be read would be a value.
        Some("\"") if a_value => "a broken string".to_owned(),
        Some("\"") => "a string".to_owned(),
        Some(token) => format!("{:?}", shortened(token)),
    };
    format!("expected {}, found {found}", listed(&expected))
}

/// The rules that the parser has tried, from "expected a, b, or c".
fn rules(message: &str) -> Vec<&str> {
    let list = match message.split_once("; expected ") {
        Some((_, list)) => Some(list),
        None => message.strip_prefix("expected "),
    };
    let rules = list.unwrap_or_default().split([' ', ',']);
    rules.filter(|rule| !matches!(*rule, "" | "or")).collect()
}

fn words(rules: &[&str]) -> Vec<String> {
    let known = WORDS.iter().filter(|(rule, _)| rules.contains(rule));
    let known = known.flat_map(|(_, words)| words.iter().map(|word| (*word).to_owned()));
    let unknown = rules
        .iter()
        .filter(|rule| WORDS.iter().all(|(known, _)| known != *rule));
    let unknown = unknown.map(|rule| rule.replace('_', " ").trim().to_owned());
    let mut words: Vec<String> = Vec::new();
    for word in unknown.chain(known) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn listed(words: &[String]) -> String {
    match words {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn shortened(token: &str) -> String {
    let mut letters = token.chars();
    let mut text: String = letters.by_ref().take(FOUND_MAX).collect();
    if letters.next().is_some() {
        text.push_str("...");
    }
    text
}

/// What stands where the parser stopped.
struct Place<'a> {
    empty_document: bool,
    /// The token before.
    previous: Option<&'a str>,
    /// `None` at the end of the document.
    token: Option<String>,
}

impl<'a> Place<'a> {
    /// The first token that ends behind `at`: there may be white space before it.
    fn find(document: &'a str, at: Pos) -> Self {
        let mut lexer = Lexer::new(document);
        let mut previous = None;
        while let Some((token, _)) = lexer.next() {
            let end = lexer.at();
            if (end.line, end.column) > (at.line, at.column) {
                return Self {
                    empty_document: false,
                    previous,
                    token: Some(lexer.whole(token)),
                };
            }
            previous = Some(token);
        }
        Self {
            empty_document: previous.is_none(),
            previous,
            token: None,
        }
    }
}
