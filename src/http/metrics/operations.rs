//! Durations by the name of an operation.
//!
//! Names come from whoever asks, so there is a bound on how many are kept: the first ones. All
//! others are one, and so are the operations without a name.

use std::{fmt, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use hashbrown::HashMap;
use prometheus_client::{
    encoding::{EncodeMetric, MetricEncoder},
    metrics::MetricType,
};

use super::durations::Durations;

/// How many operations have durations of their own where nobody says.
pub const OPERATIONS_MAX: usize = 100;

/// Longest name that is kept, in bytes.
const NAME_BYTES_MAX: usize = 100;

/// Stands for operations without a name; who names one so is counted among them.
const ANONYMOUS: &str = "anonymous";
/// Stands for operations whose name is not kept; who names one so is counted among them.
const OTHER: &str = "other";

/// An operation, or those that are counted as one.
#[derive(Debug)]
pub(in crate::http) struct Operation {
    label: Box<str>,
    durations: Durations,
}

impl Operation {
    fn new(label: &str) -> Arc<Self> {
        Arc::new(Self {
            label: label.into(),
            durations: Durations::default(),
        })
    }

    /// Its name, or what stands for it; there are few.
    pub(in crate::http) fn label(&self) -> &str {
        &self.label
    }

    /// Counts a request that took so long.
    pub(in crate::http) fn took(&self, duration: Duration) {
        self.durations.count(duration);
    }
}

/// All operations that were asked for; all clones are one.
#[derive(Clone, Debug)]
pub(super) struct Operations(Arc<Known>);

#[derive(Debug)]
struct Known {
    by_label: ArcSwap<HashMap<Box<str>, Arc<Operation>>>,
    anonymous: Arc<Operation>,
    other: Arc<Operation>,
    labels_max: usize,
}

impl Operations {
    /// Keeps so many names.
    pub(super) fn new(max: usize) -> Self {
        let (anonymous, other) = (Operation::new(ANONYMOUS), Operation::new(OTHER));
        let first =
            [&anonymous, &other].map(|operation| (operation.label.clone(), Arc::clone(operation)));
        let by_label: HashMap<_, _> = first.into_iter().collect();
        Self(Arc::new(Known {
            labels_max: max.saturating_add(by_label.len()),
            by_label: ArcSwap::from_pointee(by_label),
            anonymous,
            other,
        }))
    }

    /// The operation of that name; takes memory only when the name is new and kept.
    pub(super) fn of(&self, name: Option<&str>) -> Arc<Operation> {
        let known = &*self.0;
        let Some(name) = name else {
            return Arc::clone(&known.anonymous);
        };
        let by_label = known.by_label.load();
        if let Some(operation) = by_label.get(name) {
            return Arc::clone(operation);
        }
        if by_label.len() >= known.labels_max || name.len() > NAME_BYTES_MAX {
            return Arc::clone(&known.other);
        }
        drop(by_label);
        let new = Operation::new(name);
        known.by_label.rcu(|by_label| {
            // Others may have come first with this name, or with as many as are kept.
            if by_label.contains_key(name) || by_label.len() >= known.labels_max {
                return Arc::clone(by_label);
            }
            let mut more = HashMap::clone(by_label);
            more.insert(name.into(), Arc::clone(&new));
            Arc::new(more)
        });
        let by_label = known.by_label.load();
        Arc::clone(by_label.get(name).unwrap_or(&known.other))
    }
}

impl EncodeMetric for Operations {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        let by_label = self.0.by_label.load();
        let mut operations: Vec<_> = by_label.values().collect();
        operations.sort_by_key(|operation| operation.label());
        for operation in operations {
            let labels = [("operation", operation.label())];
            operation
                .durations
                .encode(encoder.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }
}
