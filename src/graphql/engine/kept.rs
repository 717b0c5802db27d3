//! Keeps documents that passed every rule, and plans, for the requests to come.
//!
//! A document is found by its text, a plan by its document, the operation and the values of the
//! variables that conditions name: by all that it was made from. Neither knows the other values of
//! a request, and what was refused is not kept. What was not asked for lately makes room.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use quick_cache::Weighter;

use super::{document::Document, input::Coerced, plan::Plan, variables::Variables};
use crate::graphql::cache::Cache;

/// The documents and plans of one schema.
pub(super) struct Kept {
    documents: Option<Cache<Box<str>, Arc<KeptDocument>, OfDocuments>>,
    plans: Option<Cache<PlanKey, Arc<Plan>, OfPlans>>,
    documents_made: AtomicU64,
    plans_made: AtomicU64,
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

/// What a document or a plan usually takes, in bytes.
const TYPICAL_BYTES: usize = 16 * 1024;

impl Kept {
    /// Keeps about so many bytes: half of documents, half of plans.
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            documents: Cache::new(bytes_max / 2, TYPICAL_BYTES, OfDocuments),
            plans: Cache::new(bytes_max / 2, TYPICAL_BYTES, OfPlans),
            documents_made: AtomicU64::new(0),
            plans_made: AtomicU64::new(0),
        }
    }

    /// How many documents and how many plans were made, kept or not.
    pub(super) fn made(&self) -> [u64; 2] {
        [&self.documents_made, &self.plans_made].map(|made| made.load(Ordering::Relaxed))
    }

    /// The document of this text.
    pub(super) fn document(&self, text: &str) -> Option<Arc<KeptDocument>> {
        self.documents.as_ref()?.get(text)
    }

    /// Keeps a document that passed.
    pub(super) fn keep(&self, text: &str, document: Document) -> Arc<KeptDocument> {
        let number = self.documents_made.fetch_add(1, Ordering::Relaxed);
        let document = Arc::new(KeptDocument { document, number });
        if let Some(documents) = &self.documents {
            documents.keep(text.into(), Arc::clone(&document));
        }
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
        self.plans.as_ref()?.get(&key)
    }

    /// Keeps the plan of an operation with its conditions as `variables` have them.
    pub(super) fn keep_plan(
        &self,
        document: &KeptDocument,
        operation: usize,
        variables: &Variables<'_>,
        plan: Plan,
    ) -> Arc<Plan> {
        self.plans_made.fetch_add(1, Ordering::Relaxed);
        let plan = Arc::new(plan);
        if let Some(plans) = &self.plans
            && let Some(key) = PlanKey::of(document, operation, variables)
        {
            plans.keep(key, Arc::clone(&plan));
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
