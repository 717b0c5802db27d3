//! Sends spans to a collector of OpenTelemetry, where the environment names one.

use super::Failure;
use async_trait::async_trait;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response, hyper::HyperClient};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{SdkTracer, SdkTracerProvider},
};
use std::env;
use std::time::Duration;
use tokio::runtime::Handle;

/// How long a collector may take for one batch.
const SEND_TIME: Duration = Duration::from_secs(10);

/// How long the last spans may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(3);

/// Where the environment may name a collector; the first counts more.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/// What brings spans to the collector.
pub(super) struct Collector(SdkTracerProvider);

impl Collector {
    /// The collector that the environment names; without one, nothing is started.
    ///
    /// Batches, sampling, the name of the service and more follow from the environment too, as
    /// OpenTelemetry says. `runtime` carries the requests; spans wait on a thread of their own.
    pub(super) fn of_environment(runtime: &Handle) -> Result<Option<Self>, Failure> {
        let set = |name: &&str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let disabled =
            env::var("OTEL_SDK_DISABLED").is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        let Some(name) = ENDPOINTS
            .iter()
            .find(|name| set(name))
            .filter(|_| !disabled)
        else {
            return Ok(None);
        };
        let place = env::var(name).unwrap_or_default();
        if !place.starts_with("http://") {
            return Err(format!(
                "castgraph: {name}: expected an address of HTTP, found {place:?}; spans are sent \
                 without TLS, so name a collector that is near, such as http://127.0.0.1:4318"
            )
            .into());
        }
        let client = OnRuntime {
            client: HyperClient::with_default_connector(SEND_TIME, None),
            runtime: runtime.clone(),
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client)
            .build();
        let exporter = exporter.map_err(|error| format!("castgraph: OpenTelemetry: {error}"))?;
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource())
            .build();
        tracing::info!(collector = place, "spans are sent");
        Ok(Some(Self(provider)))
    }

    /// What makes spans.
    pub(super) fn tracer(&self) -> SdkTracer {
        self.0.tracer("castgraph")
    }

    /// Sends what is left. Must not be called on the runtime that carries the requests.
    pub(super) fn end(&self) {
        if let Err(error) = self.0.shutdown_with_timeout(FAREWELL) {
            tracing::warn!(%error, "the last spans could not be sent");
        }
    }
}

/// What sends the spans: castgraph, unless the environment gives it another name.
fn resource() -> Resource {
    const NAME: opentelemetry::Key = opentelemetry::Key::from_static_str("service.name");
    let resource = Resource::builder().build();
    let name = resource.get(&NAME).map(|name| name.to_string());
    if name.is_none_or(|name| name.starts_with("unknown_service")) {
        return Resource::builder().with_service_name("castgraph").build();
    }
    resource
}

/// A client of HTTP for a thread that is none of tokio's.
#[derive(Debug)]
struct OnRuntime {
    client: HyperClient,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for OnRuntime {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sent = self
            .runtime
            .spawn(async move { client.send_bytes(request).await });
        sent.await?
    }
}
