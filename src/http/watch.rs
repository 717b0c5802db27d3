//! A request to `/graphql`, from its head to its answer or the leave of its client.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use axum::http::StatusCode;

use super::{
    metrics::{Metrics, Operation},
    spans::Span,
    texts::Texts,
};
use crate::graphql::engine::{Outcome, Prepared, Request};

/// A request as its handler holds it; dropped before its answer, its client has gone.
pub(super) struct Watch {
    request: Arc<UnderWay>,
    span: Option<Span>,
    outcome: Option<Outcome>,
}

/// A request as its execution sees it.
pub(super) struct UnderWay {
    begin: Instant,
    metrics: Metrics,
    /// What runs and what it may cost, once the document is understood.
    operation: OnceLock<(Arc<Operation>, usize)>,
    given_up: AtomicBool,
}

impl Watch {
    /// Begins with a request whose head arrived now, and whose span there is if anybody collects
    /// them.
    pub(super) fn begin(metrics: &Metrics, span: Option<Span>) -> Self {
        Self {
            request: Arc::new(UnderWay {
                begin: Instant::now(),
                metrics: metrics.clone(),
                operation: OnceLock::new(),
                given_up: AtomicBool::new(false),
            }),
            span,
            outcome: None,
        }
    }

    /// The request for who executes it.
    pub(super) fn request(&self) -> &Arc<UnderWay> {
        &self.request
    }

    /// What was asked is what `operation_name` names, and its answer is kept, for nothing.
    pub(super) fn kept(&self, operation_name: Option<&str>) {
        self.request.runs(operation_name, 0);
    }

    /// Adds texts of the request to its span, where they are asked for.
    pub(super) fn texts(&mut self, request: &Request, texts: Texts) {
        if let Some(span) = &mut self.span {
            span.texts(request, texts);
        }
    }

    /// Ends with an answer.
    pub(super) fn answered(mut self, outcome: Outcome, status: StatusCode) {
        self.outcome = Some(outcome);
        if let Some((operation, _)) = self.request.operation.get() {
            operation.took(self.request.begin.elapsed());
        }
        if let Some(span) = &mut self.span {
            span.status(status);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.request.given_up.store(true, Ordering::Relaxed);
        self.request.metrics.ended(self.outcome);
        if let Some(span) = &mut self.span {
            if let Some((operation, cost)) = self.request.operation.get() {
                span.operation(operation.label(), *cost);
            }
            span.end(self.outcome);
        }
    }
}

impl UnderWay {
    /// To be told as soon as it is known what will run.
    pub(super) fn prepared(&self, prepared: &Prepared) {
        self.runs(prepared.operation_name(), prepared.cost());
    }

    fn runs(&self, operation_name: Option<&str>, cost: usize) {
        let operation = self.metrics.operation(operation_name);
        // That is known once.
        let _ = self.operation.set((operation, cost));
    }

    /// Whether nobody waits for the answer any more.
    pub(super) fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}
