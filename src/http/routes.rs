//! Which path leads where.

use std::sync::Arc;

use axum::{
    Router,
    http::{Method, StatusCode, Uri},
    routing::{MethodRouter, get},
};

use super::{App, answer::Refused, health, page, schema};
use crate::graphql::error::ErrorCode;

/// What a visitor may ask for, as the answer to an unknown path says it.
const PATHS: &str = "/, /graphql, /graphiql, /schema.graphql, /healthz, /readyz";

/// All routes but `/graphql`.
pub(super) fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/", reading(get(page::welcome)))
        .route("/graphiql", reading(get(page::graphiql)))
        .route("/graphiql.js", reading(get(page::graphiql_script)))
        .route("/schema.graphql", reading(get(schema::sdl)))
        .route("/healthz", reading(get(health::healthz)))
        .route("/readyz", reading(get(health::readyz)))
        .fallback(unknown)
        .with_state(app)
}

/// A route that is only read: GET and, as HTTP wants, HEAD.
fn reading(route: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    route.fallback(async |method: Method, url: Uri| {
        let path = url.path();
        Refused::method("GET, HEAD", format!("{path} takes GET, not {method}"))
    })
}

async fn unknown(url: Uri) -> Refused {
    let message = format!("nothing is at {}; there are {PATHS}", url.path());
    Refused::new(StatusCode::NOT_FOUND, ErrorCode::BadRequest, message)
}
