//! What is surely valid breaks no rule of the long way, and most documents are surely valid.

use std::sync::LazyLock;

use castgraph::graphql::{
    engine::{Engine, Root, parser, scan, sure},
    limits::Limits,
};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    documents::{self, Options},
    world::{self, WorldRoot},
};
use crate::support;

static WORLD: LazyLock<Engine<WorldRoot>> = LazyLock::new(world::engine);

/// How many documents there were, how many of them surely valid, and how many refused.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    sure: usize,
    refused: usize,
}

impl Count {
    /// Judges a text both ways, and fails where the rules refuse what is surely valid.
    fn add<R: Root>(&mut self, engine: &Engine<R>, text: &str) {
        let limits = Limits::default();
        let parsed = parser::parse(text, limits.nesting_max);
        let Some(document) = parsed.filter(|_| text.len() <= limits.document_bytes_max) else {
            return;
        };
        if scan::scan(&document, limits.nesting_max)
            .check(&limits)
            .is_err()
        {
            return;
        }
        self.all += 1;
        let is_sure = sure::is_valid(engine.types(), &document);
        self.sure += usize::from(is_sure);
        // Fields that cannot merge are another's.
        if let Err(refusal) = engine.check_document(text) {
            self.refused += 1;
            let refusal: Value = serde_json::from_slice(&refusal.body()).unwrap();
            let errors = refusal["errors"].as_array().unwrap().iter();
            let mut messages = errors.map(|error| error["message"].as_str().unwrap());
            let only_merges = messages.all(|message| message.contains(" cannot merge: "));
            assert!(!is_sure || only_merges, "{text}\n{refusal}");
        }
    }
}

/// Any numbers, the same in each run.
fn numbers(seed: u64) -> impl Iterator<Item = u16> {
    (0_u64..).map(move |at| {
        let [one, other, ..] = xxh3_64_with_seed(&at.to_le_bytes(), seed).to_le_bytes();
        u16::from_le_bytes([one, other])
    })
}

fn generated(seed: u64) -> String {
    let mut numbers = numbers(seed);
    let length = numbers.next().unwrap() % 220;
    let tape: Vec<u16> = numbers.take(length.into()).collect();
    documents::document(WORLD.types(), &Options::default(), &tape).text
}

/// Words and signs of a text, spaces too.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let end = if is_word(first) {
            rest.find(|letter| !is_word(letter))
        } else {
            Some(first.len_utf8())
        };
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        words.push(word);
        rest = behind;
    }
    words
}

const INSTEAD: [&str; 24] = [
    "",
    "",
    "",
    "null",
    "true",
    "1",
    "1.5",
    "3000000000",
    "\"x\"",
    "X",
    "[]",
    "{}",
    "[1]",
    "$v0",
    "Int",
    "Boolean",
    "Float!",
    "[String!]",
    "!",
    "__typename",
    "@skip(if: true)",
    "@include(if: $b)",
    "{__typename}",
    "(x: 1)",
];

/// The text with a word in place of another: one of the text, of the types, or of anything.
fn damaged(types: &[&str], text: &str, seed: u64) -> String {
    let mut words = words(text);
    let mut numbers = numbers(seed);
    let mut below = |count: usize| usize::from(numbers.next().unwrap()) % count;
    let at = loop {
        let at = below(words.len());
        if words[at] != " " {
            break at;
        }
    };
    words[at] = match below(4) {
        0 => INSTEAD[below(INSTEAD.len())],
        1 => types[below(types.len())],
        _ => words[below(words.len())],
    };
    words.concat()
}

fn names<R: Root>(engine: &Engine<R>) -> Vec<&str> {
    let types = engine.types();
    let objects = types.objects.iter();
    let mut names: Vec<&str> = objects.clone().map(|object| &*object.name).collect();
    names.extend(objects.flat_map(|object| object.fields.iter().map(|field| field.name)));
    names.extend(types.interfaces.iter().map(|interface| interface.name));
    names.extend(types.input_objects.iter().map(|object| object.name));
    names
}

#[test]
fn generated_documents() {
    let names = names(&WORLD);
    let (mut whole, mut spoilt) = (Count::default(), Count::default());
    for seed in 0..1_500 {
        let text = generated(seed);
        whole.add(&WORLD, &text);
        for other in 0..12 {
            spoilt.add(&WORLD, &damaged(&names, &text, seed * 12 + other));
        }
    }
    assert_eq!((whole.all, whole.refused), (1_500, 0), "{whole:?}");
    assert!(whole.sure > 1_000, "{whole:?}");
    assert!(spoilt.refused > 3_000 && spoilt.sure > 800, "{spoilt:?}");
}

#[test]
fn documents_that_break_one_rule() {
    let mut count = Count::default();
    for spoiler in 0..12 {
        for seed in 0..20 {
            let tape: Vec<u16> = numbers(seed).take(40).collect();
            let types = WORLD.types();
            let (document, _) = documents::spoilt(types, &Options::default(), &tape, spoiler);
            count.add(&WORLD, &document.text);
        }
    }
    assert_eq!(
        (count.all, count.refused),
        (count.all, count.all),
        "{count:?}"
    );
    assert!(count.all >= 200, "{count:?}");
}

#[test]
fn documents_of_the_query_tests() {
    let api = support::api();
    let engine = api.engine();
    let names = names(engine);
    let (mut whole, mut spoilt) = (Count::default(), Count::default());
    for (text, seed) in super::parser::texts_of_the_tests().iter().zip(0_u64..) {
        whole.add(engine, text);
        for other in 0..12 {
            spoilt.add(engine, &damaged(&names, text, seed * 12 + other));
        }
    }
    assert!(
        whole.sure * 10 > (whole.all - whole.refused) * 8,
        "{whole:?}"
    );
    assert!(spoilt.refused > 1_000 && spoilt.sure > 500, "{spoilt:?}");
}
