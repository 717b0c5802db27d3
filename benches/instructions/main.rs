//! How many instructions an answer takes, counted by callgrind: the same in each run.
//!
//! ```text
//! cargo bench --bench instructions
//! ```
//!
//! Eight questions are asked of a graph of 1,000 series: a person by slug (Q1), three hops from a
//! person with 8 to 12 roles (Q2), the page of a series (Q3), the co-stars of such a person (Q4) and of
//! those who play most (Q4x), the shortest path between two such people through casts (Q5), the series of
//! a network and some years by rating (Q6), people by the beginnings of their names (Q7); of 16 things
//! each, in turn. "Kept" is an answer whose document was asked before, with other variables; "new" one whose text nobody
//! asked before, so that it is parsed, validated and planned. What is counted is from the request to
//! the bytes of the answer, without HTTP. Without valgrind there is nothing to count with.

#[allow(dead_code, reason = "only the graph is needed here")]
#[path = "../questions/data.rs"]
mod data;
#[allow(dead_code, reason = "of the words, only their chance is needed here")]
#[path = "../imdb_data/words.rs"]
mod words;

use castgraph::graph::view::{Node, Person, Series, View};
use castgraph::graph::{Graph, Ordered, Snapshot};
use castgraph::graphql::engine::{Outcome, Request, Uninterrupted};
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::{Api, Service};
use castgraph::model::Kind;
use castgraph::store;
use serde_json::{Map, Value as Json, json};
use std::cmp::Reverse;
use std::env;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// As in the program: it is part of what an answer costs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SERIES: u32 = 1_000;
/// Of how many things each question is asked.
const ASKED: usize = 16;
/// How many answers are counted.
const ANSWERS: usize = 160;

const CO_STARS: &str = "query Q4($slug: String!) { person(slug: $slug) {
    coStars(first: 20) { edges { seriesCount node { id name } } } } }";

const QUESTIONS: [(&str, &str); 8] = [
    (
        "Q1",
        "query Q1($slug: String!) { person(slug: $slug) { name birth } }",
    ),
    (
        "Q2",
        "query Q2($slug: String!) { person(slug: $slug) { name roles(first: 30) { nodes {
            character { id name } series { name }
            seasons(first: 30) { nodes { number networks(first: 1) { nodes { name } } } } } } } }",
    ),
    (
        "Q3",
        "query Q3($slug: String!) { series(slug: $slug) { name premiered
            seasons(first: 30) { nodes { number networks(first: 1) { nodes { name } } studios(first: 10) { nodes { id name } } } }
            cast(first: 20) { edges { node { name } character { name } } } } }",
    ),
    ("Q4", CO_STARS),
    ("Q4x", CO_STARS),
    (
        "Q5",
        "query Q5($from: ID!, $to: ID!) { path(from: $from, to: $to, through: [PLAYS, APPEARS_IN], maxSteps: 16) {
            reason path { steps { to { id name } } } } }",
    ),
    (
        "Q6",
        "query Q6($network: String!, $span: DateSpan!) {
            allSeries(filter: { networks: { some: { name: $network } }, premiered: $span }, first: 20,
                orderBy: { by: RATING, direction: DESC, outlet: \"outlet\", measure: USER_RATING }) {
                totalCount nodes { id name premiered ratings(first: 1) { edges { value } } } } }",
    ),
    (
        "Q7",
        "query Q7($prefix: String!) { suggest(prefix: $prefix, kinds: [PERSON], first: 20) { name node { id } } }",
    ),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("instructions.snapshot");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["answer", question, "new"] => answer(&place, question, true),
        ["answer", question, _] => answer(&place, question, false),
        _ => count(&place),
    }
}

/// Runs this program under callgrind, once for each cell of the table.
fn count(place: &Path) {
    let installed = Command::new("valgrind").arg("--version").output();
    if installed.is_err() {
        say("instructions an answer: valgrind is not installed, so none are counted");
        return;
    }
    let graph = data::graph(SERIES);
    store::save_snapshot(&graph, place, store::Existing::Replace, &|| false)
        .expect("the folder of the build can be written");
    say("instructions an answer        kept         new");
    for (name, _) in QUESTIONS {
        let [kept, new] = ["kept", "new"].map(|mode| counted(name, mode) / ANSWERS);
        say(&format!("{name:<20}{kept:>14}{new:>12}"));
    }
}

fn counted(question: &str, mode: &str) -> usize {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=*instructions::counted_answer*")
        .arg(program)
        .args(["answer", question, mode])
        .output();
    let report = output.expect("valgrind was just started").stderr;
    let report = String::from_utf8_lossy(&report);
    let collected = report.lines().find_map(|line| {
        let (_, count) = line.split_once("Collected : ")?;
        count.trim().parse().ok()
    });
    collected.unwrap_or_else(|| panic!("callgrind counted nothing:\n{report}"))
}

fn answer(place: &Path, question: &str, new: bool) {
    let (graph, _) = store::load_snapshot(place).expect("the snapshot was just written");
    let asked: Vec<Map<String, Json>> = match question {
        "Q5" => pairs(&people(&graph)),
        "Q6" => (0..16).map(network).collect(),
        "Q7" => variables("prefix", beginnings(&graph)),
        "Q3" => variables("slug", series(&graph)),
        "Q4x" => variables("slug", busiest(&graph)),
        _ => variables("slug", people(&graph)),
    };
    let text = QUESTIONS.iter().find(|(name, _)| *name == question);
    let (_, text) = text.expect("a question of the table");
    let api = Api::new(Arc::new(Snapshot::new(graph)), Limits::default());
    let api = api.expect("the tables make a schema");
    let request = |number: usize| {
        let mut request = Request {
            query: (*text).to_owned(),
            ..Request::default()
        };
        if new {
            request.query = format!("{text} #{number}");
        }
        request.variables.clone_from(&asked[number % asked.len()]);
        request
    };
    // What is made once is not part of an answer.
    for number in 0..ASKED {
        let request = request(ANSWERS + number);
        let answer = api.answer(&request, &Uninterrupted);
        assert_eq!(answer.outcome, Outcome::Complete, "{:?}", answer.body);
    }
    for number in 0..ANSWERS {
        let request = request(number);
        black_box(counted_answer(&api, black_box(&request)));
    }
}

/// What callgrind counts, by its name.
#[inline(never)]
fn counted_answer(api: &Api, request: &Request) -> bytes::Bytes {
    api.answer(request, &Uninterrupted).body
}

/// People with 8 to 12 roles.
fn people(graph: &Graph) -> Vec<String> {
    let people = graph.nodes(Kind::Person);
    let people = people.items().filter_map(Person::of);
    let usual = people.filter(|person| (8..=12).contains(&person.roles().len()));
    slugs(usual.map(|person| person.key().slug()))
}

/// People with most roles.
fn busiest(graph: &Graph) -> Vec<String> {
    let people = graph.nodes(Kind::Person);
    let mut people: Vec<Person<'_>> = people.items().filter_map(Person::of).collect();
    people.sort_by_cached_key(|person| Reverse(person.roles().len()));
    slugs(people.iter().map(|person| person.key().slug()))
}

fn series(graph: &Graph) -> Vec<String> {
    let series = graph.nodes(Kind::Series);
    let series = series.items().filter_map(Series::of);
    slugs(series.map(|series| series.key().slug()))
}

/// What people type who look for somebody.
fn beginnings(graph: &Graph) -> Vec<String> {
    let people = graph.nodes(Kind::Person);
    let names = people.items().filter_map(Node::name);
    let few = names.step_by(people.len() / ASKED);
    slugs(few.map(|name| name.split_at_checked(4).map_or(name, |(start, _)| start)))
}

/// Each with the next.
fn pairs(people: &[String]) -> Vec<Map<String, Json>> {
    let others = people.iter().cycle().skip(1);
    let id = |slug: &String| Json::from(format!("person:{slug}"));
    let pairs = people.iter().zip(others);
    pairs
        .map(|(from, to)| {
            Map::from_iter([("from".to_owned(), id(from)), ("to".to_owned(), id(to))])
        })
        .collect()
}

/// Each text as the one variable of a request.
fn variables(name: &str, texts: Vec<String>) -> Vec<Map<String, Json>> {
    let variables = texts.into_iter().map(|text| (name.to_owned(), text.into()));
    variables
        .map(|variable| Map::from_iter([variable]))
        .collect()
}

/// A network and some years.
fn network(number: u32) -> Map<String, Json> {
    let span = json!({ "from": "2010", "to": "2020" });
    let name = data::network_name(number).into();
    Map::from_iter([("network".to_owned(), name), ("span".to_owned(), span)])
}

fn slugs<'g>(all: impl Iterator<Item = &'g str>) -> Vec<String> {
    let some: Vec<String> = all.map(str::to_owned).take(ASKED).collect();
    assert_eq!(some.len(), ASKED, "the graph is large enough");
    some
}

#[expect(clippy::print_stdout, reason = "the report")]
fn say(line: &str) {
    println!("{line}");
}
