//! Keeps documents that passed every rule, and plans, for the requests to come.
//!
//! A document is found by its text, a plan by its document, the operation and the values of the
//! variables that conditions name: by all that it was made from. Neither knows the other values of
//! a request, and what was refused is not kept. What was not asked for lately makes room.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use hashbrown::DefaultHashBuilder;
use quick_cache::{Weighter, sync::Cache};

use super::{document::Document, input::Coerced, plan::Plan, variables::Variables};

/// The documents and plans of one schema.
pub(super) struct Kept {
    documents: Cache<Box<str>, Arc<KeptDocument>, OfDocuments, DefaultHashBuilder>,
    plans: Cache<PlanKey, Arc<Plan>, OfPlans, DefaultHashBuilder>,
    next: AtomicU64,
}

/// A document with a number, which is that of no other.
#[derive(Debug)]
pub(super) struct KeptDocument {
    document: Document,
    number: u64,
}

impl std::ops::Deref for KeptDocument {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

/// Everything that a plan is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct PlanKey {
    document: u64,
    operation: usize,
    /// A bit for each condition.
    conditions: u64,
}

/// By how many bytes a cache is divided into shards: each holds 32 times as much, so that the
/// largest document has room in one.
const ENTRY_BYTES: usize = 128 * 1024;

impl Kept {
    /// Keeps about so many bytes: half of documents, half of plans.
    pub(super) fn new(bytes_max: usize) -> Self {
        let entries = bytes_max / 2 / ENTRY_BYTES;
        let half = (bytes_max / 2) as u64;
        let hasher = DefaultHashBuilder::default;
        Self {
            documents: Cache::with(entries, half, OfDocuments, hasher(), <_>::default()),
            plans: Cache::with(entries, half, OfPlans, hasher(), <_>::default()),
            next: AtomicU64::new(0),
        }
    }

    /// The document of this text.
    pub(super) fn document(&self, text: &str) -> Option<Arc<KeptDocument>> {
        self.documents.get(text)
    }

    /// Keeps a document that passed.
    pub(super) fn keep(&self, text: &str, document: Document) -> Arc<KeptDocument> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let document = Arc::new(KeptDocument { document, number });
        self.documents.insert(text.into(), Arc::clone(&document));
        document
    }

    /// The plan of an operation with its conditions as `variables` have them.
    pub(super) fn plan(
        &self,
        document: &KeptDocument,
        operation: usize,
        variables: &Variables<'_>,
    ) -> Option<Arc<Plan>> {
        let key = PlanKey::of(document, operation, variables)?;
        self.plans.get(&key)
    }

    /// Keeps the plan of an operation with its conditions as `variables` have them.
    pub(super) fn keep_plan(
        &self,
        document: &KeptDocument,
        operation: usize,
        variables: &Variables<'_>,
        plan: Plan,
    ) -> Arc<Plan> {
        let plan = Arc::new(plan);
        if let Some(key) = PlanKey::of(document, operation, variables) {
            self.plans.insert(key, Arc::clone(&plan));
        }
        plan
    }
}

impl PlanKey {
    /// `None` where there are too many conditions, or one has no value.
    fn of(document: &KeptDocument, operation: usize, variables: &Variables<'_>) -> Option<Self> {
        let named = &document.operations[operation].conditions;
        Some(Self {
            document: document.number,
            operation,
            conditions: conditions(named, variables)?,
        })
    }
}

/// The values of conditions as bits.
fn conditions(places: &[usize], variables: &Variables<'_>) -> Option<u64> {
    if places.len() > 64 {
        return None;
    }
    places.iter().try_fold(0, |bits, place| {
        let Some(Coerced::Boolean(truth)) = variables.at(*place) else {
            return None;
        };
        Some(bits << 1 | u64::from(*truth))
    })
}

#[derive(Clone)]
struct OfDocuments;

impl Weighter<Box<str>, Arc<KeptDocument>> for OfDocuments {
    fn weight(&self, text: &Box<str>, document: &Arc<KeptDocument>) -> u64 {
        document.bytes(text.len()) as u64
    }
}

#[derive(Clone)]
struct OfPlans;

impl Weighter<PlanKey, Arc<Plan>> for OfPlans {
    fn weight(&self, _: &PlanKey, plan: &Arc<Plan>) -> u64 {
        plan.bytes() as u64
    }
}
