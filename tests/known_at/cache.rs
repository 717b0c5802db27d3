//! How views are kept and shared.

use std::cell::Cell;
use std::ptr;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use castgraph::graph::{Graph, Ordered, Snapshot};
use castgraph::graphql::engine::{Interrupt, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::Api;
use castgraph::graphql::views::{ViewCache, Views};
use castgraph::store::load_seed;
use serde_json::json;

use super::{date, merged};
use crate::support::{answer_of, codes, data_of, request};

fn cache(bytes_max: usize) -> Arc<ViewCache> {
    Arc::new(ViewCache::new(Arc::new(load_seed().unwrap()), bytes_max))
}

fn view<'v>(views: &'v Views, day: &str) -> Result<&'v Graph, ErrorCode> {
    let view = views.known_at(date(day), &Uninterrupted);
    view.map_err(|error| error.code())
}

#[test]
fn days_between_which_nobody_speaks_have_one_view() {
    let cache = cache(usize::MAX);
    let [one, other] = [&cache; 2].map(|cache| Views::of(Arc::clone(cache)));
    let first = view(&one, "2022-06-22").unwrap();
    for day in ["2022-06", "2022", "2023-11-08"] {
        for views in [&one, &other] {
            assert!(ptr::eq(view(views, day).unwrap(), first), "{day}");
        }
    }
    assert!(!ptr::eq(view(&one, "2023-11-09").unwrap(), first));
}

#[test]
fn many_who_ask_at_once_get_one_view() {
    let cache = cache(usize::MAX);
    let askers = (0..4).map(|_| {
        let views = Views::of(Arc::clone(&cache));
        thread::spawn(move || {
            let graph = view(&views, "2023").unwrap();
            (ptr::from_ref(graph).addr(), views)
        })
    });
    let askers: Vec<_> = askers.collect();
    let answers: Vec<_> = askers
        .into_iter()
        .map(|asker| asker.join().unwrap())
        .collect();
    let (first, _) = answers[0];
    assert!(answers.iter().all(|(graph, _)| *graph == first));
}

/// Says at its first question that building has begun, and goes away when told to.
struct GoesAway {
    begun: Cell<Option<mpsc::Sender<()>>>,
    told: mpsc::Receiver<()>,
}

impl Interrupt for GoesAway {
    fn reason(&self) -> Option<ErrorCode> {
        if let Some(begun) = self.begun.take() {
            begun.send(()).unwrap();
            self.told.recv().unwrap();
        }
        Some(ErrorCode::Cancelled)
    }
}

/// Says with every question that it waits.
struct Waits(Mutex<mpsc::Sender<()>>);

impl Interrupt for Waits {
    fn reason(&self) -> Option<ErrorCode> {
        let _ = self.0.lock().unwrap().send(());
        None
    }
}

#[test]
fn who_goes_away_while_it_builds_fails_nobody_else() {
    let cache = cache(usize::MAX);
    let (begun, has_begun) = mpsc::channel();
    let (waits, waiting) = mpsc::channel();
    let (go, told) = mpsc::channel();
    let [one, other] = [&cache; 2].map(|cache| Views::of(Arc::clone(cache)));
    let builder = thread::spawn(move || {
        let begun = Cell::new(Some(begun));
        let built = one.known_at(date("2023"), &GoesAway { begun, told });
        built.map(drop).map_err(|error| error.code())
    });
    has_begun.recv().unwrap();
    let waiter = thread::spawn(move || {
        let graph = other.known_at(date("2023"), &Waits(Mutex::new(waits)));
        graph
            .map(|graph| graph.claims_listed().len())
            .map_err(|error| error.code())
    });
    waiting.recv().unwrap();
    go.send(()).unwrap();
    assert_eq!(builder.join().unwrap(), Err(ErrorCode::Cancelled));
    assert_eq!(waiter.join().unwrap(), Ok(469));
}

#[test]
fn views_that_nobody_reads_make_room_and_others_do_not() {
    let all = cache(usize::MAX);
    let views = Views::of(all);
    let sizes = ["2022", "2023"].map(|day| view(&views, day).unwrap().bytes());
    let cache = cache(sizes.iter().sum::<usize>() - 1);
    let views = Views::of(Arc::clone(&cache));
    view(&views, "2023").unwrap();
    assert_eq!(view(&views, "2022").err(), Some(ErrorCode::LimitReached));
    drop(views);
    let views = Views::of(Arc::clone(&cache));
    view(&views, "2022").unwrap();
    assert_eq!(view(&views, "2023").err(), Some(ErrorCode::LimitReached));
}

#[test]
fn a_graph_too_large_for_a_view_is_refused() {
    let limits = Limits {
        views_bytes_max: 1000,
        ..Limits::default()
    };
    let api = Api::new(Arc::new(Snapshot::new(load_seed().unwrap())), limits).unwrap();
    let answer = answer_of(
        &api,
        &request(r#"{ knownAt(date: "2025") { __typename } }"#),
    );
    assert_eq!(codes(&answer), ["LIMIT_REACHED"]);
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("expected a view of at most 1000 bytes, found one of"));
    let query = r#"{ knownAt(date: "2021") { sources { totalCount } } }"#;
    let data = data_of(answer_of(&api, &request(query)), query);
    assert_eq!(data["knownAt"]["sources"]["totalCount"], 0);
}

/// Whose request is over before it asks.
struct Gone;

impl Interrupt for Gone {
    fn reason(&self) -> Option<ErrorCode> {
        Some(ErrorCode::Cancelled)
    }
}

#[test]
fn a_view_that_is_too_large_is_looked_at_once() {
    let views = Views::of(cache(1000));
    // Whoever is gone gets an answer only where nothing has to be looked at.
    let gone = || {
        let view = views.known_at(date("2025"), &Gone);
        view.map(drop).map_err(|error| error.code())
    };
    assert_eq!(gone(), Err(ErrorCode::Cancelled));
    assert_eq!(view(&views, "2025").err(), Some(ErrorCode::LimitReached));
    assert_eq!(gone(), Err(ErrorCode::LimitReached));
}

#[test]
fn views_are_of_the_graph_that_is_published() {
    let snapshot = Arc::new(Snapshot::new(load_seed().unwrap()));
    let api = Api::new(Arc::clone(&snapshot), Limits::default()).unwrap();
    let query = r#"{ knownAt(date: "2022") { people { totalCount nodes { name } } } }"#;
    let people = || data_of(answer_of(&api, &request(query)), query)["knownAt"]["people"].take();
    assert_eq!(people()["totalCount"], 14);
    snapshot.publish(merged());
    assert_eq!(
        people(),
        json!({"totalCount": 1, "nodes": [{"name": "Anne Low"}]})
    );
}
