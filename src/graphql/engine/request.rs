//! What the engine is given and what it gives.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::{execute::Executed, frames::Frame, plan::Plan};
use crate::graphql::{
    cost::CostReport,
    error::{ErrorCode, Refusal},
};

/// A request, as HTTP or another transport has read it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The document.
    pub query: String,
    /// Which operation to run; needed where there are several.
    pub operation_name: Option<String>,
    /// Values of variables; those that the operation does not declare do not matter.
    pub variables: Map<String, Json>,
    /// Whether mutations are refused, as over GET.
    pub queries_only: bool,
    /// Whether the answer says in `extensions.cost` what it cost.
    pub reports_cost: bool,
    /// Names the request in the log, and in errors whose cause only the log has.
    pub request_id: String,
    /// All of the above but the id as the client sent it, by which an answer is kept for whoever sends
    /// the same; empty where it is not to be.
    pub sent: Bytes,
}

/// Says when an execution must stop; asked every few hundred fields.
pub trait Interrupt {
    /// Why to stop now, [`ErrorCode::Timeout`] or [`ErrorCode::Cancelled`]; else `None`.
    fn reason(&self) -> Option<ErrorCode>;

    /// Whether there is time to make, or to wait for, what is made once for many requests: a view, an
    /// index. Asked where it is not there; who has no time fails as if it were stopped.
    fn is_patient(&self) -> bool {
        true
    }
}

/// Lets every execution come to its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Uninterrupted;

impl Interrupt for Uninterrupted {
    fn reason(&self) -> Option<ErrorCode> {
        None
    }
}

/// A request that can be executed, on any snapshot.
#[derive(Debug)]
pub struct Prepared {
    pub(super) plan: Arc<Plan>,
    /// Arguments in which its variables stand.
    pub(super) bound: Vec<Frame>,
    pub(super) cost: usize,
    pub(super) cost_max: usize,
    pub(super) reports_cost: bool,
    pub(super) operation_name: Option<Box<str>>,
    pub(super) request_id: String,
}

impl Prepared {
    /// What will be resolved.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The name of the operation that runs, as the document gives it.
    pub fn operation_name(&self) -> Option<&str> {
        self.operation_name.as_deref()
    }

    /// What executing it may cost at most: fields resolved and things visited.
    pub fn cost(&self) -> usize {
        self.cost
    }

    /// What it may cost at most; it costs more only where limits are measured.
    pub fn cost_max(&self) -> usize {
        self.cost_max
    }

    /// How long the last execution of the same plan on the graph of this number took; `None` where
    /// there was none, or on another graph since.
    pub(crate) fn last_time(&self, graph: u32) -> Option<Duration> {
        self.plan.last.on(graph)
    }

    /// An execution of the plan on the graph of this number took so long.
    pub(crate) fn took(&self, graph: u32, time: Duration) {
        self.plan.last.set(graph, time);
    }

    /// What it costs and cost, where the request asks for it.
    pub(crate) fn report(&self, actual: usize) -> Option<CostReport> {
        self.reports_cost.then_some(CostReport {
            requested: self.cost,
            actual,
            limit: self.cost_max,
        })
    }
}

/// The answer to a request that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The JSON text, as GraphQL over HTTP sends it.
    pub body: Bytes,
    /// What is in it.
    pub outcome: Outcome,
    /// How many fields and items of lists were resolved; 0 without data.
    pub resolved: usize,
}

/// What an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that was asked for.
    Complete,
    /// Data, with errors beside it.
    Partial,
    /// `data` is `null`, because a field that may not be null failed.
    Null,
    /// No `data` at all: the execution was stopped, for this reason.
    Failed(ErrorCode),
}

impl Outcome {
    /// Whether the body has an entry `data`.
    pub const fn has_data(self) -> bool {
        !matches!(self, Self::Failed(_))
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self {
            body: refusal.body().into(),
            outcome: Outcome::Failed(refusal.code()),
            resolved: 0,
        }
    }
}

impl From<Executed> for Answer {
    fn from(executed: Executed) -> Self {
        let outcome = match (executed.data_is_null, executed.has_errors) {
            (true, _) => Outcome::Null,
            (false, true) => Outcome::Partial,
            (false, false) => Outcome::Complete,
        };
        Self {
            body: executed.body.into(),
            outcome,
            resolved: executed.resolved,
        }
    }
}
