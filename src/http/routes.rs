//! Which path leads where.

use std::sync::Arc;

use axum::{
    Router,
    http::{Method, StatusCode, Uri},
    routing::{MethodRouter, get, post},
};

use super::{App, admin, answer::Refused, health, metrics, page, schema};
use crate::graphql::error::ErrorCode;

/// What a visitor may ask for, as the answer to an unknown path says it.
const PATHS: &str = "/, /graphql, /graphiql, /schema.graphql, /healthz, /readyz";

/// The path of the API.
pub(super) const GRAPHQL: &str = "/graphql";
const SCHEMA: &str = "/schema.graphql";

/// Whether programs read what is there: the API or its schema.
pub(super) fn is_for_programs(path: &str) -> bool {
    path == GRAPHQL || path == SCHEMA
}

/// All paths but that of the API, and what is said where there is none.
pub(super) fn router(app: Arc<App>) -> Router {
    let mut routes = Router::new();
    if app.settings.admin.is_some() && app.settings.data.is_some() {
        let reload = post(admin::reload).fallback(async |method: Method| {
            Refused::method("POST", format!("/admin/reload takes POST, not {method}"))
        });
        routes = routes.route("/admin/reload", reload);
    }
    if app.settings.metrics_path {
        routes = routes.route("/metrics", reading(get(metrics::handler)));
    }
    routes
        .route(SCHEMA, reading(get(schema::sdl)))
        .route("/", reading(get(page::welcome)))
        .route("/graphiql", reading(get(page::graphiql)))
        .route("/graphiql.js", reading(get(page::graphiql_script)))
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
