//! Numbers that others keep, read when Prometheus asks.

use std::fmt;

use prometheus_client::{
    encoding::{EncodeGaugeValue, EncodeMetric, MetricEncoder, NoLabelSet},
    metrics::MetricType,
};

/// A number that never falls.
pub(super) struct Counter<F>(pub(super) F);

impl<F: Fn() -> u64> EncodeMetric for Counter<F> {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        encoder.encode_counter::<NoLabelSet, _, u64>(&self.0(), None)
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Counter
    }
}

impl<F> fmt::Debug for Counter<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Counter")
    }
}

/// A number that may rise and fall.
pub(super) struct Gauge<F>(pub(super) F);

impl<V: EncodeGaugeValue, F: Fn() -> V> EncodeMetric for Gauge<F> {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        encoder.encode_gauge(&self.0())
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Gauge
    }
}

impl<F> fmt::Debug for Gauge<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Gauge")
    }
}
