//! How views are kept and shared.

use std::cell::Cell;
use std::ptr;
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use castgraph::graph::search::{Sought, Unanswered};
use castgraph::graph::structure::{ASKING_MAX, Unready};
use castgraph::graph::{Centrality, Graph, Ordered, Snapshot};
use castgraph::graphql::engine::{Interrupt, Uninterrupted};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::Api;
use castgraph::graphql::views::{ViewCache, Views};
use castgraph::store::load_seed;
use serde_json::json;

use super::{date, merged};
use crate::support::{answer_of, api_within, codes, data_of, request};

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
    let askers = (0..ASKING_MAX).map(|_| {
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
fn who_asks_for_a_view_when_many_wait_is_told_to_ask_again() {
    let cache = cache(usize::MAX);
    let (begun, has_begun) = mpsc::channel();
    let (waits, waiting) = mpsc::channel();
    let (go, told) = mpsc::channel();
    let views = || Views::of(Arc::clone(&cache));
    let one = views();
    let builder = thread::spawn(move || {
        let begun = Cell::new(Some(begun));
        one.known_at(date("2023"), &GoesAway { begun, told })
            .is_err()
    });
    has_begun.recv().unwrap();
    let waiters: Vec<_> = ["2022", "2023"]
        .into_iter()
        .map(|day| {
            let (views, waits) = (views(), waits.clone());
            let waiter =
                thread::spawn(move || views.known_at(date(day), &Waits(Mutex::new(waits))).is_ok());
            waiting.recv().unwrap();
            // Both may have asked by now, the first several times.
            waiter
        })
        .collect();
    while view(&views(), "2021").err() != Some(ErrorCode::LimitReached) {
        thread::yield_now();
    }
    let refused = views()
        .known_at(date("2021"), &Uninterrupted)
        .err()
        .unwrap();
    go.send(()).unwrap();
    assert!(
        refused.message().ends_with("ask again in some seconds"),
        "{refused:?}"
    );
    assert!(builder.join().unwrap());
    for waiter in waiters {
        assert!(waiter.join().unwrap());
    }
    view(&views(), "2021").unwrap();
}

/// The bytes that a view takes, and with its index of words.
fn bytes(day: &str) -> (usize, usize) {
    let views = Views::of(cache(usize::MAX));
    let bytes = view(&views, day).unwrap().bytes();
    (bytes, bytes + bytes / 3)
}

fn search(graph: &Graph) -> Result<(), Unanswered> {
    let sought = Rc::new(Sought::new("rust", 0, 1).unwrap());
    let found = graph.search(&sought, None, usize::MAX, &|| false);
    found.map(drop)
}

#[test]
fn what_is_computed_of_a_view_counts_as_its_bytes() {
    let (_, needed) = bytes("2023");
    for (max, fits) in [(needed - 1, false), (needed, true)] {
        let views = Views::of(cache(max));
        let graph = view(&views, "2023").unwrap();
        // Twice, since what is there is not counted again.
        for _ in 0..2 {
            let found = search(graph);
            assert_eq!(found.is_ok(), fits, "{found:?}");
            assert_eq!(matches!(found, Err(Unanswered::Full(_))), !fits);
        }
        let ranked = graph.rank(Centrality::Degree, None, &|| false).err();
        assert_eq!(matches!(ranked, Some(Unready::Full(_))), fits, "{ranked:?}");
    }
}

#[test]
fn views_that_nobody_reads_make_room_for_what_is_computed_of_others() {
    let (unread, _) = bytes("2022");
    let (_, needed) = bytes("2023");
    let cache = cache(unread + needed - 1);
    let views = Views::of(Arc::clone(&cache));
    view(&Views::of(Arc::clone(&cache)), "2022").unwrap();
    let graph = view(&views, "2023").unwrap();
    let is_kept = |day: &str| {
        let views = Views::of(Arc::clone(&cache));
        views.known_at(date(day), &Gone).is_ok()
    };
    assert!(is_kept("2022"));
    search(graph).unwrap();
    assert!(!is_kept("2022"));
    assert!(is_kept("2023"));
}

#[test]
fn a_client_reads_that_there_is_no_room_for_what_it_asks_of_a_view() {
    let ask = |max, asked: &str| {
        let limits = Limits {
            views_bytes_max: max,
            ..Limits::default()
        };
        let api = api_within(limits, load_seed().unwrap());
        let query = format!("{{ knownAt(date: \"2023\") {{ {asked} }} }}");
        answer_of(&api, &request(&query))
    };
    let (_, needed) = bytes("2023");
    let both = "search(text: \"rust\") { totalCount } rank(by: DEGREE) { totalCount }";
    for (asked, path) in [
        ("search(text: \"rust\") { totalCount }", None),
        (both, Some("rank")),
    ] {
        let answer = ask(needed, asked);
        let errors = path.map_or_else(Vec::new, |_| vec!["LIMIT_REACHED"]);
        assert_eq!(codes(&answer), errors);
        if let Some(path) = path {
            assert_eq!(answer["errors"][0]["path"], json!(["knownAt", path]));
            let message = answer["errors"][0]["message"].as_str().unwrap();
            let expected = "bytes of views and of what is computed of them";
            assert!(message.contains(expected), "{message}");
        }
    }
    let answer = ask(needed - 1, "search(text: \"rust\") { totalCount }");
    assert_eq!(codes(&answer), ["LIMIT_REACHED"]);
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
