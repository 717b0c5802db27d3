//! What the engine is given and what it gives.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::{execute::Executed, frames::Frame, plan::Plan};
use crate::graphql::error::{ErrorCode, Refusal};

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
    /// Names the request in the log, and in errors whose cause only the log has.
    pub request_id: String,
}

/// Says when an execution must stop; asked every few hundred fields.
pub trait Interrupt {
    /// Why to stop now, [`ErrorCode::Timeout`] or [`ErrorCode::Cancelled`]; else `None`.
    fn reason(&self) -> Option<ErrorCode>;
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
    pub(super) request_id: String,
}

impl Prepared {
    /// What will be resolved.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What executing it may cost at most: fields resolved and things visited.
    pub fn cost(&self) -> usize {
        self.cost
    }
}

/// The answer to a request that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The JSON text, as GraphQL over HTTP sends it.
    pub body: Vec<u8>,
    /// What is in it.
    pub outcome: Outcome,
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
            body: refusal.body(),
            outcome: Outcome::Failed(refusal.code()),
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
            body: executed.body,
            outcome,
        }
    }
}
