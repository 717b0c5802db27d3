//! castgraph's schema and seed, without and with imports on it, before async-graphql's executor
//! as a judge.
//!
//! What the judge is, and which faults of the library it has, is said in `engine/judge.rs`.

use std::sync::{Arc, LazyLock};

use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::engine::{InputField, Request};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::Api;
use castgraph::store::load_seed;
use proptest::prelude::*;

use crate::engine::documents::{self, Options};
use crate::engine::judge::{self, Judge};
use crate::imported::onto_the_seed;
use crate::queries::{asks_the_seed, cases};
use crate::support::{answer_of, request, types};

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

/// castgraph on a graph, as large as the judge's questions may be, and its judge: what that
/// asks, it asks once.
struct Court {
    api: Arc<Api>,
    judge: Judge,
}

static SEED: LazyLock<Court> =
    LazyLock::new(|| Court::on(load_seed().expect("the seed is without faults")));
static IMPORTED: LazyLock<Court> = LazyLock::new(|| Court::on(onto_the_seed()));

impl Court {
    fn on(graph: Graph) -> Self {
        let limits = Limits {
            nesting_max: 200,
            depth_max: 100,
            cost_max: usize::MAX,
            ..Limits::default()
        };
        let api = Api::new(Arc::new(Snapshot::new(graph)), limits);
        let api = Arc::new(api.expect("the types make a schema"));
        let asked = Arc::clone(&api);
        let ask = move |text: &str| answer_of(&asked, &request(text));
        let judge = Judge::new(api.engine().types(), Box::new(ask));
        Self { api, judge }
    }

    /// Compares what both answer, texts and all; it may not be errors.
    fn agree(&self, request: &Request) -> Result<(), String> {
        let Request {
            query, variables, ..
        } = request;
        let found = answer_of(&self.api, request);
        if let Some(errors) = found.get("errors") {
            return Err(format!("{query}\n{errors}"));
        }
        let expected = self.judge.answer(query, variables);
        let (found, expected) = (found.to_string(), expected.to_string());
        if found == expected {
            return Ok(());
        }
        Err(format!(
            "{query}\n{variables:?}\nfound    {found}\nexpected {expected}"
        ))
    }
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
        for court in [&SEED, &IMPORTED] {
            if let Err(difference) = court.agree(&request) {
                panic!("{name}: {difference}");
            }
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
        "text" => &[r#""american rust""#, r#""velez""#, r#""Isaak, son""#],
        "prefix" => &[r#""am""#, r#""É""#],
        "fuzziness" => &["0", "1", "2"],
        "maxSteps" => &["1", "3", "16"],
        // Others are not ranked.
        "kind" if input.type_ref.type_name() == "EntityKind" => &["PERSON", "SERIES"],
        "ids" => &[r#"["person:rob-yang", "season:american-rust-2"]"#],
        "series" if is_text(input) => &[r#""american-rust""#],
        "network" => &[r#""showtime""#],
        "studio" => &[r#""amazon-mgm-studios""#],
        "genre" => &[r#""crime-drama""#],
        "season" if input.type_ref.type_name() == "ID" => &[r#""american-rust-1""#],
        "source" | "other" => &[r#""encyclopedia""#, r#""unknown""#],
        "nameContains" => &[r#""an""#, r#""É""#],
        "name" => &[r#""Showtime""#, r#""jeff daniels""#],
        "count" => &["{atLeast: 1}", "{atMost: 1}"],
        "externalId" => &[r#"{authority: "imdb", id: "nm1"}"#],
        "orderBy" => &["{}", "{by: NAME}", "{direction: DESC}"],
        "premiered" | "aired" => &["{}", r#"{from: "2021"}"#, r#"{to: "2022-06"}"#],
        "date" if input.type_ref.type_name() == "DateSpan" => &[r#"{from: "2021", to: "2022"}"#],
        "date" => &[r#""2022-06""#, r#""2023""#, r#""2025-01-31""#],
        "after" | "before" | "last" | "externalIds" => &[],
        _ => return None,
    })
}

fn is_text(input: &InputField) -> bool {
    ["ID", "String"].contains(&input.type_ref.type_name())
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
    fn generated_documents_are_answered_as_by_the_library(
        tape in documents::tapes(),
        imported in any::<bool>(),
    ) {
        let document = documents::document(types(), &options(), &tape);
        let request = Request {
            query: document.text.clone(),
            variables: document.variables.clone(),
            ..Request::default()
        };
        let court = if imported { &IMPORTED } else { &SEED };
        let verdict = court.agree(&request);
        prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
    }
}

/// As many as `PROPTEST_CASES` says, else 256.
fn documents_judged() -> u32 {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(256)
}
