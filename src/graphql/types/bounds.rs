//! What resolvers share that bound their work: by numbers that are asked for, and by the request.

use crate::graph::Stopped;
use crate::graphql::engine::Interrupt;
use crate::graphql::error::{ApiError, ErrorCode};
use std::ops::RangeInclusive;

/// A whole number within its bounds, or what is wrong with it.
pub fn bounded(
    argument: &str,
    value: Option<i32>,
    default: usize,
    bounds: RangeInclusive<usize>,
) -> Result<usize, String> {
    let Some(value) = value else {
        return Ok(default);
    };
    let fitting = usize::try_from(value).ok();
    let fitting = fitting.filter(|value| bounds.contains(value));
    fitting.ok_or_else(|| {
        let (least, most) = bounds.into_inner();
        format!("expected `{argument}` from {least} to {most}, found {value}")
    })
}

/// What comes of work that asks whether to stop, unless the request was interrupted.
pub fn unless_stopped<T>(
    interrupt: &dyn Interrupt,
    work: impl FnOnce(&dyn Fn() -> bool) -> Result<T, Stopped>,
) -> Result<T, ApiError> {
    work(&|| interrupt.reason().is_some()).map_err(|Stopped| stopped(interrupt))
}

/// What a resolver answers whose work was stopped; it ends the whole request.
pub fn stopped(interrupt: &dyn Interrupt) -> ApiError {
    let code = interrupt.reason().unwrap_or(ErrorCode::Timeout);
    ApiError::new(code, "the list was not ready in time")
}
