//! The path where Prometheus asks.

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRef, State},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};
use prometheus_client::encoding::prometheus_text;

use super::Metrics;
use crate::http::{App, Front, Settings};

/// All counts, in Prometheus' text format.
pub(in crate::http) async fn metrics(State(metrics): State<Metrics>) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, prometheus_text::CONTENT_TYPE),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, metrics.text())
}

impl FromRef<Arc<App>> for Metrics {
    fn from_ref(app: &Arc<App>) -> Self {
        app.settings.metrics.clone()
    }
}

/// `/metrics` with what `metrics` counts and nothing else, for an address of its own.
///
/// Its own requests are counted in the metrics of `settings`.
pub fn front(metrics: Metrics, settings: &Settings) -> Front {
    let routes = Router::new()
        .route("/metrics", get(self::metrics))
        .with_state(metrics);
    Front::before(routes, settings)
}
