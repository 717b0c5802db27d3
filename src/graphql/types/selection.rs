//! The things that a filter lets through, for one request.

use super::claim::stopped;
use crate::graph::filter::STOP_INTERVAL;
use crate::graph::{Filter, Graph, Nodes, Order, Selection, Stopped};
use crate::graphql::engine::Interrupt;
use crate::graphql::error::{ApiError, ErrorCode};
use crate::model::Kind;
use std::cell::Cell;

/// The things of a kind that a filter lets through, in an order.
///
/// # Errors
/// That the request was interrupted, or that more than `visited_max` things and entries of
/// their lists were to be looked at.
pub fn select<'g>(
    graph: &'g Graph,
    kind: Kind,
    filter: Option<&Filter>,
    order: &Order,
    visited_max: usize,
    interrupt: &dyn Interrupt,
) -> Result<Selection<Nodes<'g>>, ApiError> {
    let visited = Cell::new(0);
    let stop = || {
        visited.set(visited.get() + STOP_INTERVAL);
        visited.get() > visited_max || interrupt.reason().is_some()
    };
    let selection = graph.select(kind, filter, order, &stop);
    selection.map_err(|Stopped| {
        if interrupt.reason().is_some() {
            return stopped(interrupt);
        }
        ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "the filter would look at more than {visited_max} things; name what they have in common by its id, as in \"network\""
            ),
        )
    })
}
