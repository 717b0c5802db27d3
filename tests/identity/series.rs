//! Series: by id, else by title, first year and somebody in common.

use super::{compare, doubts, find, graph, graph_of, merges, other_graph, reason};
use serde_json::{Value, json};

const NONE: [&str; 0] = [];

/// A series on a network.
fn series(key: &str, name: &str, premiered: &str, network: &str) -> String {
    let slug = key.split(':').nth(1).unwrap();
    format!(
        r#"{{"key":"{key}","name":"{name}","premiered":"{premiered}"}}
        {{"key":"network:{slug}-n","name":"{network}"}}
        {{"from":"{key}","relation":"AIRED_ON","to":"network:{slug}-n"}}"#
    )
}

fn compared(base: &str, incoming: &str) -> (Vec<String>, Vec<String>) {
    compare(base, incoming, &["series"])
}

#[test]
fn an_id_in_common_is_enough() {
    let base =
        r#"{"key":"series:a","name":"One title","externalIds":{"imdb":"tt1"},"premiered":"1990"}"#;
    let incoming = r#"{"key":"series:b","name":"Another","externalIds":{"imdb":["tt1","tt2"]},"premiered":"2001"}"#;
    let findings = find(&graph(base), &other_graph(incoming));
    assert_eq!(merges(&findings), ["series:b = series:a"]);
    assert_eq!(reason(&findings, "series:b"), "imdb tt1 in both");
}

#[test]
fn an_id_of_another_catalogue_or_kind_says_nothing() {
    let base = r#"{"key":"series:a","name":"A","externalIds":{"imdb":"1"}}
        {"key":"person:a","name":"A","externalIds":{"thetvdb":"1"}}"#;
    let incoming = r#"{"key":"series:b","name":"B","externalIds":{"thetvdb":"1"}}"#;
    assert_eq!(compared(base, incoming), (vec![], vec![]));
}

#[test]
fn ids_that_agree_in_one_catalogue_and_differ_in_another_are_a_doubt() {
    let base = r#"{"key":"series:a","name":"A","externalIds":{"imdb":"tt1","thetvdb":"5"}}"#;
    let incoming = r#"{"key":"series:b","name":"A","externalIds":{"imdb":"tt1","thetvdb":"6"}}"#;
    let findings = find(&graph(base), &other_graph(incoming));
    assert_eq!(merges(&findings), NONE);
    assert_eq!(doubts(&findings), ["series:b ? series:a"]);
    assert_eq!(
        &*findings.doubts[0].reason,
        "imdb tt1 in both, but thetvdb 6 is not 5"
    );
}

#[test]
fn ids_that_differ_speak_against_all_other_evidence() {
    let with = |text: String, id: &str| {
        text.replacen(
            "\"name\"",
            &format!("\"externalIds\":{{\"imdb\":\"{id}\"}},\"name\""),
            1,
        )
    };
    let base = with(
        series("series:a", "Utopia", "2013-01-15", "Channel 4"),
        "tt1",
    );
    let same_year = with(series("series:b", "Utopia", "2013-02", "Channel 4"), "tt2");
    let pair = vec!["series:b ? series:a".to_owned()];
    assert_eq!(compared(&base, &same_year), (vec![], pair));
    let next_year = with(series("series:b", "Utopia", "2014", "Channel 4"), "tt2");
    assert_eq!(compared(&base, &next_year), (vec![], vec![]));
}

#[test]
fn title_first_year_and_network_together_are_enough() {
    let base = series("series:a", "Élite  Squad", "2013-01-15", "Channel 4");
    let incoming = series("series:b", "elite squad", "2013", "CHANNEL 4");
    assert_eq!(
        compared(&base, &incoming),
        (vec!["series:b = series:a".to_owned()], vec![])
    );
}

#[test]
fn another_title_counts() {
    let base = series("series:a", "Money Heist", "2017-05-02", "Antena 3");
    let incoming = series("series:b", "La casa de papel", "2017-05-02", "Antena 3");
    let incoming = incoming.replacen(
        "\"name\"",
        "\"alternateNames\":[\"Money Heist\"],\"name\"",
        1,
    );
    assert_eq!(
        compared(&base, &incoming).0,
        ["series:b = series:a".to_owned()]
    );
}

#[test]
fn a_studio_in_common_or_a_lead_is_as_good_as_a_network() {
    let with = |slug: &str, billing: &str| {
        format!(
            r#"{{"key":"series:{slug}","name":"Rust","premiered":"2021"}}
            {{"key":"studio:{slug}","name":"Boat Rocker"}}
            {{"key":"person:{slug}","name":"Jeff Daniels"}}
            {{"key":"character:{slug}","name":"Chief"}}
            {{"from":"person:{slug}","relation":"PLAYS","to":"character:{slug}"}}
            {{"from":"character:{slug}","relation":"APPEARS_IN","to":"series:{slug}"{billing}}}"#
        )
    };
    let made = |slug: &str| {
        let made =
            format!(r#"{{"from":"series:{slug}","relation":"PRODUCED_BY","to":"studio:{slug}"}}"#);
        let series = with(slug, r#","billing":"GUEST""#);
        series + "\n" + &made
    };
    let merge = vec!["series:b = series:a".to_owned()];
    let doubt = vec!["series:b ? series:a".to_owned()];
    let main = r#","billing":"MAIN""#;
    assert_eq!(compared(&made("a"), &made("b")), (merge.clone(), vec![]));
    assert_eq!(compared(&with("a", main), &with("b", "")), (merge, vec![]));
    let guest = r#","billing":"GUEST""#;
    assert_eq!(
        compared(&with("a", main), &with("b", guest)),
        (vec![], doubt),
        "a guest does not tell a series"
    );
}

#[test]
fn title_and_year_alone_are_a_doubt() {
    let base = series("series:a", "Utopia", "2013", "Channel 4");
    let incoming = series("series:b", "Utopia", "2013", "Fox");
    let pair = vec!["series:b ? series:a".to_owned()];
    assert_eq!(compared(&base, &incoming), (vec![], pair.clone()));
    let next_year = series("series:b", "Utopia", "2014", "Channel 4");
    assert_eq!(compared(&base, &next_year), (vec![], pair));
}

#[test]
fn two_shows_of_one_name_stay_two() {
    let base = series("series:a", "Utopia", "2013", "Channel 4");
    let incoming = series("series:b", "Utopia", "2020", "Channel 4");
    assert_eq!(compared(&base, &incoming), (vec![], vec![]));
}

#[test]
fn a_title_that_looks_like_a_number_is_a_title() {
    let base = series("series:a", "24", "2001-11-06", "FOX");
    let incoming = series("series:b", "24", "2001", "Fox");
    assert_eq!(compared(&base, &incoming).0, ["series:b = series:a"]);
}

#[test]
fn a_title_and_a_network_without_a_year_are_a_doubt() {
    let base = series("series:a", "Utopia", "2013", "Channel 4");
    let undated = |network| {
        let text = series("series:b", "Utopia", "2013", network);
        text.replace(",\"premiered\":\"2013\"", "")
    };
    let pair = vec!["series:b ? series:a".to_owned()];
    assert_eq!(compared(&base, &undated("Channel 4")), (vec![], pair));
    assert_eq!(compared(&base, &undated("Fox")), (vec![], vec![]));
}

#[test]
fn two_that_fit_equally_are_doubts() {
    let one = series("series:a", "Utopia", "2013", "Channel 4");
    let two = [
        series("series:b", "Utopia", "2013", "Channel 4"),
        series("series:c", "Utopia", "2013", "Channel 4"),
    ];
    let (merged, doubted) = compared(&one, &two.join("\n"));
    assert_eq!(merged, NONE);
    assert_eq!(doubted, ["series:b ? series:a", "series:c ? series:a"]);
    let (merged, doubted) = compared(&two.join("\n"), &one);
    assert_eq!(merged, NONE);
    assert_eq!(doubted, ["series:a ? series:b", "series:a ? series:c"]);
}

#[test]
fn an_id_wins_over_the_title() {
    let base = r#"{"key":"series:a","name":"Utopia","premiered":"2013","externalIds":{"imdb":"tt1"}}
        {"key":"network:a","name":"Channel 4"}
        {"from":"series:a","relation":"AIRED_ON","to":"network:a"}"#;
    let two = [
        series("series:b", "Utopia", "2013", "Channel 4"),
        r#"{"key":"series:c","name":"Utopia","externalIds":{"imdb":"tt1"}}"#.to_owned(),
    ];
    let (merged, doubted) = compared(base, &two.join("\n"));
    assert_eq!(merged, ["series:c = series:a"]);
    assert_eq!(doubted, ["series:b ? series:a"]);
}

#[test]
fn equal_keys_are_one_thing_without_a_merge() {
    let base = series("series:a", "Utopia", "2013", "Channel 4");
    let findings = find(&graph(&base), &other_graph(&base));
    assert_eq!(findings, super::Findings::default());
}

#[test]
fn a_base_without_anything_merges_nothing() {
    let incoming = series("series:a", "Utopia", "2013", "Channel 4");
    let findings = find(&castgraph::graph::Graph::empty(), &graph(&incoming));
    assert_eq!(findings, super::Findings::default());
}

#[test]
fn a_merge_that_was_taken_back_is_neither_found_nor_doubted() {
    let base = series("series:a", "Utopia", "2013", "Channel 4");
    let other = series("series:b", "Utopia", "2013", "Channel 4");
    let mut records: Vec<Value> = Vec::new();
    for line in base.lines().chain(other.lines()) {
        records.push(serde_json::from_str(line).unwrap());
    }
    records.push(json!({"key": "series:b", "into": "series:a", "rank": "DEPRECATED", "reason": "Two shows."}));
    let findings = find(&graph_of("test", records), &other_graph(&other));
    assert_eq!(merges(&findings), NONE);
    assert_eq!(doubts(&findings), NONE);
}

#[test]
fn genres_are_one_by_name() {
    let base = r#"{"key":"genre:a","name":"Science Fiction"}
        {"key":"genre:horror","name":"Horror"}"#;
    let incoming = r#"{"key":"genre:b","name":"Sci-Fi"}
        {"key":"genre:c","name":"Comedy"}
        {"key":"outlet:c","name":"Horror"}"#;
    let (merged, doubted) = compare(base, incoming, &["genre", "outlet"]);
    assert_eq!(merged, ["genre:b = genre:a"]);
    assert_eq!(doubted, NONE);
}

#[test]
fn outlets_need_more_than_their_name() {
    let outlet = |slug: &str, name: &str, said: &str| {
        format!(r#"{{"key":"outlet:{slug}","name":"{name}"{said}}}"#)
    };
    let base = r#","externalIds":{"imdb":"co1"},"url":"https://www.stars.example/""#;
    let base = outlet("a", "The Stars", base);
    for (name, said, sign) in [
        ("THE STARS", r#","url":"http://stars.example""#, "="),
        ("Stars", r#","externalIds":{"imdb":"co1"}"#, "="),
        ("The Stars", r#","url":"https://stars.test/""#, "?"),
        ("The Stars", "", "?"),
        ("Stars", r#","url":"https://stars.example/""#, ""),
    ] {
        let found = compare(&base, &outlet("b", name, said), &["outlet"]);
        let pair = vec![format!("outlet:b {sign} outlet:a")];
        let expected = match sign {
            "=" => (pair, vec![]),
            "?" => (vec![], pair),
            _ => (vec![], vec![]),
        };
        assert_eq!(found, expected, "{name} {said}");
    }
}

#[test]
fn works_places_organizations_events_and_sources_are_never_merged() {
    let things = |slug: &str| {
        let kinds = ["work", "place", "organization", "event", "source"];
        let lines = kinds.map(|kind| {
            format!(r#"{{"key":"{kind}:{slug}","name":"Buell","externalIds":{{"imdb":"1"}}}}"#)
        });
        lines.join("\n")
    };
    let findings = find(&graph(&things("a")), &other_graph(&things("b")));
    assert_eq!(findings, super::Findings::default());
}
