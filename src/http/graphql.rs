//! The handler of `/graphql`.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Bytes,
    extract::Request as HttpRequest,
    http::{Method, StatusCode, Uri, header::CONTENT_LENGTH},
    response::Response,
};

use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout_at;

use super::{
    App, Settings,
    account::Account,
    answer::{self, Refused},
    caching::Reader,
    client::Peer,
    log::RequestId,
    media::{self, Media},
    request::{self, Sent},
    texts::Texts,
    watch::Watch,
};
use crate::graphql::{
    engine::{Answer, Outcome, Request},
    error::{ErrorCode, Refusal},
};

/// Answers one request: queries by GET, everything by POST.
pub(super) async fn graphql(
    app: &App,
    http: HttpRequest,
    peer: Option<Peer>,
    request_id: &RequestId,
) -> Response {
    let Settings { metrics, spans, .. } = &app.settings;
    let mut watch = Watch::begin(metrics, spans.begin(&http, request_id.as_str()));
    let account = app.accounts.open(peer, http.headers(), request_id.clone());
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
    let message = receive(app, http, deadline, account).await?;
    // Who logs the texts has every request read.
    let mut read = None;
    if *texts != Texts::default() {
        let request = match message.read(app, request_id) {
            Ok(request) => read.insert(request),
            Err(end) => return end,
        };
        texts.log(request);
        watch.texts(request, *texts);
    }
    if let Some(kept) = app.executor.kept(message.bytes()) {
        watch.kept(kept.operation_name.as_deref());
        metrics.kept();
        metrics.answer(kept.answer.body.len());
        return Ok(kept.answer);
    }
    let request = match read.map_or_else(|| message.read(app, request_id), Ok) {
        Ok(request) => request,
        Err(end) => return end,
    };
    let paid = Arc::clone(account);
    let answer = app
        .executor
        .answer(request, deadline, paid, watch.request());
    let answer = answer.await;
    metrics.answer(answer.body.len());
    Ok(answer)
}

/// A request as it was sent.
enum Message {
    /// By GET, all of it in its URL.
    Url(Uri),
    /// By POST.
    Body(Bytes),
}

impl Message {
    /// What tells it apart from others; a body that is read never begins as a URL does.
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Url(url) => url
                .path_and_query()
                .map_or(&[], |url| url.as_str().as_bytes()),
            Self::Body(body) => body,
        }
    }

    /// The request with its document; else what ends it.
    fn read(&self, app: &App, request_id: &RequestId) -> Result<Request, Result<Answer, Refused>> {
        let sent = match self {
            Self::Url(url) => request::from_url(url),
            Self::Body(body) => request::from_body(body),
        };
        let Sent { document, request } = sent.map_err(Err)?;
        // A text with its hash is to be remembered each time, which no kept answer does.
        let teaches = document.text.is_some() && document.name.is_some();
        let is_kept = !teaches && !request.reports_cost;
        let query = app.settings.documents.find(document);
        Ok(Request {
            query: query.map_err(|error| Ok(Refusal::from(error).into()))?,
            request_id: request_id.as_str().to_owned(),
            sent: match self {
                Self::Body(body) if is_kept => body.clone(),
                Self::Url(_) if is_kept => Bytes::copy_from_slice(self.bytes()),
                _ => Bytes::new(),
            },
            ..request
        })
    }
}

/// Reads what was sent, within its limits and once it is paid for.
async fn receive(
    app: &App,
    http: HttpRequest,
    deadline: Instant,
    account: &Account,
) -> Result<Message, Refused> {
    account.pay_for_bytes(0).map_err(Refused::rate)?;
    match *http.method() {
        Method::GET => Ok(Message::Url(http.into_parts().0.uri)),
        Method::POST => {
            media::check_body(http.headers())?;
            let body = body(app, http, deadline).await?;
            account.pay_for_bytes(body.len()).map_err(Refused::rate)?;
            Ok(Message::Body(body))
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
