//! What holds of any two graphs.

use super::{Findings, Rank, files, find, graph_of, join};
use crate::support::shuffle::{Random, load, shuffled};
use castgraph::graph::{Graph, Ordered};
use castgraph::model::{Key, Kind};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A catalogue of few titles, years and names, so that much of it agrees by chance.
fn catalogue(origin: &str, seed: u64) -> Graph {
    let mut random = Random(seed);
    let mut records: Vec<Value> = Vec::new();
    let edge = |from: &str, relation: &str, to: &str| json!({"from": from, "relation": relation, "to": to});
    let pick = |random: &mut Random, words: &[&'static str]| words[random.below(words.len())];
    for at in 0..3 {
        let mut network = json!({"key": format!("network:{origin}-{at}"), "name": pick(&mut random, &["TBS", "Fox"])});
        if random.below(3) > 0 {
            network["country"] = pick(&mut random, &["Japan", "Turkey"]).into();
        }
        records.push(network);
        records.push(json!({"key": format!("genre:{origin}-{at}"), "name": pick(&mut random, &["Sci-Fi", "Science Fiction", "Drama"])}));
    }
    for at in 0..5 {
        let mut person = json!({"key": format!("person:{origin}-{at}"), "name": pick(&mut random, &["Ann Lee", "John Anderson"])});
        if random.below(2) > 0 {
            person["birth"] = pick(&mut random, &["1950", "1950-05-05", "1951"]).into();
        }
        if random.below(4) == 0 {
            person["externalIds"] = json!({"imdb": pick(&mut random, &["nm1", "nm2"])});
        }
        records.push(person);
    }
    for at in 0..3 {
        let series = format!("series:{origin}-{at}");
        let mut record = json!({"key": series, "name": pick(&mut random, &["Utopia", "24"]), "premiered": pick(&mut random, &["2013", "2013-01-15", "2014"])});
        if random.below(2) == 0 {
            record["externalIds"] = json!({"imdb": pick(&mut random, &["tt1", "tt2", "tt3"])});
        }
        records.push(record);
        let network = format!("network:{origin}-{}", random.below(3));
        records.push(edge(&series, "AIRED_ON", &network));
        for part in 0..2 {
            let season = format!("season:{origin}-{at}-{part}");
            records.push(json!({"key": season, "name": "Season", "number": random.below(3)}));
            records.push(edge(&season, "PART_OF", &series));
            let episode = format!("episode:{origin}-{at}-{part}");
            records.push(json!({"key": episode, "name": pick(&mut random, &["One", "Two"]), "number": random.below(2), "airDate": pick(&mut random, &["2013", "2014"])}));
            records.push(edge(&episode, "PART_OF", &season));
            let character = format!("character:{origin}-{at}-{part}");
            records.push(
                json!({"key": character, "name": pick(&mut random, &["Eve", "Dr. Eve", "Self"])}),
            );
            let person = format!("person:{origin}-{}", random.below(5));
            records.push(edge(&person, "PLAYS", &character));
            records.push(edge(
                &character,
                "APPEARS_IN",
                if part == 0 { &series } else { &episode },
            ));
            let mut credit = edge(
                &format!("person:{origin}-{}", random.below(5)),
                "CREDITED",
                &series,
            );
            credit["job"] = pick(&mut random, &["Writer", "Producer"]).into();
            records.push(credit);
        }
    }
    records.sort_by_key(ToString::to_string);
    records.dedup();
    graph_of(origin, records)
}

fn lines(graph: &Graph) -> Vec<(String, String)> {
    files(graph).into_iter().collect()
}

/// Faults of findings, in words.
fn faults(base: &Graph, incoming: &Graph, findings: &Findings) -> Vec<String> {
    let all = join(base, incoming, &Findings::default());
    let mut keys = HashSet::new();
    let mut faults = Vec::new();
    for merge in &findings.merges {
        let stands = |key: &Key| all.node(key).is_some_and(|node| node.key() == *key);
        let sound = [
            (merge.key.kind() == merge.into.kind(), "of one kind"),
            (keys.insert(merge.key.clone()), "once a key"),
            (merge.rank == Rank::Normal, "held to be right"),
            (stands(&merge.key), "of a thing"),
            (stands(&merge.into), "into a thing"),
        ];
        let wrong = sound.iter().filter(|(holds, _)| !holds);
        faults.extend(wrong.map(|(_, what)| format!("{} = {}: not {what}", merge.key, merge.into)));
    }
    // What one catalogue tells apart stays apart.
    let merged = join(base, incoming, findings);
    for kind in Kind::ALL {
        let mut known = HashSet::new();
        for node in all.nodes(*kind).items() {
            let many = matches!(kind, Kind::Network | Kind::Studio | Kind::Source);
            let one = merged.node(node.key()).unwrap().key();
            for source in node.sources() {
                if !many && !known.insert((one, source.key())) {
                    faults.push(format!("{one}: twice in {}", source.key()));
                }
            }
        }
    }
    faults
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_one_to_one_and_of_one_kind(left in any::<u64>(), right in any::<u64>()) {
        let (base, incoming) = (catalogue("a", left), catalogue("b", right));
        let findings = find(&base, &incoming);
        prop_assert_eq!(faults(&base, &incoming, &findings), Vec::<String>::new());
        let mut merges = findings.merges.clone();
        merges.sort_by(|left, right| left.key.cmp(&right.key));
        prop_assert_eq!(&merges, &findings.merges);
        let mut doubts = findings.doubts.clone();
        doubts.sort();
        doubts.dedup_by(|later, first| (&later.left, &later.right) == (&first.left, &first.right));
        prop_assert_eq!(&doubts, &findings.doubts);
    }

    #[test]
    fn after_merging_nothing_new_is_found(left in any::<u64>(), right in any::<u64>()) {
        let (base, incoming) = (catalogue("a", left), catalogue("b", right));
        let merged = join(&base, &incoming, &find(&base, &incoming));
        let again = find(&merged, &incoming);
        prop_assert_eq!(&again.merges, &Vec::new());
        prop_assert_eq!(files(&join(&merged, &incoming, &again)), files(&merged));
        let loaded = super::load(&files(&merged));
        prop_assert_eq!(files(&loaded), files(&merged));
    }

    #[test]
    fn the_order_of_lines_makes_no_difference(left in any::<u64>(), right in any::<u64>(), seed in any::<u64>()) {
        let (base, incoming) = (catalogue("a", left), catalogue("b", right));
        let expected = find(&base, &incoming);
        let base = load(&shuffled(&lines(&base), seed));
        let incoming = load(&shuffled(&lines(&incoming), seed ^ 1));
        prop_assert_eq!(find(&base, &incoming), expected);
    }

    #[test]
    fn a_third_catalogue_joins_two(left in any::<u64>(), right in any::<u64>(), third in any::<u64>()) {
        let (base, incoming) = (catalogue("a", left), catalogue("b", right));
        let merged = join(&base, &incoming, &find(&base, &incoming));
        let incoming = catalogue("c", third);
        let findings = find(&merged, &incoming);
        prop_assert_eq!(faults(&merged, &incoming, &findings), Vec::<String>::new());
        let all = join(&merged, &incoming, &findings);
        prop_assert_eq!(files(&super::load(&files(&all))), files(&all));
        prop_assert_eq!(&find(&all, &incoming).merges, &Vec::new());
    }
}

/// Else the properties above would hold of nothing.
#[test]
fn catalogues_of_chance_have_things_in_common() {
    let mut kinds = HashSet::new();
    let mut doubts = 0;
    for seed in 0..40 {
        let findings = find(&catalogue("a", seed), &catalogue("b", seed + 1000));
        kinds.extend(findings.merges.iter().map(|merge| merge.key.kind()));
        doubts += findings.doubts.len();
    }
    assert!(kinds.len() >= 7, "{kinds:?}");
    assert!(doubts > 100, "{doubts}");
}
