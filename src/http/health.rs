//! Whether the process lives, and whether it wants requests.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::IntoResponse,
};

use super::{App, admin::time_text};

/// 200 while the process answers at all.
pub(super) async fn healthz() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "alive\n")
}

/// 200 while requests are welcome, 503 once the server is told to stop; and when the data were
/// loaded, where that is known.
///
/// The graph is there before the first connection is accepted.
pub(super) async fn readyz(State(app): State<Arc<App>>) -> impl IntoResponse {
    let (status, word) = if app.settings.shutdown.is_leaving() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else {
        (StatusCode::OK, "ready")
    };
    let text = match &app.settings.data {
        Some(data) => format!("{word}; data loaded {}\n", time_text(data.loaded())),
        None => format!("{word}\n"),
    };
    (status, [(CACHE_CONTROL, "no-store")], text)
}
