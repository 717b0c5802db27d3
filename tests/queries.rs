//! Queries on the seed with their expected answers: a case is a file.
//!
//! `tests/queries/<topic>/<case>.graphql` is asked, with the variables of
//! `<case>.variables.json` and the operation of `<case>.operation.txt` where there are
//! such files; the answer must be `<case>.json`. `UPDATE_EXPECTED=1` writes the answers
//! instead of comparing them; their diff is reviewed like code.
//!
//! Topics that begin with `drawn_` ask the graph of `tests/store/small`, which is drawn
//! by hand and has what the seed has not: a character with two performers, say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use castgraph::graphql::engine::Request;
use castgraph::store::SEED;
use serde_json::{Map, Value};

use crate::support::shuffle::{Files, load, shuffled};
use crate::support::{answer_drawn, answer_of, answer_within_limits, api_within, codes};
use castgraph::graphql::limits::Limits;

/// Everything that belongs to one case; the name is `<topic>/<case>`.
#[derive(Debug, Default)]
pub struct Case {
    /// The document.
    query: Option<String>,
    variables: Option<String>,
    operation: Option<String>,
    expected: Option<String>,
}

impl Case {
    /// The request that it makes; why there is none.
    pub fn request(&self) -> Result<Request, String> {
        let query = self
            .query
            .clone()
            .ok_or("files without a query: write the .graphql or remove them")?;
        let variables: Map<String, Value> = self
            .variables
            .as_deref()
            .map_or(Ok(Map::new()), serde_json::from_str)
            .map_err(|error| format!("the variables are no JSON object: {error}"))?;
        let operation = self.operation.as_deref();
        Ok(Request {
            query,
            variables,
            operation_name: operation.map(|name| name.trim_end().to_owned()),
            ..Request::default()
        })
    }

    /// The answer that is expected; null where none is written down.
    pub fn expected(&self) -> Value {
        let expected = self.expected.as_deref().unwrap_or("null");
        serde_json::from_str(expected).expect("the expected answer is JSON")
    }

    /// Whether an answer without errors is expected.
    pub fn succeeds(&self) -> bool {
        let expected = self.expected.as_deref();
        expected.is_some_and(|text| !text.contains("\n  \"errors\": ["))
    }
}

/// Whether a case asks the seed, not the graph that is drawn by hand.
pub fn asks_the_seed(name: &str) -> bool {
    !name.starts_with("drawn_")
}

fn answered(name: &str, request: &Request) -> Value {
    if asks_the_seed(name) {
        answer_within_limits(request)
    } else {
        answer_drawn(request)
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/queries")
}

/// All cases by name; files that belong to none are mistakes.
pub fn cases() -> BTreeMap<String, Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for topic in entries(&directory()) {
        assert!(
            topic.is_dir(),
            "{}: cases belong into the folder of a topic",
            topic.display()
        );
        for file in entries(&topic) {
            let (name, ending) = split(&topic, &file);
            let shown = file.display();
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{shown}: {error}"));
            let case = cases.entry(name).or_default();
            match ending.as_str() {
                "graphql" => case.query = Some(text),
                "variables.json" => case.variables = Some(text),
                "operation.txt" => case.operation = Some(text),
                "json" => case.expected = Some(text),
                _ => {
                    panic!("{shown}: expected .graphql, .variables.json, .operation.txt or .json")
                }
            }
        }
    }
    cases
}

fn entries(directory: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(directory).expect("a folder of cases");
    entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect()
}

/// `<topic>/<case>`, and the ending of a file.
fn split(topic: &Path, file: &Path) -> (String, String) {
    let name = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.expect("a name in UTF-8").to_owned()
    };
    let (topic, file) = (name(topic), name(file));
    let (case, ending) = file.split_once('.').expect("a file with an ending");
    let speaks = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
    };
    assert!(
        speaks(&topic) && speaks(case),
        "{topic}/{file}: expected a name in snake case"
    );
    (format!("{topic}/{case}"), ending.to_owned())
}

#[test]
fn queries_are_answered_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1");
    let mut report = String::new();
    let mut wrong = 0;
    for (name, case) in cases() {
        let complaint = match case.request() {
            Ok(request) if update => {
                let file = directory().join(format!("{name}.json"));
                fs::write(file, printed(&answered(&name, &request))).expect("a writable file");
                None
            }
            Ok(request) => compare(&case, &answered(&name, &request)),
            Err(why) => Some(why),
        };
        if let Some(complaint) = complaint {
            wrong += 1;
            let _ = write!(report, "\n{name}: {complaint}\n");
        }
    }
    assert!(
        wrong == 0,
        "{wrong} cases differ; if the new answers are right, run with UPDATE_EXPECTED=1 and review the diff\n{report}"
    );
}

#[test]
fn the_order_of_lines_changes_no_answer() {
    let seed: Files = SEED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let cases = cases();
    let cases = cases.iter().filter(|(name, _)| asks_the_seed(name));
    for order in 1..=3 {
        let files = shuffled(&seed, order);
        assert_ne!(files, seed, "the lines are in another order");
        let api = api_within(Limits::default(), load(&files));
        for (name, case) in cases.clone() {
            let request = case.request().unwrap_or_else(|why| panic!("{name}: {why}"));
            if let Some(complaint) = compare(case, &answer_of(&api, &request)) {
                panic!("{name} in order {order}: {complaint}");
            }
        }
    }
}

#[test]
fn no_answer_is_an_internal_error() {
    for (name, case) in cases() {
        let Ok(request) = case.request() else {
            continue;
        };
        let answer = answered(&name, &request);
        assert!(!codes(&answer).contains(&"INTERNAL"), "{name}: {answer}");
    }
}

#[test]
fn every_case_asks_something_of_its_own() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (name, case) in cases() {
        let asked = format!("{:?} {:?} {:?}", case.query, case.variables, case.operation);
        if let Some(other) = seen.insert(asked, name.clone()) {
            panic!("{other} and {name} are the same");
        }
    }
}

/// How an answer differs from the one that is expected; `None` when it does not.
pub fn compare(case: &Case, answer: &Value) -> Option<String> {
    let found = printed(answer);
    let Some(expected) = &case.expected else {
        return Some(format!("no expected answer; found\n{found}"));
    };
    (*expected != found).then(|| difference(expected, &found))
}

/// Two spaces a level, fields in the order of the answer, a line end at the end.
fn printed(answer: &Value) -> String {
    let mut text = serde_json::to_string_pretty(answer).expect("JSON prints");
    text.push('\n');
    text
}

/// Lines of context around what differs.
const CONTEXT: usize = 3;
/// Most lines of either side that a report shows.
const SHOWN_MAX: usize = 40;

/// What lies between the common head and the common tail, `-` expected and `+` found.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), found.lines().collect());
    let pairs = expected.iter().zip(&found);
    let head = pairs.take_while(|(one, other)| one == other).count();
    let pairs = expected[head..]
        .iter()
        .rev()
        .zip(found[head..].iter().rev());
    let tail = pairs.take_while(|(one, other)| one == other).count();
    let mut report = format!("differs from line {}\n", head + 1);
    let mut show = |sign: char, lines: &[&str]| {
        for line in lines.iter().take(SHOWN_MAX) {
            let _ = writeln!(report, "  {sign} {line}");
        }
        if lines.len() > SHOWN_MAX {
            let _ = writeln!(
                report,
                "  {sign} ... {} lines more",
                lines.len() - SHOWN_MAX
            );
        }
    };
    show(' ', &expected[head.saturating_sub(CONTEXT)..head]);
    show('-', &expected[head..expected.len() - tail]);
    show('+', &found[head..found.len() - tail]);
    let behind = &expected[expected.len() - tail..];
    show(' ', &behind[..behind.len().min(CONTEXT)]);
    report
}
