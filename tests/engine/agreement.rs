//! The engine agrees with the reference on documents made up from the schema.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    answer, codes,
    documents::{self, Options},
    judge::{self, Judge},
    reference,
    world::{self, World},
};

/// Without the fields that are faults of their resolvers.
fn options() -> Options {
    Options {
        depth: 5,
        without: vec!["oddities"],
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn answers_and_errors_are_those_of_the_specification(
        tape in documents::tapes(),
        seed in 0_u64..1000,
        fails: bool,
    ) {
        let engine = world::engine_within(usize::MAX);
        let document = documents::document(engine.types(), &options(), &tape);
        let variables = Value::Object(document.variables.clone());
        let found = answer(&engine, World { fails }, seed, &document.text, &variables);
        let expected =
            reference::execute(engine.types(), fails, seed, &document.text, &document.variables);
        let found_text = without_messages(found).to_string();
        prop_assert_eq!(found_text, expected.to_string(), "{} {}", document.text, variables);
    }

    #[test]
    fn answers_are_those_of_the_library(tape in documents::tapes(), seed in 0_u64..1000) {
        let engine = world::engine_within(usize::MAX);
        let mut options = options();
        options.depth = 4;
        options.nulls_for_defaults = false;
        options.typename_directives = false;
        options.without.extend(judge::unjudged(engine.types()));
        let document = documents::document(engine.types(), &options, &tape);
        let variables = Value::Object(document.variables.clone());
        let world = World { fails: false };
        let found = answer(&engine, world, seed, &document.text, &variables);
        let judge = Judge::new(engine.types(), Box::new(move |text: &str| {
            answer(&world::unlimited(), World { fails: false }, seed, text, &json!({}))
        }));
        let expected = judge.answer(&document.text, &document.variables);
        prop_assert_eq!(found.to_string(), expected.to_string(), "{} {}", document.text, variables);
    }

    #[test]
    fn spoilt_documents_are_refused(tape in documents::tapes(), spoiler: u16) {
        let engine = world::engine();
        let (document, (why, ..)) = documents::spoilt(engine.types(), &options(), &tape, spoiler);
        let variables = Value::Object(document.variables.clone());
        let found = answer(&engine, World { fails: false }, 1, &document.text, &variables);
        prop_assert!(found.get("data").is_none(), "{}: {}", why, document.text);
        let codes = codes(&found);
        prop_assert!(!codes.is_empty() && codes.iter().all(|code| *code == "VALIDATION"), "{}", found);
    }

    #[test]
    fn no_document_makes_the_engine_panic(text in "[{}()\\[\\]:$@!.\"#a-c0-9 \n=]{0,60}") {
        let found = answer(&world::engine(), World { fails: false }, 1, &text, &json!({}));
        prop_assert!(!codes(&found).contains(&"INTERNAL"), "{}", found);
    }
}

/// As many as `PROPTEST_CASES` says, else 256.
fn cases() -> u32 {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(256)
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
