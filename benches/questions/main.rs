//! What questions cost that look at much of a graph, on graphs of three sizes.
//!
//! ```text
//! cargo bench --bench questions               # 1,000, 20,000 and 200,000 series
//! cargo bench --bench questions -- N..        # as many series as said
//! ```
//!
//! Each is asked in GraphQL, of things drawn at random: the median, the most, and where something
//! counts them, the edges or things visited. What is kept beside the graph is asked twice.
//! The largest size takes some GB of memory and some minutes.

mod data;
#[allow(dead_code, reason = "of the words, only their chance is needed here")]
#[path = "../imdb_data/words.rs"]
mod words;

use castgraph::graph::filmography::Capacity;
use castgraph::graph::meter::Meter;
use castgraph::graph::similar::similar;
use castgraph::graph::together::associates;
use castgraph::graph::view::{Person, Series, View};
use castgraph::graph::{Graph, Ordered, Snapshot};
use castgraph::graphql::engine::{Outcome, Request, Uninterrupted};
use castgraph::graphql::limits::{Limits, SIMILAR_COMMON_MAX, TOGETHER_VISITED_MAX};
use castgraph::graphql::service::Api;
use castgraph::graphql::types::query::Query;
use castgraph::graphql::views::{ViewCache, Views};
use castgraph::model::Kind;
use std::sync::Arc;
use std::time::{Duration, Instant};
use words::Chance;

const SIZES: [u32; 3] = [1_000, 20_000, 200_000];
/// Of how many things each question is asked.
const ASKED: usize = 32;
const BY_RATING: &str = "{ by: RATING, direction: DESC, outlet: \"outlet\", measure: USER_RATING }";

fn main() {
    let arguments: Vec<u32> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(|argument| argument.parse().expect("N is a number of series"))
        .collect();
    let sizes = if arguments.is_empty() {
        SIZES.to_vec()
    } else {
        arguments
    };
    for size in sizes {
        let start = Instant::now();
        let graph = Arc::new(data::graph(size));
        let made = start.elapsed().as_secs_f64();
        let counts = graph.statistics();
        let nodes: usize = counts.nodes.iter().map(|(_, count)| count).sum();
        let edges: usize = counts.edges.iter().map(|(_, count)| count).sum();
        say(&format!(
            "{size} series, {nodes} things, {edges} edges: made in {made:.1} s"
        ));
        say(&format!(
            "  {:<44}{:>12}{:>12}{:>10}{:>10}",
            "", "median, ms", "most, ms", "visited", "most"
        ));
        Asking::of(graph).all();
    }
}

/// How long one answer took, how much was visited for it, and what else there is to say.
struct Cost {
    time: Duration,
    visited: Option<usize>,
    word: Option<&'static str>,
}

struct Asking {
    graph: Arc<Graph>,
    api: Api,
    views: Arc<ViewCache>,
    chance: Chance,
}

impl Asking {
    fn of(graph: Arc<Graph>) -> Self {
        let limits = Limits::default();
        let snapshot = Arc::new(Snapshot::new(Graph::empty()));
        Self {
            api: Api::new(snapshot, limits).expect("the tables make a schema"),
            views: Arc::new(ViewCache::new(Arc::clone(&graph), limits.views_bytes_max)),
            graph,
            chance: Chance::new(2),
        }
    }

    fn all(&mut self) {
        let people = self.drawn(Kind::Person, ASKED * 2);
        let (one, other) = people.split_at(ASKED);
        // Low numbers play most, see how casts are drawn.
        let busiest: Vec<String> = (0..16)
            .map(|n| data::key(Kind::Person, n).to_string())
            .collect();
        let series = self.drawn(Kind::Series, ASKED);
        self.each("coStars", one, Self::co_stars);
        self.each("coStars of those who play most", &busiest, Self::co_stars);
        let pairs: Vec<(&String, &String)> = one.iter().zip(other).collect();
        self.each("path, through casts", &pairs, |asking, (from, to)| {
            asking.path(from, to, ", through: [PLAYS, APPEARS_IN], maxSteps: 16")
        });
        self.each("path, usual relations", &pairs, |asking, (from, to)| {
            asking.path(from, to, "")
        });
        self.each("similar", &series, Self::similar);
        let networks: Vec<u32> = (0..16).collect();
        self.each("allSeries of a network and years, by rating", &networks, |asking, network| {
            let name = data::network_name(*network);
            asking.ask(&format!(
                "{{ allSeries(first: 20, orderBy: {BY_RATING}, filter: {{ networks: {{ some: {{ name: {name:?} }} }}, \
                 premiered: {{ from: \"2010\", to: \"2020\" }} }}) {{ totalCount nodes {{ name premiered }} }} }}"
            ))
        });
        let questions: [(&str, String); 2] = [
            (
                "allSeries of years, by rating",
                format!(
                    "{{ allSeries(first: 20, orderBy: {BY_RATING}, filter: {{ premiered: {{ from: \"2010\", to: \"2020\" }} }}) \
                     {{ totalCount nodes {{ name premiered }} }} }}"
                ),
            ),
            (
                "allSeries, aggregate by network",
                "{ allSeries { aggregate { groupBy(by: NETWORK) { count entity { name } } } } }"
                    .to_owned(),
            ),
        ];
        for (name, question) in questions {
            self.each(name, &[(); 5], |asking, ()| asking.ask(&question));
        }
        for (name, question) in [
            (
                "rank by DEGREE",
                "{ rank(by: DEGREE) { edges { score node { id } } } }",
            ),
            (
                "rank by PAGE_RANK",
                "{ rank(by: PAGE_RANK) { edges { score node { id } } } }",
            ),
            ("components", "{ components { totalCount nodes { size } } }"),
            (
                "communities",
                "{ communities { totalCount nodes { size } } }",
            ),
            (
                "knownAt, series then",
                "{ knownAt(date: \"2022\") { allSeries { totalCount } } }",
            ),
        ] {
            self.each(&format!("{name}, first"), &[()], |asking, ()| {
                asking.ask(question)
            });
            self.each(&format!("{name}, again"), &[(); 5], |asking, ()| {
                asking.ask(question)
            });
        }
    }

    /// Ids of things of a kind, each drawn among all.
    fn drawn(&mut self, kind: Kind, count: usize) -> Vec<String> {
        let all = self.graph.nodes(kind);
        let end = u32::try_from(all.len()).expect("things are numbered by 32 bits");
        let mut draw = || all.get(self.chance.below(end) as usize).key().to_string();
        (0..count).map(|_| draw()).collect()
    }

    /// Asks about each of some things, and prints a line.
    fn each<T>(&self, name: &str, things: &[T], ask: impl Fn(&Self, &T) -> Cost) {
        let costs: Vec<Cost> = things.iter().map(|thing| ask(self, thing)).collect();
        let mut times: Vec<Duration> = costs.iter().map(|cost| cost.time).collect();
        let mut visited: Vec<usize> = costs.iter().filter_map(|cost| cost.visited).collect();
        times.sort_unstable();
        visited.sort_unstable();
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        let most = times.last().copied().unwrap_or_default();
        let median = times[times.len() / 2];
        let visited = visited.last().map_or_else(String::new, |most| {
            format!("{:>10}{most:>10}", visited[visited.len() / 2])
        });
        let words = costs.iter().filter_map(|cost| cost.word);
        let words: Vec<&str> = words.collect();
        let words = words.first().map_or_else(String::new, |word| {
            format!("  {word}: {} of {}", words.len(), costs.len())
        });
        say(&format!(
            "  {name:<44}{:>12.3}{:>12.3}{visited}{words}",
            millis(median),
            millis(most)
        ));
    }

    fn ask(&self, query: &str) -> Cost {
        self.answer(query).0
    }

    /// Prepares and answers a question.
    fn answer(&self, query: &str) -> (Cost, Vec<u8>) {
        let request = Request {
            query: query.to_owned(),
            ..Request::default()
        };
        let start = Instant::now();
        let engine = self.api.engine();
        let prepared = engine.prepare(&request);
        let prepared = prepared.unwrap_or_else(|refusal| panic!("{query}: {refusal:?}"));
        let views = Views::of(Arc::clone(&self.views));
        let query = Query::new(&views, &Uninterrupted);
        let answer = engine.execute(&prepared, query, &Uninterrupted);
        let cost = Cost {
            time: start.elapsed(),
            visited: None,
            word: (answer.outcome != Outcome::Complete).then_some("refused"),
        };
        (cost, answer.body.into())
    }

    fn thing<'g, V: View<'g>>(&'g self, id: &str) -> V {
        let key = id.parse().expect("an id of the graph");
        let node = self.graph.node(&key).expect("it was drawn from the graph");
        V::of(node).expect("it was drawn from its kind")
    }

    /// How many edges a walk visits, which may be as many as in a request.
    fn visited(walk: impl FnOnce(&Meter<'_>)) -> usize {
        let meter = Meter::new(TOGETHER_VISITED_MAX, &|| false);
        walk(&meter);
        meter.visited()
    }

    fn co_stars(&self, id: &String) -> Cost {
        let query = format!(
            "{{ node(id: {id:?}) {{ ... on Person {{ coStars {{ totalCount edges {{ seriesCount node {{ id name }} }} }} }} }} }}"
        );
        let visited = Self::visited(|meter| {
            let _ = associates(self.thing::<Person>(id), Capacity::Cast, meter);
        });
        Cost {
            visited: Some(visited),
            ..self.ask(&query)
        }
    }

    fn similar(&self, id: &String) -> Cost {
        let query = format!(
            "{{ node(id: {id:?}) {{ ... on Series {{ similar {{ totalCount edges {{ score node {{ id name }} }} }} }} }} }}"
        );
        let visited = Self::visited(|meter| {
            let _ = similar(self.thing::<Series>(id), SIMILAR_COMMON_MAX, meter);
        });
        Cost {
            visited: Some(visited),
            ..self.ask(&query)
        }
    }

    fn path(&self, from: &str, to: &str, more: &str) -> Cost {
        let (cost, body) = self.answer(&format!(
            "{{ path(from: {from:?}, to: {to:?}{more}) {{ visited reason path {{ length }} }} }}"
        ));
        let answer: serde_json::Value = serde_json::from_slice(&body).expect("answers are JSON");
        let path = &answer["data"]["path"];
        let visited = path["visited"].as_u64().expect("it counts what it visits");
        let gave_up = path["reason"] == "GAVE_UP";
        Cost {
            visited: usize::try_from(visited).ok(),
            word: gave_up.then_some("gave up").or(cost.word),
            ..cost
        }
    }
}

#[expect(clippy::print_stdout, reason = "a table is what a benchmark is for")]
fn say(line: &str) {
    println!("{line}");
}
