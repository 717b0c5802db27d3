//! The pages for people: what is here, and `GraphiQL`.
//!
//! Both are static but for the address in their lines to copy. The first needs nothing
//! from elsewhere; `GraphiQL` comes from a public network, at exact versions whose hashes
//! the browser checks.

use axum::{
    http::{
        HeaderMap, HeaderName,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST},
    },
    response::IntoResponse,
};

/// Three questions to try, as the first page shows them.
pub const EXAMPLES: [Example; 3] = [
    Example {
        title: "Whom does Jeff Daniels play, and in which seasons?",
        query: include_str!("page/characters.graphql"),
    },
    Example {
        title: "Walk from an actor over a character to networks and studios, with sources",
        query: include_str!("page/walk.graphql"),
    },
    Example {
        title: "Where do the documents disagree?",
        query: include_str!("page/disputes.graphql"),
    },
];

/// A question to try.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it asks, for people.
    pub title: &'static str,
    /// The document.
    pub query: &'static str,
}

/// Nothing from elsewhere, nothing active.
const WELCOME_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Scripts and styles from one place elsewhere; requests to this server only.
const GRAPHIQL_POLICY: &str = "default-src 'none'; script-src 'self' https://unpkg.com; \
    style-src 'unsafe-inline' https://unpkg.com; img-src 'self' data:; \
    font-src data: https://unpkg.com; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is here, and three queries to try.
pub(super) async fn welcome(headers: HeaderMap) -> impl IntoResponse {
    let origin = origin(&headers);
    let examples: String = EXAMPLES
        .iter()
        .map(|example| html(example, &origin))
        .collect();
    let page = include_str!("page/welcome.html")
        .replace("{{examples}}", &examples)
        .replace("{{origin}}", &origin);
    (page_headers(WELCOME_POLICY), page)
}

/// `GraphiQL`, and what to do where it cannot be loaded.
pub(super) async fn graphiql(headers: HeaderMap) -> impl IntoResponse {
    let page = include_str!("page/graphiql.html").replace("{{origin}}", &origin(&headers));
    (page_headers(GRAPHIQL_POLICY), page)
}

/// Starts `GraphiQL` once its scripts are there.
pub(super) async fn graphiql_script() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("page/graphiql.js"))
}

fn page_headers(policy: &'static str) -> [(HeaderName, &'static str); 3] {
    [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-cache"),
    ]
}

/// Where the reader found this server, as it stands in lines to copy.
///
/// Only what a host may consist of gets into the page.
fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let plain = |host: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        !host.is_empty() && host.bytes().all(allowed)
    };
    let host = host.filter(plain).unwrap_or("127.0.0.1:8080");
    let secure = headers.get("x-forwarded-proto");
    let secure = secure.is_some_and(|scheme| scheme.as_bytes() == b"https");
    let scheme = if secure { "https" } else { "http" };
    format!("{scheme}://{host}")
}

fn html(example: &Example, origin: &str) -> String {
    let query = example.query.trim_end();
    let title = escaped(example.title);
    let shown = escaped(query);
    let link = url_encoded(query);
    format!(
        "<section>\n<h3>{title}</h3>\n\
         <pre tabindex=\"0\">curl -G {origin}/graphql --data-urlencode 'query={shown}'</pre>\n\
         <p><a href=\"/graphql?query={link}\">The answer</a></p>\n</section>\n"
    )
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// Text as a value in the query of a URL.
fn url_encoded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    words.join(" ").bytes().map(encode).collect()
}
