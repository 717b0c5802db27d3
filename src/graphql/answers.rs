//! Answers of one graph, kept for whoever asks the same again.
//!
//! A graph never changes, so an answer without errors follows from the graph and the request.
//! What failed is never kept: it may be the deadline's fault, or name its request.

use super::engine::{Answer, Outcome, Request};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};
use std::hash::RandomState;

/// What an answer takes beside its bytes and its question's, in bytes: the entry, and what the
/// allocator adds.
const ENTRY_BYTES: usize = 160;
/// Bytes of an answer and its question to reckon with; only a guess is needed.
const TYPICAL_BYTES: usize = 4_096;
/// Parts that are locked and filled apart; no answer is larger than a part.
const PARTS: usize = 4;

/// The answers of one graph, up to a number of bytes.
pub struct Answers(Option<Kept>);

/// Hashed with keys of this process, since clients choose the questions.
type Kept = Cache<Question, Answer, Weight, RandomState>;

/// What a request asks: all of it that its answer depends on, as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question(Box<[u8]>);

impl Question {
    /// Equal only for requests of one document, one operation and the same variables; those that
    /// give their variables in another order may differ.
    fn of(request: &Request) -> Self {
        // A new field has to be judged here.
        let Request {
            query,
            operation_name,
            variables,
            // A refused mutation is not kept, and what is kept may be read either way.
            queries_only: _,
            request_id: _,
        } = request;
        let name = operation_name.as_deref();
        let mut bytes = Vec::with_capacity(query.len() + 64);
        // Lengths come first, so that no text can pass for the end of another.
        bytes.extend_from_slice(&query.len().to_le_bytes());
        bytes.extend_from_slice(query.as_bytes());
        let length = name.map_or(usize::MAX, str::len);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(name.unwrap_or_default().as_bytes());
        serde_json::to_writer(&mut bytes, variables).expect("JSON is written as JSON");
        Self(bytes.into_boxed_slice())
    }
}

/// Weighs answers by their bytes.
#[derive(Clone)]
struct Weight;

impl Weighter<Question, Answer> for Weight {
    fn weight(&self, question: &Question, answer: &Answer) -> u64 {
        (question.0.len() + answer.body.len() + ENTRY_BYTES) as u64
    }
}

impl Answers {
    /// None yet, with room for so many bytes; with 0, none ever.
    ///
    /// An answer that would take more than a quarter of the room is not kept.
    pub fn new(bytes_max: usize) -> Self {
        let kept = (bytes_max > 0).then(|| {
            let options = OptionsBuilder::new()
                .shards(PARTS)
                .estimated_items_capacity(bytes_max / TYPICAL_BYTES)
                .weight_capacity(bytes_max as u64)
                .build()
                .expect("room and number are set");
            let lifecycle = DefaultLifecycle::default();
            Cache::with_options(options, Weight, RandomState::new(), lifecycle)
        });
        Self(kept)
    }

    /// The answer that was given to the same question; its bytes are shared.
    ///
    /// Costs a copy of the question and its hash, whatever the answer took.
    pub fn get(&self, request: &Request) -> Option<Answer> {
        self.0.as_ref()?.get(&Question::of(request))
    }

    /// Keeps an answer if it is complete and there is room for it.
    ///
    /// It must have been read from the graph of these answers.
    pub fn keep(&self, request: &Request, answer: &Answer) {
        let Some(kept) = &self.0 else { return };
        if answer.outcome != Outcome::Complete {
            return;
        }
        // Without the room that the bytes had to grow.
        let body = answer.body.to_vec().into();
        let answer = Answer {
            body,
            ..answer.clone()
        };
        kept.insert(Question::of(request), answer);
    }

    /// How many bytes are kept, by estimate.
    pub fn bytes(&self) -> u64 {
        self.0.as_ref().map_or(0, Cache::weight)
    }
}
