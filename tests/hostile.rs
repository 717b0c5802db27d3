//! Hostile requests: each is refused with a code, and costs memory and work in proportion.
//!
//! What the whole process allocates is counted, so this is one test in a program of its own.
//! Everything that is allocated counts, also what is given back at once: it bounds the memory
//! that is held at any time, and is a measure of the work that no other program disturbs.

use std::alloc::System;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use castgraph::graph::Snapshot;
use castgraph::graphql::limits::Limits;
use castgraph::graphql::service::Api;
use castgraph::http::{self, Front, Settings};
use castgraph::store::load_seed;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::ServiceExt as _;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Most bytes that are allocated for each byte of a request before it is refused, all in all.
const BYTES_A_BYTE: usize = 800;
/// What any request takes beside, however short it is: threads, heads, an error's text.
const BYTES_ALWAYS: usize = 128 * 1024;

/// A request that grows with a number.
struct Case {
    name: &'static str,
    code: &'static str,
    body: fn(usize) -> Vec<u8>,
    /// The number of the larger of two requests; the smaller is of a quarter.
    size: usize,
}

fn case(name: &'static str, code: &'static str, size: usize, body: fn(usize) -> Vec<u8>) -> Case {
    Case {
        name,
        code,
        body,
        size,
    }
}

/// The body that asks a document.
fn ask(document: impl AsRef<str>) -> Vec<u8> {
    json!({ "query": document.as_ref() })
        .to_string()
        .into_bytes()
}

/// The body that asks a document, with variables as they are written.
fn ask_with(document: &str, variables: &str) -> Vec<u8> {
    let query = Value::from(document);
    format!("{{\"query\":{query},\"variables\":{variables}}}").into_bytes()
}

/// So many texts, one after the other.
fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

/// Fragments of which each spreads the next one so often.
fn chain(count: usize, times: usize) -> String {
    let mut document = "{ ...F0 }".to_owned();
    for at in 0..count {
        let spreads = format!("...F{} ", at + 1).repeat(times);
        write!(document, " fragment F{at} on Query {{ {spreads}}}").expect("text");
    }
    write!(document, " fragment F{count} on Query {{ __typename }}").expect("text");
    document
}

/// Fragments of which each spreads the next one, and the last the first.
fn circle(count: usize) -> String {
    let fragments = each(count, |at| {
        format!(" fragment F{at} on Query {{ ...F{} }}", (at + 1) % count)
    });
    format!("{{ ...F0 }}{fragments}")
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    vec![
        case("selections in each other", "LIMIT_REACHED", 30_000, |n| {
            ask("{a".repeat(n))
        }),
        case(
            "selections in each other, closed",
            "LIMIT_REACHED",
            20_000,
            |n| ask(format!("{}{}", "{a".repeat(n), "}".repeat(n))),
        ),
        case("lists in each other", "LIMIT_REACHED", 60_000, |n| {
            ask(format!("{{ a(b: {}", "[".repeat(n)))
        }),
        case("objects in each other", "LIMIT_REACHED", 20_000, |n| {
            ask(format!("{{ a(b: {}", "{a:".repeat(n)))
        }),
        case("types in each other", "LIMIT_REACHED", 60_000, |n| {
            ask(format!("query ($a: {}", "[".repeat(n)))
        }),
        case("aliases side by side", "LIMIT_REACHED", 3_000, |n| {
            ask(format!(
                "{{{}}}",
                each(n, |at| format!(" a{at}: __typename"))
            ))
        }),
        case("fields of the same name", "LIMIT_REACHED", 5_000, |n| {
            ask(format!("{{{}}}", " __typename".repeat(n)))
        }),
        case("fields that are not there", "VALIDATION", 1_900, |n| {
            ask(format!("{{{}}}", each(n, |at| format!(" f{at}"))))
        }),
        case("long fields that are not there", "VALIDATION", 1_900, |n| {
            ask(format!(
                "{{{}}}",
                each(n, |at| format!(" fieldThatIsNotThere{at:09}"))
            ))
        }),
        case("arguments that are not there", "VALIDATION", 4_000, |n| {
            ask(format!(
                "{{ statistics({}) {{ __typename }} }}",
                each(n, |at| format!(" a{at}: 1"))
            ))
        }),
        case("directives on a field", "LIMIT_REACHED", 2_500, |n| {
            ask(format!(
                "{{ __typename {}}}",
                "@include(if: true) ".repeat(n)
            ))
        }),
        case(
            "directives that are not there",
            "LIMIT_REACHED",
            15_000,
            |n| ask(format!("{{ __typename {}}}", "@a ".repeat(n))),
        ),
        case("fragments that spread twice", "LIMIT_REACHED", 24, |n| {
            ask(chain(n, 2))
        }),
        case(
            "fragments that spread fifty times",
            "LIMIT_REACHED",
            100,
            |n| ask(chain(n, 50)),
        ),
        case("fragments in a row", "LIMIT_REACHED", 1_200, |n| {
            ask(chain(n, 1))
        }),
        case("fragments in a circle", "VALIDATION", 50, |n| {
            ask(circle(n))
        }),
        case("fragments in a large circle", "LIMIT_REACHED", 1_000, |n| {
            ask(circle(n))
        }),
        case(
            "fragments that spread themselves",
            "VALIDATION",
            1_000,
            |n| {
                let fragments = each(n, |at| format!(" fragment F{at} on Query {{ ...F{at} }}"));
                ask(format!("{{ ...F0 }}{fragments}"))
            },
        ),
        case("fragments that nobody spreads", "VALIDATION", 1_000, |n| {
            let fragments = each(n, |at| format!(" fragment F{at} on Query {{ __typename }}"));
            ask(format!("{{ __typename }}{fragments}"))
        }),
        case("operations", "UNKNOWN_OPERATION", 1_500, |n| {
            ask(each(n, |at| format!("query Q{at} {{ __typename }} ")))
        }),
        case("a number of many digits", "PARSE", 60_000, |n| {
            ask(format!(
                "{{ people(first: {}) {{ totalCount }} }}",
                "9".repeat(n)
            ))
        }),
        case("a fraction of many digits", "VALIDATION", 60_000, |n| {
            ask(format!(
                "{{ people(first: 1.{}) {{ totalCount }} }}",
                "9".repeat(n)
            ))
        }),
        case("a number as a variable", "BAD_REQUEST", 200_000, |n| {
            let variables = format!("{{\"a\":{}}}", "9".repeat(n));
            ask_with(
                "query ($a: Int) { people(first: $a) { totalCount } }",
                &variables,
            )
        }),
        case("a long string", "LIMIT_REACHED", 60_000, |n| {
            ask(format!(
                "{{ search(text: \"{}\") {{ totalCount }} }}",
                "a".repeat(n)
            ))
        }),
        case(
            "a long string as a variable",
            "LIMIT_REACHED",
            200_000,
            |n| {
                let variables = format!("{{\"a\":\"{}\"}}", "a".repeat(n));
                ask_with(
                    "query ($a: String!) { search(text: $a) { totalCount } }",
                    &variables,
                )
            },
        ),
        case("a long name", "VALIDATION", 60_000, |n| {
            ask(format!("{{ {} }}", "a".repeat(n)))
        }),
        case("a long document", "LIMIT_REACHED", 200_000, |n| {
            ask(format!("{{ __typename }} #{}", "a".repeat(n.max(70_000))))
        }),
        case("a string without an end", "PARSE", 60_000, |n| {
            ask(format!("{{ search(text: \"{}", "a".repeat(n)))
        }),
        case("escapes", "LIMIT_REACHED", 10_000, |n| {
            ask(format!(
                "{{ search(text: \"{}\") {{ totalCount }} }}",
                "\\u0061".repeat(n)
            ))
        }),
        case("escapes that are too long", "PARSE", 3_000, |n| {
            ask(format!(
                "{{ search(text: \"{}\") {{ totalCount }} }}",
                "\\u{00000041}".repeat(n)
            ))
        }),
        case("escaped surrogates in a document", "PARSE", 10_000, |n| {
            ask(format!(
                "{{ search(text: \"{}\") {{ totalCount }} }}",
                "\\ud800".repeat(n)
            ))
        }),
        case("surrogates of JSON", "BAD_REQUEST", 20_000, |n| {
            format!("{{\"query\":\"{}\"}}", "\\ud800".repeat(n)).into_bytes()
        }),
        case("bytes that are not UTF-8", "BAD_REQUEST", 100_000, |n| {
            [&b"{\"query\":\""[..], &b"\xc0\x80".repeat(n), b"\"}"].concat()
        }),
        case("NUL", "PARSE", 60_000, |n| {
            ask(format!("{{ {} }}", "\0".repeat(n / 6)))
        }),
        case(
            "marks of byte order in a body",
            "BAD_REQUEST",
            80_000,
            |n| "\u{feff}".repeat(n).into_bytes(),
        ),
        case(
            "letters that run from right to left",
            "PARSE",
            20_000,
            |n| ask(format!("{{ {} }}", "\u{202e}".repeat(n))),
        ),
        case("letters without a width", "PARSE", 20_000, |n| {
            ask(format!("{{ __typename{} }}", "\u{200b}".repeat(n)))
        }),
        case("10,000 variables", "LIMIT_REACHED", 10_000, |n| {
            ask(format!(
                "query ({}) {{ __typename }}",
                each(n.max(5_000), |at| format!("$v{at}: Int "))
            ))
        }),
        case("variables that nobody uses", "VALIDATION", 4_000, |n| {
            ask(format!(
                "query ({}) {{ __typename }}",
                each(n, |at| format!("$v{at}: Int "))
            ))
        }),
        case(
            "variables of types that are not there",
            "VALIDATION",
            4_000,
            |n| {
                ask(format!(
                    "query ({}) {{ __typename }}",
                    each(n, |at| format!("$v{at}: T "))
                ))
            },
        ),
        case("variables of one name", "VALIDATION", 5_000, |n| {
            ask(format!("query ({}) {{ __typename }}", "$v: Int ".repeat(n)))
        }),
        case("a batch of requests", "BAD_REQUEST", 7_000, |n| {
            format!("[{}]", vec!["{\"query\":\"{__typename}\"}"; n].join(",")).into_bytes()
        }),
        case("a batch of nothing", "BAD_REQUEST", 80_000, |n| {
            format!("[{}]", vec!["{}"; n].join(",")).into_bytes()
        }),
        case("a list as a variable", "LIMIT_REACHED", 120_000, |n| {
            let variables = format!("{{\"a\":[{}]}}", vec!["0"; n].join(","));
            ask_with("query ($a: [ID!]!) { nodes(ids: $a) { id } }", &variables)
        }),
        case("an object as a variable", "LIMIT_REACHED", 20_000, |n| {
            let members = each(n, |at| format!(",\"m{at}\":0"));
            let variables = format!("{{\"a\":{{\"m\":0{members}}}}}");
            ask_with(
                "query ($a: PersonFilter) { people(filter: $a) { totalCount } }",
                &variables,
            )
        }),
        case("variables in each other", "BAD_REQUEST", 200_000, |n| {
            ask_with(
                "query ($a: ID) { __typename }",
                &format!("{{\"a\":{}", "[".repeat(n)),
            )
        }),
        case(
            "members in each other that nobody reads",
            "BAD_REQUEST",
            200_000,
            |n| format!("{{\"a\":{}", "[".repeat(n)).into_bytes(),
        ),
        case("the same member twice", "BAD_REQUEST", 9_000, |n| {
            let queries = vec!["\"query\":\"{__typename}\""; n];
            format!("{{{}}}", queries.join(",")).into_bytes()
        }),
        case(
            "the same field of an object twice",
            "VALIDATION",
            5_000,
            |n| {
                let fields = "acts: true ".repeat(n);
                ask(format!(
                    "{{ people(filter: {{{fields}}}) {{ totalCount }} }}"
                ))
            },
        ),
        case("filters side by side", "LIMIT_REACHED", 5_000, |n| {
            let filters = "{acts: true} ".repeat(n);
            ask(format!(
                "{{ people(filter: {{or: [{filters}]}}) {{ totalCount }} }}"
            ))
        }),
        case("punctuation", "PARSE", 60_000, |n| ask("!".repeat(n))),
        case("comments", "PARSE", 30_000, |n| ask("#\n".repeat(n))),
        case("lines", "PARSE", 60_000, |n| ask("\n".repeat(n))),
    ]
}

/// The code of the first error, and how much was allocated.
async fn refused(front: &Front, body: Vec<u8>) -> (String, usize) {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json")
        .body(Body::from(body))
        .expect("a request");
    let region = Region::new(ALLOCATOR);
    let response = front.clone().oneshot(request).await;
    let response = response.expect("the front does not fail");
    let allocated = region.change().bytes_allocated;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    let answer: Value = serde_json::from_slice(&body.expect("a body")).expect("JSON");
    let code = answer["errors"][0]["extensions"]["code"].as_str();
    let code = code.unwrap_or("none").to_owned();
    assert!(
        code == "none" || status.is_client_error() || status == StatusCode::OK,
        "{status} {code}"
    );
    (code, allocated)
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "what was measured, for who asks with --nocapture"
)]
fn hostile_requests_are_refused_in_proportion_to_their_size() {
    let graph = load_seed().expect("the seed is without faults");
    let snapshot = Arc::new(Snapshot::new(graph));
    let api = Api::new(snapshot, Limits::default()).expect("a schema");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut faults = Vec::new();
    runtime.block_on(async {
        let front = http::front(Arc::new(api), Settings::default());
        // What is made once is made here.
        for query in ["{ search(text: \"a\") { totalCount } }", "{ nothing }", "{"] {
            refused(&front, ask(query)).await;
        }
        for case in cases() {
            let (small, large) = ((case.body)(case.size / 4), (case.body)(case.size));
            let bytes = [small.len(), large.len()];
            let (_, of_small) = refused(&front, small).await;
            let (code, of_large) = refused(&front, large).await;
            let rate = of_large / bytes[1];
            println!(
                "{}: {code}, {rate} bytes a byte ({of_small}, {of_large} of {bytes:?})",
                case.name
            );
            if code != case.code {
                faults.push(format!("{}: {code}", case.name));
            }
            if of_large > BYTES_ALWAYS + BYTES_A_BYTE * bytes[1] {
                faults.push(format!("{}: {rate} bytes a byte", case.name));
            }
            // Twice of what grows in proportion: buffers double, and refusals come early.
            if of_large > BYTES_ALWAYS + 2 * of_small * bytes[1].div_ceil(bytes[0]) {
                faults.push(format!("{}: more than in proportion", case.name));
            }
        }
    });
    assert_eq!(faults, [""; 0]);
}
