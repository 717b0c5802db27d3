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
use crate::http::App;

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

/// `/metrics` and nothing else, for an address of its own.
pub fn router(metrics: Metrics) -> Router {
    Router::new()
        .route("/metrics", get(self::metrics))
        .with_state(metrics)
}
