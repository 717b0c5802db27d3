//! The cases of `tests/queries`, asked of the seed with imported things beside it.
//!
//! All are asked. A case is answered as before, but for three sorts:
//!
//! - It asks for all of a kind ([`asks_for_all`]), of which there are more now. Then all that
//!   was answered is answered again, in its order ([`keeps`]), unless it is a page ([`CUT`]).
//! - It asks for something that the seed has not and the fixtures have ([`OTHERWISE`]).
//! - It asks for something that depends on all things ([`OF_THE_WHOLE`]).

use super::answer_seed;
use crate::queries::{Case, asks_the_seed, cases, compare};
use crate::support::{api, codes, types};
use async_graphql::Positioned;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use castgraph::graphql::engine::{InputField, Request};
use castgraph::graphql::service::Service as _;
use serde_json::Value;
use std::collections::BTreeSet;

/// Cases that ask for single things and are answered otherwise, with the reason.
const OTHERWISE: &[(&str, &str)] = &[
    (
        "ids/entities_of_unknown_external_ids_are_null",
        "a show of the fixtures has the id",
    ),
    (
        "ids/entity_of_an_unknown_external_id_is_null",
        "a person of the fixtures has the id",
    ),
    (
        "known_at/before_anybody_spoke_there_was_nothing",
        "what the fixtures claim has no day",
    ),
    (
        "search/names_before_texts",
        "how rare the word is in which texts has changed, and so the order among texts",
    ),
    (
        "suggest/while_typing",
        "people of the fixtures have names that begin so",
    ),
];

/// Topics whose successful cases ask for what follows from all things together.
const OF_THE_WHOLE: &[&str] = &["communities/", "components/", "rankings/"];

/// Cases that ask for a page of all of a kind, in which other things stand now.
const CUT: &[&str] = &[
    "filters/not_in_the_first_season",
    "lists/people",
    "orders/people_by_birth_that_nobody_tells",
    "orders/people_by_name",
    "pages/last",
    "pages/twenty_by_default",
];

/// Whether a request asks for all things of a kind, all claims or how many there are: a field
/// of the root that needs no argument.
fn asks_for_all(request: &Request) -> bool {
    let Ok(document) = parse_query(&request.query) else {
        return false;
    };
    let mut fields = BTreeSet::new();
    for (_, operation) in document.operations.iter() {
        roots(&document, &operation.node.selection_set, &mut fields);
    }
    fields.iter().any(|name| {
        let field = types().field(types().query(), name);
        field.is_some_and(|field| !field.arguments.iter().any(InputField::is_required))
    })
}

/// The names of the fields of the root.
fn roots(
    document: &ExecutableDocument,
    selections: &Positioned<SelectionSet>,
    fields: &mut BTreeSet<String>,
) {
    for selection in &selections.node.items {
        match &selection.node {
            Selection::Field(field) => {
                fields.insert(field.node.name.node.to_string());
            }
            Selection::InlineFragment(fragment) => {
                roots(document, &fragment.node.selection_set, fields);
            }
            Selection::FragmentSpread(spread) => {
                // A fragment that is not there or leads to itself is an error of the case.
                let name = &spread.node.fragment_name.node;
                if let Some(fragment) = document.fragments.get(name)
                    && fields.insert(format!("...{name}"))
                {
                    roots(document, &fragment.node.selection_set, fields);
                }
            }
        }
    }
}

fn asked(case: &Case, name: &str) -> Request {
    case.request().unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Whether an answer has all that another has, in the same order, and maybe more between.
fn keeps(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => before.iter().all(|(key, before)| {
            let after = &after[key];
            match key.as_str() {
                // Other pages, more things, which amount to something else.
                "pageInfo" | "cursor" | "aggregate" => true,
                "totalCount" | "count" => before.as_u64() <= after.as_u64(),
                "claims" | "references" | "disputes" if before.is_u64() => {
                    before.as_u64() <= after.as_u64()
                }
                _ => keeps(before, after),
            }
        }),
        (Value::Array(before), Value::Array(after)) => {
            let mut after = after.iter();
            before
                .iter()
                .all(|before| after.any(|after| keeps(before, after)))
        }
        _ => before == after,
    }
}

#[test]
fn cases_of_the_seed_are_answered_as_before() {
    let (mut same, mut of_all, mut wrong) = (0, 0, Vec::new());
    for (name, case) in cases() {
        if !asks_the_seed(&name) {
            continue;
        }
        let request = asked(&case, &name);
        if api().prepare(&request).is_err() {
            // It is refused before any graph is asked.
            continue;
        }
        let answer = answer_seed(&request);
        let of_the_whole = OF_THE_WHOLE.iter().any(|topic| name.starts_with(topic));
        if of_the_whole && case.succeeds() {
            assert_eq!(codes(&answer), [""; 0], "{name}");
            continue;
        }
        let difference = compare(&case, &answer);
        let otherwise = OTHERWISE.iter().any(|(other, _)| *other == name);
        let all = asks_for_all(&request);
        match difference {
            None if otherwise => wrong.push(format!("{name} is answered as before: strike it out")),
            None => same += 1,
            Some(_) if all && case.succeeds() => {
                of_all += 1;
                assert_eq!(codes(&answer), [""; 0], "{name}");
                let kept = keeps(&case.expected(), &answer);
                let cut = CUT.contains(&name.as_str());
                if kept == cut {
                    let why = if cut {
                        "is kept: strike it out"
                    } else {
                        "is cut"
                    };
                    wrong.push(format!("{name} {why}"));
                }
            }
            Some(_) if otherwise => {}
            Some(difference) => wrong.push(format!("{name}: {difference}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        same > 2 * of_all,
        "only {same} are the same, {of_all} ask for all"
    );
}
