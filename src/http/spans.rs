//! Spans of requests to `/graphql`, where somebody collects them.
//!
//! A span goes on from the `traceparent` of its request. It never holds variables or documents
//! unless asked.

use axum::{extract::Request as HttpRequest, http::StatusCode};
use opentelemetry::{
    Context, KeyValue,
    propagation::TextMapPropagator,
    trace::{Span as _, SpanKind, Status, Tracer as _},
};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::{
    propagation::TraceContextPropagator,
    trace::{SdkTracer, Span as SdkSpan},
};

use super::{metrics::end, texts::Texts};
use crate::graphql::engine::{Outcome, Request};

/// Where spans go; nowhere unless told.
#[derive(Clone, Debug, Default)]
pub struct Spans(Option<SdkTracer>);

impl Spans {
    /// Spans that `tracer` takes.
    pub fn to(tracer: SdkTracer) -> Self {
        Self(Some(tracer))
    }

    /// The span of a request whose head is there.
    pub(super) fn begin(&self, http: &HttpRequest, request_id: &str) -> Option<Span> {
        let tracer = self.0.as_ref()?;
        let headers = HeaderExtractor(http.headers());
        let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &headers);
        let span = tracer
            .span_builder("graphql")
            .with_kind(SpanKind::Server)
            .with_attributes([
                KeyValue::new("http.request.method", http.method().to_string()),
                KeyValue::new("url.path", http.uri().path().to_owned()),
                KeyValue::new("castgraph.request_id", request_id.to_owned()),
            ])
            .start_with_context(tracer, &parent);
        Some(Span(span))
    }
}

/// The span of one request; it ends when it is dropped.
pub(super) struct Span(SdkSpan);

impl Span {
    /// The texts of the request that are asked for.
    pub(super) fn texts(&mut self, request: &Request, texts: Texts) {
        if let Some(document) = texts.document(request) {
            self.set("graphql.document", document.to_owned());
        }
        if let Some(variables) = texts.variables(request) {
            self.set("graphql.variables", variables);
        }
    }

    /// What runs: the name of the operation, or what stands for it, and what it may cost.
    pub(super) fn operation(&mut self, label: &str, cost: usize) {
        self.0.update_name(format!("graphql {label}"));
        self.set("graphql.operation.name", label.to_owned());
        self.set("castgraph.cost", i64::try_from(cost).unwrap_or(i64::MAX));
    }

    /// How it ended, and why it was refused, if it was; nothing when its client went away.
    pub(super) fn end(&mut self, outcome: Option<Outcome>) {
        self.set("castgraph.outcome", end(outcome));
        if let Some(Outcome::Failed(code)) = outcome {
            self.set("error.type", code.as_str());
        }
    }

    /// With which status it was answered.
    pub(super) fn status(&mut self, status: StatusCode) {
        self.set("http.response.status_code", i64::from(status.as_u16()));
        if status.is_server_error() {
            self.0.set_status(Status::error(""));
        }
    }

    fn set(&mut self, key: &'static str, value: impl Into<opentelemetry::Value>) {
        self.0.set_attribute(KeyValue::new(key, value));
    }
}
