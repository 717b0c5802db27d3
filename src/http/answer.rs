//! Answers and their status codes.

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY},
    },
    response::{IntoResponse, Response},
};

use super::{
    caching::{self, Reader},
    media::Media,
};
use crate::graphql::{
    engine::{Answer, Outcome},
    error::{ErrorCode, Refusal, RequestError},
};

/// When a client may ask again that was shed, in seconds; queues are that short.
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// A request that HTTP itself refuses, before any document is looked at.
#[derive(Clone, Debug)]
pub struct Refused {
    status: StatusCode,
    error: RequestError,
    allow: Option<&'static str>,
}

impl Refused {
    /// A refusal that the client reads as an error of GraphQL.
    pub fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            status,
            error: RequestError::whole(code, message),
            allow: None,
        }
    }

    /// A request that is not what a GraphQL server reads: 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    }

    /// A method that the route does not have, 405; `allowed` are those that it has.
    pub fn method(allowed: &'static str, message: impl Into<String>) -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self {
            allow: Some(allowed),
            ..Self::new(status, ErrorCode::MethodNotAllowed, message)
        }
    }

    /// A client that has spent its budget, 429, or never has so much, 400.
    pub fn rate(error: RequestError) -> Self {
        let status = match error.code {
            ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::BAD_REQUEST,
        };
        Self {
            status,
            error,
            allow: None,
        }
    }

    /// A request for which there is no room just now: 503, and when to ask again.
    pub fn overloaded(message: impl Into<String>) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, ErrorCode::Overloaded, message)
    }

    /// A fault of ours, which the log explains beside the request id: 500.
    pub fn internal(request_id: &str) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            error: RequestError::internal(request_id),
            allow: None,
        }
    }

    /// What kind of failure it is.
    pub fn code(&self) -> ErrorCode {
        self.error.code
    }

    /// The answer as `media`.
    pub fn into_response_as(self, media: Media) -> Response {
        let overloaded = self.error.code == ErrorCode::Overloaded;
        let body = Refusal::from(self.error).body();
        let mut response = json(self.status, media, body);
        if overloaded {
            response
                .headers_mut()
                .insert(RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        let allow = self.allow.map(HeaderValue::from_static);
        let allow = allow.map(|allow| (ALLOW, allow));
        response.headers_mut().extend(allow);
        response
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.into_response_as(Media::Json)
    }
}

/// The service's answer as `media`, to a reader who may keep it where it is complete.
pub(super) fn respond(answer: Answer, media: Media, reader: Option<&Reader>) -> Response {
    let status = status(answer.outcome, media);
    let reader = reader.filter(|_| answer.outcome == Outcome::Complete);
    let kept = reader.map(|reader| (reader, caching::tag(&answer.body, media)));
    let mut response = json(status, media, answer.body);
    if answer.outcome == Outcome::Failed(ErrorCode::Overloaded) {
        response
            .headers_mut()
            .insert(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if let Some((reader, tag)) = kept {
        return reader.let_keep(response, tag);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let post = HeaderValue::from_static("POST");
        response.headers_mut().insert(ALLOW, post);
    }
    response
}

/// The status of an answer.
///
/// The specification of GraphQL over HTTP wants 200 for every well-formed request of a
/// client that reads plain JSON. Faults of the server, and what is not a matter of the
/// document, keep their own status even then: proxies and monitors read nothing else.
fn status(outcome: Outcome, media: Media) -> StatusCode {
    match outcome {
        Outcome::Complete | Outcome::Partial | Outcome::Null => StatusCode::OK,
        Outcome::Failed(code) => match code {
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::Timeout | ErrorCode::Cancelled | ErrorCode::Overloaded => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
            _ if media == Media::Json => StatusCode::OK,
            _ => StatusCode::BAD_REQUEST,
        },
    }
}

fn json(status: StatusCode, media: Media, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // With those that every answer carries.
    headers.reserve(8);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept"));
    response
}
