//! What only who holds the token may do: have the data loaded again.

use std::{fmt, sync::Arc, time::SystemTime};

use axum::{
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::json;
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

use super::{App, Settings, answer::Refused, log::RequestId};
use crate::graphql::error::ErrorCode;

/// The data behind the service, which can be loaded again while it answers.
pub trait Data: fmt::Debug + Send + Sync {
    /// When the data that is served now was loaded.
    fn loaded(&self) -> SystemTime;

    /// Begins to load the data anew, on a thread of its own; what comes of it comes later.
    ///
    /// # Errors
    /// That someone else does so already; nothing has begun.
    fn reload(&self) -> Result<Reloading, AlreadyReloading>;
}

/// What comes of loading the data: what it holds, or, where the old data are still served, what
/// is wrong with the new, both for people. Without either, the loading has crashed.
pub type Reloading = oneshot::Receiver<Result<String, String>>;

/// Somebody else has the data loaded just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyReloading;

/// A word that proves who may do what only an admin may.
#[derive(Clone)]
pub struct Token(Arc<str>);

impl Token {
    /// Fewest letters of a token; who guesses must not be lucky.
    pub const LENGTH_MIN: usize = 16;

    /// A token of at least [`Self::LENGTH_MIN`] letters, digits and signs of ASCII; `None` for any other text.
    pub fn new(text: &str) -> Option<Self> {
        let fit =
            text.len() >= Self::LENGTH_MIN && text.bytes().all(|byte| byte.is_ascii_graphic());
        fit.then(|| Self(text.into()))
    }

    /// Whether a request has it; takes the same time for each wrong one of the same length.
    fn is_in(&self, authorization: Option<&HeaderValue>) -> bool {
        let given = authorization.map_or(&[][..], HeaderValue::as_bytes);
        let given = given.strip_prefix(b"Bearer ").unwrap_or_default();
        given.ct_eq(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

/// Has the data loaded, and answers once that is done.
///
/// The route is there only with a token and data.
pub(super) async fn reload(State(app): State<Arc<App>>, request: Request) -> Response {
    let Settings { admin, data, .. } = &app.settings;
    let (Some(token), Some(data)) = (admin, data) else {
        return Refused::internal("").into_response();
    };
    if !token.is_in(request.headers().get(AUTHORIZATION)) {
        let message = "expected the admin's token, as in Authorization: Bearer TOKEN";
        let refused = Refused::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthorized, message);
        let how = (WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return ([how], refused).into_response();
    }
    let Ok(reloading) = data.reload() else {
        let message = "the data are being loaded already; ask again when that is done";
        return Refused::overloaded(message).into_response();
    };
    match reloading.await {
        Ok(Ok(holds)) => {
            let headers = [
                (CONTENT_TYPE, "application/json; charset=utf-8"),
                (CACHE_CONTROL, "no-store"),
            ];
            let loaded = time_text(data.loaded());
            let body = json!({ "loaded": loaded, "holds": holds }).to_string();
            (headers, body).into_response()
        }
        Ok(Err(wrong)) => {
            let message = format!("the data from before are still served; {wrong}");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Refused::new(status, ErrorCode::BadData, message).into_response()
        }
        Err(_) => Refused::internal(RequestId::of(&request).as_str()).into_response(),
    }
}

/// A moment as RFC 3339 writes it, in seconds.
pub(super) fn time_text(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
