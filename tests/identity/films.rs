//! Films: by id, else by title, first year and somebody in common.

use super::compare;

/// A film that somebody directed.
fn film(key: &str, name: &str, premiered: &str, director: &str) -> String {
    let slug = key.split(':').nth(1).unwrap();
    format!(
        r#"{{"key":"{key}","name":"{name}","premiered":"{premiered}"}}
        {{"key":"person:{slug}-d","name":"{director}"}}
        {{"from":"person:{slug}-d","relation":"CREDITED","to":"{key}","job":"Director"}}"#
    )
}

fn compared(base: &str, incoming: &str) -> (Vec<String>, Vec<String>) {
    compare(base, incoming, &["film", "series"])
}

fn pair(sign: &str) -> Vec<String> {
    vec![format!("film:b {sign} film:a")]
}

#[test]
fn an_id_in_common_is_enough() {
    let base =
        r#"{"key":"film:a","name":"One title","externalIds":{"imdb":"tt1"},"premiered":"1990"}"#;
    let incoming =
        r#"{"key":"film:b","name":"Another","externalIds":{"imdb":"tt1"},"premiered":"2001"}"#;
    assert_eq!(compared(base, incoming), (pair("="), vec![]));
}

#[test]
fn title_first_year_and_director_together_are_enough() {
    let base = film("film:a", "Night Ferry", "1994-05-01", "Ada Low");
    let incoming = film("film:b", "NIGHT FERRY", "1994", "Ada Löw");
    assert_eq!(compared(&base, &incoming), (pair("="), vec![]));
}

#[test]
fn title_and_first_year_alone_are_a_doubt() {
    let base = film("film:a", "Night Ferry", "1994-05-01", "Ada Low");
    let incoming = film("film:b", "Night Ferry", "1994", "Ben Tide");
    assert_eq!(compared(&base, &incoming), (vec![], pair("?")));
}

#[test]
fn films_of_other_years_are_two() {
    let base = film("film:a", "Night Ferry", "1994", "Ada Low");
    let incoming = film("film:b", "Night Ferry", "2003", "Ada Low");
    assert_eq!(compared(&base, &incoming), (vec![], vec![]));
}

#[test]
fn a_film_and_a_series_are_never_one() {
    let base = film("film:a", "Night Ferry", "1994", "Ada Low");
    let incoming = film("series:a", "Night Ferry", "1994", "Ada Low");
    assert_eq!(compared(&base, &incoming), (vec![], vec![]));
    let with_id = |key: &str| {
        format!(r#"{{"key":"{key}","name":"Night Ferry","externalIds":{{"imdb":"tt1"}}}}"#)
    };
    let both = compared(&with_id("film:a"), &with_id("series:b"));
    assert_eq!(both, (vec![], vec![]));
}
