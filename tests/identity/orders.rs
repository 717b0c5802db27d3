//! It makes no difference in which order sources come in.

use super::{Findings, files, find, graph_from, graph_of, join};
use crate::support::shuffle::Random;
use castgraph::graph::Graph;
use castgraph::model::{Key, Kind};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What is told by hand: a series with two roles.
const HAND: &str = r#"
    {"key":"series:rust","name":"American Rust","premiered":"2021-09-12"}
    {"key":"season:rust-1","name":"Season 1","number":1}
    {"from":"season:rust-1","relation":"PART_OF","to":"series:rust"}
    {"key":"network:showtime","name":"Showtime"}
    {"from":"series:rust","relation":"AIRED_ON","to":"network:showtime"}
    {"key":"person:bill-camp","name":"Bill Camp"}
    {"key":"character:henry","name":"Henry English"}
    {"from":"person:bill-camp","relation":"PLAYS","to":"character:henry"}
    {"from":"character:henry","relation":"APPEARS_IN","to":"series:rust","billing":"MAIN"}
    {"key":"person:jeff-daniels","name":"Jeff Daniels","birth":"1955-02-19"}
    {"key":"character:del","name":"Del Harris"}
    {"from":"person:jeff-daniels","relation":"PLAYS","to":"character:del"}
    {"from":"character:del","relation":"APPEARS_IN","to":"series:rust","billing":"MAIN"}"#;

/// A catalogue that knows the people from elsewhere.
const ELSEWHERE: &str = r#"
    {"key":"series:imdb-tt2","name":"The Newsroom","premiered":"2012"}
    {"key":"person:imdb-nm1","name":"Bill Camp","externalIds":{"imdb":"nm1"}}
    {"key":"character:imdb-tt2-bill","name":"Jed"}
    {"from":"person:imdb-nm1","relation":"PLAYS","to":"character:imdb-tt2-bill"}
    {"from":"character:imdb-tt2-bill","relation":"APPEARS_IN","to":"series:imdb-tt2"}
    {"key":"person:imdb-nm2","name":"Jeff Daniels","externalIds":{"imdb":"nm2"}}
    {"from":"person:imdb-nm2","relation":"CREDITED","to":"series:imdb-tt2","job":"Producer"}"#;

/// The same catalogue, of the series that is told by hand.
const THERE: &str = r#"
    {"key":"series:imdb-tt1","name":"American Rust","premiered":"2021","externalIds":{"imdb":"tt1"}}
    {"key":"season:imdb-tt1-1","name":"Season 1","number":1}
    {"from":"season:imdb-tt1-1","relation":"PART_OF","to":"series:imdb-tt1"}
    {"key":"person:imdb-nm1","name":"Bill Camp","externalIds":{"imdb":"nm1"}}
    {"key":"character:imdb-tt1-bill","name":"Henry English"}
    {"from":"person:imdb-nm1","relation":"PLAYS","to":"character:imdb-tt1-bill"}
    {"from":"character:imdb-tt1-bill","relation":"APPEARS_IN","to":"series:imdb-tt1","billing":"MAIN"}
    {"key":"person:imdb-nm2","name":"Jeff Daniels","externalIds":{"imdb":"nm2"}}
    {"key":"character:imdb-tt1-jeff","name":"Chief Del Harris"}
    {"from":"person:imdb-nm2","relation":"PLAYS","to":"character:imdb-tt1-jeff"}
    {"from":"character:imdb-tt1-jeff","relation":"APPEARS_IN","to":"series:imdb-tt1"}"#;

/// The same catalogue, which learned when its people were born.
const BIRTHS: &str = r#"
    {"key":"person:imdb-nm2","name":"Jeff Daniels","birth":"1955","externalIds":{"imdb":"nm2"}}"#;

/// A third catalogue: the series with its network and the id of the second.
const LINKED: &str = r#"
    {"key":"series:tvmaze-1","name":"American Rust: Broken Justice","externalIds":{"imdb":"tt1"}}
    {"key":"season:tvmaze-1","name":"Season 1","number":1}
    {"from":"season:tvmaze-1","relation":"PART_OF","to":"series:tvmaze-1"}
    {"key":"network:tvmaze-9","name":"Showtime","country":"United States"}
    {"from":"series:tvmaze-1","relation":"AIRED_ON","to":"network:tvmaze-9"}
    {"key":"person:tvmaze-7","name":"Bill Camp"}
    {"key":"character:tvmaze-8","name":"henry english"}
    {"from":"person:tvmaze-7","relation":"PLAYS","to":"character:tvmaze-8"}
    {"from":"character:tvmaze-8","relation":"APPEARS_IN","to":"series:tvmaze-1"}"#;

fn import(base: &Graph, source: &Graph) -> Graph {
    join(base, source, &find(base, source))
}

/// The keys that are one thing, each set of several.
fn ones(graph: &Graph) -> BTreeSet<BTreeSet<Key>> {
    let mut sets: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for merge in graph.merges() {
        let one = graph.node(&merge.key).unwrap().key().to_key();
        let set = sets.entry(one.clone()).or_insert_with(|| [one].into());
        set.insert(merge.key);
    }
    sets.into_values().collect()
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1).into_iter();
    let longer = shorter.flat_map(|order| {
        (0..count).map(move |at| {
            let mut order = order.clone();
            order.insert(at, count - 1);
            order
        })
    });
    longer.collect()
}

/// What is one after these came in, in whatever order.
fn in_all_orders(sources: &[Graph]) -> BTreeSet<BTreeSet<Key>> {
    let mut found: Option<BTreeSet<BTreeSet<Key>>> = None;
    for order in orders(sources.len()) {
        let come = |graph: Graph, at: &usize| import(&graph, &sources[*at]);
        let graph = order.iter().fold(Graph::empty(), come);
        let now = ones(&graph);
        assert_eq!(*found.get_or_insert_with(|| now.clone()), now, "{order:?}");
        for source in sources {
            let again = find(&graph, source);
            assert_eq!(again, Findings::default(), "{order:?}");
            assert_eq!(files(&import(&graph, source)), files(&graph), "{order:?}");
        }
    }
    found.unwrap_or_default()
}

/// Sets of keys, as in "person:a person:b".
fn told(sets: &BTreeSet<BTreeSet<Key>>, kind: Kind) -> Vec<String> {
    let sets = sets
        .iter()
        .filter(|set| set.iter().all(|key| key.kind() == kind));
    let words = sets.map(|set| {
        let keys: Vec<String> = set.iter().map(ToString::to_string).collect();
        keys.join(" ")
    });
    words.collect()
}

#[test]
fn people_who_were_there_already_are_looked_at_again() {
    let sources = [("hand", HAND), ("imdb", ELSEWHERE), ("imdb", THERE)];
    let found = in_all_orders(&sources.map(|(name, text)| graph_from(name, text)));
    assert_eq!(
        told(&found, Kind::Person),
        ["person:bill-camp person:imdb-nm1"],
        "the names of what the other plays differ in part, and nothing else is known"
    );
    assert_eq!(
        told(&found, Kind::Character),
        ["character:henry character:imdb-tt1-bill"]
    );
    assert_eq!(
        told(&found, Kind::Season),
        ["season:imdb-tt1-1 season:rust-1"]
    );
}

#[test]
fn what_is_learned_of_somebody_later_counts() {
    let sources = [("hand", HAND), ("imdb", BIRTHS), ("imdb", THERE)];
    let found = in_all_orders(&sources.map(|(name, text)| graph_from(name, text)));
    assert_eq!(
        told(&found, Kind::Person),
        [
            "person:bill-camp person:imdb-nm1",
            "person:imdb-nm2 person:jeff-daniels"
        ]
    );
    assert_eq!(
        told(&found, Kind::Character),
        [
            "character:del character:imdb-tt1-jeff",
            "character:henry character:imdb-tt1-bill"
        ]
    );
}

/// One catalogue's series is the second's by its id, and the second's the first's by title.
#[test]
fn three_catalogues_meet_in_any_order() {
    let sources = [("hand", HAND), ("tvmaze", LINKED), ("imdb", THERE)];
    let found = in_all_orders(&sources.map(|(name, text)| graph_from(name, text)));
    assert_eq!(
        told(&found, Kind::Series),
        ["series:imdb-tt1 series:rust series:tvmaze-1"]
    );
    assert_eq!(
        told(&found, Kind::Season),
        ["season:imdb-tt1-1 season:rust-1 season:tvmaze-1"]
    );
    assert_eq!(
        told(&found, Kind::Network),
        ["network:showtime network:tvmaze-9"]
    );
    assert_eq!(
        told(&found, Kind::Person),
        ["person:bill-camp person:imdb-nm1 person:tvmaze-7"]
    );
    assert_eq!(
        told(&found, Kind::Character),
        ["character:henry character:imdb-tt1-bill character:tvmaze-8"]
    );
}

#[test]
fn all_five_in_any_order() {
    let sources = [
        ("hand", HAND),
        ("imdb", ELSEWHERE),
        ("imdb", THERE),
        ("imdb", BIRTHS),
        ("tvmaze", LINKED),
    ];
    let found = in_all_orders(&sources.map(|(name, text)| graph_from(name, text)));
    assert_eq!(found.len(), 7, "{found:?}");
}

/// A merge that was taken back stays so, whatever comes in; one whose line is gone is found.
#[test]
fn what_was_taken_back_is_not_found_by_new_evidence() {
    let graphs = [("hand", HAND), ("imdb", THERE)].map(|(name, text)| graph_from(name, text));
    let both = graphs
        .iter()
        .fold(Graph::empty(), |graph, one| import(&graph, one));
    let mut texts = files(&both);
    let merges = texts.get_mut("merges.jsonl").unwrap();
    let camp = r#"{"key":"person:imdb-nm1","into":"person:bill-camp","#;
    assert!(merges.contains(camp), "{merges}");
    let line = |merges: &str| {
        let line = merges.lines().find(|line| line.starts_with(camp));
        line.unwrap().to_owned() + "\n"
    };
    let taken = merges.replace(camp, &format!("{camp}\"rank\":\"DEPRECATED\","));
    let removed = merges.replace(&line(merges), "");
    let more = r#"{"key":"person:imdb-nm1","name":"Bill Camp","birth":"1964"}"#;
    let more = graph_from("imdb", more);
    for (merges, expected) in [(taken, false), (removed, true)] {
        texts.insert("merges.jsonl".to_owned(), merges);
        let apart = super::load(&texts);
        let joined = import(&apart, &more);
        let keys = ["person:imdb-nm1", "person:bill-camp"].map(|key| super::leads_to(&joined, key));
        assert_eq!(keys[0] == keys[1], expected);
    }
}

/// What a catalogue tells at a time of a world in which each name is one thing: a part of it,
/// and not all that is known of that.
fn piece(origin: &str, seed: u64) -> Graph {
    let mut random = Random(seed);
    let mut told = |one_in: usize| random.below(one_in) == 0;
    let mut records: BTreeSet<String> = BTreeSet::new();
    let edge = |from: &str, relation: &str, to: &str| json!({"from": from, "relation": relation, "to": to});
    for at in 0..3 {
        if told(4) {
            continue;
        }
        let series = format!("series:{origin}-{at}");
        let mut record = json!({"key": series, "name": format!("Series {at}")});
        if told(2) {
            record["premiered"] = format!("200{at}").into();
        }
        if told(3) {
            record["externalIds"] = json!({"imdb": format!("tt{at}")});
        }
        records.insert(record.to_string());
        let network = format!("network:{origin}-{at}");
        if told(2) {
            let mut record = json!({"key": network, "name": format!("Network {at}")});
            if told(2) {
                record["country"] = "Japan".into();
            }
            records.insert(record.to_string());
            records.insert(edge(&series, "AIRED_ON", &network).to_string());
        }
        let season = format!("season:{origin}-{at}");
        let record = json!({"key": season, "name": "Season 1", "number": 1});
        records.insert(record.to_string());
        records.insert(edge(&season, "PART_OF", &series).to_string());
        let episode = format!("episode:{origin}-{at}");
        if told(2) {
            let record = json!({"key": episode, "name": format!("Episode {at}"), "number": 1});
            records.insert(record.to_string());
            records.insert(edge(&episode, "PART_OF", &season).to_string());
        }
        for role in 0..3 {
            let person = format!("person:{origin}-{}", (at + role) % 4);
            let mut record = json!({"key": person, "name": format!("Ann {}", (at + role) % 4)});
            if told(3) {
                record["birth"] = "1950".into();
            }
            if records
                .iter()
                .any(|line| line.contains(&format!("\"{person}\",\"name\"")))
            {
                continue;
            }
            records.insert(record.to_string());
            let character = format!("character:{origin}-{at}-{role}");
            if told(2) {
                let record = json!({"key": character, "name": format!("Eve {at} {role}")});
                records.insert(record.to_string());
                records.insert(edge(&person, "PLAYS", &character).to_string());
                records.insert(edge(&character, "APPEARS_IN", &series).to_string());
            }
            if told(2) {
                let mut credit = edge(&person, "CREDITED", &season);
                credit["job"] = "Writer".into();
                records.insert(credit.to_string());
            }
        }
    }
    let records = records
        .iter()
        .map(|line| serde_json::from_str(line).unwrap());
    graph_of(origin, records.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_two_catalogues_meet_in_any_order(first in any::<u64>(), second in any::<u64>(), third in any::<u64>()) {
        in_all_orders(&[piece("a", first), piece("b", second), piece("a", third)]);
    }

    #[test]
    fn pieces_of_three_catalogues_meet_in_any_order(first in any::<u64>(), second in any::<u64>(), third in any::<u64>()) {
        in_all_orders(&[piece("a", first), piece("b", second), piece("c", third)]);
    }
}

/// Else the properties above would hold of nothing.
#[test]
fn pieces_have_things_in_common() {
    let mut kinds = BTreeSet::new();
    for seed in 0..40 {
        let graphs = [
            piece("a", seed),
            piece("b", seed + 100),
            piece("a", seed + 200),
        ];
        let graph = graphs
            .iter()
            .fold(Graph::empty(), |graph, one| import(&graph, one));
        kinds.extend(graph.merges().map(|merge| merge.key.kind()));
    }
    assert_eq!(kinds.len(), 6, "{kinds:?}");
}
