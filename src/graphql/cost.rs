//! What a request was expected to cost, and what it did.
//!
//! Both are in fields resolved and things visited. The expected cost is that of
//! [`engine::cost`](super::engine), known before anything is executed.

use std::cell::Cell;

use serde::Serialize;

use super::engine::{Answer, Interrupt, POLL_INTERVAL};
use super::error::ErrorCode;
use crate::graph::filter::STOP_INTERVAL;

/// `extensions.cost` of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CostReport {
    /// What the operation may cost by its document and variables.
    pub requested: usize,
    /// What was resolved and visited; above `requested` where a graph is larger than weights take
    /// it to be.
    pub actual: usize,
    /// The most that an operation may cost.
    pub limit: usize,
}

impl CostReport {
    /// Of what was not executed.
    pub const fn refused(requested: usize, limit: usize) -> Self {
        Self {
            requested,
            actual: 0,
            limit,
        }
    }

    /// Adds `extensions` to an answer that has data.
    pub fn add_to(self, answer: &mut Answer) {
        if !answer.outcome.has_data() {
            return;
        }
        let mut body = Vec::from(std::mem::take(&mut answer.body));
        if body.pop() == Some(b'}') {
            body.extend_from_slice(b",\"extensions\":");
            let extensions = Costs { cost: self };
            serde_json::to_writer(&mut body, &extensions).expect("numbers are JSON");
            body.push(b'}');
        }
        answer.body = body.into();
    }
}

/// `extensions` of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Costs {
    pub(super) cost: CostReport,
}

/// Counts how often work asks whether to stop, and so what it visits, without a counter of its own.
pub(super) struct Counted<'i> {
    inner: &'i dyn Interrupt,
    asked: Cell<usize>,
}

impl<'i> Counted<'i> {
    pub(super) fn new(inner: &'i dyn Interrupt) -> Self {
        let asked = Cell::new(0);
        Self { inner, asked }
    }

    /// Fields and items resolved, and things visited for them in full [`STOP_INTERVAL`]s: walks
    /// ask once for each, and the engine for so many fields.
    pub(super) fn actual(&self, resolved: usize) -> usize {
        let by_engine = resolved / POLL_INTERVAL as usize;
        let by_walks = self.asked.get().saturating_sub(by_engine);
        by_walks
            .saturating_mul(STOP_INTERVAL)
            .saturating_add(resolved)
    }
}

impl Interrupt for Counted<'_> {
    fn reason(&self) -> Option<ErrorCode> {
        self.asked.set(self.asked.get() + 1);
        self.inner.reason()
    }

    fn is_patient(&self) -> bool {
        self.inner.is_patient()
    }
}
