//! What holds for every route: panics, long URLs and heads, headers.

use std::any::Any;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{
        HeaderValue, StatusCode,
        header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{Limits, answer::Refused, log::RequestId};
use crate::graphql::error::{ErrorCode, panic_text};

/// Puts the guards around all routes.
pub(super) fn layer(routes: Router, limits: Limits) -> Router {
    routes
        .layer(DefaultBodyLimit::max(limits.body_bytes_max))
        .layer(CatchPanicLayer::custom(Panicked))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            guard(request, next, limits)
        }))
}

async fn guard(request: Request, next: Next, limits: Limits) -> Response {
    let (url_bytes_max, head_bytes_max) = (limits.url_bytes_max, limits.head_bytes_max);
    let url_bytes = request
        .uri()
        .path_and_query()
        .map_or(0, |url| url.as_str().len());
    let request_id = RequestId::of(&request);
    let mut response = if url_bytes > url_bytes_max {
        let message = format!("the URL is longer than {url_bytes_max} bytes; use POST");
        Refused::new(StatusCode::URI_TOO_LONG, ErrorCode::LimitReached, message).into_response()
    } else if head_bytes(&request) > head_bytes_max {
        let message = format!("the head of the request is longer than {head_bytes_max} bytes");
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        Refused::new(status, ErrorCode::LimitReached, message).into_response()
    } else {
        next.run(request).await
    };
    if let Some(Panic(cause)) = response.extensions_mut().remove() {
        let request_id = request_id.as_str();
        tracing::error!(request_id, cause, "a handler panicked");
        response = Refused::internal(request_id).into_response();
    }
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// How long the head is in HTTP/1.1, where nothing in it is longer than it must be.
fn head_bytes(request: &Request) -> usize {
    let url = request.uri().path_and_query();
    let line = request.method().as_str().len() + url.map_or(1, |url| url.as_str().len());
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    line + "  HTTP/1.1\r\n\r\n".len() + headers.sum::<usize>()
}

/// Carries the text of a panic to [`guard`], which knows the request.
#[derive(Clone)]
struct Panic(String);

/// Answers in place of a handler that panicked.
#[derive(Clone, Copy)]
struct Panicked;

impl tower_http::catch_panic::ResponseForPanic for Panicked {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        let text = panic_text(&*panic).to_owned();
        response.extensions_mut().insert(Panic(text));
        response
    }
}
