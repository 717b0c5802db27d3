//! The README's queries are answered as it says, and its commands run.

use crate::support;
use crate::support::skips::installed_python;
use castgraph::graph::structure::ASKING_MAX;
use castgraph::graphql::engine::Request;
use castgraph::graphql::limits;
use castgraph::graphql::service::Api;
use castgraph::store::load_directory;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const README: &str = include_str!("../README.md");
/// Where the README begins to speak of imports.
const IMPORT: &str = "\n## Import\n";
/// Where it begins to speak of other formats.
const EXPORTS: &str = "\n## Snapshots and exports\n";

/// The part of the README from one heading to the next.
fn part(heading: &str) -> &'static str {
    let (_, rest) = README.split_once(heading).expect(heading);
    rest.split_once("\n## ").map_or(rest, |(part, _)| part)
}

/// Runs all commands of a part that end by themselves; what they say.
fn run(part: &str, place: &Path) -> String {
    let mut said = String::new();
    for line in part.lines() {
        let Some(arguments) = line.strip_prefix("    castgraph ") else {
            continue;
        };
        // Behind two blanks stands what it does.
        let arguments = arguments.split("  ").next().unwrap_or_default();
        if arguments.starts_with("serve ") {
            continue;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
        command.args(arguments.split(' ')).current_dir(place);
        let output = command.env_remove("CASTGRAPH_DATA").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "castgraph {arguments}: {told}");
        said.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    said
}

/// Runs the README's Python, where `make test` has installed its packages.
fn python(place: &Path) {
    let Some(python) = installed_python() else {
        return;
    };
    let blocks = blocks(README);
    let (_, script) = blocks
        .iter()
        .find(|(language, _)| *language == "python")
        .unwrap();
    let mut command = Command::new(python);
    let output = command
        .args(["-c", script])
        .current_dir(place)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(said.starts_with("Jeff Daniels\n"), "{said}");
    assert!(said.contains("\n2024-03-28 urn:castgraph:claim:"), "{said}");
}

/// A directory in which the commands on imports were run, and what they said.
fn imported() -> &'static (PathBuf, String) {
    static IMPORTED: LazyLock<(PathBuf, String)> = LazyLock::new(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        if place.exists() {
            fs::remove_dir_all(&place).unwrap();
        }
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        for (from, to) in [
            ("imported/american-rust", "answers"),
            ("sources/imdb/television", "imdb"),
        ] {
            fs::create_dir_all(place.join(to)).unwrap();
            for file in fs::read_dir(tests.join(from)).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), place.join(to).join(file.file_name())).unwrap();
            }
        }
        let said = run(part(IMPORT), &place);
        (place, said)
    });
    &IMPORTED
}

/// The answer of what the commands on imports have made.
fn answer_imported(request: &Request) -> Value {
    static API: LazyLock<Api> = LazyLock::new(|| {
        let place = imported().0.join("my-data");
        support::api_within(
            limits::Limits::default(),
            load_directory(&place).unwrap_or_else(|error| panic!("{error}")),
        )
    });
    support::answer_of(&API, request)
}

#[test]
fn its_commands_run_and_say_what_it_shows() {
    let (place, said) = imported();
    assert_eq!(fs::read_to_string(place.join("doubts.jsonl")).unwrap(), "");
    let shown = part(IMPORT)
        .lines()
        .filter_map(|line| line.strip_prefix("    "));
    let merges = shown.filter(|line| line.contains(" is "));
    let mut count = 0;
    for merge in merges {
        assert!(said.lines().any(|line| line == merge), "{merge} in\n{said}");
        count += 1;
    }
    assert_eq!(count, 2);
    run(part(EXPORTS), place);
    python(place);
    for name in ["my.snapshot", "tables/claims.csv", "my.graphml", "my.nq"] {
        assert!(place.join(name).is_file(), "{name}");
    }
}

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
    let (before, after) = README.split_once(IMPORT).expect("it speaks of imports");
    let seed = answered(before, support::answer_within_limits);
    assert!(seed >= 5, "the README has five queries on the seed");
    assert_eq!(answered(after, answer_imported), 1);
}

/// Compares the answers to all queries of a text; how many there are.
fn answered(text: &str, asks: support::ways::Asks) -> usize {
    let blocks = blocks(text);
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
        let found = asks(&support::request(query));
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
    asked
}

#[test]
fn its_limits_are_those_of_the_program() {
    let readme = README.replace(',', "");
    let graphql = limits::Limits::default();
    let http = castgraph::http::Limits::default();
    let rates = castgraph::http::RateLimits::default();
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
        format!(
            "| {} {} by default | `BAD_PAGE` |",
            limits::GROUPS_MAX,
            limits::GROUPS_DEFAULT
        ),
        format!("an order looks at | {} |", limits::FILTER_VISITED_MAX),
        format!("or similar series | {} |", limits::TOGETHER_VISITED_MAX),
        format!("of similar ones | {} |", limits::SIMILAR_COMMON_MAX),
        format!("not there yet | {ASKING_MAX} |"),
        format!("while it is made | {} |", limits::SEARCHES_WAITING_MAX),
        format!("grouped or summed up | {} |", limits::AGGREGATED_MAX),
        format!("| {} `--cost-max`", graphql.cost_max),
        format!(
            "| answer | {} MiB |",
            graphql.answer_bytes_max / 1024 / 1024
        ),
        format!(
            "read at once | {} MiB |",
            graphql.views_bytes_max / 1024 / 1024
        ),
        format!(
            "| answers kept | {} MiB `--answers-bytes-max`",
            graphql.answers_bytes_max / 1024 / 1024
        ),
        format!(
            "by their hash | {} MiB `--persisted-bytes-max`",
            graphql.persisted_bytes_max / 1024 / 1024
        ),
        format!("of `suggest` | {} |", limits::SEARCH_CHARACTERS_MAX),
        format!("| words of a search | {} |", limits::SEARCH_WORDS_MAX),
        format!(
            "(`fuzziness`) | {} {} by default |",
            limits::FUZZINESS_MAX,
            limits::FUZZINESS_DEFAULT
        ),
        format!("that a search visits | {} |", limits::SEARCH_VISITED_MAX),
        format!(
            "| suggestions of one question | {} {} by default |",
            limits::SUGGESTIONS_MAX,
            limits::SUGGESTIONS_DEFAULT
        ),
        format!("| {} KiB `--body-bytes-max`", http.body_bytes_max / 1024),
        format!("| {} KiB `--url-bytes-max`", http.url_bytes_max / 1024),
        format!("| {} s `--request-time-ms`", http.request_time_ms / 1000),
        format!("| {} s `--head-time-ms`", http.head_time_ms / 1000),
        format!("| {} s `--write-time-ms`", http.write_time_ms / 1000),
        format!("| {} `--executions-max`", http.executions_max),
        format!("| {} `--heavy-executions-max`", http.heavy_executions_max),
        format!("| {} `--heavy-cost`", http.heavy_cost),
        format!("| {} ms `--quick-time-us`", http.quick_time_us / 1000),
        format!(
            "by estimate | {} MiB `--plans-bytes-max`",
            graphql.plans_bytes_max / 1024 / 1024
        ),
        format!("| {} `--connections-max`", http.connections_max),
        format!("| {} s `--drain-time-ms`", http.drain_time_ms / 1000),
        format!("| {} `--rate-burst`", rates.burst),
        format!("| {} `--rate-cost-per-second`", rates.cost_per_second),
    ] {
        assert!(readme.contains(&stated), "the README states {stated:?}");
    }
}
