//! Answers of one form each: schedules and names.

use super::{fixture, of, read, said};
use castgraph::graph::{Graph, Ordered as _};
use castgraph::model::Kind;

fn skipped(report: &castgraph::sources::Report) -> Vec<(&str, u64)> {
    let skipped = report.skipped.iter();
    skipped
        .map(|(reason, count)| (reason.as_str(), *count))
        .collect()
}

#[test]
fn schedules_give_days_and_times_where_there_are_any() {
    let (lines, report) = said(&["schedules"]);
    let expected = [
        (601, " airDays=SUNDAY airDays=FRIDAY airTime=21:05"),
        (602, " airDays=FRIDAY"),
        (603, ""),
        (604, ""),
        (605, " airDays=MONDAY"),
        (606, ""),
    ];
    for (id, times) in expected {
        let lines = of(&lines, &format!("series:tvmaze-{id}"));
        let series = lines.last().unwrap();
        assert!(
            series.ends_with(&format!(" externalIds=tvmaze:{id}{times}")),
            "{series}"
        );
    }
    assert_eq!(
        skipped(&report),
        [
            ("days of the week that are none", 1),
            ("times of day that are none", 2),
        ]
    );
}

#[test]
fn a_character_of_two_names_is_one_and_found_by_each() {
    let (lines, _) = said(&["joined"]);
    assert_eq!(
        of(&lines, "character:tvmaze-82").last().unwrap(),
        &"character:tvmaze-82 name=Ida (voice) / Ada / Ada alternateNames=Ida alternateNames=Ada"
    );
    assert_eq!(
        of(&lines, "character:tvmaze-84").last().unwrap(),
        &"character:tvmaze-84 name=AC/DC"
    );
    let (changes, _) = read(&[fixture("joined")]).unwrap();
    let graph = Graph::empty().apply(changes).unwrap();
    let characters = graph.nodes(Kind::Character);
    let named = |name: &str| {
        let named = characters
            .items()
            .filter(|one| one.names().any(|own| own == name));
        named.count()
    };
    assert_eq!((characters.len(), named("Ida"), named("Ada")), (2, 1, 1));
}
