//! What a request may cost.

use std::{cell::Cell, fmt::Write as _};

use async_graphql::parser::parse_query;
use castgraph::graphql::{
    engine::{Engine, Interrupt, Outcome, Request, Uninterrupted, scan},
    error::ErrorCode,
    limits::Limits,
};
use serde_json::{Value, json};

use super::{
    ask, codes,
    world::{self, World, WorldRoot},
};

/// Fragments that each spread the next twice: 2 to the power of `count` fields.
fn chain(count: usize) -> String {
    let mut document = "{ ...F0 }".to_owned();
    for index in 0..count {
        let next = index + 1;
        write!(
            document,
            " fragment F{index} on Query {{ ...F{next} ...F{next} }}"
        )
        .expect("text");
    }
    write!(document, " fragment F{count} on Query {{ __typename }}").expect("text");
    document
}

#[test]
fn chained_fragments_are_counted_in_linear_time() {
    let document = parse_query(chain(24)).expect("GraphQL");
    let scan = scan::scan(&document, 60);
    assert_eq!(scan.visited, 1 + 2 * 24 + 1);
    assert_eq!(scan.size.fields, 1 << 24);
    assert_eq!(codes(&ask(&chain(24))), ["LIMIT_REACHED"]);
    assert_eq!(codes(&ask(&chain(1000))), ["LIMIT_REACHED"; 2]);
    // Spreads of nothing multiply as well.
    let nothing = chain(24).replace("__typename", "...Nope");
    assert_eq!(codes(&ask(&nothing)), ["LIMIT_REACHED"]);
}

#[test]
fn fragments_count_where_they_are_spread() {
    let document = "{ ...A ...A place { a: id ...P } } \
         fragment A on Query { x: place { ...P } } \
         fragment P on Place { b: id near { id @skip(if: true) } }";
    let scan = scan::scan(&parse_query(document).expect("GraphQL"), 60);
    assert_eq!(scan.size.fields, 2 * 4 + 5);
    assert_eq!(scan.size.aliases, 2 * 2 + 2);
    assert_eq!(scan.size.directives, 3);
    assert_eq!(scan.size.depth, 3);
    assert!(scan.cycles.is_empty());
}

#[test]
fn cycles_are_found_not_followed() {
    let document = "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...B }";
    let scan = scan::scan(&parse_query(document).expect("GraphQL"), 60);
    assert_eq!(scan.cycles.len(), 2);
    assert_eq!(scan.visited, 5);
}

#[test]
fn each_limit_refuses_the_first_too_many() {
    let near = |levels: usize| {
        format!(
            "{{ place {{ {} id {} }} }}",
            "near { ".repeat(levels),
            "} ".repeat(levels)
        )
    };
    let repeated = |count: usize, field: &str| format!("{{ {} }}", field.repeat(count));
    let aliases = |count: usize| {
        let fields: Vec<_> = (0..count)
            .map(|index| format!("a{index}: __typename"))
            .collect();
        format!("{{ {} }}", fields.join(" "))
    };
    for (allowed, refused) in [
        (near(18), near(19)),
        (repeated(2000, "__typename "), repeated(2001, "__typename ")),
        (aliases(100), aliases(101)),
        (
            repeated(100, "__typename @skip(if: true) "),
            repeated(101, "__typename @skip(if: true) "),
        ),
        (
            format!("{{ __typename }}#{}", "x".repeat(65_536 - 15)),
            format!("{{ __typename }}#{}", "x".repeat(65_536 - 14)),
        ),
    ] {
        assert_eq!(codes(&ask(&allowed)), [""; 0], "{}", &allowed[..60]);
        assert_eq!(
            codes(&ask(&refused)),
            ["LIMIT_REACHED"],
            "{}",
            &refused[..60]
        );
    }
}

#[test]
fn deep_brackets_do_not_reach_the_parser() {
    let depth = 30_000;
    let documents = [
        "{".repeat(depth),
        format!("{}{}", "{a".repeat(depth), "}".repeat(depth)),
        format!("{{ echo(rows: {}", "[".repeat(depth)),
        format!(
            "{{ echo(rows: {}1{}) }}",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
        format!("{{ echo(filter: {}", "{a:".repeat(20_000)),
        format!(
            "query ($x: {}Int{}) {{ a }}",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
        format!("query ($x: {}", "[".repeat(depth)),
        format!("query ($x: Int = {}", "[".repeat(depth)),
        "(".repeat(depth),
    ];
    for document in documents {
        assert_eq!(
            codes(&ask(&document)),
            ["LIMIT_REACHED"],
            "{}",
            &document[..40]
        );
    }
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let brackets = "{[(".repeat(100);
    let documents = [
        format!("{{ echo(text: \"{brackets}\\\"{brackets}\") }}"),
        format!("{{ echo(text: \"\"\"{brackets}\\\"\"\"\n\"{brackets}\"\"\") }}"),
        format!("{{ #{brackets}\n __typename #\"{brackets}\r\n }}"),
        "{ echo(text: \"\\\\\") }".to_owned(),
        "{ echo(text: \"\") }".to_owned(),
    ];
    for document in documents {
        assert_eq!(codes(&ask(&document)), [""; 0], "{document}");
    }
}

#[test]
fn deep_chains_of_fragments_do_not_overflow_the_stack() {
    let mut document = "{ ...F0 }".to_owned();
    for index in 0..1200 {
        write!(
            document,
            " fragment F{index} on Query {{ ...F{} }}",
            index + 1
        )
        .expect("text");
    }
    document.push_str(" fragment F1200 on Query { __typename }");
    assert_eq!(codes(&ask(&document)), ["LIMIT_REACHED"]);
}

/// Stops at a certain look.
struct StopAt(Cell<u32>, ErrorCode);

impl Interrupt for StopAt {
    fn reason(&self) -> Option<ErrorCode> {
        self.0.set(self.0.get().saturating_sub(1));
        (self.0.get() == 0).then_some(self.1)
    }
}

fn run(limits: Limits, query: &str, interrupt: &dyn Interrupt) -> (Value, Outcome) {
    let engine = Engine::<WorldRoot>::new(limits).expect("a schema");
    let world = World { fails: false };
    let request = Request {
        query: query.to_owned(),
        request_id: "r7".to_owned(),
        ..Request::default()
    };
    let prepared = engine.prepare(&request).expect("valid");
    let answer = engine.execute(&prepared, world::root(&world, 1), interrupt);
    (
        serde_json::from_slice(&answer.body).expect("JSON"),
        answer.outcome,
    )
}

#[test]
fn endless_answers_end() {
    let limits = Limits {
        answer_bytes_max: 10_000,
        ..Limits::default()
    };
    let never = StopAt(Cell::new(u32::MAX), ErrorCode::Timeout);
    let (answer, outcome) = run(limits, "{ oddities { endless } }", &never);
    assert_eq!(outcome, Outcome::Failed(ErrorCode::LimitReached));
    assert!(!outcome.has_data());
    assert_eq!(answer.get("data"), None);
    assert_eq!(codes(&answer), ["LIMIT_REACHED"]);
    assert_eq!(
        answer["errors"][0]["message"],
        "the answer is too large: at most 10000 bytes are allowed"
    );
    for code in [ErrorCode::Timeout, ErrorCode::Cancelled] {
        let soon = StopAt(Cell::new(3), code);
        let (answer, outcome) = run(Limits::default(), "{ oddities { silent } }", &soon);
        assert_eq!(outcome, Outcome::Failed(code));
        assert_eq!(codes(&answer), [code.as_str()]);
        assert_eq!(soon.0.get(), 0);
    }
}

#[test]
fn a_resolver_that_was_told_to_stop_stops_everything() {
    let patient = "{ __typename oddities { count patient } }";
    for (query, code) in [
        ("{ __typename oddities { late } }", ErrorCode::Timeout),
        ("{ __typename oddities { given } }", ErrorCode::Cancelled),
    ] {
        let (answer, outcome) = run(Limits::default(), query, &Uninterrupted);
        assert_eq!(outcome, Outcome::Failed(code));
        assert_eq!(answer.get("data"), None);
        assert_eq!(codes(&answer), [code.as_str()]);
        let soon = StopAt(Cell::new(7), code);
        let (answer, outcome) = run(Limits::default(), patient, &soon);
        assert_eq!(outcome, Outcome::Failed(code));
        assert_eq!(codes(&answer), [code.as_str()]);
    }
    let later = StopAt(Cell::new(8), ErrorCode::Timeout);
    let (answer, outcome) = run(Limits::default(), patient, &later);
    assert_eq!(outcome, Outcome::Complete);
    assert_eq!(answer["data"]["oddities"]["patient"], 7);
    assert_eq!(later.0.get(), 1);
    // An iterator may keep the interrupt; the tenth look is long before the engine's own.
    let soon = StopAt(Cell::new(10), ErrorCode::Timeout);
    let (_, outcome) = run(Limits::default(), "{ oddities { restless } }", &soon);
    assert_eq!(outcome, Outcome::Failed(ErrorCode::Timeout));
}

#[test]
fn shared_selections_keep_plans_small() {
    let engine = world::engine();
    let request = Request {
        query: format!(
            "{{ nodes {{ {} id {} }} }}",
            "near { ".repeat(15),
            "} ".repeat(15)
        ),
        ..Request::default()
    };
    let prepared = engine.prepare(&request).expect("valid");
    assert_eq!(prepared.plan().size(), 1 + 3 * 16);
}

#[test]
fn conditions_from_the_usual_introspection_pass() {
    assert_eq!(codes(&ask(super::introspection::USUAL)), [""; 0]);
    let answer = ask("{ __typename }");
    assert_eq!(answer, json!({ "data": { "__typename": "Query" } }));
}
