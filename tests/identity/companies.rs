//! Networks and studios: by name, and by country or a series in common.

use super::{compare, doubts, files, find, graph, join, merges, other_graph};

const NONE: [&str; 0] = [];

fn compared(base: &str, incoming: &str) -> (Vec<String>, Vec<String>) {
    compare(base, incoming, &["network", "studio"])
}

#[test]
fn name_and_country_together_are_enough() {
    for kind in ["network", "studio"] {
        let one = |slug: &str, country: &str| {
            format!(r#"{{"key":"{kind}:{slug}","name":"Fox","country":"{country}"}}"#)
        };
        let merge = format!("{kind}:b = {kind}:a");
        let (base, same) = (one("a", "Turkey"), one("b", "TURKEY"));
        assert_eq!(compared(&base, &same), (vec![merge], vec![]));
        let other = one("b", "United States");
        assert_eq!(compared(&base, &other), (vec![], vec![]));
    }
}

#[test]
fn a_name_without_a_country_is_a_doubt_until_a_series_is_in_common() {
    let base = r#"{"key":"network:a","name":"Showtime"}
        {"key":"series:a","name":"Rust","externalIds":{"imdb":"tt1"}}
        {"key":"season:a","name":"Rust 1","number":1}
        {"from":"season:a","relation":"PART_OF","to":"series:a"}
        {"from":"season:a","relation":"AIRED_ON","to":"network:a"}"#;
    let incoming = r#"{"key":"network:b","name":"Showtime","country":"United States"}
        {"key":"series:b","name":"Rust","externalIds":{"imdb":"tt1"}}"#;
    let aired = r#"{"from":"series:b","relation":"AIRED_ON","to":"network:b"}"#;
    assert_eq!(
        compared(base, incoming),
        (vec![], vec!["network:b ? network:a".to_owned()])
    );
    assert_eq!(
        compared(base, &format!("{incoming}\n{aired}")),
        (vec!["network:b = network:a".to_owned()], vec![])
    );
}

#[test]
fn a_series_in_common_does_not_make_two_countries_one() {
    let one = |slug: &str, country: &str| {
        format!(
            r#"{{"key":"network:{slug}","name":"Sky Atlantic","country":"{country}"}}
            {{"key":"series:{slug}","name":"Rust","externalIds":{{"imdb":"tt1"}}}}
            {{"from":"series:{slug}","relation":"AIRED_ON","to":"network:{slug}"}}"#
        )
    };
    assert_eq!(
        compared(&one("a", "Italy"), &one("b", "Germany")),
        (vec![], vec!["network:b ? network:a".to_owned()])
    );
}

/// One without a country does not make two countries one, in whatever it is met.
#[test]
fn one_without_a_country_that_fits_two_countries_is_a_doubt_for_all() {
    let network = |slug: &str, country: &str, series: &str| {
        format!(
            r#"{{"key":"network:{slug}","name":"Fox"{country}}}
            {{"from":"series:{series}","relation":"AIRED_ON","to":"network:{slug}"}}"#
        )
    };
    let series = r#"{"key":"series:x","name":"Rust"}"#;
    for slugs in [
        ["p", "q", "r"],
        ["q", "p", "r"],
        ["q", "r", "p"],
        ["r", "q", "p"],
    ] {
        let [none, turkey, japan] = slugs;
        let none_of_any = network(none, "", "x");
        let turkey = network(turkey, r#","country":"Turkey""#, "x");
        let japan = network(japan, r#","country":"Japan""#, "x");
        for (base, incoming) in [
            (
                format!("{series}\n{none_of_any}"),
                format!("{series}\n{turkey}\n{japan}"),
            ),
            (
                String::new(),
                format!("{series}\n{none_of_any}\n{turkey}\n{japan}"),
            ),
            (
                format!("{series}\n{turkey}"),
                format!("{series}\n{none_of_any}\n{japan}"),
            ),
        ] {
            let (merged, doubted) = compared(&base, &incoming);
            assert_eq!(merged, NONE, "{slugs:?}");
            let doubted = doubted
                .iter()
                .filter(|pair| pair.contains(&format!("network:{none}")));
            assert_eq!(doubted.count(), 2, "{slugs:?}");
        }
    }
}

const TWICE: &str = r#"{"key":"network:tvmaze-32","name":"TBS","country":"United States"}
    {"key":"network:tvmaze-159","name":"TBS","country":"United States"}
    {"key":"network:tvmaze-web-7","name":"TBS","country":"United States"}
    {"key":"network:tvmaze-8","name":"TBS","country":"Japan"}
    {"key":"network:tvmaze-9","name":"TBS"}"#;

#[test]
fn two_ids_of_one_network_are_one_inside_what_comes_in() {
    let (merged, doubted) = compared("", TWICE);
    assert_eq!(
        merged,
        [
            "network:tvmaze-32 = network:tvmaze-159",
            "network:tvmaze-web-7 = network:tvmaze-159",
        ]
    );
    // The one without a country may be any of them.
    assert!(doubted.iter().all(|pair| pair.contains("network:tvmaze-9")));
    assert_eq!(doubted.len(), 4);
}

#[test]
fn two_ids_of_one_network_are_one_thing_of_the_base() {
    let base = r#"{"key":"network:tbs","name":"TBS","country":"United States"}"#;
    let (merged, _) = compared(base, TWICE);
    assert_eq!(
        merged,
        [
            "network:tvmaze-159 = network:tbs",
            "network:tvmaze-32 = network:tbs",
            "network:tvmaze-web-7 = network:tbs",
        ]
    );
}

#[test]
fn one_that_comes_later_joins_its_twin_in_the_base() {
    let first = r#"{"key":"network:tvmaze-32","name":"TBS","country":"United States"}"#;
    let (merged, _) = compared(first, TWICE);
    assert_eq!(
        merged,
        [
            "network:tvmaze-159 = network:tvmaze-32",
            "network:tvmaze-web-7 = network:tvmaze-32",
        ]
    );
}

#[test]
fn two_things_of_the_base_that_fit_equally_are_doubts() {
    let base = r#"{"key":"network:x","name":"TBS","country":"United States"}
        {"key":"network:y","name":"TBS","country":"United States"}"#;
    let incoming = r#"{"key":"network:b","name":"TBS","country":"United States"}"#;
    assert_eq!(
        compared(base, incoming),
        (
            vec![],
            vec![
                "network:b ? network:x".to_owned(),
                "network:b ? network:y".to_owned(),
            ]
        )
    );
}

#[test]
fn many_to_one_stands_when_it_comes_again_or_is_taken_back() {
    let (base, incoming) = (graph(""), other_graph(TWICE));
    let graph = join(&base, &incoming, &find(&base, &incoming));
    let again = find(&graph, &incoming);
    assert_eq!(merges(&again), NONE);
    assert_eq!(files(&join(&graph, &incoming, &again)), files(&graph));
    let mut texts = files(&graph);
    let lines = texts.get_mut("merges.jsonl").unwrap();
    let (first, rest) = lines.split_once('\n').unwrap();
    assert!(first.contains("\"network:tvmaze-32\""));
    let first = first.replace("\"reason\"", "\"rank\":\"DEPRECATED\",\"reason\"");
    *lines = format!("{first}\n{rest}");
    let apart = super::load(&texts);
    assert_eq!(
        super::leads_to(&apart, "network:tvmaze-32").slug(),
        "tvmaze-32"
    );
    let findings = find(&apart, &incoming);
    assert_eq!(merges(&findings), NONE);
    assert_eq!(doubts(&findings), NONE);
}
