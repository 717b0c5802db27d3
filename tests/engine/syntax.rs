//! What a client reads about a document that is not GraphQL.

use super::ask;

fn message(document: &str) -> String {
    let answer = ask(document);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PARSE");
    let message = answer["errors"][0]["message"].as_str();
    message.expect("a text").to_owned()
}

#[test]
fn parse_errors_say_what_was_expected_and_found() {
    let definition = "a query, a fragment or the end of the document";
    for (document, expected) in [
        ("", "expected a query, found an empty document"),
        (" # text\n,", "expected a query, found an empty document"),
        (
            "type X{a:Int}",
            "expected a query or a fragment, found \"type\"",
        ),
        (
            "{ people { totalCount } } }",
            &format!("expected {definition}, found \"}}\""),
        ),
        ("query($x:){a}", "expected a type, found \")\""),
        (
            "query Q($x Int){a}",
            "expected a variable with a type, found \"$x\"",
        ),
        (
            "{nope",
            "expected a field, \"(\", a directive, \"{\" or \"}\", found the end of the document",
        ),
        ("{\n  a { }\n}", "expected a field, found \"}\""),
        (
            "{people(filter:{nameContains}){totalCount}}",
            "expected a field with a value, found \"nameContains\"",
        ),
        (
            "{people(first 3){totalCount}}",
            "expected an argument with a value, found \"first\"",
        ),
        ("{ a(b: \"c) }", "expected a value, found a broken string"),
        ("{ a(b: 1x) }", "expected a value, found \"1x\""),
        ("{ \"a\" }", "expected a field, found a string"),
        (
            "{ ... on Query ... }",
            "expected a directive or \"{\", found \"...\"",
        ),
        ("\r\n é", "expected a query or a fragment, found \"é\""),
        (
            "\u{1b}",
            "expected a query or a fragment, found \"\\u{1b}\"",
        ),
    ] {
        assert_eq!(message(document), expected, "{document}");
    }
}

#[test]
fn parse_errors_repeat_little_of_the_document() {
    let long = "x".repeat(10_000);
    assert!(message(&long).len() < 100);
    assert!(message(&format!("{{ a(b: \"{long}) }}")).len() < 100);
}
