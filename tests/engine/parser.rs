//! The fast parser says of a document what the library's says, or nothing.

use std::{fs, path::Path, sync::LazyLock};

use async_graphql::parser::{parse_query, types::ExecutableDocument};
use castgraph::graphql::engine::{Engine, nesting, parser};
use proptest::prelude::*;

use super::{
    documents::{self, Options},
    world::{self, WorldRoot},
};

static WORLD: LazyLock<Engine<WorldRoot>> = LazyLock::new(world::engine);

const NESTING_MAX: usize = 60;

/// Everything in a document, positions too; definitions in one order.
fn shown(document: &ExecutableDocument) -> Vec<String> {
    let operations = document.operations.iter();
    let operations = operations.map(|operation| format!("{operation:?}"));
    let fragments = document.fragments.iter();
    let fragments = fragments.map(|fragment| format!("{fragment:?}"));
    let mut all: Vec<String> = operations.chain(fragments).collect();
    all.sort();
    all
}

/// Whether the fast parser takes a text; fails where it then differs from the library.
fn takes(text: &str) -> bool {
    let Some(found) = parser::parse(text, NESTING_MAX) else {
        return false;
    };
    assert_eq!(nesting::check(text, NESTING_MAX), Ok(()), "{text}");
    match parse_query(text) {
        Ok(expected) => assert_eq!(shown(&found), shown(&expected), "{text}"),
        Err(error) => panic!("the library refuses what the fast parser takes: {error}\n{text}"),
    }
    true
}

/// Texts of all documents below a folder.
fn files(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            files(&path, texts);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "graphql")
        {
            texts.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// All documents that are files of the tests, wrong ones too.
pub fn texts_of_the_tests() -> Vec<String> {
    let mut texts = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    files(&folder, &mut texts);
    texts
}

#[test]
fn nearly_all_documents_of_the_tests_are_taken() {
    let texts = texts_of_the_tests();
    let (mut of_library, mut taken) = (0, 0);
    for text in &texts {
        of_library += usize::from(parse_query(text).is_ok());
        taken += usize::from(takes(text));
    }
    assert!(of_library > 400, "{of_library} of {} files", texts.len());
    assert!(taken * 100 >= of_library * 98, "{taken} of {of_library}");
}

#[test]
fn what_people_write_is_taken() {
    for text in [
        "{a}",
        "query{a}",
        "query Q { a }",
        "query Q($a: [Int!]! = [1, -2] $b: T = {x: {y: []}}) @d(a: $b) { a }",
        "query () { a }",
        "\r\n# one é\r\n{ a(t: \"é\") b # two\r c\n d }",
        "{ a(t: \"\", u: [\"\" \"x\"\"y\"], v: \"\\\"\\\\\\/\\b\\f\\n\\r\\t\") }",
        "{ a(i: 0, j: -0, k: 10, f: -1.50, l: 18446744073709551615) }",
        "{ a(t: true, f: false, n: null, e: TRUE, o: {}, l: []) }",
        "{ x: a @skip(if: $a) @include(if: true) { ...F ... @d { b } ... on T { c } ...onT } }",
        "query A { a } fragment F on T @d { a } query B { b }",
        "{ on: query fragment type on(on: on) }",
    ] {
        assert!(takes(text), "{text}");
    }
}

#[test]
fn what_is_rare_is_left_to_the_library() {
    for text in [
        "",
        "#",
        "{a} {b}",
        "{a} query B {b}",
        "query A {b} query A {b}",
        "fragment F on T {a}",
        "{a} fragment F on T {a} fragment F on T {a}",
        "{a} fragment on on T {a}",
        "mutation {a}",
        "queryQ {a}",
        "query ($a: Int @d = 1) {a}",
        "query ($a: [Int ]) {a}",
        "query ($a: Int = $b) {a}",
        "query ($ a: Int) {a}",
        "{ }",
        "{a()}",
        "{...on{a}}",
        "{... on # comment\n T {a}}",
        "{a(x: truely)}",
        "{a(x: [nullable])}",
        "{a(x: 00)}",
        "{a(x: 1e3)}",
        "{a(x: 1.)}",
        "{a(x: 1a)}",
        "{a(x: 18446744073709551616)}",
        "{a(x: {y: 1 y: 2})}",
        "{a(x: \"\"\"block\"\"\")}",
        "{a(x: \"\\u0041\")}",
        "{a(x: \"one\ntwo\")}",
        "{a(x: \"",
        "{a(x: \"\\",
        "\u{feff}{a}",
        "{a \u{a0} b}",
        "{a}\0",
    ] {
        assert!(!takes(text), "{text}");
    }
}

#[test]
fn brackets_are_bounded() {
    let types = |depth| {
        format!(
            "query ($a: {}T{}) {{a}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let sets = |depth| format!("{}{}", "{a".repeat(depth), "}".repeat(depth));
    let lists = |depth| format!("{{a(x: {}{})}}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth| format!("{{a(x: {}1 {})}}", "{x: ".repeat(depth), "}".repeat(depth));
    for (text, outer) in [
        (&types as &dyn Fn(usize) -> String, 1),
        (&sets, 0),
        (&lists, 2),
        (&objects, 2),
    ] {
        assert!(takes(&text(NESTING_MAX - outer)));
        assert!(!takes(&text(NESTING_MAX - outer + 1)));
        assert!(parser::parse(&text(100_000), usize::MAX).is_none());
    }
    // They close again.
    assert!(takes(&format!(
        "{{{}}}",
        "a(x: [{y: []}]) {b} ".repeat(1_000)
    )));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn generated_documents_are_taken(tape in documents::tapes()) {
        let document = documents::document(WORLD.types(), &Options::default(), &tape);
        prop_assert!(takes(&document.text), "{}", document.text);
    }

    #[test]
    fn damaged_documents_are_those_of_the_library(
        tape in documents::tapes(),
        from: prop::sample::Index,
        length in 0..3_usize,
        instead in "[{}()\\[\\]:$@!.\"#a0 \\-\r\n\\\\é,]{0,2}",
    ) {
        let text = documents::document(WORLD.types(), &Options::default(), &tape).text;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = from.index(places.len());
        let end = places[(from + length).min(places.len() - 1)];
        let (before, behind) = (&text[..places[from]], &text[end..]);
        takes(&format!("{before}{instead}{behind}"));
        takes(before);
    }

    #[test]
    fn texts_of_signs_are_those_of_the_library(
        text in "\\{(a|on|\\.\\.\\.|query|\\{|\\}|\\(|\\)|\\[|\\]|:|\\$|@|!|\"|#|1|-|\\.|0| |\n|\r|,|é|true|null|=){0,14}\\}",
    ) {
        takes(&text);
    }
}
