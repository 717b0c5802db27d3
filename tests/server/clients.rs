//! What a client may spend, over a socket.

use super::process::Server;

fn ask(server: &Server, header: &str, body: &str) -> String {
    server.exchange(
        format!(
            "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{header}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .as_bytes(),
    )
}

const SMALL: [&str; 6] = [
    "--rate-cost-per-second",
    "1",
    "--rate-burst",
    "40",
    "--rate-exempt",
    "none",
];

#[test]
fn a_client_that_spends_too_much_is_told_to_wait() {
    let server = Server::start(&SMALL);
    let twenty = (0..20).map(|at| format!("a{at}:__typename "));
    let body = format!(r#"{{"query":"{{{}}}"}}"#, twenty.collect::<String>());
    let answers = (0..600).map(|_| ask(&server, "", &body));
    let mut refused = answers.skip_while(|answer| answer.starts_with("HTTP/1.1 200 "));
    let refused = refused.next().expect("a budget that ends");
    assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
    assert!(refused.contains("RATE_LIMITED"), "{refused}");
    assert!(refused.contains("\r\nretry-after: "), "{refused}");
    let policy = "\r\nratelimit-policy: \"cost\";q=40;w=40\r\n";
    assert!(refused.contains(policy), "{refused}");
}

#[test]
fn the_owner_of_the_machine_is_not_limited() {
    let server = Server::start(&SMALL[..4]);
    for _ in 0..50 {
        assert!(server.lives());
    }
}

#[test]
fn who_is_behind_a_trusted_proxy_pays_alone() {
    let server = Server::start(&[&SMALL[..4], &["--trusted-proxy", "127.0.0.1"]].concat());
    let forty = (0..40).map(|at| format!("a{at}:__typename "));
    let body = format!(r#"{{"query":"{{{}}}"}}"#, forty.collect::<String>());
    let spend = |from: &str| ask(&server, &format!("x-forwarded-for: {from}\r\n"), &body);
    assert!(spend("192.0.2.1").starts_with("HTTP/1.1 200 "));
    assert!(spend("192.0.2.1").starts_with("HTTP/1.1 429 "));
    assert!((2..6).any(|host| spend(&format!("192.0.2.{host}")).starts_with("HTTP/1.1 200 ")));
}

#[test]
fn an_answer_says_what_it_cost() {
    let server = Server::start(&[]);
    let body =
        r#"{"query":"{ allSeries(first: 5) { nodes { name } } }","extensions":{"cost":true}}"#;
    let answer = ask(&server, "", body);
    let cost = r#","extensions":{"cost":{"requested":7,"actual":4,"limit":1000000}}}"#;
    assert!(answer.ends_with(cost), "{answer}");
    let body = r#"{"query":"{ __typename }","extensions":{"cost":"yes"}}"#;
    let answer = ask(&server, "", body);
    assert!(
        answer.contains("expected extensions.cost to be true or false"),
        "{answer}"
    );
}

#[test]
fn measured_limits_are_logged_and_refuse_nothing() {
    let arguments = [&SMALL[..], &["--limits", "measure", "--cost-max", "10"]].concat();
    let server = Server::start(&arguments);
    let body = r#"{"query":"{ allSeries(first: 100) { nodes { name } } }"}"#;
    for _ in 0..3 {
        let answer = ask(&server, "", body);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.contains("American Rust"), "{answer}");
    }
    server.signal("TERM");
    let (_, log) = server.end();
    for told in [
        "would be refused: costs too much",
        "would be refused: the budget is spent",
    ] {
        assert!(log.contains(told), "{log}");
    }
}
