//! Searches and suggestions in the seed and in the seed with imports on it, compared with what a
//! look at every word of every thing finds.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::thread;

use crate::imported::onto_the_seed;
use crate::support::{answer, codes, data_of, list, request, text};
use castgraph::graph::fold::fold;
use castgraph::graph::search::{Hits, Sought, Unanswered, by_kind};
use castgraph::graph::view::Node;
use castgraph::graph::{Graph, Ordered};
use castgraph::model::{Kind, Property, ValueRef};
use castgraph::store::load_seed;
use proptest::prelude::*;
use proptest::sample::Index;

static SEED: LazyLock<Graph> = LazyLock::new(|| prepared(load_seed().unwrap()));
static IMPORTED: LazyLock<Graph> = LazyLock::new(|| prepared(onto_the_seed()));

/// With its index made, so that no test meets another that makes it.
fn prepared(graph: Graph) -> Graph {
    graph.prepare_search(&|| false).unwrap();
    graph
}

fn things(graph: &Graph) -> impl Iterator<Item = Node<'_>> {
    let kinds = Kind::ALL.iter();
    kinds.flat_map(|kind| graph.nodes(*kind).items().collect::<Vec<_>>())
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let letters = folded.chars().map(|letter| match letter {
        letter if letter.is_alphanumeric() => letter,
        _ => ' ',
    });
    let spaced: String = letters.collect();
    spaced
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The names of a thing, of which some properties are.
fn claimed<'g>(node: Node<'g>, properties: &[Property]) -> Vec<&'g str> {
    let claims = node.claims();
    let own = claims.items().filter(|claim| {
        claim.subject() == node
            && claim
                .property()
                .is_some_and(|found| properties.contains(&found))
    });
    let values = own.filter_map(|claim| match claim.property_value()? {
        ValueRef::Text(name) => Some(name),
        ValueRef::AlternateName(name) => Some(name.name),
        _ => None,
    });
    values.collect()
}

fn names(node: Node<'_>) -> Vec<&str> {
    claimed(node, &[Property::Name, Property::AlternateNames])
}

/// Words of names and of texts of each thing.
type Wording<'g> = (Node<'g>, [Vec<String>; 2]);

fn wordings(graph: &Graph) -> Vec<Wording<'_>> {
    let of = |node: Node<'_>| {
        let mut named = names(node);
        named.extend(claimed(node, &[Property::Title, Property::Subtitle]));
        let told = [Property::Description, Property::Premise, Property::Summary];
        let told = told.iter().flat_map(|property| node.texts(*property));
        let split = |texts: Vec<&str>| texts.into_iter().flat_map(words).collect();
        [split(named), split(told.collect())]
    };
    things(graph).map(|node| (node, of(node))).collect()
}

static SEED_WORDS: LazyLock<Vec<Wording<'static>>> = LazyLock::new(|| wordings(&SEED));
static IMPORTED_WORDS: LazyLock<Vec<Wording<'static>>> = LazyLock::new(|| wordings(&IMPORTED));

/// Letters missing, added, exchanged, or neighbours in the wrong order (optimal string alignment).
fn typos(left: &str, right: &str) -> usize {
    let [left, right] = [left, right].map(|word| word.chars().collect::<Vec<_>>());
    let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            let mut best = if i == 0 || j == 0 { i + j } else { usize::MAX };
            if i > 0 && j > 0 {
                let other = usize::from(left[i - 1] != right[j - 1]);
                best = best.min(table[i - 1][j - 1] + other);
                best = best.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
            }
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(table[i - 2][j - 2] + 1);
            }
            table[i][j] = best;
        }
    }
    table[left.len()][right.len()]
}

/// 4 for the word itself, 3 for one that begins with it, 2 and 1 for one and two typos.
fn closeness(sought: &str, is_last: bool, fuzziness: usize, word: &str) -> Option<usize> {
    if word == sought {
        return Some(4);
    }
    if is_last && word.starts_with(sought) {
        return Some(3);
    }
    let off = typos(sought, word);
    (sought.chars().count() >= 3 && off <= fuzziness).then(|| 3 - off)
}

/// The keys of what has all words, with what the words give in names.
fn slowly(
    wordings: &[Wording<'_>],
    text: &str,
    fuzziness: usize,
    kinds: Option<&[Kind]>,
) -> BTreeMap<String, usize> {
    let sought = words(text);
    let of_kind = |node: Node<'_>| kinds.is_none_or(|kinds| kinds.contains(&node.kind()));
    let wanted = wordings.iter().filter(|(node, _)| of_kind(*node));
    let found = wanted.filter_map(|(node, words)| {
        let mut sum = 0;
        for (at, word) in sought.iter().enumerate() {
            let best = |own: &[String]| {
                let fits =
                    |other: &String| closeness(word, at + 1 == sought.len(), fuzziness, other);
                own.iter().filter_map(fits).max()
            };
            let [named, told] = words.each_ref().map(|own| best(own));
            sum += named.or(told.map(|_| 0))?;
        }
        Some((node.key().to_string(), sum))
    });
    found.collect()
}

/// A word as it might be typed.
#[derive(Debug, Clone, Copy)]
enum Typed {
    Whole,
    Begun,
    Without(Index),
    Exchanged(Index),
    Swapped(Index),
    Unknown,
}

impl Typed {
    fn of(self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        match self {
            Self::Begun => letters.truncate(letters.len().div_ceil(2)),
            Self::Without(at) if letters.len() > 1 => drop(letters.remove(at.index(letters.len()))),
            Self::Exchanged(at) => {
                let at = at.index(letters.len());
                letters[at] = 'x';
            }
            Self::Swapped(at) if letters.len() > 1 => {
                let at = at.index(letters.len() - 1);
                letters.swap(at, at + 1);
            }
            Self::Whole | Self::Without(_) | Self::Swapped(_) => {}
            Self::Unknown => return "qqq".to_owned(),
        }
        letters.into_iter().collect()
    }
}

fn typed() -> impl Strategy<Value = Typed> {
    prop_oneof![
        3 => Just(Typed::Whole),
        2 => Just(Typed::Begun),
        2 => any::<Index>().prop_map(Typed::Without),
        2 => any::<Index>().prop_map(Typed::Exchanged),
        2 => any::<Index>().prop_map(Typed::Swapped),
        1 => Just(Typed::Unknown),
    ]
}

fn search<'g>(graph: &'g Graph, text: &str, fuzziness: usize, kinds: Option<&[Kind]>) -> Hits<'g> {
    let sought = Rc::new(Sought::new(text, fuzziness, usize::MAX).expect("any number of words"));
    graph.search(&sought, kinds, usize::MAX, &|| false).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_has_the_words(
        thing in any::<Index>(),
        parts in proptest::collection::vec((any::<Index>(), typed()), 1..4),
        fuzziness in 0_usize..=2,
        kinds in proptest::option::of(proptest::sample::subsequence(Kind::ALL.to_vec(), 0..8)),
        imported in any::<bool>(),
    ) {
        let (graph, all) = if imported {
            (&*IMPORTED, &*IMPORTED_WORDS)
        } else {
            (&*SEED, &*SEED_WORDS)
        };
        let (_, own) = &all[thing.index(all.len())];
        let own = own.concat();
        prop_assume!(!own.is_empty());
        let parts = parts.iter().map(|(word, typed)| typed.of(&own[word.index(own.len())]));
        let text = parts.collect::<Vec<_>>().join(" ");
        let hits = search(graph, &text, fuzziness, kinds.as_deref());
        let expected = slowly(all, &text, fuzziness, kinds.as_deref());

        let found = hits.items().map(|hit| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small sum")]
            let in_names = hit.score().floor() as usize;
            (hit.node().key().to_string(), in_names)
        });
        prop_assert_eq!(found.collect::<BTreeMap<_, _>>(), expected, "{}", text);
        let order: Vec<_> = hits.items().map(|hit| (-hit.score(), hit.node().key().to_string())).collect();
        for place in 1..hits.len() {
            prop_assert!(hits.position(place - 1) < hits.position(place));
            prop_assert!(order[place - 1].0 <= order[place].0, "the best first");
        }
        let mut counted: BTreeMap<Kind, usize> = BTreeMap::new();
        for hit in hits.items() {
            *counted.entry(hit.node().kind()).or_default() += 1;
        }
        prop_assert_eq!(BTreeMap::from_iter(by_kind(hits.items().map(|hit| hit.node()))), counted);
        for hit in hits.items().take(20) {
            let highlights = hit.highlights();
            let marked = highlights.iter().flat_map(|highlight| &highlight.parts);
            prop_assert!(marked.clone().any(|part| part.matched), "{} says why it was found", hit.node().key());
            let sought = words(&text);
            for part in marked.filter(|part| part.matched) {
                let fits = words(&part.text).iter().any(|word| {
                    let last = sought.len() - 1;
                    let mut all = sought.iter().enumerate();
                    all.any(|(at, sought)| closeness(sought, at == last, fuzziness, word).is_some())
                });
                prop_assert!(fits, "{} was sought", part.text);
            }
        }
    }

    #[test]
    fn suggestions_are_the_first_names_that_begin_so(
        thing in any::<Index>(),
        word in any::<Index>(),
        letters in 1_usize..12,
        kinds in proptest::option::of(proptest::sample::subsequence(Kind::ALL.to_vec(), 0..8)),
        count in 0_usize..30,
        imported in any::<bool>(),
    ) {
        let graph = if imported { &*IMPORTED } else { &*SEED };
        let named: Vec<_> = things(graph).filter(|node| !names(*node).is_empty()).collect();
        let name = words(names(named[thing.index(named.len())])[0]);
        prop_assume!(!name.is_empty());
        let rest = name[word.index(name.len())..].join(" ");
        let prefix: String = rest.chars().take(letters).collect();
        let prefix = prefix.trim_end();

        let wanted = |node: &Node<'_>| kinds.as_ref().is_none_or(|kinds| kinds.contains(&node.kind()));
        let mut fitting = Vec::new();
        for (number, node) in things_by_key(graph).into_iter().enumerate().filter(|(_, node)| wanted(node)) {
            for name in names(node) {
                let words = words(name);
                let rests = (0..words.len()).map(|at| (at > 0, words[at..].join(" ")));
                let fits = rests.filter(|(_, rest)| rest.starts_with(prefix));
                fitting.extend(fits.map(|(later, rest)| (later, rest, number, node.key().to_string())));
            }
        }
        fitting.sort();
        let mut expected: Vec<String> = Vec::new();
        for (.., key) in fitting {
            if !expected.contains(&key) {
                expected.push(key);
            }
        }
        expected.truncate(count);
        let found = graph.suggest(prefix, kinds.as_deref(), count, &|| false).unwrap();
        let keys: Vec<_> = found.iter().map(|found| found.node.key().to_string()).collect();
        prop_assert_eq!(keys, expected, "{}", prefix);
        for suggestion in found {
            prop_assert!(names(suggestion.node).contains(&suggestion.name));
            let spaced = format!(" {}", words(suggestion.name).join(" "));
            let begun = [" ", prefix].concat();
            prop_assert!(spaced.contains(&begun), "{} for {}", spaced, prefix);
        }
    }
}

fn things_by_key(graph: &Graph) -> Vec<Node<'_>> {
    let mut all: Vec<_> = things(graph).collect();
    all.sort_by_key(|node| (node.key().kind(), node.key().slug().to_owned()));
    all
}

/// The cursors, ids and `hasNextPage` of a page, and the count and facets of the whole.
const PAGE: &str = "totalCount facets { kind count } pageInfo { hasNextPage endCursor } edges { cursor node { id __typename } }";

#[test]
fn pages_make_the_whole_and_facets_count_it() {
    for text_sought in ["a", "american rust", "season", "the"] {
        let whole = data_of(
            answer(&request(&format!(
                "{{ search(text: \"{text_sought}\", first: 100) {{ {PAGE} }} }}"
            ))),
            text_sought,
        );
        let total = whole["search"]["totalCount"].as_u64().unwrap();
        assert!(total > 3, "{text_sought}");
        let mut pages = Vec::new();
        let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
        let mut after = "null".to_owned();
        loop {
            let query = format!(
                "{{ search(text: \"{text_sought}\", first: 3, after: {after}) {{ {PAGE} }} }}"
            );
            let page = data_of(answer(&request(&query)), &query);
            let page = &page["search"];
            assert_eq!(page["totalCount"], total);
            assert_eq!(
                page["facets"], whole["search"]["facets"],
                "of the whole, not of the page"
            );
            for edge in list(&page["edges"]) {
                *kinds
                    .entry(text(&edge["node"]["__typename"]).to_uppercase())
                    .or_default() += 1;
                pages.push(edge.clone());
            }
            after = page["pageInfo"]["endCursor"].to_string();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(pages.len() as u64, total);
        let first = list(&whole["search"]["edges"]);
        assert_eq!(pages[..first.len()], *first);
        let facets = list(&whole["search"]["facets"]).iter();
        let facets = facets.map(|facet| {
            (
                text(&facet["kind"]).to_owned(),
                facet["count"].as_u64().unwrap(),
            )
        });
        assert_eq!(facets.collect::<BTreeMap<_, _>>(), kinds);
    }
}

#[test]
fn cursors_of_other_searches_are_refused() {
    let query = "{ search(text: \"rust\", first: 1) { pageInfo { endCursor } } }";
    let page = data_of(answer(&request(query)), query);
    let cursor = &page["search"]["pageInfo"]["endCursor"];
    for (of, expected) in [
        ("text: \"RUST!\"", None),
        ("text: \"rusts\"", Some("BAD_CURSOR")),
        ("text: \"rust\", fuzziness: 2", Some("BAD_CURSOR")),
        ("text: \"rust\", kinds: [SERIES]", Some("BAD_CURSOR")),
    ] {
        let query = format!("{{ search({of}, after: {cursor}) {{ nodes {{ id }} }} }}");
        let answer = answer(&request(&query));
        assert_eq!(
            codes(&answer),
            expected.into_iter().collect::<Vec<_>>(),
            "{of}"
        );
    }
}

#[test]
fn a_search_ends_at_its_bound() {
    let visits = |visited_max| {
        let sought = Rc::new(Sought::new("a", 2, usize::MAX).expect("any number of words"));
        IMPORTED
            .search(&sought, None, visited_max, &|| false)
            .map(|hits| hits.len())
    };
    assert_eq!(visits(5), Err(Unanswered::TooMuch));
    assert!(visits(1_000_000).is_ok());
}

#[test]
fn a_walk_over_mistyped_words_ends_at_its_bound() {
    let sought = Rc::new(Sought::new("qqqqqq", 2, usize::MAX).expect("any number of words"));
    let found = SEED.search(&sought, None, 5, &|| false);
    assert_eq!(
        found.err(),
        Some(Unanswered::TooMuch),
        "though no word fits"
    );
}

#[test]
fn a_search_ends_when_it_is_told_to() {
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        true
    };
    let words = ["season", "episode", "american", "character", "network"].join(" ");
    let sought = Rc::new(Sought::new(&words, 2, usize::MAX).expect("any number of words"));
    let found = IMPORTED.search(&sought, None, usize::MAX, &stop);
    assert_eq!(found.err(), Some(Unanswered::Stopped));
    assert_eq!(asked.get(), 1, "the first answer is obeyed");
}

#[test]
fn an_index_that_was_given_up_is_gone_on_with() {
    // A copy makes its own.
    let graph = IMPORTED.clone();
    let once = || {
        let patience = Cell::new(1);
        let stop = || {
            patience.set(patience.get() - 1);
            patience.get() < 0
        };
        graph.prepare_search(&stop)
    };
    let attempts = (1..100).find(|_| once().is_ok());
    assert!(
        attempts.is_some_and(|attempts| attempts > 2),
        "{attempts:?}"
    );
    let hits = search(&graph, "velez", 0, None).len();
    assert_eq!(hits, search(&IMPORTED, "velez", 0, None).len());
}

#[test]
fn an_index_that_was_given_up_is_made_by_the_next_who_asks() {
    let graph = load_seed().unwrap();
    assert_eq!(graph.prepare_search(&|| true), Err(Unanswered::Stopped));
    assert!(!search(&graph, "velez", 0, None).is_empty());
}

#[test]
fn who_waits_to_make_an_index_lets_go_of_a_graph_that_is_served_no_more() {
    let graph = Arc::new(load_seed().unwrap());
    let waiting = Arc::clone(&graph);
    let waits = thread::spawn(move || waiting.prepare_search_when_asked());
    // Whether it waits already or comes later makes no difference.
    graph.dismiss_search();
    assert_eq!(waits.join().unwrap(), Err(Unanswered::Stopped));
    assert_eq!(Arc::strong_count(&graph), 1);
    assert!(
        !search(&graph, "velez", 0, None).is_empty(),
        "who asks makes it"
    );
}

#[test]
fn nothing_is_found_in_an_empty_graph() {
    let graph = Graph::empty();
    assert!(search(&graph, "a", 2, None).is_empty());
    assert!(graph.suggest("a", None, 10, &|| false).unwrap().is_empty());
}

#[test]
fn words_on_which_names_and_texts_agree_rank_names_first() {
    let hits = search(&SEED, "murder", 0, None);
    let named = |node: Node<'_>| {
        names(node)
            .iter()
            .any(|name| words(name).contains(&"murder".to_owned()))
    };
    let ranked: Vec<bool> = hits.items().map(|hit| named(hit.node())).collect();
    assert!(
        ranked.contains(&true) && ranked.contains(&false),
        "{ranked:?}"
    );
    assert!(
        ranked.is_sorted_by(|before, behind| before >= behind),
        "{ranked:?}"
    );
}
