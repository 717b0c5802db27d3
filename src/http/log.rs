//! Request ids, and one line of the log for each request.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri},
};

/// The header that carries a request's id, both ways.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken from a client.
const ID_BYTES_MAX: usize = 64;

/// Names a request in the log, in the answer's headers and in errors.
///
/// A copy shares the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text that is safe in a header and in a line of a log.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// The id that a request was given on its way; empty outside of it.
    pub(super) fn of(request: &Request) -> Self {
        let id = request.extensions().get::<Self>();
        id.cloned()
            .unwrap_or_else(|| Self(HeaderValue::from_static("")))
    }

    /// The id as the value of the header.
    pub(super) fn into_value(self) -> HeaderValue {
        self.0
    }

    /// The client's own id where it is short and plain, so that logs of several programs
    /// can be joined; else a new one.
    pub(super) fn choose(given: Option<&HeaderValue>) -> Self {
        let plain = |id: &&HeaderValue| {
            let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
            (1..=ID_BYTES_MAX).contains(&id.len()) && id.as_bytes().iter().all(allowed)
        };
        match given.filter(plain) {
            Some(id) => Self(id.clone()),
            None => Self::next(),
        }
    }

    /// An id that differs from all others of this process and, nearly surely, of others.
    fn next() -> Self {
        static PROCESS: LazyLock<String> =
            LazyLock::new(|| format!("{:016x}-", RandomState::new().hash_one(0)));
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = [PROCESS.as_str(), itoa::Buffer::new().format(count)].concat();
        Self(HeaderValue::try_from(id).expect("digits and a hyphen"))
    }
}

/// A line of the log; written on drop too, since a client that goes away ends its request.
///
/// Never the query of the URL: it holds documents and variables.
pub(super) struct Line {
    id: RequestId,
    method: Method,
    url: Uri,
    begin: Instant,
    status: Option<StatusCode>,
}

impl Line {
    pub(super) fn begin(request: &Request, id: RequestId) -> Self {
        Self {
            id,
            method: request.method().clone(),
            url: request.uri().clone(),
            begin: Instant::now(),
            status: None,
        }
    }

    pub(super) fn end(mut self, status: StatusCode) {
        self.status = Some(status);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let elapsed = self.begin.elapsed().as_secs_f64();
        let duration_ms = (elapsed * 1e6).round() / 1e3;
        let request_id = self.id.as_str();
        let (method, path) = (self.method.as_str(), self.url.path());
        if let Some(status) = self.status {
            let status = status.as_u16();
            tracing::info!(method, path, status, duration_ms, request_id, "answered");
        } else {
            tracing::info!(method, path, duration_ms, request_id, "client gone");
        }
    }
}
