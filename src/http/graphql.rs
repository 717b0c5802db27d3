//! The handler of `/graphql`.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Bytes,
    extract::Request as HttpRequest,
    http::{Method, StatusCode, header::CONTENT_LENGTH},
    response::Response,
};

use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout_at;

use super::{
    App, Settings,
    account::Account,
    answer::{self, Refused},
    caching::Reader,
    log::RequestId,
    media::{self, Media},
    request::{self, Sent},
    watch::Watch,
};
use crate::graphql::{
    engine::{Answer, Outcome, Request},
    error::{ErrorCode, Refusal},
};

/// Answers one request: queries by GET, everything by POST.
pub(super) async fn graphql(app: &App, http: HttpRequest, request_id: &RequestId) -> Response {
    let Settings { metrics, spans, .. } = &app.settings;
    let mut watch = Watch::begin(metrics, spans.begin(&http, request_id.as_str()));
    let account = app.accounts.open(&http, request_id.clone());
    let max_age_s = app.settings.answers_max_age_s;
    let reader = (http.method() == Method::GET).then(|| Reader::of(http.headers(), max_age_s));
    let (outcome, mut response) = match media::accepted(http.headers()) {
        Ok(media) => match answer(app, http, request_id, &account, &mut watch).await {
            Ok(answer) => (
                answer.outcome,
                answer::respond(answer, media, reader.as_ref()),
            ),
            Err(refused) => refuse(refused, media),
        },
        Err(refused) => refuse(refused, Media::Json),
    };
    watch.answered(outcome, response.status());
    account.sign(&mut response);
    response
}

fn refuse(refused: Refused, media: Media) -> (Outcome, Response) {
    let outcome = Outcome::Failed(refused.code());
    (outcome, refused.into_response_as(media))
}

async fn answer(
    app: &App,
    http: HttpRequest,
    request_id: &RequestId,
    account: &Arc<Account>,
    watch: &mut Watch,
) -> Result<Answer, Refused> {
    let Settings { metrics, texts, .. } = &app.settings;
    let _admitted = app.admission.admit()?;
    let deadline = app.executor.deadline();
    let Sent { document, request } = read(app, http, deadline, account).await?;
    let query = match app.settings.documents.find(document) {
        Ok(query) => query,
        Err(error) => return Ok(Refusal::from(error).into()),
    };
    let request = Request {
        query,
        request_id: request_id.as_str().to_owned(),
        ..request
    };
    texts.log(&request);
    watch.texts(&request, *texts);
    let paid = Arc::clone(account);
    let answer = app
        .executor
        .answer(request, deadline, paid, watch.request());
    let answer = answer.await;
    metrics.answer(answer.body.len());
    Ok(answer)
}

async fn read(
    app: &App,
    http: HttpRequest,
    deadline: Instant,
    account: &Account,
) -> Result<Sent, Refused> {
    account.pay_for_bytes(0).map_err(Refused::rate)?;
    match *http.method() {
        Method::GET => request::from_url(http.uri()),
        Method::POST => {
            media::check_body(http.headers())?;
            let body = body(app, http, deadline).await?;
            account.pay_for_bytes(body.len()).map_err(Refused::rate)?;
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
    let body = Limited::new(http.into_body(), limits.body_bytes_max);
    match timeout_at(deadline.into(), body.collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
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
