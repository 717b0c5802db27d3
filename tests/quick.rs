//! What a service needs to know to execute a request where others wait for it.

use crate::support::{api_within, request, seed};
use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::engine::{Interrupt, Outcome, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use std::sync::Arc;
use std::time::Duration;

#[test]
fn an_execution_is_measured_on_its_graph() {
    let snapshot = Arc::new(Snapshot::new(seed()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let [request, other] = [
        "{ claims(first: 100) { totalCount nodes { id value property mode } } }",
        "{ actors { totalCount } }",
    ]
    .map(request);
    let [prepared, of_other] = [&request, &other].map(|request| api.prepare(request).unwrap());
    assert_eq!(api.last_time(&prepared), None);
    api.execute(&request, &prepared, &Uninterrupted);
    assert!(api.last_time(&prepared).is_some());
    assert_eq!(api.last_time(&of_other), None, "another plan");
    api.execute(&request, &prepared, &Impatient(Some(ErrorCode::Cancelled)));
    assert_eq!(api.last_time(&prepared), Some(NEVER), "it was stopped");
    api.execute(&request, &prepared, &Uninterrupted);
    assert!(api.last_time(&prepared) < Some(NEVER));
    snapshot.publish(Graph::empty());
    assert_eq!(api.last_time(&prepared), None, "another graph");
    api.execute(&request, &prepared, &Uninterrupted);
    assert!(api.last_time(&prepared).is_some());
}

/// As long as is told apart.
const NEVER: Duration = Duration::from_micros(u32::MAX as u64);

/// Has no time for anything but what is there, and stops for a reason.
struct Impatient(Option<ErrorCode>);

impl Interrupt for Impatient {
    fn reason(&self) -> Option<ErrorCode> {
        self.0
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
        "{ person(slug: \"jeff-daniels\") { coStars { totalCount } } }",
        "{ person(slug: \"jeff-daniels\") { collaborators { totalCount } } }",
        "{ path(from: \"person:jeff-daniels\", to: \"person:maura-tierney\") { reason } }",
    ] {
        // None is answered from what is kept of answers.
        let limits = Limits {
            answers_bytes_max: 0,
            ..Limits::default()
        };
        let api = api_within(limits, seed());
        let request = request(query);
        let answer = api.answer(&request, &Impatient(None));
        assert_eq!(
            answer.outcome,
            Outcome::Failed(ErrorCode::Timeout),
            "{query}"
        );
        let answer = api.answer(&request, &Uninterrupted);
        assert_eq!(answer.outcome, Outcome::Complete, "{query}");
        // Some are made in turns, of which each who asks takes one.
        for _ in 0..8 {
            assert_eq!(api.answer(&request, &Uninterrupted), answer, "{query}");
        }
        assert_eq!(
            api.answer(&request, &Impatient(None)),
            answer,
            "{query}: it is there"
        );
    }
}
