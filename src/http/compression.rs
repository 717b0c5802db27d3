//! Answers made smaller, where the client can read them so.
//!
//! zstd, else brotli, else gzip, by the weights in `accept-encoding`. Whether an answer is
//! large enough follows from its size before, so `vary` names `accept-encoding` on those alone.

use axum::{
    Router,
    extract::Request,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY},
    },
    middleware::{self, Next},
    response::Response,
};
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
};

/// The smallest answer that is compressed where nobody says, in bytes: what fits one packet of a
/// network anyway gains nothing.
pub const BYTES_MIN: u16 = 1_024;

/// Of each encoding. Higher ones save less of the network than they cost here; ARCHITECTURE.md has
/// the figures.
const LEVEL: CompressionLevel = CompressionLevel::Precise(1);

/// Compresses answers of so many bytes and more; none at 0.
pub(super) fn layer(routes: Router, bytes_min: u16) -> Router {
    if bytes_min == 0 {
        return routes;
    }
    let compression = CompressionLayer::new().quality(LEVEL);
    let compression = compression.compress_when(SizeAbove::new(bytes_min));
    routes.layer((middleware::from_fn(tag), compression))
}

/// Makes the tag of a compressed answer a weak one: its bytes are not those of the plain answer
/// with that tag, though they say the same.
///
/// Where nothing changed, the tag is the one that the client names, so that it finds what it
/// keeps, and `vary` is that of an answer that may be compressed: its size is not known.
async fn tag(request: Request, next: Next) -> Response {
    let held = request.headers().get(IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    if unchanged {
        headers.append(VARY, HeaderValue::from(ACCEPT_ENCODING));
    }
    if (unchanged || headers.contains_key(CONTENT_ENCODING))
        && let Some(weak) = weak_tag(headers)
        && (!unchanged || held.is_some_and(|held| names(&held, &weak)))
    {
        headers.insert(ETAG, weak);
    }
    response
}

/// Whether a list of tags has this one.
fn names(tags: &HeaderValue, tag: &HeaderValue) -> bool {
    let mut tags = tags.as_bytes().split(|byte| *byte == b',');
    tags.any(|held| held.trim_ascii() == tag.as_bytes())
}

/// The tag of an answer made weak; nothing where there is none, or it is weak.
fn weak_tag(headers: &HeaderMap) -> Option<HeaderValue> {
    let tag = headers.get(ETAG)?.as_bytes();
    let strong = tag.starts_with(b"\"");
    strong
        .then(|| HeaderValue::from_bytes(&[b"W/", tag].concat()).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, routing::get};
    use tower::ServiceExt;

    /// The tag of an answer that was given one; `held` is what the client keeps already.
    async fn tag_of(text: &'static str, tag: &'static str, held: &'static str) -> String {
        let answer = move |request: Request| async move {
            let asked = request.headers().get(IF_NONE_MATCH);
            let unchanged = asked.is_some_and(|asked| !asked.is_empty());
            let status = if unchanged {
                StatusCode::NOT_MODIFIED
            } else {
                StatusCode::OK
            };
            (status, [(ETAG, tag)], if unchanged { "" } else { text })
        };
        let routes = layer(Router::new().route("/", get(answer)), 10);
        let request = Request::get("/")
            .header(ACCEPT_ENCODING, "zstd")
            .header(IF_NONE_MATCH, held);
        let request = request.body(Body::empty()).expect("a request");
        let response = routes.oneshot(request).await.expect("routers do not fail");
        let tag = response.headers().get(ETAG).expect("a tag");
        tag.to_str().expect("text").to_owned()
    }

    #[tokio::test]
    async fn a_compressed_answer_has_a_weak_tag() {
        assert_eq!(tag_of("long enough", "\"a\"", "").await, "W/\"a\"");
        assert_eq!(tag_of("long enough", "W/\"a\"", "").await, "W/\"a\"");
        assert_eq!(tag_of("short", "\"a\"", "").await, "\"a\"");
    }

    #[tokio::test]
    async fn what_did_not_change_has_the_tag_of_the_client() {
        assert_eq!(tag_of("", "\"a\"", "W/\"a\"").await, "W/\"a\"");
        assert_eq!(tag_of("", "\"a\"", "\"b\", W/\"a\"").await, "W/\"a\"");
        assert_eq!(tag_of("", "\"a\"", "\"a\"").await, "\"a\"");
        assert_eq!(tag_of("", "\"a\"", "*").await, "\"a\"");
    }
}
