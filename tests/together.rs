//! Co-stars, collaborators, shared work and similar series in drawn graphs, compared with what
//! looking at all pairs finds.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use castgraph::graph::filmography::{Capacity, Filmography};
use castgraph::graph::meter::{Meter, Unfinished};
use castgraph::graph::room::Full;
use castgraph::graph::similar::similar;
use castgraph::graph::together::{Associate, COUNTED, associates};
use castgraph::graph::view::{Node, Person, Series};
use castgraph::graph::{Graph, Ordered};
use castgraph::model::Kind;
use castgraph::store::load_texts;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// People, characters and things of each kind in a drawn graph.
const EACH: usize = 4;
/// Episodes in a drawn graph.
const EPISODES: usize = 6;

/// What is drawn, by keys.
#[derive(Debug, Clone, Default)]
struct Drawn {
    /// Person and character.
    plays: BTreeSet<[String; 2]>,
    /// Character, place, and who plays there where that is said.
    appearances: BTreeMap<[String; 2], Option<String>>,
    /// Person and place.
    credits: BTreeSet<[String; 2]>,
    /// Part and whole.
    parts: BTreeSet<[String; 2]>,
    /// Place and genre, network or studio.
    joined: BTreeSet<[String; 2]>,
    /// Appearances and parts that are errors, unless they are among the others.
    errors: BTreeSet<[String; 2]>,
}

fn keys(kind: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{kind}:{kind}-{at}")).collect()
}

fn key(kind: &'static str, count: usize) -> impl Strategy<Value = String> {
    select(keys(kind, count))
}

/// A series, season or episode.
fn place() -> impl Strategy<Value = String> {
    prop_oneof![
        key("series", EACH),
        key("season", EACH),
        key("episode", EPISODES),
    ]
}

fn pairs(
    one: impl Strategy<Value = String>,
    other: impl Strategy<Value = String>,
    most: usize,
) -> impl Strategy<Value = BTreeSet<[String; 2]>> {
    proptest::collection::btree_set((one, other).prop_map(|(one, other)| [one, other]), 0..most)
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let works = || prop_oneof![4 => place(), 1 => key("film", 2)];
    let plays = pairs(key("person", EACH), key("character", EACH), 8);
    let appearances = pairs(key("character", EACH), works(), 12);
    let credits = pairs(
        key("person", EACH),
        prop_oneof![4 => works(), 1 => key("work", 2)],
        6,
    );
    let seasons = pairs(key("season", EACH), key("series", EACH), 6);
    let in_seasons = pairs(key("episode", EPISODES), key("season", EACH), 8);
    let in_series = pairs(key("episode", EPISODES), key("series", EACH), 4);
    let genres = pairs(key("series", EACH), key("genre", 2), 6);
    let networks = pairs(place(), key("network", 2), 6);
    let studios = pairs(
        prop_oneof![key("series", EACH), key("season", EACH)],
        key("studio", 2),
        4,
    );
    let parts = (seasons, in_seasons, in_series);
    let joined = (genres, networks, studios);
    let errors = (
        pairs(key("character", EACH), place(), 4),
        pairs(key("episode", EPISODES), key("season", EACH), 4),
    );
    let said = proptest::collection::vec(any::<prop::sample::Index>(), 12);
    (plays, appearances, credits, parts, joined, said, errors).prop_map(
        |(plays, appearances, credits, parts, joined, said, errors)| {
            let appearances = appearances.into_iter().zip(said);
            let appearances = appearances.map(|([character, place], said)| {
                let players = plays.iter().filter(|[_, played]| *played == character);
                let mut players: Vec<_> = players.map(|[person, _]| Some(person.clone())).collect();
                // Who plays must be said where several do, and need not be where one does.
                if players.len() < 2 {
                    players.push(None);
                }
                let player = players[said.index(players.len())].clone();
                ([character, place], player)
            });
            Drawn {
                appearances: appearances.collect(),
                plays,
                credits,
                parts: [parts.0, parts.1, parts.2].concat_sets(),
                joined: [joined.0, joined.1, joined.2].concat_sets(),
                errors: [errors.0, errors.1].concat_sets(),
            }
        },
    )
}

trait ConcatSets {
    fn concat_sets(self) -> BTreeSet<[String; 2]>;
}

impl<const N: usize> ConcatSets for [BTreeSet<[String; 2]>; N] {
    fn concat_sets(self) -> BTreeSet<[String; 2]> {
        self.into_iter().flatten().collect()
    }
}

const REFERENCES: &str = r#""references":[{"source":"source:s"}]"#;

impl Drawn {
    /// The graph of it.
    fn graph(&self) -> Graph {
        let mut files: BTreeMap<&str, String> = BTreeMap::new();
        let mut say = |file: &'static str, record: String| {
            let _ = writeln!(files.entry(file).or_default(), "{{{record},{REFERENCES}}}");
        };
        say("sources.jsonl", r#""key":"source:s","name":"S""#.to_owned());
        let things = [
            ("people.jsonl", keys("person", EACH)),
            ("characters.jsonl", keys("character", EACH)),
            ("series.jsonl", keys("series", EACH)),
            ("seasons.jsonl", keys("season", EACH)),
            ("episodes.jsonl", keys("episode", EPISODES)),
            ("films.jsonl", keys("film", 2)),
            ("works.jsonl", keys("work", 2)),
            ("genres.jsonl", keys("genre", 2)),
            ("networks.jsonl", keys("network", 2)),
            ("studios.jsonl", keys("studio", 2)),
        ];
        for (file, keys) in things {
            for key in keys {
                let (_, slug) = key.split_once(':').unwrap();
                say(file, format!(r#""key":"{key}","name":"{slug}""#));
            }
        }
        let edge = |from: &str, relation: &str, to: &str| {
            format!(r#""from":"{from}","relation":"{relation}","to":"{to}""#)
        };
        for [person, character] in &self.plays {
            say("plays.jsonl", edge(person, "PLAYS", character));
        }
        for ([character, place], player) in &self.appearances {
            let mut record = edge(character, "APPEARS_IN", place);
            if let Some(player) = player {
                let _ = write!(record, r#","performer":"{player}""#);
            }
            say("appears_in.jsonl", record);
        }
        for [person, place] in &self.credits {
            let record = edge(person, "CREDITED", place) + r#","job":"Writer""#;
            say("credited.jsonl", record);
        }
        for [part, whole] in &self.parts {
            say("part_of.jsonl", edge(part, "PART_OF", whole));
        }
        for [one, other] in &self.errors {
            let pair = [one.clone(), other.clone()];
            let (file, relation) = if one.starts_with("character:") {
                ("appears_in.jsonl", "APPEARS_IN")
            } else {
                ("part_of.jsonl", "PART_OF")
            };
            if !self.appearances.contains_key(&pair) && !self.parts.contains(&pair) {
                let error = r#","rank":"DEPRECATED","reason":"It is wrong.""#;
                let mut record = edge(one, relation, other) + error;
                if let Some([player, _]) = self.plays.iter().find(|[_, played]| played == one) {
                    let _ = write!(record, r#","performer":"{player}""#);
                }
                say(file, record);
            }
        }
        for [place, thing] in &self.joined {
            let (file, relation) = match thing.split_once(':').unwrap().0 {
                "genre" => ("has_genre.jsonl", "HAS_GENRE"),
                "network" => ("aired_on.jsonl", "AIRED_ON"),
                _ => ("produced_by.jsonl", "PRODUCED_BY"),
            };
            say(file, edge(place, relation, thing));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
        load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
    }

    /// What a thing is part of, of one kind: the first by key.
    fn whole(&self, thing: &str, kind: &str) -> Option<&str> {
        let wholes = self.parts.iter().filter(|[part, _]| part == thing);
        let mut wholes = wholes.map(|[_, whole]| &**whole);
        wholes.find(|whole| whole.starts_with(kind))
    }

    /// A thing and all that it is part of.
    fn with_wholes<'d>(&'d self, place: &'d str) -> Vec<&'d str> {
        let season = self.whole(place, "season:");
        let of_season = season.and_then(|season| self.whole(season, "series:"));
        let of_itself = self.whole(place, "series:");
        match (season, of_season, of_itself) {
            (Some(season), Some(series), _) => vec![place, season, series],
            (_, _, Some(series)) => vec![place, series],
            (Some(season), None, None) => vec![place, season],
            (None, _, None) => vec![place],
        }
    }

    /// Who took part where, as what: all pairs of plays and appearances, and all credits.
    fn parts_taken(&self, capacity: Capacity) -> BTreeSet<[&str; 2]> {
        let mut found = BTreeSet::new();
        for ([character, place], player) in &self.appearances {
            for [person, played] in &self.plays {
                let plays = played == character && player.as_ref().is_none_or(|one| one == person);
                if plays && capacity != Capacity::Crew {
                    let things = self.with_wholes(place).into_iter();
                    found.extend(things.map(|thing| [&**person, thing]));
                }
            }
        }
        for [person, place] in self.credits.iter().filter(|_| capacity != Capacity::Cast) {
            let things = self.with_wholes(place).into_iter();
            found.extend(things.map(|thing| [&**person, thing]));
        }
        found
    }

    /// What two people both took part in.
    fn shared(&self, one: &str, other: &str, capacity: Capacity) -> BTreeSet<String> {
        let taken = self.parts_taken(capacity);
        let own = taken.iter().filter(|[person, _]| *person == one);
        let own = own.filter(|[_, thing]| taken.contains(&[other, thing]));
        own.map(|[_, thing]| (*thing).to_owned()).collect()
    }

    /// Which series have a thing.
    fn series_of(&self, thing: &str) -> BTreeSet<&str> {
        let taken = self.parts_taken(Capacity::Any);
        let taken = taken.iter().filter(|[person, _]| *person == thing);
        let joined = self.joined.iter().filter(|[_, joined]| joined == thing);
        let joined = joined.flat_map(|[place, _]| self.with_wholes(place));
        let all = taken.map(|[_, place]| *place).chain(joined);
        all.filter(|place| place.starts_with("series:")).collect()
    }
}

/// How many there are of each kind.
fn counts(things: &BTreeSet<String>) -> [usize; COUNTED.len()] {
    COUNTED.map(|kind| {
        let prefix = format!("{}:", kind.prefix());
        things.iter().filter(|key| key.starts_with(&prefix)).count()
    })
}

fn node<'g>(graph: &'g Graph, key: &str) -> Node<'g> {
    graph.node(&key.parse().unwrap()).unwrap()
}

fn of<'g, V: castgraph::graph::view::View<'g>>(graph: &'g Graph, key: &str) -> V {
    V::of(node(graph, key)).unwrap()
}

/// A meter that lets everything pass.
fn free() -> Meter<'static> {
    Meter::new(usize::MAX, &|| false)
}

fn filmography<'g>(graph: &'g Graph, key: &str, capacity: Capacity) -> Filmography<'g> {
    Filmography::of(of::<Person>(graph, key), capacity, &free()).unwrap()
}

/// A graph that has no room for who took part in what.
fn walked(mut graph: Graph) -> Graph {
    let (bytes, taken, max) = (0, 0, 0);
    graph.bound_room(move |_| Err(Full { bytes, taken, max }));
    graph
}

/// A graph of which it is known, once so many asked as a small graph takes turns.
fn known(mut graph: Graph, capacity: Capacity) -> Graph {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    graph.bound_room(move |bytes| {
        counted.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    });
    for _ in 0..3 {
        let one = of::<Person>(&graph, "person:person-0");
        associates(one, capacity, &free()).unwrap();
    }
    assert!(taken.load(Ordering::Relaxed) > 0);
    graph
}

fn is_ascending<L: Ordered>(list: &L) -> bool {
    let positions: Vec<_> = (0..list.len()).map(|at| list.position(at)).collect();
    positions.is_sorted_by(|one, other| one < other)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn associates_are_those_of_all_pairs(drawn in drawn(), crew in any::<bool>()) {
        let capacity = if crew { Capacity::Crew } else { Capacity::Cast };
        let (walked, known) = (walked(drawn.graph()), known(drawn.graph(), capacity));
        for person in keys("person", EACH) {
            let others = keys("person", EACH).into_iter().filter(|other| *other != person);
            let shared = others.map(|other| {
                let shared = drawn.shared(&person, &other, capacity);
                (Reverse(counts(&shared)), other, shared)
            });
            let mut expected: Vec<_> = shared.filter(|(.., shared)| !shared.is_empty()).collect();
            expected.sort();
            let meters = [&walked, &known].map(|graph| {
                let meter = free();
                let found = associates(of::<Person>(graph, &person), capacity, &meter).unwrap();
                assert!(is_ascending(&found));
                let found = found.items().map(|associate| {
                    let counts = COUNTED.map(|kind| associate.count(kind) as usize);
                    let shared = associate.shared(None, &free()).unwrap();
                    let shared = shared.items().map(|shared| shared.thing.key().to_string());
                    (Reverse(counts), associate.person.key().to_string(), shared.collect())
                });
                assert_eq!(found.collect::<Vec<_>>(), expected);
                meter.visited()
            });
            prop_assert_eq!(meters[0], meters[1]);
        }
    }

    #[test]
    fn shared_work_is_symmetrical_and_that_of_all_pairs(drawn in drawn()) {
        let graph = drawn.graph();
        let people = keys("person", EACH);
        for (one, other) in people.iter().zip(people.iter().cycle().skip(1)) {
            let [here, there] = [one, other].map(|key| filmography(&graph, key, Capacity::Any));
            let shared = here.shared_with(&there, None);
            let back = there.shared_with(&here, None);
            prop_assert!(is_ascending(&shared));
            prop_assert_eq!(shared.len(), back.len());
            for (shared, back) in shared.items().zip(back.items()) {
                prop_assert_eq!(shared.thing, back.thing);
                prop_assert_eq!((shared.one.len(), shared.other.len()), (back.other.len(), back.one.len()));
                for (person, parts) in [(one, shared.one), (other, shared.other)] {
                    prop_assert!(!parts.is_empty());
                    for part in parts {
                        let place = part.at().to().key().to_string();
                        prop_assert!(drawn.with_wholes(&place).contains(&&*shared.thing.key().to_string()));
                        let taken = drawn.parts_taken(Capacity::Any);
                        prop_assert!(taken.contains(&[&**person, &*place]));
                    }
                }
            }
            let found = shared.items().map(|shared| shared.thing.key().to_string());
            prop_assert_eq!(found.collect::<BTreeSet<_>>(), drawn.shared(one, other, Capacity::Any));
            let seasons = here.shared_with(&there, Some(&[Kind::Season]));
            let all = shared.items().filter(|shared| shared.thing.kind() == Kind::Season);
            prop_assert_eq!(seasons.len(), all.count());
        }
    }

    #[test]
    fn scores_are_the_sums_over_what_is_in_common(drawn in drawn(), common_max in 1_usize..5) {
        let graph = drawn.graph();
        let kinds = [("person", EACH), ("genre", 2), ("network", 2), ("studio", 2)];
        let things: Vec<String> = kinds.iter().flat_map(|(kind, count)| keys(kind, *count)).collect();
        for to in keys("series", EACH) {
            let found = similar(of::<Series>(&graph, &to), common_max, &free()).unwrap();
            prop_assert!(is_ascending(&found));
            let found: BTreeMap<String, _> = found.items()
                .map(|similar| (similar.series.key().to_string(), similar))
                .collect();
            for other in keys("series", EACH).iter().filter(|other| **other != to) {
                let having = things.iter().map(|thing| (thing, drawn.series_of(thing)));
                let common = having.filter(|(_, series)| series.contains(&*to) && series.contains(&**other));
                let common: BTreeMap<&String, usize> = common.map(|(thing, series)| (thing, series.len())).collect();
                let brought_in = common.values().any(|count| *count <= common_max);
                prop_assert_eq!(found.contains_key(other), brought_in);
                let Some(similar) = found.get(other) else { continue };
                #[expect(clippy::cast_precision_loss, reason = "there are four series")]
                let score: f64 = common.values().map(|count| 1.0 / (*count as f64).ln()).sum();
                prop_assert!((similar.score - score).abs() < 1e-9);
                prop_assert!(is_ascending(&similar.reasons()));
                let reasons = similar.reasons();
                let reasons: BTreeSet<String> = reasons.items().map(|common| common.thing.key().to_string()).collect();
                prop_assert_eq!(reasons, common.keys().map(|thing| (*thing).clone()).collect::<BTreeSet<_>>());
            }
        }
    }
}

/// A talk show: a host in each episode, with two guests of many.
fn talk_show(episodes: usize) -> Graph {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let mut say = |file: &'static str, record: String| {
        let _ = writeln!(files.entry(file).or_default(), "{{{record},{REFERENCES}}}");
    };
    say("sources.jsonl", r#""key":"source:s","name":"S""#.to_owned());
    say(
        "series.jsonl",
        r#""key":"series:talk","name":"Talk""#.to_owned(),
    );
    for at in 0..=2 * episodes {
        say(
            "people.jsonl",
            format!(r#""key":"person:p{at}","name":"P{at}""#),
        );
        say(
            "characters.jsonl",
            format!(r#""key":"character:p{at}","name":"P{at}""#),
        );
        let plays = format!(r#""from":"person:p{at}","relation":"PLAYS","to":"character:p{at}""#);
        say("plays.jsonl", plays);
    }
    for at in 0..episodes {
        say(
            "episodes.jsonl",
            format!(r#""key":"episode:e{at}","name":"E{at}""#),
        );
        let part = format!(r#""from":"episode:e{at}","relation":"PART_OF","to":"series:talk""#);
        say("part_of.jsonl", part);
        for who in [0, 2 * at + 1, 2 * at + 2] {
            let there = format!(
                r#""from":"character:p{who}","relation":"APPEARS_IN","to":"episode:e{at}""#
            );
            say("appears_in.jsonl", there);
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// Edges that are visited for the co-stars of the host of so many episodes: one each from the
/// host to the character and to the part of the series; three appearances, each with the one
/// who plays.
const fn visited(episodes: usize) -> usize {
    1 + episodes + episodes + 3 * 2 * episodes
}

#[test]
fn a_talk_show_is_visited_once() {
    let graph = talk_show(500);
    let meter = free();
    let host = of::<Person>(&graph, "person:p0");
    let found = associates(host, Capacity::Cast, &meter).unwrap();
    assert_eq!(found.len(), 1000);
    assert_eq!(meter.visited(), visited(500));
    let first = found.get(0);
    let counts = [Kind::Series, Kind::Season, Kind::Episode].map(|kind| first.count(kind));
    assert_eq!(counts, [1, 0, 1]);
}

/// Two people in both seasons and an episode of one series, and in another that nobody told of
/// before 2022.
fn told_in_turn() -> Graph {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let mut say = |file: &'static str, day: &str, record: String| {
        let references = format!(r#""references":[{{"source":"source:s","asOf":"{day}"}}]"#);
        let _ = writeln!(files.entry(file).or_default(), "{{{record},{references}}}");
    };
    let mut thing = |file, day: &str, key: &str| {
        say(file, day, format!(r#""key":"{key}","name":"{key}""#));
    };
    thing("sources.jsonl", "2020", "source:s");
    for key in ["person:person-0", "person:person-1"] {
        thing("people.jsonl", "2020", key);
    }
    for key in ["character:0", "character:1"] {
        thing("characters.jsonl", "2020", key);
    }
    thing("series.jsonl", "2020", "series:early");
    thing("series.jsonl", "2022", "series:late");
    for key in ["season:1", "season:2"] {
        thing("seasons.jsonl", "2020", key);
    }
    thing("episodes.jsonl", "2020", "episode:1");
    let mut edge = |file, day: &str, from: &str, relation: &str, to: &str| {
        let edge = format!(r#""from":"{from}","relation":"{relation}","to":"{to}""#);
        say(file, day, edge);
    };
    for part in ["season:1", "season:2"] {
        edge("part_of.jsonl", "2020", part, "PART_OF", "series:early");
    }
    edge("part_of.jsonl", "2020", "episode:1", "PART_OF", "season:1");
    for at in 0..2 {
        let (person, character) = (format!("person:person-{at}"), format!("character:{at}"));
        edge("plays.jsonl", "2020", &person, "PLAYS", &character);
        for place in ["series:early", "season:1", "season:2", "episode:1"] {
            edge("appears_in.jsonl", "2020", &character, "APPEARS_IN", place);
        }
        edge(
            "appears_in.jsonl",
            "2022",
            &character,
            "APPEARS_IN",
            "series:late",
        );
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn parts_count_once_and_only_what_a_view_has() {
    let counts = |graph: &Graph| {
        let person = of::<Person>(graph, "person:person-0");
        let found = associates(person, Capacity::Cast, &free()).unwrap();
        let counts = |associate: Associate<'_>| COUNTED.map(|kind| associate.count(kind));
        found.items().map(counts).collect::<Vec<_>>()
    };
    for (day, series) in [("2021", 1), ("2023", 2)] {
        let view = || {
            let view = told_in_turn();
            let view = view.known_at(Some(day.parse().unwrap()), &|| false);
            view.unwrap().graph(&|| false).unwrap()
        };
        let expected = vec![[series, 2, 1, 0, 0]];
        assert_eq!(counts(&walked(view())), expected);
        assert_eq!(counts(&known(view(), Capacity::Cast)), expected);
    }
}

#[test]
fn what_would_visit_too_much_is_given_up() {
    let graph = talk_show(20);
    let host = of::<Person>(&graph, "person:p0");
    let ask = |visited_max: usize| {
        let meter = Meter::new(visited_max, &|| false);
        associates(host, Capacity::Cast, &meter).map(|found| found.len())
    };
    // Walked at first, then known.
    for _ in 0..3 {
        assert_eq!(ask(visited(20)), Ok(40));
        assert_eq!(ask(visited(20) - 1), Err(Unfinished::GaveUp));
        assert_eq!(ask(0), Err(Unfinished::GaveUp));
    }
    let meter = Meter::new(10, &|| false);
    let similar = similar(of::<Series>(&graph, "series:talk"), 10, &meter);
    assert_eq!(similar.err(), Some(Unfinished::GaveUp));
}

#[test]
fn walks_end_when_they_are_told_to() {
    let graph = walked(talk_show(500));
    let host = of::<Person>(&graph, "person:p0");
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() == 2
    };
    let meter = Meter::new(usize::MAX, &stop);
    let found = associates(host, Capacity::Cast, &meter);
    assert_eq!(found.err(), Some(Unfinished::Stopped));
    assert_eq!(asked.get(), 2, "the first answer to stop is obeyed");
    assert!(meter.visited() < visited(500), "{}", meter.visited());
}
