//! What holds for every route: bounds on URLs and heads, panics, headers.

use std::any::Any;

use axum::{
    extract::Request,
    http::{
        HeaderValue, StatusCode,
        header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};

use super::{Limits, answer::Refused, log::RequestId};
use crate::graphql::error::{ErrorCode, panic_text};

/// Refuses a request whose URL or head is too long.
pub(super) fn check(request: &Request, limits: &Limits) -> Result<(), Refused> {
    let (url_bytes_max, head_bytes_max) = (limits.url_bytes_max, limits.head_bytes_max);
    let url = request.uri().path_and_query();
    let url_bytes = url.map_or(0, |url| url.as_str().len());
    let (status, message) = if url_bytes > url_bytes_max {
        (
            StatusCode::URI_TOO_LONG,
            format!("the URL is longer than {url_bytes_max} bytes; use POST"),
        )
    } else if head_bytes(request) > head_bytes_max {
        (
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            format!("the head of the request is longer than {head_bytes_max} bytes"),
        )
    } else {
        return Ok(());
    };
    Err(Refused::new(status, ErrorCode::LimitReached, message))
}

/// How long the head is in HTTP/1.1, where nothing in it is longer than it must be.
fn head_bytes(request: &Request) -> usize {
    let url = request.uri().path_and_query();
    let line = request.method().as_str().len() + url.map_or(1, |url| url.as_str().len());
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    line + "  HTTP/1.1\r\n\r\n".len() + headers.sum::<usize>()
}

/// The answer in place of that of a handler that panicked.
pub(super) fn panicked(panic: &(dyn Any + Send), id: &RequestId) -> Response {
    let (request_id, cause) = (id.as_str(), panic_text(panic));
    tracing::error!(request_id, cause, "a handler panicked");
    Refused::internal(request_id).into_response()
}

/// Adds the headers that all answers carry.
pub(super) fn sign(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
}
