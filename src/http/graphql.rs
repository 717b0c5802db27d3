//! The handler of `/graphql`.

use std::time::Instant;

use axum::{
    body::{Body, Bytes},
    extract::Request as HttpRequest,
    http::{Method, StatusCode, header::CONTENT_LENGTH},
    response::Response,
};

use http_body_util::BodyExt;
use tokio::time::timeout_at;

use super::{
    App,
    answer::{self, Refused},
    log::RequestId,
    media::{self, Media},
    request,
};
use crate::graphql::{engine::Request, error::ErrorCode};

/// Where it is.
pub(super) const PATH: &str = "/graphql";

/// Answers one request: queries by GET, everything by POST.
pub(super) async fn graphql(app: &App, http: HttpRequest, id: &RequestId) -> Response {
    let media = match media::accepted(http.headers()) {
        Ok(media) => media,
        Err(refused) => return refused.into_response_as(Media::Json),
    };
    let deadline = app.executor.deadline();
    match read(app, http, deadline).await {
        Ok(request) => {
            let request = Request {
                request_id: id.as_str().to_owned(),
                ..request
            };
            let answer = app.executor.answer(request, deadline).await;
            answer::respond(answer, media)
        }
        Err(refused) => refused.into_response_as(media),
    }
}

async fn read(app: &App, http: HttpRequest, deadline: Instant) -> Result<Request, Refused> {
    match *http.method() {
        Method::GET => request::from_url(http.uri()),
        Method::POST => {
            media::check_body(http.headers())?;
            let body = body(app, http, deadline).await?;
            request::from_body(&body)
        }
        ref other => {
            let message = format!("/graphql takes POST, and GET for queries, not {other}");
            Err(Refused::method("GET, POST", message))
        }
    }
}

/// The whole body; what is announced or arrives beyond the limit is not read.
async fn body(app: &App, http: HttpRequest, deadline: Instant) -> Result<Bytes, Refused> {
    let limits = app.settings.limits;
    let too_large = || {
        let message = format!("the body is longer than {} bytes", limits.body_bytes_max);
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        Refused::new(status, ErrorCode::LimitReached, message)
    };
    let announced = http.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limits.body_bytes_max) {
        return Err(too_large());
    }
    let body = timeout_at(
        deadline.into(),
        collect(http.into_body(), limits.body_bytes_max),
    );
    match body.await {
        Ok(Ok(Some(body))) => Ok(body),
        Ok(Ok(None)) => Err(too_large()),
        Ok(Err(_)) => Err(Refused::bad_request("the body broke off")),
        Err(_) => {
            let time = limits.request_time_ms;
            let message = format!("the body did not arrive within {time} ms");
            Err(Refused::new(
                StatusCode::REQUEST_TIMEOUT,
                ErrorCode::Timeout,
                message,
            ))
        }
    }
}

/// The bytes of a body, `None` when they are more than `max`; what comes in one piece is not copied.
async fn collect(mut body: Body, max: usize) -> Result<Option<Bytes>, axum::Error> {
    let mut whole = Bytes::new();
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame?.into_data() else {
            continue;
        };
        if whole.len() + piece.len() > max {
            return Ok(None);
        }
        whole = if whole.is_empty() {
            piece
        } else {
            [whole, piece].concat().into()
        };
    }
    Ok(Some(whole))
}
