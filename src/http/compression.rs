//! Answers made smaller, where the client can read them so.
//!
//! zstd, else brotli, else gzip, by the weights in `accept-encoding`. Whether an answer is
//! large enough follows from its size before, so `vary` names `accept-encoding` on those alone.

use std::{convert::Infallible, future::ready};

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, Request, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY},
    },
    response::Response,
};
use tower::{Layer, ServiceExt, service_fn};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionBody, CompressionLayer,
        predicate::{Predicate, SizeAbove},
    },
};

/// The smallest answer that is compressed where nobody says, in bytes: what fits one packet of a
/// network anyway gains nothing.
pub const BYTES_MIN: u16 = 1_024;

/// Of each encoding. Higher ones save less of the network than they cost here; ARCHITECTURE.md has
/// the figures.
const LEVEL: CompressionLevel = CompressionLevel::Precise(1);

/// What a request says that its answer depends on once it is there.
pub(super) struct Asked {
    encodings: Option<HeaderValue>,
    /// The tags of what the client keeps.
    held: Option<HeaderValue>,
}

impl Asked {
    /// By a request with these headers.
    pub(super) fn by(headers: &HeaderMap) -> Self {
        Self {
            encodings: headers.get(ACCEPT_ENCODING).cloned(),
            held: headers.get(IF_NONE_MATCH).cloned(),
        }
    }
}

/// The answer smaller, where it has so many bytes or more and the client asked for that; at 0,
/// none is.
///
/// The tag of a compressed answer is a weak one: its bytes are not those of the plain answer with
/// that tag, though they say the same. Where nothing changed, the tag is the one that the client
/// names, so that it finds what it keeps, and `vary` is that of an answer that may be compressed:
/// its size is not known.
pub(super) async fn compress(mut response: Response, asked: Asked, bytes_min: u16) -> Response {
    if bytes_min == 0 {
        return response;
    }
    if response.status() == StatusCode::NOT_MODIFIED {
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from(ACCEPT_ENCODING));
        if let Some(weak) = weak_tag(headers)
            && asked.held.is_some_and(|held| names(&held, &weak))
        {
            headers.insert(ETAG, weak);
        }
    } else if SizeAbove::new(bytes_min).should_compress(&response) {
        response = Box::pin(encoded(response, asked.encodings)).await;
        let headers = response.headers_mut();
        if headers.contains_key(CONTENT_ENCODING)
            && let Some(weak) = weak_tag(headers)
        {
            headers.insert(ETAG, weak);
        }
    }
    response
}

/// The answer in the encoding that the client likes best.
async fn encoded(response: Response, encodings: Option<HeaderValue>) -> Response {
    let mut response = Some(response);
    let answer = service_fn(move |_| {
        let response = response.take().expect("it is asked once");
        ready(Ok::<_, Infallible>(response))
    });
    let mut request = Request::new(());
    let encodings = encodings.map(|encodings| (ACCEPT_ENCODING, encodings));
    request.headers_mut().extend(encodings);
    // That it is large enough was seen.
    let compression = CompressionLayer::new().quality(LEVEL);
    let compression = compression.compress_when(|_, _, _: &_, _: &_| true);
    match compression.layer(answer).oneshot(request).await {
        Ok(encoded) if encoded.headers().contains_key(CONTENT_ENCODING) => encoded.map(Body::new),
        Ok(plain) => plain.map(CompressionBody::into_inner),
        Err(never) => match never {},
    }
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

    /// The tag of an answer that was given one; `held` is what the client keeps already.
    async fn tag_of(text: &'static str, tag: &'static str, held: &'static str) -> String {
        let mut response = Response::new(Body::from(text));
        if !held.is_empty() {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let tag = HeaderValue::from_static(tag);
        response.headers_mut().insert(ETAG, tag);
        let asked = Asked {
            encodings: Some(HeaderValue::from_static("zstd")),
            held: Some(HeaderValue::from_static(held)),
        };
        let response = compress(response, asked, 10).await;
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
