//! What suggestions cost over ten thousand names and over a million, and what the index takes.

#![allow(
    missing_docs,
    reason = "criterion's macro makes a function without one"
)]
#![allow(clippy::print_stdout, reason = "a measurement is read by people")]

use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::model::{Change, Key, Kind, NodeRecord, Property, Reference, Value};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Instant;

const SIZES: [u64; 2] = [10_000, 1_000_000];
const SYLLABLES: [&str; 16] = [
    "ba", "bel", "cho", "da", "en", "gar", "jo", "ka", "lin", "mar", "no", "per", "ri", "ta",
    "ven", "wa",
];
/// Prefixes that are asked in turn, so that not only one place of the list is warm; so short that
/// each begins ten names of either size, so that the answers are equally long.
const PREFIXES: u64 = 1000;

const SUGGESTIONS: usize = 10;

/// The name of a number: two words of three and four syllables, which repeat after 2^28.
fn name(number: u64) -> String {
    // An odd factor shuffles the numbers below 2^28.
    let mixed = number.wrapping_mul(0x9e3_7795) & 0xfff_ffff;
    let syllable = |at: u64| SYLLABLES[(mixed >> (4 * at) & 15) as usize];
    let word = |range: std::ops::Range<u64>| range.map(syllable).collect::<String>();
    format!("{} {}", word(0..3), word(3..7))
}

/// A graph of so many people.
fn people(count: u64) -> Graph {
    let source = Key::new(Kind::Source, "list").expect("a slug");
    let node = |key: Key, name: String| {
        let reference = Reference {
            source: source.clone(),
            locator: None,
            as_of: None,
        };
        Change::Node(NodeRecord {
            key,
            properties: vec![(Property::Name, Value::Text(name.into()))],
            references: [reference].into_iter().collect(),
        })
    };
    let mut builder = Builder::new(Repeated::Refuse);
    builder.push(&node(source.clone(), "List".to_owned()));
    for number in 0..count {
        let key = Key::new(Kind::Person, &format!("p{number}")).expect("a slug");
        builder.push(&node(key, name(number)));
    }
    builder
        .finish()
        .expect("people of whom nothing else is said")
}

fn suggest(criterion: &mut Criterion) {
    for size in SIZES {
        let graph = people(size);
        let start = Instant::now();
        graph.prepare_search(&|| false).expect("nobody stops it");
        println!("index of {size} names: {:?}", start.elapsed());
        let prefixes = (0..PREFIXES).zip((2..5).cycle()).map(|(number, letters)| {
            let name = name(number * (size / PREFIXES));
            // Every other time the beginning of the last name.
            let from = if number % 2 == 0 {
                0
            } else {
                name.find(' ').map_or(0, |at| at + 1)
            };
            name[from..].chars().take(letters).collect::<String>()
        });
        let prefixes: Vec<String> = prefixes.collect();
        for prefix in &prefixes {
            let found = graph.suggest(prefix, None, SUGGESTIONS, &|| false);
            let found = found.expect("nobody stops it").len();
            assert_eq!(found, SUGGESTIONS, "{prefix}");
        }
        let mut turn = prefixes.iter().cycle();
        criterion.bench_function(&format!("suggest over {size} names"), |bench| {
            bench.iter(|| {
                let prefix = turn.next().expect("there are prefixes");
                graph.suggest(black_box(prefix), None, SUGGESTIONS, &|| false)
            });
        });
    }
}

criterion_group!(benches, suggest);
criterion_main!(benches);
