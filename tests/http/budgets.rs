//! Budgets of clients: who pays, what, and what happens when a budget is spent.

use std::{net::IpAddr, sync::atomic::Ordering};

use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode},
};
use castgraph::http::{
    RateLimits, Settings,
    client::{ForwardedHeader, Peer, Proxies},
};

use super::fixture::{Client, Reply, post, question};

/// A budget that hardly fills up while a test runs.
fn rates(burst: u32) -> RateLimits {
    RateLimits {
        cost_per_second: 1,
        burst,
        ..RateLimits::default()
    }
}

fn client(rates: RateLimits) -> Client {
    Client::with_settings(Settings {
        rates,
        ..Settings::default()
    })
}

fn from(peer: &str, body: String) -> Request<Body> {
    let mut request = post(body, "application/json");
    let peer: IpAddr = peer.parse().expect("an address");
    request.extensions_mut().insert(Peer(peer));
    request
}

async fn ask(client: &Client, peer: &str, query: &str) -> Reply {
    client.send(from(peer, question(query))).await
}

/// Spends a budget with requests of cost 1.
async fn spend(client: &Client, peer: &str) -> Reply {
    for _ in 0..600 {
        let reply = ask(client, peer, "{word}").await;
        if reply.status != StatusCode::OK {
            return reply;
        }
    }
    panic!("the budget of {peer} has no end");
}

#[tokio::test]
async fn who_has_spent_a_budget_is_told_when_to_come_back() {
    let client = client(rates(20));
    let reply = ask(&client, "203.0.113.1", "{a: word b: word}").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("ratelimit-policy"), "\"cost\";q=20;w=20");
    assert_eq!(reply.header("ratelimit"), "\"cost\";r=18;t=2");
    assert_eq!(reply.header("retry-after"), "");
    let reply = spend(&client, "203.0.113.1").await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.code(), "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), "1");
    assert_eq!(reply.header("ratelimit"), "\"cost\";r=0;t=20");
    // Ten fields more than what is left: known once the document is read.
    let many = (0..10).map(|at| format!(" a{at}: word"));
    let many = format!("{{{}}}", many.collect::<String>());
    let reply = ask(&client, "203.0.113.1", &many).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    let counts = &client.settings.counts;
    assert_eq!(counts.by_rate.load(Ordering::Relaxed), 2);
    assert_eq!(counts.by_cost.load(Ordering::Relaxed), 0);
    // Others are not concerned; one of them may share the place, not all.
    let mut others = 0;
    for host in 2..6 {
        let reply = ask(&client, &format!("203.0.113.{host}"), "{word}").await;
        others += usize::from(reply.status == StatusCode::OK);
    }
    assert!(others > 2, "{others}");
}

#[tokio::test]
async fn what_is_refused_costs_too() {
    for body in ["", "{}", "[]", "{\"query\":\"{\"}", "{\"query\":\"{no}\"}"] {
        let client = client(rates(5));
        let mut statuses = Vec::new();
        for _ in 0..600 {
            let reply = client.send(from("203.0.113.1", body.to_owned())).await;
            statuses.push(reply.status);
            if reply.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
        }
        assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{body}");
        assert!(statuses.len() > 5, "{body}: {statuses:?}");
    }
}

#[tokio::test]
async fn long_bodies_cost_a_field_each_kibibyte() {
    let client = client(rates(100));
    let body = question(&format!("{{word}}#{}", "x".repeat(50 * 1024)));
    let reply = client.send(from("203.0.113.1", body)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("ratelimit"), "\"cost\";r=49;t=51");
}

#[tokio::test]
async fn what_costs_more_than_a_budget_holds_has_another_error() {
    let client = client(rates(3));
    let reply = ask(&client, "203.0.113.1", "{a: word b: word c: word d: word}").await;
    assert_eq!(reply.status, StatusCode::OK, "plain JSON");
    assert_eq!(reply.code(), "LIMIT_REACHED");
    assert_eq!(
        reply.message(),
        "the operation may cost 4, and a client may spend at most 3 at once: ask for less, or in \
         several requests"
    );
    assert_eq!(reply.header("retry-after"), "");
    let body = question(&format!("{{word}}#{}", "x".repeat(50 * 1024)));
    let reply = client.send(from("203.0.113.1", body)).await;
    assert_eq!(reply.code(), "LIMIT_REACHED");
}

#[tokio::test]
async fn some_clients_have_no_budget() {
    let limited = client(rates(1));
    let unlimited = client(RateLimits {
        cost_per_second: 0,
        ..rates(1)
    });
    for (client, peer) in [
        (&limited, "127.0.0.1"),
        (&limited, "::ffff:10.0.0.1"),
        (&limited, "fd00::1"),
        (&unlimited, "203.0.113.1"),
    ] {
        for _ in 0..10 {
            let reply = ask(client, peer, "{a: word b: word}").await;
            assert_eq!(reply.status, StatusCode::OK, "{peer}");
            assert_eq!(reply.header("ratelimit"), "");
        }
    }
}

#[tokio::test]
async fn measured_limits_refuse_nothing_and_count() {
    let client = Client::with_settings(Settings {
        rates: rates(2),
        measures_limits: true,
        ..Settings::default()
    });
    for _ in 0..10 {
        let reply = ask(&client, "203.0.113.1", "{a: word b: word c: word}").await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.json()["data"]["c"], "word");
    }
    let counts = &client.settings.counts;
    assert_eq!(counts.by_cost.load(Ordering::Relaxed), 0);
    assert!(counts.by_rate.load(Ordering::Relaxed) >= 10);
    // 60 of these cost more than a million.
    let heavy = (0..60).map(|at| format!(" a{at}: heavy"));
    let heavy = format!("{{{}}}", heavy.collect::<String>());
    client.open_gate();
    let reply = ask(&client, "127.0.0.1", &heavy).await;
    assert_eq!(reply.json()["data"]["a59"], "held", "{reply:?}");
    assert_eq!(counts.by_cost.load(Ordering::Relaxed), 1);

    let enforced = super::fixture::Client::new();
    let reply = ask(&enforced, "127.0.0.1", &heavy).await;
    assert_eq!(reply.code(), "LIMIT_REACHED");
    let cost = &reply.json()["extensions"]["cost"];
    assert_eq!(
        *cost,
        serde_json::json!({ "requested": 1_200_000, "actual": 0, "limit": 1_000_000 })
    );
    let counts = &enforced.settings.counts;
    assert_eq!(counts.by_cost.load(Ordering::Relaxed), 1);
}

fn proxies(header: ForwardedHeader) -> Proxies {
    let network = |text: &str| text.parse().expect("a network");
    Proxies {
        trusted: ["198.51.100.0/24", "2001:db8:1::/48"].map(network).to_vec(),
        header,
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_client_is_the_last_address_that_is_no_trusted_proxy() {
    use ForwardedHeader::{Forwarded, XForwardedFor};
    let cases = [
        // Nobody but a trusted proxy is believed.
        (
            XForwardedFor,
            "203.0.113.1",
            vec!["192.0.2.1"],
            "203.0.113.1",
        ),
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["192.0.2.1"],
            "192.0.2.1",
        ),
        (XForwardedFor, "198.51.100.1", vec![], "198.51.100.1"),
        // What stands before the last one, its client wrote.
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["10.0.0.1, 192.0.2.1"],
            "192.0.2.1",
        ),
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["10.0.0.1", "192.0.2.1 ,198.51.100.2"],
            "192.0.2.1",
        ),
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["198.51.100.3,198.51.100.2"],
            "198.51.100.3",
        ),
        (
            XForwardedFor,
            "::ffff:198.51.100.1",
            vec!["::ffff:192.0.2.1"],
            "192.0.2.1",
        ),
        (
            XForwardedFor,
            "2001:db8:1::1",
            vec!["[2001:db8:2::1]:4711"],
            "2001:db8:2::1",
        ),
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["192.0.2.1:80"],
            "192.0.2.1",
        ),
        // Nonsense is nobody, and what stands before it is not read.
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["192.0.2.1, unknown"],
            "198.51.100.1",
        ),
        (
            XForwardedFor,
            "198.51.100.1",
            vec!["192.0.2.1,"],
            "198.51.100.1",
        ),
        (
            Forwarded,
            "198.51.100.1",
            vec!["for=192.0.2.1"],
            "192.0.2.1",
        ),
        (
            Forwarded,
            "198.51.100.1",
            vec!["for=10.0.0.1, for=\"[2001:db8:2::1]:80\";proto=https"],
            "2001:db8:2::1",
        ),
        (
            Forwarded,
            "198.51.100.1",
            vec!["for=_hidden"],
            "198.51.100.1",
        ),
        (
            Forwarded,
            "198.51.100.1",
            vec!["for=192.0.2.1, nonsense"],
            "198.51.100.1",
        ),
    ];
    for (header, peer, values, expected) in cases {
        let mut request = from(peer, String::new());
        for value in &values {
            let value = HeaderValue::from_static(value);
            let read = match header {
                XForwardedFor => "x-forwarded-for",
                Forwarded => "forwarded",
            };
            request.headers_mut().append(read, value);
        }
        // The header that is not read says otherwise.
        let (other, address) = match header {
            XForwardedFor => ("forwarded", "for=192.0.2.99"),
            Forwarded => ("x-forwarded-for", "192.0.2.99"),
        };
        let address = HeaderValue::from_static(address);
        request.headers_mut().append(other, address);
        let peer = Peer(peer.parse().expect("an address"));
        let client = proxies(header).client(peer, request.headers());
        assert_eq!(client.to_string(), expected, "{peer:?} {values:?}");
    }
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_have_budgets_of_their_own() {
    let client = client(RateLimits {
        proxies: proxies(ForwardedHeader::XForwardedFor),
        ..rates(3)
    });
    let ask = async |forwarded: &'static str| {
        let mut request = from("198.51.100.1", question("{a: word b: word c: word}"));
        let value = HeaderValue::from_static(forwarded);
        request.headers_mut().insert("x-forwarded-for", value);
        client.send(request).await.status
    };
    assert_eq!(ask("192.0.2.1").await, StatusCode::OK);
    let again = ask("203.0.113.9, 192.0.2.1").await;
    assert_eq!(again, StatusCode::TOO_MANY_REQUESTS, "a forged address");
    let mut others = 0;
    for forwarded in ["192.0.2.2", "192.0.2.3", "192.0.2.4"] {
        others += usize::from(ask(forwarded).await == StatusCode::OK);
    }
    assert!(others > 1, "{others}");
}
