//! What browsers and CDNs may keep, and how they learn that it is still true.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::Response,
};
use headers::{CacheControl, ETag, HeaderMapExt, IfNoneMatch};
use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::media::Media;

/// A reader who may keep the answer: one that asks by GET.
pub(super) struct Reader {
    /// What it has already.
    has: Option<IfNoneMatch>,
    max_age_s: u32,
}

impl Reader {
    /// The reader whose request has these headers.
    ///
    /// Tags that are none are no condition.
    pub(super) fn of(headers: &HeaderMap, max_age_s: u32) -> Self {
        Self {
            has: headers.typed_get(),
            max_age_s,
        }
    }

    /// Lets the reader keep a complete answer; where it has the same already, only says so: 304.
    pub(super) fn let_keep(&self, mut response: Response, tag: ETag) -> Response {
        let known = self.has.as_ref();
        let known = known.is_some_and(|known| !known.precondition_passes(&tag));
        let max_age = Duration::from_secs(self.max_age_s.into());
        let caching = CacheControl::new().with_public().with_max_age(max_age);
        let headers = response.headers_mut();
        headers.typed_insert(caching.with_must_revalidate());
        headers.typed_insert(tag);
        if known {
            headers.remove(CONTENT_TYPE);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
        }
        response
    }
}

/// Names the bytes of an answer as one media type: those of another type are no substitute.
pub(super) fn tag(body: &[u8], media: Media) -> ETag {
    let hash = xxh3_128_with_seed(body, media as u64);
    let tag = format!("\"{hash:032x}\"");
    tag.parse().expect("digits between quotes are a tag")
}
