//! A show as `TVmaze` tells it, imported onto the seed, which tells of the same series.

use super::{load, run, scratch};
use castgraph::graph::view::Character;
use castgraph::graph::{Direction, Graph, Ordered as _};
use castgraph::model::{Kind, Relation};
use castgraph::store::load_seed;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The seed with the show on it, in a directory of its own.
fn imported(test: &str) -> (PathBuf, Graph) {
    let into = scratch(&format!("american-rust-{test}"));
    run(&["export", "--format", "jsonl", &into.display().to_string()]);
    import(&into);
    let graph = load(&into);
    (into, graph)
}

fn import(into: &Path) {
    let show = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imported/american-rust");
    let (show, into) = (show.display().to_string(), into.display().to_string());
    run(&["import", "tvmaze", &show, "--into", &into]);
}

fn disputes(graph: &Graph) -> BTreeSet<String> {
    let disputes = graph.disputes();
    disputes
        .items()
        .map(|dispute| dispute.key().to_string())
        .collect()
}

/// The sentences of all claims.
fn claims(graph: &Graph) -> BTreeSet<String> {
    let claims = graph.claims_listed();
    claims
        .items()
        .map(|claim| claim.key().to_string())
        .collect()
}

#[test]
fn the_claims_of_the_seed_stay_and_what_differs_is_a_dispute() {
    let (_, graph) = imported("claims");
    let seed = load_seed().unwrap();
    let (before, after) = (claims(&seed), claims(&graph));
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(after.len() > before.len() + 20);
    let new: Vec<String> = disputes(&graph)
        .difference(&disputes(&seed))
        .cloned()
        .collect();
    assert_eq!(new, ["dispute:series-american-rust-premiered"]);
    assert!(disputes(&seed).is_subset(&disputes(&graph)));
}

/// Gives lines of `merges.jsonl` the rank DEPRECATED, as the README says.
fn take_back(place: &Path, into: &[&str]) {
    let file = place.join("merges.jsonl");
    let mut text = fs::read_to_string(&file).unwrap();
    for key in into {
        let target = format!("\"into\":\"{key}\",");
        assert_eq!(text.matches(&target).count(), 1, "{text}");
        text = text.replace(&target, &format!("{target}\"rank\":\"DEPRECATED\","));
    }
    fs::write(&file, text).unwrap();
}

#[test]
fn merges_are_taken_back_for_good() {
    let (place, before) = imported("merges");
    let people = |graph: &Graph| graph.nodes(Kind::Person).len();
    let all = before.merges().count();
    assert_eq!(all, 8);
    take_back(&place, &["person:jeff-daniels", "character:del-harris"]);
    let apart = load(&place);
    assert_eq!(people(&apart), people(&before) + 1);
    import(&place);
    let again = load(&place);
    assert!(again.columns() == apart.columns());

    // Of the person alone: then both play the character that is still one.
    let (place, _) = imported("person");
    take_back(&place, &["person:jeff-daniels"]);
    let apart = load(&place);
    assert_eq!(people(&apart), people(&before) + 1);
    import(&place);
    assert!(load(&place).columns() == apart.columns());
    let dir = place.display().to_string();
    let (merge, on) = (
        "character:tvmaze-990041 is character:del-harris",
        "person:tvmaze-990031 is person:jeff-daniels",
    );
    let counts = run(&["check", &dir]);
    assert!(counts.contains(&format!("{merge}, since {on}")), "{counts}");
    let listed = run(&["check", "--merges", &dir]);
    let mut lines = listed
        .lines()
        .skip_while(|line| !line.starts_with(merge))
        .skip(1);
    let rests = format!("  rests on what was taken back: {on}");
    assert_eq!(lines.next(), Some(&rests[..]), "{listed}");
    let harris = apart.get::<Character>("del-harris").unwrap();
    assert_eq!(
        harris.edges(Relation::Plays, Direction::In).items().count(),
        2
    );
}
