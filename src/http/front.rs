//! What every request passes: an id and a line of the log, the bound on URLs, panics, headers.
//!
//! One function instead of layers around a router, each of which would box the request again.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Method, StatusCode,
        header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::{
    App,
    answer::Refused,
    graphql,
    log::{Line, REQUEST_ID, RequestId},
};
use crate::graphql::error::{ErrorCode, panic_text};

/// Answers every request; a clone is the same.
#[derive(Clone)]
pub struct Front {
    app: Arc<App>,
    /// Everything but `/graphql`.
    routes: TowerToHyperService<Router>,
}

impl Front {
    pub(super) fn new(app: Arc<App>, routes: Router) -> Self {
        Self {
            app,
            routes: TowerToHyperService::new(routes),
        }
    }

    /// The answer; dropping the future before it is there ends the request.
    pub async fn answer(&self, request: Request) -> Response {
        let id = RequestId::choose(request.headers().get(&REQUEST_ID));
        let line = Line::begin(&request, id.clone());
        let is_head = request.method() == Method::HEAD;
        let mut response = match caught(self.route(request, &id)).await {
            Ok(response) => response,
            Err(panic) => {
                let (request_id, cause) = (id.as_str(), panic_text(&*panic));
                tracing::error!(request_id, cause, "a handler panicked");
                Refused::internal(request_id).into_response()
            }
        };
        if is_head {
            *response.body_mut() = Body::empty();
        }
        let headers = response.headers_mut();
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(REQUEST_ID, id.into_value());
        line.end(response.status());
        response
    }

    async fn route(&self, request: Request, id: &RequestId) -> Response {
        let url_bytes_max = self.app.settings.limits.url_bytes_max;
        let url = request.uri().path_and_query();
        if url.is_some_and(|url| url.as_str().len() > url_bytes_max) {
            let message = format!("the URL is longer than {url_bytes_max} bytes; use POST");
            return Refused::new(StatusCode::URI_TOO_LONG, ErrorCode::LimitReached, message)
                .into_response();
        }
        if request.uri().path() == graphql::PATH {
            return graphql::graphql(&self.app, request, id).await;
        }
        match self.routes.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// What a future gives, or the panic in it.
async fn caught<F: Future>(future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        // A future that panicked is not polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        match polled {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}
