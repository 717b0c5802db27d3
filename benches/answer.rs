//! What a request costs, in parts: preparing (parse, check, validate, plan) and executing.

#![allow(
    missing_docs,
    reason = "criterion's macro makes a function without one"
)]

use castgraph::graph::Snapshot;
use castgraph::graphql::engine::{Request, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::Api;
use castgraph::graphql::types::query::Query;
use castgraph::graphql::views::Views;
use castgraph::store;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

const WALK: &str = r#"{ person(slug: "jeff-daniels") { name characters { nodes { name seasons { edges {
    billing node { number networks { nodes { name } } studios { nodes { name } } }
} } } } } }"#;

fn answer(criterion: &mut Criterion) {
    let snapshot = Arc::new(Snapshot::new(store::load_seed().expect("the seed is good")));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).expect("the tables make a schema");
    let engine = api.engine();
    let views = Views::alone(snapshot.take());
    let request = Request {
        query: WALK.to_owned(),
        ..Request::default()
    };
    let prepared = engine.prepare(&request).expect("the query is good");
    criterion.bench_function("prepare a three-hop walk", |bench| {
        bench.iter(|| engine.prepare(black_box(&request)));
    });
    criterion.bench_function("execute a three-hop walk", |bench| {
        bench.iter(|| {
            let query = Query::new(&views, &Uninterrupted);
            engine.execute(black_box(&prepared), query, &Uninterrupted)
        });
    });
}

fn load(criterion: &mut Criterion) {
    criterion.bench_function("load the seed", |bench| bench.iter(store::load_seed));
}

criterion_group!(benches, answer, load);
criterion_main!(benches);
