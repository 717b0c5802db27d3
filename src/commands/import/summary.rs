//! What came of an import.

use castgraph::graph::Statistics;
use castgraph::sources::Report;
use castgraph::store::DataFile;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::time::Duration;

/// What the graphs do not tell of an import.
pub(super) struct Made<'a> {
    /// Claims that were there and have a source or reference more.
    pub gained: usize,
    /// Things found to be one with another.
    pub merged: usize,
    /// Pairs that may be one thing.
    pub doubtful: usize,
    /// Namesakes beyond these.
    pub withheld: usize,
    /// Where they are named.
    pub report: &'a Path,
    pub elapsed: Duration,
}

/// One count a line, aligned; what there is none of is left out, but for the totals.
pub(super) fn summary(
    report: &Report,
    before: &Statistics,
    after: &Statistics,
    made_of: &Made<'_>,
) -> String {
    let mut text = String::new();
    let read = report.read.iter();
    section(
        &mut text,
        "records read",
        read.map(|(what, count)| (what, *count)),
    );

    let nodes = before.nodes.iter().zip(&after.nodes);
    let nodes = nodes.map(|((_, before), (kind, after))| {
        let file = DataFile::Nodes(*kind).name();
        let name = file.trim_end_matches(".jsonl").to_owned();
        (name, made(*before, *after))
    });
    section(&mut text, "nodes made", nodes);
    let edges = before.edges.iter().zip(&after.edges);
    let edges =
        edges.map(|((_, before), (relation, after))| (relation.word(), made(*before, *after)));
    section(&mut text, "edges made", edges);

    for (count, name) in [
        (made(before.claims, after.claims), "claims made"),
        (
            made_of.gained as u64,
            "claims known before, with more references",
        ),
        (made(before.disputes, after.disputes), "disputes more"),
        (made_of.merged as u64, "merged"),
    ] {
        total(&mut text, count, name);
    }
    let doubtful = match made_of.doubtful {
        0 => "doubtful pairs, not merged".to_owned(),
        _ => format!(
            "doubtful pairs, not merged; see {}",
            made_of.report.display()
        ),
    };
    total(&mut text, made_of.doubtful as u64, &doubtful);
    if made_of.withheld > 0 {
        let name = "pairs of one name and birth beyond these, not reported";
        total(&mut text, made_of.withheld as u64, name);
    }
    let skipped = report.skipped.iter().map(|(reason, count)| {
        let first = report.first.get(reason);
        let first = first.map_or(String::new(), |place| format!(", first at {place}"));
        (format!("{reason}{first}"), *count)
    });
    section(&mut text, "left out", skipped);
    let _ = writeln!(text, "{:>9.1}  seconds", made_of.elapsed.as_secs_f64());
    text
}

fn made(before: usize, after: usize) -> u64 {
    after.saturating_sub(before) as u64
}

fn section<N: Display>(text: &mut String, title: &str, counts: impl Iterator<Item = (N, u64)>) {
    let counts: Vec<(N, u64)> = counts.collect();
    total(text, counts.iter().map(|(_, count)| count).sum(), title);
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let _ = writeln!(text, "{count:>9}    {name}");
    }
}

fn total(text: &mut String, count: u64, title: &str) {
    let _ = writeln!(text, "{count:>9}  {title}");
}
