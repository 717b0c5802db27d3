//! Persons of one name and birth who have nothing else in common.

use super::{compare, find, graph, other_graph};
use std::fmt::Write as _;

fn person(slug: &str, name: &str, said: &str) -> String {
    format!(r#"{{"key":"person:{slug}","name":"{name}"{said}}}"#) + "\n"
}

fn compared(base: &str, incoming: &str) -> Vec<String> {
    let (merged, doubted) = compare(base, incoming, &["person"]);
    assert_eq!(merged, [""; 0], "never on name and birth alone");
    doubted
}

fn pair(base: &str, incoming: &str) -> Vec<String> {
    compared(
        &person("a", "Jeff Daniels", base),
        &person("b", "jeff daniels", incoming),
    )
}

#[test]
fn one_name_and_one_birth_are_a_doubt() {
    let day = r#","birth":"1959-04-17""#;
    for incoming in [day, r#","birth":"1959""#, r#","birth":"1959-04""#] {
        assert_eq!(pair(day, incoming), ["person:b ? person:a"], "{incoming}");
    }
    let base = person("a", "Sean Bean", day);
    let findings = find(&graph(&base), &other_graph(&person("b", "Sean Bean", day)));
    let reason = "same name, both born in 1959-04-17, but no title in common tells more";
    assert_eq!(&*findings.doubts[0].reason, reason);
    let year = r#","birth":"1959""#;
    let findings = find(&graph(&base), &other_graph(&person("b", "Sean Bean", year)));
    let reason = "same name, both born in 1959, but no title in common tells more";
    assert_eq!(&*findings.doubts[0].reason, reason);
}

#[test]
fn what_speaks_against_it_makes_it_no_doubt() {
    let base = r#","birth":"1959-04-17","death":"2020","externalIds":{"imdb":"nm1"}"#;
    for incoming in [
        "",
        r#","birth":"1959-04-18""#,
        r#","birth":"1960""#,
        r#","birth":"1959","death":"2021-01-01""#,
        r#","birth":"1959","externalIds":{"imdb":"nm2"}"#,
    ] {
        assert_eq!(pair(base, incoming), [""; 0], "{incoming}");
    }
    let twins = person("b", "Jeff Daniels", base) + &person("c", "Jeff Daniels", base);
    assert_eq!(compared("", &twins), [""; 0], "one source tells both");
}

/// A pair is told when it is met, and when more is said of it, not by each import.
#[test]
fn it_is_told_once() {
    let day = r#","birth":"1959-04-17""#;
    let (base, incoming) = (person("a", "Ann Low", day), person("b", "Ann Low", day));
    let (base, incoming) = (graph(&base), other_graph(&incoming));
    let findings = find(&base, &incoming);
    assert_eq!(findings.doubts.len(), 1);
    let all = super::join(&base, &incoming, &findings);
    assert_eq!(find(&all, &incoming).doubts, []);
}

#[test]
fn a_big_catalogue_gives_a_bounded_number_of_them() {
    let (mut base, mut incoming) = (String::new(), String::new());
    for at in 0..1_200 {
        let birth = if at < 400 { "1950" } else { "1950-05-05" };
        for (text, side) in [(&mut base, "a"), (&mut incoming, "b")] {
            let said = format!(r#","birth":"{birth}""#);
            write!(
                text,
                "{}",
                person(&format!("{side}{at}"), &format!("Ann {at}"), &said)
            )
            .unwrap();
        }
    }
    let findings = find(&graph(&base), &other_graph(&incoming));
    assert_eq!((findings.doubts.len(), findings.withheld), (1_000, 200));
    let days = findings.doubts.iter();
    let days = days.filter(|doubt| doubt.reason.contains("1950-05-05"));
    assert_eq!(days.count(), 800, "whole days come first");
    let crowd = |side: &str| -> String {
        let said = r#","birth":"1950""#;
        (0..5)
            .map(|at| person(&format!("{side}{at}"), "John Anderson", said))
            .collect()
    };
    assert_eq!(compared(&crowd("a"), &crowd("b")), [""; 0]);
}
