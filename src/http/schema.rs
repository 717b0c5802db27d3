//! The schema in its definition language.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
};

use super::App;

/// The text of `schema.graphql`; clients ask anew each time whether it changed.
pub(super) async fn sdl(State(app): State<Arc<App>>) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "application/graphql; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, app.executor.sdl().to_owned())
}
