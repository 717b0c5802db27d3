//! One graph a request, exchanged between requests.

use std::sync::Arc;

use castgraph::graph::{Graph, Snapshot};
use castgraph::graphql::engine::{Request, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use castgraph::store::load_seed;

#[test]
fn the_next_request_reads_the_graph_that_was_published() {
    let snapshot = Arc::new(Snapshot::new(load_seed().unwrap()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let request = Request {
        query: "{ people { totalCount } }".to_owned(),
        ..Request::default()
    };
    let ask = || String::from_utf8(api.answer(&request, &Uninterrupted).body.into()).unwrap();
    let taken = snapshot.take();
    assert_eq!(ask(), r#"{"data":{"people":{"totalCount":30}}}"#);
    snapshot.publish(Graph::empty());
    assert_eq!(ask(), r#"{"data":{"people":{"totalCount":0}}}"#);
    let people = taken.statistics().nodes[0].1;
    assert_eq!(people, 30, "a graph that was taken stays as it is");
}
