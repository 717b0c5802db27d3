//! What resolvers share that bound their work: by numbers that are asked for, and by the request.

use crate::graph::Stopped;
use crate::graph::structure::{ASKING_MAX, Unready};
use crate::graphql::engine::Interrupt;
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::views::full;
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

/// What is computed of a whole graph, once for all who ask; or how far it is.
pub fn computed<T>(
    interrupt: &dyn Interrupt,
    work: impl FnOnce(&dyn Fn() -> bool) -> Result<T, Unready>,
) -> Result<T, ApiError> {
    // Asked before each turn, not for what is there.
    let stop = || !interrupt.is_patient() || interrupt.reason().is_some();
    let unready = match work(&stop) {
        Ok(computed) => return Ok(computed),
        Err(unready) => unready,
    };
    let so_far = |done: String| match done.as_str() {
        "" => String::new(),
        done => format!(", {done} so far"),
    };
    Err(match unready {
        Unready::Stopped(done) => {
            let code = interrupt.reason().unwrap_or(ErrorCode::Timeout);
            let message = format!(
                "what is computed of the whole graph was not ready in time{}; ask again, and it \
                 goes on from there",
                so_far(done)
            );
            ApiError::new(code, message)
        }
        Unready::Busy(done) => {
            let message = format!(
                "expected at most {ASKING_MAX} requests at once for what is still being computed \
                 of the whole graph{}; ask again in some seconds",
                so_far(done)
            );
            ApiError::new(ErrorCode::LimitReached, message)
        }
        Unready::Full(missing) => full(missing),
    })
}

/// What a resolver answers whose work was stopped; it ends the whole request.
pub fn stopped(interrupt: &dyn Interrupt) -> ApiError {
    let code = interrupt.reason().unwrap_or(ErrorCode::Timeout);
    ApiError::new(code, "the list was not ready in time")
}
