//! Rankings, components and communities of drawn graphs, compared with what slow and obvious
//! computations find.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{LazyLock, mpsc};

use castgraph::graph::path::USUAL_RELATIONS;
use castgraph::graph::structure::{Groups, KINDS, Members, Unready};
use castgraph::graph::view::{Node, Person, Role, View};
use castgraph::graph::{Centrality, Direction, Graph, Ordered, Position};
use castgraph::graphql::engine::{Interrupt, Outcome};
use castgraph::graphql::error::ErrorCode;
use castgraph::graphql::service::Service as _;
use castgraph::model::{Kind, Relation};
use castgraph::store::load_seed;
use proptest::prelude::*;

use crate::support::shuffle::{Files, load, shuffled};
use crate::support::{api_of, request};

/// Which kinds an edge of a drawn graph joins, and how.
const JOINS: &[(Kind, Relation, Kind)] = &[
    (Kind::Person, Relation::Plays, Kind::Character),
    (Kind::Person, Relation::Plays, Kind::Character),
    (Kind::Character, Relation::AppearsIn, Kind::Series),
    (Kind::Character, Relation::AppearsIn, Kind::Season),
    (Kind::Character, Relation::AppearsIn, Kind::Episode),
    (Kind::Character, Relation::AppearsIn, Kind::Film),
    (Kind::Person, Relation::Credited, Kind::Episode),
    (Kind::Person, Relation::Credited, Kind::Film),
    (Kind::Season, Relation::PartOf, Kind::Series),
    (Kind::Episode, Relation::PartOf, Kind::Season),
    (Kind::Series, Relation::AiredOn, Kind::Network),
    (Kind::Film, Relation::ProducedBy, Kind::Studio),
    (Kind::Series, Relation::HasGenre, Kind::Genre),
    (Kind::Film, Relation::HasGenre, Kind::Genre),
    (Kind::Character, Relation::RelatedTo, Kind::Character),
];

/// Things of each kind in a drawn graph.
const DRAWN: &[(Kind, &str, usize)] = &[
    (Kind::Person, "people", 6),
    (Kind::Character, "characters", 5),
    (Kind::Series, "series", 2),
    (Kind::Season, "seasons", 2),
    (Kind::Episode, "episodes", 2),
    (Kind::Film, "films", 2),
    (Kind::Network, "networks", 1),
    (Kind::Studio, "studios", 1),
    (Kind::Genre, "genres", 1),
];

/// A way in which two things are joined: which of [`JOINS`], from, to, how well known.
type Join = (usize, usize, usize, usize);

fn joins() -> impl Strategy<Value = Vec<Join>> {
    let join = (0..JOINS.len(), 0_usize..6, 0_usize..6, 0_usize..6);
    proptest::collection::vec(join, 0..40)
}

/// The files of a graph with these edges.
fn files(joins: &[Join]) -> Files {
    let guide = r#""references":[{"source":"source:guide"}]"#;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let source = format!("{{\"key\":\"source:guide\",\"name\":\"Guide\",{guide}}}\n");
    texts.insert("sources.jsonl".to_owned(), source);
    let drawn = |kind: Kind| DRAWN.iter().find(|(other, ..)| *other == kind).unwrap();
    for (kind, plural, count) in DRAWN {
        let text = texts.entry(format!("{plural}.jsonl")).or_default();
        for number in 0..*count {
            let key = format!("{}:{number}", kind.prefix());
            writeln!(text, r#"{{"key":"{key}","name":"{key}",{guide}}}"#).unwrap();
        }
    }
    let mut seen = BTreeSet::new();
    for (join, from, to, known) in joins {
        let (start, relation, end) = JOINS[*join];
        let (from, to) = (from % drawn(start).2, to % drawn(end).2);
        let more = match relation {
            Relation::Credited if *known > 2 => r#","job":"Writer""#.to_owned(),
            Relation::Credited => r#","job":"Director""#.to_owned(),
            Relation::RelatedTo => r#","relationship":"FRIEND""#.to_owned(),
            Relation::AppearsIn => {
                let plays = joins.iter().filter(|(join, _, character, _)| {
                    JOINS[*join].1 == Relation::Plays && character % drawn(start).2 == from
                });
                let players: BTreeSet<usize> = plays.map(|(_, person, ..)| *person).collect();
                let player = players.iter().nth(known % players.len().max(1));
                player.map_or_else(String::new, |player| {
                    format!(r#","performer":"person:{player}""#)
                })
            }
            _ => String::new(),
        };
        let is_circle = start == end && from >= to;
        if is_circle || !seen.insert((relation, start, from, end, to, more.clone())) {
            continue;
        }
        let planned = *known == 0;
        let sense = if planned {
            r#","mode":"PREDICTED""#
        } else {
            ""
        };
        let file = format!("{}.jsonl", relation.word().to_lowercase());
        let text = texts.entry(file).or_default();
        let (start, end) = (start.prefix(), end.prefix());
        let word = relation.word();
        let line = format!(
            r#"{{"from":"{start}:{from}","relation":"{word}","to":"{end}:{to}"{more}{sense},{guide}}}"#
        );
        writeln!(text, "{line}").unwrap();
    }
    texts.into_iter().collect()
}

fn no() -> bool {
    false
}

/// The things of the network by number, and what each is joined to, by the graph's views.
fn network(graph: &Graph) -> (Vec<Node<'_>>, Vec<BTreeSet<usize>>) {
    let kinds = KINDS.iter();
    let nodes = kinds.flat_map(|kind| graph.nodes(*kind).items().collect::<Vec<_>>());
    let mut nodes: Vec<Node<'_>> = nodes.collect();
    nodes.sort_by_key(|node| by_key(*node));
    let number = |node: Node<'_>| nodes.iter().position(|other| *other == node);
    let joined = |node: &Node<'_>| {
        let relations = USUAL_RELATIONS.iter();
        let ways =
            relations.flat_map(|relation| Direction::ALL.iter().map(|way| (*relation, *way)));
        let edges =
            ways.flat_map(|(relation, way)| node.edges(relation, way).items().collect::<Vec<_>>());
        edges.filter_map(|edge| number(edge.far())).collect()
    };
    let joined = nodes.iter().map(joined).collect();
    (nodes, joined)
}

fn by_key(node: Node<'_>) -> (Kind, String) {
    (node.kind(), node.key().slug().to_owned())
}

/// The scores of a ranking by the number of the thing, and that the order is right.
fn scores(graph: &Graph, by: Centrality, nodes: &[Node<'_>]) -> Vec<f64> {
    let ranked = graph.rank(by, None, &no).unwrap();
    let all: Vec<_> = ranked.items().collect();
    assert_eq!(all.len(), nodes.len());
    for pair in all.windows(2) {
        let [one, other] = pair else { unreachable!() };
        let by_keys = by_key(one.node) < by_key(other.node);
        assert!(
            one.score > other.score || (one.score.to_bits() == other.score.to_bits() && by_keys)
        );
    }
    let positions: Vec<Position> = (0..ranked.len()).map(|at| ranked.position(at)).collect();
    assert!(positions.windows(2).all(|pair| pair[0] < pair[1]));
    for kind in KINDS {
        let of_kind = graph.rank(by, Some(*kind), &no).unwrap();
        let keys = of_kind.items().map(|scored| scored.node.key().to_string());
        let expected = all.iter().filter(|scored| scored.node.kind() == *kind);
        let expected = expected.map(|scored| scored.node.key().to_string());
        assert_eq!(keys.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
    let score = |node: &Node<'_>| {
        all.iter()
            .find(|scored| scored.node == *node)
            .unwrap()
            .score
    };
    nodes.iter().map(score).collect()
}

/// `PageRank` as the solution of its equations, by Gaussian elimination.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn page_rank(joined: &[BTreeSet<usize>]) -> Vec<f64> {
    let size = joined.len();
    let all = size as f64;
    let mut rows: Vec<Vec<f64>> = vec![vec![0.0; size + 1]; size];
    for (to, row) in rows.iter_mut().enumerate() {
        for (from, neighbors) in joined.iter().enumerate() {
            let given = match neighbors.len() {
                0 => 1.0 / all,
                degree if neighbors.contains(&to) => 1.0 / degree as f64,
                _ => 0.0,
            };
            row[from] = f64::from(u8::from(from == to)) - 0.85 * given;
        }
        row[size] = 0.15 / all;
    }
    for at in 0..size {
        let pivot =
            (at..size).max_by(|one, other| rows[*one][at].abs().total_cmp(&rows[*other][at].abs()));
        rows.swap(at, pivot.unwrap());
        let row = rows[at].clone();
        for (other, changed) in rows.iter_mut().enumerate() {
            if other != at {
                let factor = changed[at] / row[at];
                changed
                    .iter_mut()
                    .zip(&row)
                    .for_each(|(cell, above)| *cell -= factor * above);
            }
        }
    }
    (0..size).map(|at| rows[at][size] / rows[at][at]).collect()
}

/// How many steps each is from one.
fn distances(joined: &[BTreeSet<usize>], from: usize) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::from([(from, 0)]);
    for distance in 1..=joined.len() {
        let before: Vec<usize> = found.keys().copied().collect();
        for next in before.iter().flat_map(|node| &joined[*node]) {
            found.entry(*next).or_insert(distance);
        }
    }
    found
}

/// Every shortest way that begins with these things.
fn shortest(
    joined: &[BTreeSet<usize>],
    way: Vec<usize>,
    to: &BTreeMap<usize, usize>,
) -> Vec<Vec<usize>> {
    let here = way[way.len() - 1];
    if to[&here] == 0 {
        return vec![way];
    }
    let nearer = joined[here].iter().filter(|next| to[next] < to[&here]);
    let ways = nearer.map(|next| [way.clone(), vec![*next]].concat());
    ways.flat_map(|way| shortest(joined, way, to)).collect()
}

/// Betweenness by writing out all shortest ways.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn betweenness(joined: &[BTreeSet<usize>]) -> Vec<f64> {
    let mut sums = vec![0.0; joined.len()];
    for to in 0..joined.len() {
        let distances = distances(joined, to);
        for from in distances.keys().filter(|from| **from < to) {
            let ways = shortest(joined, vec![*from], &distances);
            for way in &ways {
                for between in &way[1..way.len() - 1] {
                    sums[*between] += 1.0 / ways.len() as f64;
                }
            }
        }
    }
    sums
}

fn are_near(found: &[f64], expected: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    for (found, expected) in found.iter().zip(expected) {
        prop_assert!(
            (found - expected).abs() <= tolerance,
            "{} is not {}",
            found,
            expected
        );
    }
    Ok(())
}

/// The groups as the keys of their members; that they lie in the right order.
fn groups(groups: Groups<'_>) -> Vec<Vec<String>> {
    let keys = |members: Members<'_>| {
        let keys: Vec<_> = members.items().map(by_key).collect();
        assert!(keys.is_sorted());
        keys
    };
    let found: Vec<Vec<(Kind, String)>> = groups.items().map(keys).collect();
    for pair in found.windows(2) {
        let size = |group: &Vec<_>| std::cmp::Reverse(group.len());
        assert!((size(&pair[0]), &pair[0][0]) < (size(&pair[1]), &pair[1][0]));
    }
    let positions: Vec<Position> = (0..groups.len()).map(|at| groups.position(at)).collect();
    assert!(positions.windows(2).all(|pair| pair[0] < pair[1]));
    let texts = |group: Vec<(Kind, String)>| {
        group
            .into_iter()
            .map(|(kind, slug)| format!("{}:{slug}", kind.prefix()))
            .collect()
    };
    found.into_iter().map(texts).collect()
}

/// The series and films in which people play, by the views of roles.
fn played(graph: &Graph) -> BTreeMap<String, BTreeSet<String>> {
    let people = graph.nodes(Kind::Person);
    let played = people.items().map(|node| {
        let roles = Person::of(node).unwrap().roles();
        let wholes = roles
            .items()
            .filter_map(Role::whole)
            .map(|whole| whole.key().to_string());
        (node.key().to_string(), wholes.collect())
    });
    played.collect()
}

/// The modularity of a partition of people, times the square of all weights together.
fn modularity(played: &BTreeMap<String, BTreeSet<String>>, groups: &[Vec<String>]) -> i64 {
    let weight = |one: &String, other: &String| {
        let shared = if one == other {
            0
        } else {
            played[one].intersection(&played[other]).count()
        };
        i64::try_from(shared).unwrap()
    };
    let strength = |one: &String| played.keys().map(|other| weight(one, other)).sum::<i64>();
    let whole: i64 = played.keys().map(strength).sum();
    let inside = groups.iter().flat_map(|group| {
        group
            .iter()
            .flat_map(move |one| group.iter().map(move |other| (one, other)))
    });
    inside
        .map(|(one, other)| weight(one, other) * whole - strength(one) * strength(other))
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn measures_are_those_of_slow_computations(joins in joins()) {
        let graph = load(&files(&joins));
        let (nodes, joined) = network(&graph);
        let degrees = scores(&graph, Centrality::Degree, &nodes);
        let counted: Vec<f64> = joined
            .iter()
            .map(|neighbors| f64::from(u32::try_from(neighbors.len()).unwrap()))
            .collect();
        prop_assert_eq!(degrees, counted);
        let ranks = scores(&graph, Centrality::PageRank, &nodes);
        are_near(&ranks, &page_rank(&joined), 1e-9)?;
        are_near(&[ranks.iter().sum()], &[1.0], 1e-9)?;
        let between = scores(&graph, Centrality::Betweenness, &nodes);
        are_near(&between, &betweenness(&joined), 1e-7)?;
        let exact = graph.rank(Centrality::Betweenness, None, &no).unwrap();
        prop_assert!(exact.items().all(|scored| scored.pivots.is_none()));
    }

    #[test]
    fn components_are_what_a_flood_fills(joins in joins()) {
        let graph = load(&files(&joins));
        let (nodes, joined) = network(&graph);
        let components = graph.components(&no).unwrap();
        let mut expected = BTreeSet::new();
        for (number, node) in nodes.iter().enumerate() {
            let filled = distances(&joined, number);
            let keys: Vec<String> = filled.keys().map(|at| nodes[*at].key().to_string()).collect();
            let own = components.with(*node).unwrap();
            prop_assert_eq!(own.items().map(|node| node.key().to_string()).collect::<Vec<_>>(), keys.clone());
            let counted: Vec<(Kind, usize)> = own.counts().collect();
            let of_kind = |kind: Kind| filled.keys().filter(|at| nodes[**at].kind() == kind).count();
            let counts = KINDS.iter().map(|kind| (*kind, of_kind(*kind)));
            prop_assert_eq!(counted, counts.filter(|(_, count)| *count > 0).collect::<Vec<_>>());
            expected.insert(keys);
        }
        let found: BTreeSet<Vec<String>> = groups(components).into_iter().collect();
        prop_assert_eq!(found, expected);
        let genre = graph.nodes(Kind::Genre).get(0);
        prop_assert!(components.with(genre).is_none());
    }

    #[test]
    fn communities_are_a_partition_that_no_merger_betters(joins in joins(), order in any::<u64>()) {
        let files = files(&joins);
        let graph = load(&files);
        let played = played(&graph);
        let found = groups(graph.communities(&no).unwrap());
        let mut people: Vec<&String> = found.iter().flatten().collect();
        people.sort();
        prop_assert_eq!(people, played.keys().collect::<Vec<_>>());
        let alone: Vec<Vec<String>> = played.keys().map(|key| vec![key.clone()]).collect();
        let reached = modularity(&played, &found);
        prop_assert!(reached >= modularity(&played, &alone));
        for one in 0..found.len() {
            for other in one + 1..found.len() {
                let mut merged = found.clone();
                let moved = merged.remove(other);
                merged[one].extend(moved);
                prop_assert!(modularity(&played, &merged) <= reached);
            }
        }
        let again = load(&shuffled(&files, order));
        prop_assert_eq!(groups(again.communities(&no).unwrap()), found);
    }

    #[test]
    fn works_bind_those_who_play_in_them(joins in joins()) {
        let graph = load(&files(&joins));
        let played = played(&graph);
        for members in graph.communities(&no).unwrap().items() {
            let people: Vec<String> = members.items().map(|node| node.key().to_string()).collect();
            let bonds = members.bonds(&no).unwrap();
            let bonds: Vec<(usize, String)> =
                bonds.items().map(|bond| (bond.members, bond.work.key().to_string())).collect();
            let works: BTreeSet<&String> = people.iter().flat_map(|key| &played[key]).collect();
            let count = |work: &String| people.iter().filter(|key| played[*key].contains(work)).count();
            let mut expected: Vec<(usize, String)> = works
                .into_iter()
                .map(|work| (count(work), work.clone()))
                .filter(|(count, _)| *count > 1)
                .collect();
            let kind = |work: &str| work.starts_with("film");
            expected.sort_by_key(|(count, work)| (std::cmp::Reverse(*count), kind(work), work.clone()));
            prop_assert_eq!(bonds, expected);
        }
    }

    #[test]
    fn two_casts_with_a_film_of_two_in_common_are_two_communities(one in 3_usize..9, other in 3_usize..9) {
        let one_film = |range: std::ops::Range<usize>| range.collect::<Vec<_>>();
        let casts = [one_film(0..one), one_film(one..one + other), vec![0, one]];
        let graph = load(&of_casts(&casts));
        let found = groups(graph.communities(&no).unwrap());
        let keys = |range: &[usize]| {
            let mut keys: Vec<String> = range.iter().map(|person| format!("person:{person}")).collect();
            keys.sort();
            keys
        };
        let mut expected = vec![keys(&casts[0]), keys(&casts[1])];
        expected.sort_by_key(|keys| (std::cmp::Reverse(keys.len()), keys[0].clone()));
        prop_assert_eq!(found, expected);
    }
}

/// The files of a graph of films with these casts.
fn of_casts(casts: &[Vec<usize>]) -> Files {
    let guide = r#""references":[{"source":"source:guide"}]"#;
    let people: BTreeSet<usize> = casts.iter().flatten().copied().collect();
    let mut texts = [
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ];
    for person in people {
        writeln!(
            texts[0],
            r#"{{"key":"person:{person}","name":"{person}",{guide}}}"#
        )
        .unwrap();
    }
    for (film, cast) in casts.iter().enumerate() {
        writeln!(
            texts[1],
            r#"{{"key":"film:{film}","name":"{film}",{guide}}}"#
        )
        .unwrap();
        for person in cast {
            let role = format!("character:{film}-{person}");
            writeln!(texts[2], r#"{{"key":"{role}",{guide}}}"#).unwrap();
            writeln!(
                texts[3],
                r#"{{"from":"person:{person}","relation":"PLAYS","to":"{role}",{guide}}}"#
            )
            .unwrap();
            writeln!(
                texts[4],
                r#"{{"from":"{role}","relation":"APPEARS_IN","to":"film:{film}",{guide}}}"#
            )
            .unwrap();
        }
    }
    let names = ["people", "films", "characters", "plays", "appears_in"];
    let files = names
        .iter()
        .zip(texts)
        .map(|(name, text)| (format!("{name}.jsonl"), text));
    let source = format!("{{\"key\":\"source:guide\",\"name\":\"Guide\",{guide}}}\n");
    files
        .chain([("sources.jsonl".to_owned(), source)])
        .collect()
}

#[test]
fn a_cast_of_too_many_binds_nobody() {
    for (size, expected) in [(500, 1), (501, 501)] {
        let graph = load(&of_casts(&[(0..size).collect()]));
        let communities = graph.communities(&no).unwrap();
        assert_eq!(communities.len(), expected, "a cast of {size}");
        let bonds = communities.get(0).bonds(&no).unwrap();
        assert_eq!(bonds.len(), usize::from(size == 500));
    }
}

static SEED: LazyLock<Graph> = LazyLock::new(|| load_seed().unwrap());

/// The keys and scores of a ranking.
fn told(graph: &Graph, by: Centrality) -> Vec<(String, u64)> {
    let ranked = graph.rank(by, None, &no).unwrap();
    let told = ranked
        .items()
        .map(|scored| (scored.node.key().to_string(), scored.score.to_bits()));
    told.collect()
}

#[test]
fn a_computation_that_was_left_is_gone_on_with() {
    for by in Centrality::ALL {
        let graph = load_seed().unwrap();
        let asked = Cell::new(0);
        graph
            .rank(*by, None, &|| {
                asked.set(asked.get() + 1);
                false
            })
            .unwrap();
        let at_once = asked.get();

        let graph = load_seed().unwrap();
        let mut attempts = 0;
        let ranked = loop {
            attempts += 1;
            let patience = Cell::new(3);
            let stop = || {
                patience.set(patience.get() - 1);
                patience.get() < 0
            };
            match graph.rank(*by, None, &stop) {
                Ok(ranked) => break ranked,
                Err(_) => assert!(attempts < at_once, "{by:?} never ends"),
            }
        };
        assert_eq!(ranked.len(), 77);
        assert_eq!(told(&graph, *by), told(&SEED, *by));
        assert_eq!(
            attempts > 10,
            *by != Centrality::Degree,
            "{by:?}: {attempts} attempts"
        );
    }
}

#[test]
fn those_who_ask_at_once_get_the_same_though_one_goes_away() {
    let graph = load_seed().unwrap();
    std::thread::scope(|scope| {
        let gone = scope.spawn(|| {
            let patience = Cell::new(20);
            let stop = || {
                patience.set(patience.get() - 1);
                patience.get() < 0
            };
            graph.rank(Centrality::PageRank, None, &stop).is_err()
        });
        let others: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| told(&graph, Centrality::PageRank)))
            .collect();
        for other in others {
            assert_eq!(other.join().unwrap(), told(&SEED, Centrality::PageRank));
        }
        // It may have come when all was done.
        let _ = gone.join().unwrap();
    });
}

/// How often somebody asks who is patient for two questions each time; what the last is told
/// who is not answered.
fn attempts(ask: impl Fn(&dyn Fn() -> bool) -> Result<(), Unready>) -> (usize, Unready) {
    let mut told = Unready::Stopped(String::new());
    for attempt in 1..100 {
        let patience = Cell::new(2);
        let stop = || {
            patience.set(patience.get() - 1);
            patience.get() < 0
        };
        match ask(&stop) {
            Ok(()) => return (attempt, told),
            Err(unready) => told = unready,
        }
    }
    panic!("it never ends: {told:?}");
}

#[test]
fn what_a_computation_gathers_first_is_gone_on_with() {
    // 17,000 people, as many characters, and a film.
    let graph = load(&of_casts(&[(0..17_000).collect()]));
    let stopped = |done: &str| Unready::Stopped(done.to_owned());
    let degree = attempts(|stop| graph.rank(Centrality::Degree, None, stop).map(drop));
    assert_eq!(
        degree,
        (3, stopped("the neighbors of 32768 of 34001 things"))
    );
    let components = attempts(|stop| graph.components(stop).map(drop));
    assert_eq!(components, (2, stopped("32768 of 34000 edges")));
    let communities = attempts(|stop| graph.communities(stop).map(drop));
    assert_eq!(
        communities,
        (2, stopped("the casts of 16384 of 17000 people"))
    );
}

#[test]
fn who_asks_for_what_many_wait_for_is_told_to_ask_again() {
    let graph = load_seed().unwrap();
    let by = Centrality::PageRank;
    let (event, events) = mpsc::channel();
    let (go, told_to_go) = mpsc::channel();
    std::thread::scope(|scope| {
        let (graph, waits) = (&graph, event.clone());
        let computes = scope.spawn(move || {
            let questions = Cell::new(0);
            // The second is asked while it has the turn, and needs something else.
            graph.rank(by, None, &|| {
                questions.set(questions.get() + 1);
                if questions.get() == 2 {
                    event.send(()).unwrap();
                    told_to_go.recv().unwrap();
                }
                false
            })?;
            Ok::<_, Unready>(())
        });
        events.recv().unwrap();
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let waits = waits.clone();
                scope.spawn(move || {
                    let asked = graph.rank(by, None, &|| {
                        let _ = waits.send(());
                        false
                    });
                    asked.map(drop)
                })
            })
            .collect();
        for _ in &waiting {
            events.recv().unwrap();
        }
        let refused = graph.rank(by, None, &no).err();
        // Another result does not wait for this one.
        let other = graph.components(&no).map(|components| components.len());
        go.send(()).unwrap();
        assert_eq!(refused, Some(Unready::Busy(String::new())));
        assert!(other.is_ok());
        computes.join().unwrap().unwrap();
        for waiting in waiting {
            waiting.join().unwrap().unwrap();
        }
    });
    assert!(graph.rank(by, None, &no).is_ok());
}

/// Whose time is over after so many questions.
struct Late(Cell<usize>);

impl Interrupt for Late {
    fn reason(&self) -> Option<ErrorCode> {
        let left = self.0.get().checked_sub(1);
        self.0.set(left.unwrap_or_default());
        left.is_none().then_some(ErrorCode::Timeout)
    }
}

#[test]
fn who_is_late_reads_how_far_a_ranking_is_and_that_it_goes_on() {
    let api = api_of(load_seed().unwrap());
    let question = "{ rank(by: PAGE_RANK, first: 1) { nodes { id } } }";
    let request = request(question);
    let prepared = api.prepare(&request).unwrap();
    let answer = |questions| {
        let answer = api.execute(&request, &prepared, &Late(Cell::new(questions)));
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        (answer.outcome, text)
    };
    let late = Outcome::Failed(ErrorCode::Timeout);
    for (questions, so_far) in [(0, ""), (4, ", 3 of at most 143 steps so far")] {
        let (outcome, text) = answer(questions);
        assert_eq!(outcome, late);
        let message = format!(
            "what is computed of the whole graph was not ready in time{so_far}; ask again, and it \
             goes on from there"
        );
        assert!(text.contains(&message), "{text}");
    }
    let asked = (0..100).find(|_| answer(4).0 == Outcome::Complete);
    assert!(asked.is_some_and(|before| before > 5), "{asked:?}");
}

#[test]
fn who_stops_at_once_gets_nothing_and_what_is_there_is_given_at_once() {
    let graph = load_seed().unwrap();
    let yes = || true;
    for by in Centrality::ALL {
        let stopped = Unready::Stopped(String::new());
        assert_eq!(graph.rank(*by, None, &yes).err(), Some(stopped));
        graph.rank(*by, None, &no).unwrap();
        assert!(graph.rank(*by, None, &yes).is_ok());
    }
    let stopped = || Some(Unready::Stopped(String::new()));
    assert_eq!(graph.components(&yes).err(), stopped());
    assert_eq!(graph.communities(&yes).err(), stopped());
}

#[test]
fn an_empty_graph_has_no_structure() {
    let graph = Graph::empty();
    for by in Centrality::ALL {
        assert!(graph.rank(*by, None, &no).unwrap().is_empty());
    }
    assert!(graph.components(&no).unwrap().is_empty());
    assert!(graph.communities(&no).unwrap().is_empty());
}
