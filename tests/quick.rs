//! What a service needs to know to execute a request where others wait for it.

use crate::support::{api_within, request, seed};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::engine::{Interrupt, Outcome, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use std::sync::Arc;

#[test]
fn an_execution_is_measured_on_its_graph() {
    let snapshot = Arc::new(Snapshot::new(seed()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let [request, other] = ["{ people { totalCount } }", "{ actors { totalCount } }"].map(request);
    let [prepared, of_other] = [&request, &other].map(|request| api.prepare(request).unwrap());
    assert_eq!(api.last_time(&prepared), None);
    api.execute(&request, &prepared, &Uninterrupted);
    assert!(api.last_time(&prepared).is_some());
    assert_eq!(api.last_time(&of_other), None, "another plan");
    snapshot.publish(Graph::empty());
    assert_eq!(api.last_time(&prepared), None, "another graph");
    api.execute(&request, &prepared, &Uninterrupted);
    assert!(api.last_time(&prepared).is_some());
}

/// Has no time for anything but what is there.
struct Impatient;

impl Interrupt for Impatient {
    fn reason(&self) -> Option<ErrorCode> {
        None
    }

    fn is_patient(&self) -> bool {
        false
    }
}

#[test]
fn who_has_no_time_makes_nothing_for_others() {
    for query in [
        "{ knownAt(date: \"2022-06\") { people { totalCount } } }",
        "{ statistics { undatedClaims } }",
        "{ components { totalCount } }",
        "{ rank(by: PAGE_RANK) { totalCount } }",
    ] {
        // None is answered from what is kept of answers.
        let limits = Limits {
            answers_bytes_max: 0,
            ..Limits::default()
        };
        let api = api_within(limits, seed());
        let request = request(query);
        let answer = api.answer(&request, &Impatient);
        assert_eq!(
            answer.outcome,
            Outcome::Failed(ErrorCode::Timeout),
            "{query}"
        );
        let answer = api.answer(&request, &Uninterrupted);
        assert_eq!(answer.outcome, Outcome::Complete, "{query}");
        assert_eq!(
            api.answer(&request, &Impatient),
            answer,
            "{query}: it is there"
        );
    }
}
