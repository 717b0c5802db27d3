//! What every request passes on its way to a handler, and its answer on the way back.
//!
//! Functions that call each other: as layers around a router, each would box the request again.

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    Router,
    extract::Request,
    http::{Method, header::CONTENT_LENGTH},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use hyper::body::Body as _;
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_http::cors::CorsLayer;

use super::{
    App, Limits, Metrics, Settings,
    client::Peer,
    compression, cors, graphql, guard,
    log::{Line, REQUEST_ID, RequestId},
    routes::{self, GRAPHQL},
};

/// Answers every request; a clone is the same.
#[derive(Clone)]
pub struct Front(Arc<Shared>);

struct Shared {
    /// What answers `/graphql`, where there is such a path.
    app: Option<Arc<App>>,
    /// All other paths.
    routes: Router,
    cors: Option<CorsLayer>,
    compression_bytes_min: u16,
    limits: Limits,
    metrics: Metrics,
}

impl Front {
    /// Before all paths.
    pub(super) fn new(app: &Arc<App>) -> Self {
        let routes = routes::router(Arc::clone(app));
        Self::with(Some(Arc::clone(app)), routes, &app.settings)
    }

    /// Before paths of which none is the API's.
    pub(super) fn before(routes: Router, settings: &Settings) -> Self {
        let settings = Settings {
            cors_origins: Vec::new(),
            compression_bytes_min: 0,
            ..settings.clone()
        };
        Self::with(None, routes, &settings)
    }

    fn with(app: Option<Arc<App>>, routes: Router, settings: &Settings) -> Self {
        Self(Arc::new(Shared {
            app,
            routes,
            cors: cors::layer(&settings.cors_origins),
            compression_bytes_min: settings.compression_bytes_min,
            limits: settings.limits,
            metrics: settings.metrics.clone(),
        }))
    }

    /// The answer, with an id and a line in the log. Who drops the future before it is there ends
    /// the request.
    ///
    /// Without a peer, nobody knows from whom it is.
    pub(super) async fn answer(&self, request: Request, peer: Option<Peer>) -> Response {
        let id = RequestId::choose(request.headers().get(&REQUEST_ID));
        let line = Line::begin(&request, id.clone());
        let mut response = if routes::is_for_programs(request.uri().path()) {
            self.for_programs(request, peer, &id).await
        } else {
            self.guarded(request, peer, &id).await
        };
        line.end(response.status());
        self.0.metrics.responded(response.status());
        response.headers_mut().insert(REQUEST_ID, id.into_value());
        response
    }

    /// What pages of other origins may ask, and whose answers are compressed.
    async fn for_programs(
        &self,
        mut request: Request,
        peer: Option<Peer>,
        id: &RequestId,
    ) -> Response {
        let encodings = compression::Asked::by(request.headers());
        let is_head = request.method() == Method::HEAD;
        if is_head && request.uri().path() != GRAPHQL {
            // Its head is that of the answer to GET, compressed or not.
            *request.method_mut() = Method::GET;
        }
        let response = match &self.0.cors {
            None => self.guarded(request, peer, id).await,
            Some(cors) => {
                let guarded = async |request| Ok(self.guarded(request, peer, id).await);
                let answer = cors.layer(service_fn(guarded)).oneshot(request);
                served(Box::pin(answer).await)
            }
        };
        let bytes_min = self.0.compression_bytes_min;
        let mut response = compression::compress(response, encodings, bytes_min).await;
        if is_head {
            leave_body_out(&mut response);
        }
        response
    }

    /// Bounds the head, and turns a panic into an answer.
    async fn guarded(&self, request: Request, peer: Option<Peer>, id: &RequestId) -> Response {
        let mut response = if let Err(refused) = guard::check(&request, &self.0.limits) {
            refused.into_response()
        } else {
            // Nothing that it has touched is looked at again.
            let routed = AssertUnwindSafe(self.route(request, peer, id)).catch_unwind();
            let routed = routed.await;
            routed.unwrap_or_else(|panic| guard::panicked(&*panic, id))
        };
        guard::sign(&mut response);
        response
    }

    async fn route(&self, mut request: Request, peer: Option<Peer>, id: &RequestId) -> Response {
        match &self.0.app {
            Some(app) if request.uri().path() == GRAPHQL => {
                graphql::graphql(app, request, peer, id).await
            }
            _ => {
                request.extensions_mut().insert(id.clone());
                served(self.0.routes.clone().oneshot(request).await)
            }
        }
    }
}

/// Lets only the length of the body be seen, where it is known.
fn leave_body_out(response: &mut Response) {
    let body = std::mem::take(response.body_mut());
    if let Some(bytes) = body.size_hint().exact() {
        response.headers_mut().insert(CONTENT_LENGTH, bytes.into());
    }
}

/// What a service gives that cannot fail.
fn served(response: Result<Response, Infallible>) -> Response {
    match response {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Without a socket: the peer is among the extensions of the request, if there is one.
impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let front = self.clone();
        let peer = request.extensions().get().copied();
        Box::pin(async move { Ok(front.answer(request, peer).await) })
    }
}
