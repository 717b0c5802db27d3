//! Answers of one form each.

use super::{of, said};

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
