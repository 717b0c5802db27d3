//! Answers of one form each: schedules, other names, and what is left out.

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
fn bare_lists_of_other_names_belong_to_the_show_beside_them() {
    let (lines, report) = said(&["akas/show.json", "akas/akas.json"]);
    assert_eq!(
        of(&lines, "series:tvmaze-611"),
        [
            "series:tvmaze-611 also alternateNames=Fyrpasserne (DK) (shows/611/akas)",
            "series:tvmaze-611 also alternateNames=Los fareros (ES) (shows/611/akas)",
            "series:tvmaze-611 name=The Lighthouse Keepers alternateNames=Keepers \
             externalIds=tvmaze:611",
        ]
    );
    assert_eq!(report.read["other names"], 5);
    assert_eq!(skipped(&report), [("other names without a name", 1)]);

    let error = read(&[fixture("akas/akas.json")]).unwrap_err().to_string();
    assert!(
        error.contains("akas.json:1:2: expected another name of a known show"),
        "{error}"
    );
}

#[test]
fn what_is_left_out_is_called_by_its_form_or_its_file() {
    let (_, report) = said(&["akas", "lines"]);
    let skipped = skipped(&report);
    let of_form = [
        ("entries of lists of images", 2),
        ("errors instead of answers", 1),
        ("lists of updates", 1),
    ];
    for form in of_form {
        assert!(skipped.contains(&form), "{skipped:?}");
    }
    let mut others = skipped
        .iter()
        .filter(|(reason, _)| reason.starts_with("answers of another form, the first in "));
    let (reason, count) = others.next().unwrap();
    assert!(reason.ends_with("akas/odd.json"), "{reason}");
    assert_eq!((*count, others.next()), (2, None));
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
