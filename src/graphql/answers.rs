//! Answers of one graph, kept for whoever asks the same again.
//!
//! A graph never changes, so an answer without errors follows from the graph and the request.
//! What failed is never kept: it may be the deadline's fault, or name its request.

use super::cache::Cache;
use super::engine::{Answer, Outcome};
use bytes::Bytes;
use quick_cache::Weighter;
use std::sync::Arc;

/// What an answer takes beside its bytes and its request's, in bytes: the entry, and what the
/// allocator adds.
const ENTRY_BYTES: usize = 192;
/// What an answer and its request usually take, in bytes.
const TYPICAL_BYTES: usize = 4_096;

/// The answers of one graph, up to a number of bytes.
///
/// A request is what its client sent: who sends other bytes for the same question has an answer
/// of its own. So a request that is known costs one look at its bytes, and is not even read.
pub struct Answers(Option<Cache<Box<[u8]>, Kept, Weight>>);

/// An answer that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The answer.
    pub answer: Answer,
    /// The name of the operation that it answers.
    pub operation_name: Option<Arc<str>>,
}

/// Weighs answers by their bytes.
#[derive(Clone)]
struct Weight;

impl Weighter<Box<[u8]>, Kept> for Weight {
    fn weight(&self, sent: &Box<[u8]>, kept: &Kept) -> u64 {
        let name_bytes = kept.operation_name.as_deref().map_or(0, str::len);
        (sent.len() + kept.answer.body.len() + name_bytes + ENTRY_BYTES) as u64
    }
}

impl Answers {
    /// None yet, with room for so many bytes; with 0, none ever.
    ///
    /// An answer that would take more than a quarter of the room is not kept.
    pub fn new(bytes_max: usize) -> Self {
        Self(Cache::new(bytes_max, TYPICAL_BYTES, Weight))
    }

    /// The answer that was given to the same request; its bytes are shared.
    ///
    /// Costs a hash of the request, whatever the answer took.
    pub fn get(&self, sent: &[u8]) -> Option<Kept> {
        self.0.as_ref()?.get(sent)
    }

    /// Keeps an answer if it is complete, the request may be known again (it is not empty), and
    /// there is room.
    ///
    /// It must have been read from the graph of these answers.
    pub fn keep(&self, sent: &[u8], answer: &Answer, operation_name: Option<&str>) {
        let Some(cache) = &self.0 else { return };
        if sent.is_empty() || answer.outcome != Outcome::Complete {
            return;
        }
        // Copied, without the space in which the answer grew.
        let answer = Answer {
            body: Bytes::copy_from_slice(&answer.body),
            ..*answer
        };
        let operation_name = operation_name.map(Arc::from);
        let kept = Kept {
            answer,
            operation_name,
        };
        cache.keep(sent.into(), kept);
    }

    /// How many bytes are kept, by estimate.
    pub fn bytes(&self) -> u64 {
        self.0.as_ref().map_or(0, Cache::bytes)
    }
}
