//! The engine agrees with the reference on documents made up from the schema.

use std::sync::LazyLock;

use castgraph::graphql::{engine::Engine, limits::Limits};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    answer, body, codes,
    documents::{self, Options},
    judge::{self, Judge},
    reference, request,
    world::{self, World, WorldRoot},
};

/// Keeps documents and plans, of all cases.
static KEEPING: LazyLock<Engine<WorldRoot>> = LazyLock::new(|| world::engine_within(usize::MAX));

/// Prepares each request anew.
static FORGETTING: LazyLock<Engine<WorldRoot>> = LazyLock::new(|| {
    world::engine_of(Limits {
        cost_max: usize::MAX,
        plans_bytes_max: 0,
        ..Limits::default()
    })
});

static OF_THE_JUDGE: LazyLock<Engine<WorldRoot>> = LazyLock::new(world::unlimited);

/// Without the fields that are faults of their resolvers.
fn options() -> Options {
    Options {
        depth: 5,
        without: vec!["oddities"],
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(6_000)))]

    /// Whether or not document and plan were known before.
    #[test]
    fn answers_and_errors_are_those_of_the_specification(
        tape in documents::tapes(),
        seed in 0_u64..1000,
        fails: bool,
    ) {
        let types = KEEPING.types();
        let document = documents::document(types, &options(), &tape);
        let variables = Value::Object(document.variables.clone());
        let asked = request(&document.text, &variables);
        let found = body(&KEEPING, World { fails }, seed, &asked);
        for engine in [&KEEPING, &FORGETTING] {
            let again = body(engine, World { fails }, seed, &asked);
            prop_assert_eq!(&found, &again, "{} {}", document.text, variables);
        }
        let found = serde_json::from_slice(&found).expect("an answer is JSON");
        let expected = reference::execute(types, fails, seed, &document.text, &document.variables);
        let found_text = without_messages(found).to_string();
        prop_assert_eq!(found_text, expected.to_string(), "{} {}", document.text, variables);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(4_000)))]

    #[test]
    fn answers_are_those_of_the_library(tape in documents::tapes(), seed in 0_u64..1000) {
        let engine = &*KEEPING;
        let mut options = options();
        options.depth = 4;
        options.nulls_for_defaults = false;
        options.typename_directives = false;
        options.without.extend(judge::unjudged(engine.types()));
        let document = documents::document(engine.types(), &options, &tape);
        let variables = Value::Object(document.variables.clone());
        let world = World { fails: false };
        let found = answer(engine, world, seed, &document.text, &variables);
        let judge = Judge::new(engine.types(), Box::new(move |text: &str| {
            answer(&OF_THE_JUDGE, World { fails: false }, seed, text, &json!({}))
        }));
        let expected = judge.answer(&document.text, &document.variables);
        prop_assert_eq!(found.to_string(), expected.to_string(), "{} {}", document.text, variables);
    }

    #[test]
    fn spoilt_documents_are_refused(tape in documents::tapes(), spoiler: u16) {
        let engine = &*KEEPING;
        let (document, (why, ..)) = documents::spoilt(engine.types(), &options(), &tape, spoiler);
        let variables = Value::Object(document.variables.clone());
        let found = answer(engine, World { fails: false }, 1, &document.text, &variables);
        prop_assert!(found.get("data").is_none(), "{}: {}", why, document.text);
        let codes = codes(&found);
        prop_assert!(!codes.is_empty() && codes.iter().all(|code| *code == "VALIDATION"), "{}", found);
    }

    #[test]
    fn no_document_makes_the_engine_panic(text in "[{}()\\[\\]:$@!.\"#a-c0-9 \n=]{0,60}") {
        let found = answer(&KEEPING, World { fails: false }, 1, &text, &json!({}));
        prop_assert!(!codes(&found).contains(&"INTERNAL"), "{}", found);
    }
}

/// As many as `PROPTEST_CASES` says, else `usual`.
fn cases(usual: u32) -> u32 {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Errors without their messages, which the specification does not word.
fn without_messages(mut answer: Value) -> Value {
    for error in answer
        .get_mut("errors")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(error) = error.as_object_mut() {
            error.shift_remove("message");
        }
    }
    answer
}
