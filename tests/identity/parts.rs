//! Seasons and episodes of series that are one.

use super::{compare, find, graph, other_graph, reason};

/// A series with records of its own behind it.
fn series(slug: &str, id: &str, rest: &str) -> String {
    format!(r#"{{"key":"series:{slug}","name":"Rust","externalIds":{{"imdb":"{id}"}}}}"#)
        + "\n"
        + rest
}

fn season(slug: &str, of: &str, number: u32) -> String {
    format!(
        r#"{{"key":"season:{slug}","name":"Season","number":{number}}}
        {{"from":"season:{slug}","relation":"PART_OF","to":"series:{of}"}}
        "#
    )
}

/// An episode of a season, with properties such as `,"number":1`.
fn episode(slug: &str, of: &str, name: &str, said: &str) -> String {
    format!(
        r#"{{"key":"episode:{slug}","name":"{name}"{said}}}
        {{"from":"episode:{slug}","relation":"PART_OF","to":"season:{of}"}}
        "#
    )
}

fn lines(pairs: &[&str]) -> Vec<String> {
    pairs.iter().map(|pair| (*pair).to_owned()).collect()
}

/// Compares episodes of the first seasons of a series that is one.
fn episodes(base: &[String], incoming: &[String]) -> (Vec<String>, Vec<String>) {
    let base = series("a", "tt1", &(season("a", "a", 1) + &base.concat()));
    let incoming = series("b", "tt1", &(season("b", "b", 1) + &incoming.concat()));
    compare(&base, &incoming, &["episode"])
}

fn one_episode(base: (&str, &str), incoming: (&str, &str)) -> (Vec<String>, Vec<String>) {
    episodes(
        &[episode("a", "a", base.0, base.1)],
        &[episode("b", "b", incoming.0, incoming.1)],
    )
}

#[test]
fn seasons_of_one_number_are_one() {
    let base = series("a", "tt1", &(season("a1", "a", 1) + &season("a2", "a", 2)));
    let incoming = series("b", "tt1", &(season("b2", "b", 2) + &season("b3", "b", 3)));
    let found = compare(&base, &incoming, &["season"]);
    assert_eq!(found, (lines(&["season:b2 = season:a2"]), vec![]));
    let other = series("b", "tt2", &season("b2", "b", 2));
    assert_eq!(compare(&base, &other, &["season"]), (vec![], vec![]));
}

#[test]
fn two_seasons_of_one_number_are_doubts() {
    let base = series("a", "tt1", &season("a1", "a", 1996));
    let incoming = season("b1", "b", 1996) + &season("b2", "b", 1996);
    let found = compare(&base, &series("b", "tt1", &incoming), &["season"]);
    let pairs = lines(&["season:b1 ? season:a1", "season:b2 ? season:a1"]);
    assert_eq!(found, (vec![], pairs));
}

#[test]
fn a_number_may_be_said_of_the_part_only() {
    let base = r#"{"key":"season:a","name":"Season"}
        {"from":"season:a","relation":"PART_OF","to":"series:a","number":4}
        {"key":"episode:a","name":"Denmark"}
        {"from":"episode:a","relation":"PART_OF","to":"season:a","number":9}"#;
    let incoming = season("b", "b", 4) + &episode("b", "b", "Denmark", r#","number":9"#);
    let incoming = other_graph(&series("b", "tt1", &incoming));
    let findings = find(&graph(&series("a", "tt1", base)), &incoming);
    assert_eq!(
        reason(&findings, "season:b"),
        "season 4 of a series that is one"
    );
    assert_eq!(
        reason(&findings, "episode:b"),
        "episode 9 of season 4 in both, same title"
    );
}

#[test]
fn number_and_title_or_air_date_are_enough() {
    let merge = (lines(&["episode:b = episode:a"]), vec![]);
    let base = ("Denmark", r#","number":9,"airDate":"2021-11-07""#);
    for incoming in [
        ("denmark", r#","number":9"#),
        ("denmark", r#","number":9,"airDate":"2021-11-08""#),
        ("Episode 9", r#","number":9,"airDate":"2021-11-07""#),
    ] {
        assert_eq!(one_episode(base, incoming), merge, "{incoming:?}");
    }
}

#[test]
fn a_year_in_common_is_no_air_date() {
    let base = [
        episode(
            "a1",
            "a",
            "The Train",
            r#","number":1,"airDate":"2002-09-20""#,
        ),
        episode(
            "a2",
            "a",
            "Serenity",
            r#","number":2,"airDate":"2002-12-20""#,
        ),
    ];
    let incoming = [
        episode("b1", "b", "Serenity", r#","number":1,"airDate":"2002""#),
        episode("b2", "b", "The Train", r#","number":2,"airDate":"2002""#),
    ];
    let doubts = lines(&["episode:b1 ? episode:a1", "episode:b2 ? episode:a2"]);
    assert_eq!(episodes(&base, &incoming), (vec![], doubts));
}

#[test]
fn a_number_alone_is_a_doubt() {
    let doubt = (vec![], lines(&["episode:b ? episode:a"]));
    let base = ("Denmark", r#","number":9,"airDate":"2021-11-07""#);
    for incoming in [
        ("Episode 9", r#","number":9"#),
        ("Episode 9", r#","number":9,"airDate":"2021-11-08""#),
    ] {
        assert_eq!(one_episode(base, incoming), doubt, "{incoming:?}");
    }
}

#[test]
fn title_and_air_date_without_the_number_are_nothing() {
    let base = ("Denmark", r#","number":9,"airDate":"2021-11-07""#);
    for said in [
        r#","number":8,"airDate":"2021-11-07""#,
        r#","airDate":"2021-11-07""#,
    ] {
        assert_eq!(one_episode(base, ("Denmark", said)), (vec![], vec![]));
    }
}

#[test]
fn specials_need_title_and_air_date() {
    let base = ("Special", r#","airDate":"2021-11-07""#);
    let cases = [
        (("SPECIAL", r#","airDate":"2021-11-07""#), "="),
        (("Special", ""), "?"),
        (("Special", r#","airDate":"2021-11""#), "?"),
        (("Special", r#","airDate":"2021""#), "?"),
        (("Special", r#","airDate":"2021-12-24""#), ""),
        (("Other", r#","airDate":"2021-11-07""#), ""),
    ];
    for (incoming, expected) in cases {
        let pair = vec![format!("episode:b {expected} episode:a")];
        let found = one_episode(base, incoming);
        match expected {
            "=" => assert_eq!(found, (pair, vec![]), "{incoming:?}"),
            "?" => assert_eq!(found, (vec![], pair), "{incoming:?}"),
            _ => assert_eq!(found, (vec![], vec![]), "{incoming:?}"),
        }
    }
}

#[test]
fn a_reason_says_no_more_than_both_sources() {
    let told = |number: &str, dates: [&str; 2]| {
        let one = |slug: &str, date: &str| {
            let said = format!(r#"{number},"airDate":"{date}""#);
            let rest = season(slug, slug, 1) + &episode(slug, slug, "Denmark", &said);
            series(slug, "tt1", &rest)
        };
        let [base, incoming] = [one("a", dates[0]), one("b", dates[1])];
        find(&graph(&base), &other_graph(&incoming))
    };
    let number = r#","number":9"#;
    for (dates, expected) in [
        (["2021-11-07", "2021-11-07"], "air date"),
        (["2021-11-07", "2021-11"], "month"),
        (["2021-11-07", "2021"], "year"),
        (["2021", "2021"], "year"),
    ] {
        let expected = format!("episode 9 of season 1 in both, same title and {expected}");
        assert_eq!(reason(&told(number, dates), "episode:b"), expected);
    }
    let findings = told("", ["2021-11-07", "2021"]);
    let doubt = &findings.doubts[0];
    assert_eq!(
        &*doubt.reason,
        "no number, same title and year, but not the day in both"
    );
}

#[test]
fn of_two_episodes_with_one_number_the_title_tells_which() {
    let number = r#","number":1"#;
    let found = episodes(
        &[
            episode("a1", "a", "Heads", number),
            episode("a2", "a", "Tails", number),
        ],
        &[
            episode("b1", "b", "Tails", number),
            episode("b2", "b", "Heads", number),
        ],
    );
    let pairs = lines(&["episode:b1 = episode:a2", "episode:b2 = episode:a1"]);
    assert_eq!(found, (pairs, vec![]));
}

#[test]
fn episodes_that_fit_equally_are_doubts() {
    let number = r#","number":0"#;
    let found = episodes(
        &[episode("a", "a", "Special", number)],
        &[
            episode("b1", "b", "Special", number),
            episode("b2", "b", "Special", number),
        ],
    );
    let pairs = lines(&["episode:b1 ? episode:a", "episode:b2 ? episode:a"]);
    assert_eq!(found, (vec![], pairs));
}

#[test]
fn crowds_of_one_number_are_one_doubt() {
    let crowd = |side: &str| -> Vec<String> {
        let one = |at| {
            let slug = format!("{side}{at:02}");
            episode(&slug, side, "Special", r#","number":0"#)
        };
        (0..40).map(one).collect()
    };
    let (merged, doubted) = episodes(&crowd("a"), &crowd("b"));
    assert_eq!(merged, lines(&[]));
    assert_eq!(doubted, lines(&["episode:b00 ? episode:a00"]));
}

#[test]
fn episodes_outside_all_seasons_are_told_like_specials() {
    let one = |slug: &str| {
        let rest = format!(
            r#"{{"key":"episode:{slug}","name":"Pilot","airDate":"2021-11-07"}}
            {{"from":"episode:{slug}","relation":"PART_OF","to":"series:{slug}"}}"#
        );
        series(slug, "tt1", &rest)
    };
    assert_eq!(
        compare(&one("a"), &one("b"), &["episode"]),
        (lines(&["episode:b = episode:a"]), vec![])
    );
}
