//! Whether the process lives, and whether it wants requests.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::IntoResponse,
};

use super::App;

/// 200 while the process answers at all.
pub(super) async fn healthz() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "alive\n")
}

/// 200 while requests are welcome, 503 once the server stops.
///
/// The graph is there before the first connection is accepted.
pub(super) async fn readyz(State(app): State<Arc<App>>) -> impl IntoResponse {
    let (status, text) = if app.settings.shutdown.is_draining() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else {
        (StatusCode::OK, "ready\n")
    };
    (status, [(CACHE_CONTROL, "no-store")], text)
}
