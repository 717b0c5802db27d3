//! A data set comes onto the seed, the whole way.

use super::{doubts, files, find, join, leads_to, load, merges, reason};
use crate::support::shuffle;
use castgraph::graph::Graph;
use castgraph::graph::list::Ordered;
use castgraph::model::{Kind, Property};
use castgraph::store::{load_directory, load_seed};
use std::path::Path;

fn incoming() -> Graph {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/identity/american_rust");
    load_directory(&directory).unwrap_or_else(|error| panic!("{error}"))
}

/// The seed, and what comes onto it.
pub(super) fn graphs() -> (Graph, Graph) {
    (load_seed().unwrap(), incoming())
}

#[test]
fn what_is_one_thing_is_found() {
    let findings = find(&load_seed().unwrap(), &incoming());
    assert_eq!(
        merges(&findings),
        [
            "person:tvmaze-401 = person:jeff-daniels",
            "person:tvmaze-402 = person:maura-tierney",
            "person:tvmaze-404 = person:bill-camp",
            "person:tvmaze-406 = person:rob-yang",
            "person:tvmaze-407 = person:mark-pellegrino",
            "character:tvmaze-501 = character:del-harris",
            "character:tvmaze-502 = character:grace-poe",
            "character:tvmaze-504 = character:henry-english",
            "character:tvmaze-506 = character:steve-park",
            "character:tvmaze-507 = character:virgil-poe",
            "series:tvmaze-100 = series:american-rust",
            "season:tvmaze-201 = season:american-rust-1",
            "season:tvmaze-202 = season:american-rust-2",
            "episode:tvmaze-302 = episode:american-rust-denmark",
            "network:tvmaze-9 = network:showtime",
        ]
    );
    // Their characters have other names in the seed, and nothing else speaks for them.
    assert_eq!(
        doubts(&findings),
        [
            "person:tvmaze-403 ? person:lauren-velez",
            "person:tvmaze-405 ? person:david-alvarez",
            "person:tvmaze-408 ? person:christopher-denham",
        ]
    );
}

#[test]
fn each_merge_names_its_evidence() {
    let findings = find(&load_seed().unwrap(), &incoming());
    let reasons = [
        (
            "series:tvmaze-100",
            "same title and first year 2021, both with Showtime",
        ),
        ("network:tvmaze-9", "same name, both with American Rust"),
        ("season:tvmaze-201", "season 1 of a series that is one"),
        (
            "episode:tvmaze-302",
            "episode 9 of season 1 in both, same title",
        ),
        (
            "person:tvmaze-401",
            "same name, both in American Rust, both executive producer of American Rust",
        ),
        (
            "person:tvmaze-402",
            "same name, both in American Rust, both as Grace Poe",
        ),
        (
            "character:tvmaze-501",
            "a name that is a part of the other, both played by Jeff Daniels in American Rust, \
             who plays no other",
        ),
        (
            "character:tvmaze-502",
            "same name, both played by Maura Tierney in American Rust",
        ),
    ];
    for (key, expected) in reasons {
        assert_eq!(reason(&findings, key), expected, "{key}");
    }
}

#[test]
fn the_merged_graph_has_one_node_with_the_claims_of_all() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let graph = join(&seed, &incoming, &find(&seed, &incoming));
    let key = "series:american-rust";
    assert_eq!(graph.nodes(Kind::Series).len(), 1);
    assert_eq!(leads_to(&graph, "series:tvmaze-100").to_string(), key);
    let series = graph.node(&key.parse().unwrap()).unwrap();
    let claims = series.claims();
    let premiered: Vec<_> = claims
        .items()
        .filter(|claim| claim.property() == Some(Property::Premiered))
        .collect();
    assert_eq!(premiered.len(), 1, "two sources say the same");
    let sources = premiered[0].references();
    let sources: Vec<String> = sources
        .map(|reference| reference.source().key().to_string())
        .collect();
    assert!(sources.contains(&"source:encyclopedia".to_owned()));
    assert!(sources.contains(&"source:tvmaze".to_owned()), "{sources:?}");
    let cast = graph.get::<castgraph::graph::view::Series<'_>>("american-rust");
    let cast = cast.unwrap().cast(None);
    let chief = cast
        .items()
        .filter(|member| member.performer().name() == Some("Jeff Daniels"));
    assert_eq!(chief.count(), 1, "one performer, one character");
}

#[test]
fn where_the_sources_differ_there_is_a_dispute() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let graph = join(&seed, &incoming, &find(&seed, &incoming));
    let of = |graph: &Graph| -> Vec<String> {
        let disputes = graph.disputes();
        let disputes = disputes.items().map(|dispute| dispute.key().to_string());
        disputes.collect()
    };
    let (before, after) = (of(&seed), of(&graph));
    let new: Vec<_> = after.iter().filter(|key| !before.contains(key)).collect();
    let name = "dispute:character-del-harris-name";
    assert!(new.iter().any(|key| *key == name), "{new:?}");
}

#[test]
fn export_and_load_give_the_same_bytes() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let graph = join(&seed, &incoming, &find(&seed, &incoming));
    let texts = files(&graph);
    assert_eq!(files(&load(&texts)), texts);
    let lines: Vec<_> = texts.clone().into_iter().collect();
    for seed in 0..5 {
        let again = shuffle::load(&shuffle::shuffled(&lines, seed));
        assert_eq!(files(&again), texts, "seed {seed}");
        for (one, other) in again.columns().iter().zip(graph.columns()) {
            assert!(*one == other, "seed {seed}: {}", one.0);
        }
    }
}

#[test]
fn the_same_once_more_changes_nothing() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let graph = join(&seed, &incoming, &find(&seed, &incoming));
    let again = find(&graph, &incoming);
    assert_eq!(merges(&again), [""; 0]);
    assert_eq!(files(&join(&graph, &incoming, &again)), files(&graph));
    let loaded = load(&files(&graph));
    assert_eq!(files(&join(&loaded, &incoming, &again)), files(&graph));
}

#[test]
fn each_merge_can_be_taken_back_for_good() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let findings = find(&seed, &incoming);
    let graph = join(&seed, &incoming, &findings);
    let texts = files(&graph);
    for undone in &findings.merges {
        let start = format!("{{\"key\":\"{}\",\"into\":\"{}\",", undone.key, undone.into);
        let mut texts = texts.clone();
        let lines = texts.get_mut("merges.jsonl").unwrap();
        assert!(lines.contains(&start), "{lines}");
        *lines = lines.replace(&start, &format!("{start}\"rank\":\"DEPRECATED\","));
        let apart = load(&texts);
        let node = apart.node(&undone.key).expect("it is its own thing again");
        assert_eq!(node.key(), undone.key);
        let own = incoming.node(&undone.key).unwrap();
        assert_eq!(
            node.names().collect::<Vec<_>>(),
            own.names().collect::<Vec<_>>(),
            "{}",
            undone.key
        );
        assert_eq!(merges(&find(&apart, &incoming)), [""; 0], "{}", undone.key);
        assert_eq!(files(&load(&files(&apart))), files(&apart));
        let again = join(&apart, &incoming, &find(&apart, &incoming));
        assert_eq!(files(&again), files(&apart), "{}", undone.key);
    }
}

#[test]
fn without_any_merge_the_incoming_things_stand_alone() {
    let (seed, incoming) = (load_seed().unwrap(), incoming());
    let findings = find(&seed, &incoming);
    let mut texts = files(&join(&seed, &incoming, &findings));
    let lines = texts.get_mut("merges.jsonl").unwrap();
    *lines = lines.replace(",\"reason\":", ",\"rank\":\"DEPRECATED\",\"reason\":");
    let apart = load(&texts);
    let both = join(
        &seed,
        &incoming,
        &castgraph::sources::identity::Findings::default(),
    );
    let mut apart = files(&apart);
    apart.remove("merges.jsonl");
    assert_eq!(apart, files(&both));
}
