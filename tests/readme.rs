//! The README's queries are answered as it says.

use crate::support;
use castgraph::graphql::limits;
use serde_json::Value;

/// The fenced blocks of a text, with their languages, in order.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !open => {
                found.push((language, String::new()));
                open = true;
            }
            Some(_) => open = false,
            None if open => {
                let (_, block) = found.last_mut().expect("a block is open");
                block.push_str(line);
                block.push('\n');
            }
            None => {}
        }
    }
    found
}

#[test]
fn its_queries_are_answered_as_it_says() {
    let readme = include_str!("../README.md");
    let blocks = blocks(readme);
    let mut asked = 0;
    for pair in blocks.windows(2).filter(|pair| pair[0].0 == "graphql") {
        let [(_, query), (language, answer)] = pair else {
            unreachable!("windows of two")
        };
        assert_eq!(
            *language, "json",
            "an answer stands under each query:\n{query}"
        );
        let expected: Value = serde_json::from_str(answer).expect("the answer is JSON");
        let found = support::ask(query);
        assert_eq!(
            found,
            expected,
            "{query}\n{}",
            serde_json::to_string_pretty(&found).unwrap()
        );
        asked += 1;
    }
    let queries = blocks
        .iter()
        .filter(|(language, _)| *language == "graphql")
        .count();
    assert_eq!(asked, queries, "every query has an answer");
    assert!(asked >= 5, "the README has five queries");
}

#[test]
fn its_limits_are_those_of_the_program() {
    let readme = include_str!("../README.md").replace(',', "");
    let graphql = limits::Limits::default();
    let http = castgraph::http::Limits::default();
    let pages = limits::PAGE_SIZES;
    for stated in [
        format!("{} items {} by default", pages.max, pages.default),
        format!(
            "{} KiB {} levels of brackets",
            graphql.document_bytes_max / 1024,
            graphql.nesting_max
        ),
        format!("| {} counted through fragments", graphql.fields_max),
        format!(
            "| {} {} {} |",
            graphql.depth_max, graphql.aliases_max, graphql.directives_max
        ),
        format!(
            "| {} {} deep |",
            limits::FILTERS_MAX,
            limits::FILTER_NESTING_MAX
        ),
        format!(
            "| {} variables and literals together",
            graphql.input_items_max
        ),
        format!("| ids of one question | {} |", limits::IDS_MAX),
        format!("| {} MiB |", graphql.answer_bytes_max / 1024 / 1024),
        format!("| {} KiB `--body-bytes-max`", http.body_bytes_max / 1024),
        format!("| {} KiB `--url-bytes-max`", http.url_bytes_max / 1024),
        format!("| {} s `--request-time-ms`", http.request_time_ms / 1000),
        format!("| {} s `--head-time-ms`", http.head_time_ms / 1000),
        format!("| {} s `--write-time-ms`", http.write_time_ms / 1000),
        format!("| {} `--executions-max`", http.executions_max),
        format!("| {} `--connections-max`", http.connections_max),
        format!("| {} s `--drain-time-ms`", http.drain_time_ms / 1000),
    ] {
        assert!(readme.contains(&stated), "the README states {stated:?}");
    }
}
