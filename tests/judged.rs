//! castgraph's schema and seed before async-graphql's executor as a judge.
//!
//! What the judge is, and which faults of the library it has, is said in `engine/judge.rs`.

use std::sync::{Arc, LazyLock};

use castgraph::graph::Snapshot;
use castgraph::graphql::engine::{InputField, Request, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use castgraph::store::load_seed;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::engine::documents::{self, Options};
use crate::engine::judge::{self, Judge};
use crate::queries::{asks_the_seed, cases};
use crate::support::{answer, types};

/// Cases that the library answers in its own way, and why.
const FAULTS_OF_THE_LIBRARY: &[(&str, &str)] = &[
    (
        "introspection/",
        "the judge's schema has no descriptions and no order of names",
    ),
    (
        "ids/nodes_keep_the_order_and_the_gaps",
        "it takes a null in a list for an object",
    ),
    (
        "ids/entities_of_unknown_external_ids_are_null",
        "it takes a null in a list for an object",
    ),
];

/// castgraph on its seed, as large as the judge's questions may be.
fn api() -> &'static Api {
    static API: LazyLock<Api> = LazyLock::new(|| {
        let snapshot = Arc::new(Snapshot::new(
            load_seed().expect("the seed is without faults"),
        ));
        let limits = Limits {
            nesting_max: 200,
            depth_max: 100,
            ..Limits::default()
        };
        Api::new(snapshot, limits).expect("the types make a schema")
    });
    &API
}

/// One judge for all: what it asks, it asks once.
fn judge() -> &'static Judge {
    static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
        let ask = |text: &str| {
            let request = Request {
                query: text.to_owned(),
                ..Request::default()
            };
            let answer = api().answer(&request, &Uninterrupted);
            serde_json::from_slice(&answer.body).expect("JSON")
        };
        Judge::new(api().engine().types(), Box::new(ask))
    });
    &JUDGE
}

/// Compares what both answer, texts and all.
fn agree(found: &Value, query: &str, variables: &Map<String, Value>) -> Result<(), String> {
    let expected = judge().answer(query, variables);
    let (found, expected) = (found.to_string(), expected.to_string());
    if found == expected {
        return Ok(());
    }
    Err(format!(
        "{query}\n{variables:?}\nfound    {found}\nexpected {expected}"
    ))
}

#[test]
fn query_files_are_answered_as_by_the_library() {
    let mut judged = 0;
    for (name, case) in cases() {
        let fault = FAULTS_OF_THE_LIBRARY
            .iter()
            .any(|(fault, _)| name.starts_with(fault));
        let Ok(request) = case.request() else {
            continue;
        };
        // The judge runs the only operation.
        if fault || !asks_the_seed(&name) || !case.succeeds() || request.operation_name.is_some() {
            continue;
        }
        if let Err(difference) = agree(&answer(&request), &request.query, &request.variables) {
            panic!("{name}: {difference}");
        }
        judged += 1;
    }
    assert!(judged > 100, "only {judged} cases are judged");
}

/// Literals for what not every text will do; empty where nothing is worth asking.
fn samples(input: &InputField) -> Option<&'static [&'static str]> {
    Some(match &*input.name {
        "slug" | "playedBy" => &[r#""kyle-beltran""#, r#""american-rust""#, r#""showtime""#],
        "creditedOn" | "appearsIn" => &[
            r#""season:american-rust-1""#,
            r#""series:american-rust""#,
            r#""episode:nowhere-at-all""#,
        ],
        "involves" => &[
            r#""season:american-rust-1""#,
            r#""person:jeff-daniels""#,
            r#""series:american-rust""#,
            r#""place:nowhere-at-all""#,
        ],
        "from" if input.type_ref.type_name() == "ID" => {
            &[r#""person:jeff-daniels""#, r#""character:grace-poe""#]
        }
        "to" if input.type_ref.type_name() == "ID" => {
            &[r#""network:showtime""#, r#""person:nobody""#]
        }
        "avoid" => &[r#"["series:american-rust"]"#],
        "maxSteps" => &["1", "3", "16"],
        "ids" => &[r#"["person:rob-yang", "season:american-rust-2"]"#],
        "series" => &[r#""american-rust""#],
        "network" => &[r#""showtime""#],
        "studio" => &[r#""amazon-mgm-studios""#],
        "genre" => &[r#""crime-drama""#],
        "season" if input.type_ref.type_name() == "ID" => &[r#""american-rust-1""#],
        "source" => &[r#""encyclopedia""#, r#""unknown""#],
        "nameContains" => &[r#""an""#, r#""É""#],
        "externalId" => &[r#"{authority: "imdb", id: "nm1"}"#],
        "orderBy" => &["{}", "{by: NAME}", "{direction: DESC}"],
        "premiered" | "aired" => &["{}", r#"{from: "2021"}"#, r#"{to: "2022-06"}"#],
        "date" if input.type_ref.type_name() == "DateSpan" => &[r#"{from: "2021", to: "2022"}"#],
        "after" | "before" | "last" | "externalIds" => &[],
        _ => return None,
    })
}

/// Without the fields that the library cannot answer.
fn options() -> Options {
    let mut without = judge::unjudged(types());
    // What their ids name is of any type: files ask them.
    without.push("node");
    Options {
        depth: 4,
        without,
        nulls_for_defaults: false,
        typename_directives: false,
        samples,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(documents_judged()))]

    #[test]
    fn generated_documents_are_answered_as_by_the_library(tape in documents::tapes()) {
        let document = documents::document(types(), &options(), &tape);
        let request = Request {
            query: document.text.clone(),
            variables: document.variables.clone(),
            ..Request::default()
        };
        let found = api().answer(&request, &Uninterrupted);
        let found: Value = serde_json::from_slice(&found.body).expect("JSON");
        prop_assert!(found.get("errors").is_none(), "{}\n{}", document.text, found["errors"]);
        let verdict = agree(&found, &document.text, &document.variables);
        prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
    }
}

/// As many as `PROPTEST_CASES` says, else 128.
fn documents_judged() -> u32 {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(128)
}
