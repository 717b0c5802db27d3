//! A request to `/graphql`, from its head to its answer or the leave of its client.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::metrics::{Metrics, Operation};
use crate::graphql::engine::{Outcome, Prepared};

/// A request as its handler holds it; dropped before its answer, its client has gone.
pub(super) struct Watch {
    request: Arc<UnderWay>,
    outcome: Option<Outcome>,
}

/// A request as its execution sees it.
pub(super) struct UnderWay {
    begin: Instant,
    metrics: Metrics,
    /// What runs, once the document is understood.
    operation: OnceLock<Arc<Operation>>,
    given_up: AtomicBool,
}

impl Watch {
    /// Begins with a request whose head arrived now.
    pub(super) fn begin(metrics: &Metrics) -> Self {
        Self {
            request: Arc::new(UnderWay {
                begin: Instant::now(),
                metrics: metrics.clone(),
                operation: OnceLock::new(),
                given_up: AtomicBool::new(false),
            }),
            outcome: None,
        }
    }

    /// The request for who executes it.
    pub(super) fn request(&self) -> &Arc<UnderWay> {
        &self.request
    }

    /// Ends with an answer.
    pub(super) fn answered(mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
        if let Some(operation) = self.request.operation.get() {
            operation.took(self.request.begin.elapsed());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.request.given_up.store(true, Ordering::Relaxed);
        self.request.metrics.ended(self.outcome);
    }
}

impl UnderWay {
    /// To be told as soon as it is known what will run.
    pub(super) fn prepared(&self, prepared: &Prepared) {
        let operation = self.metrics.operation(prepared.operation_name());
        // A request is prepared once.
        let _ = self.operation.set(operation);
    }

    /// Whether nobody waits for the answer any more.
    pub(super) fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}
