//! The status of every kind of answer, for both media types.

use super::fixture::{Client, post, question};

#[tokio::test]
async fn each_outcome_has_its_status() {
    let client = Client::new();
    for (query, code, graphql, json) in [
        ("{word}", "", 200, 200),
        ("{word failing}", "INTERNAL", 200, 200),
        ("{required}", "BAD_FILTER", 200, 200),
        ("{", "PARSE", 400, 200),
        ("{nothing}", "VALIDATION", 400, 200),
        ("query A{word} query B{word}", "UNKNOWN_OPERATION", 400, 200),
        (
            "query($a:String!){echo(text:$a)}",
            "BAD_VARIABLES",
            400,
            200,
        ),
        ("{panicking}", "INTERNAL", 500, 500),
        ("panic outside of the engine", "INTERNAL", 500, 500),
    ] {
        for (accept, status) in [
            ("application/graphql-response+json", graphql),
            ("application/json", json),
        ] {
            let reply = client.send(post(question(query), accept)).await;
            assert_eq!(
                reply.status.as_u16(),
                status,
                "{query} as {accept}: {reply:?}"
            );
            if !code.is_empty() {
                assert_eq!(reply.code(), code, "{query}");
            }
            let executed = status == 200 && matches!(code, "" | "INTERNAL" | "BAD_FILTER");
            let has_data = reply.json().get("data").is_some();
            assert_eq!(has_data, executed, "{query}");
        }
    }
}

#[tokio::test]
async fn a_document_over_its_limits() {
    let client = Client::new();
    let many = format!("{{{}}}", "word ".repeat(5_000));
    let reply = client.ask(&many).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "LIMIT_REACHED")
    );
    let reply = client.post(question(&many)).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (200, "LIMIT_REACHED")
    );
}
