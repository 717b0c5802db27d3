//! Answers of one graph, kept for whoever asks the same again.
//!
//! A graph never changes, so an answer without errors follows from the graph and the request.
//! What failed is never kept: it may be the deadline's fault, or name its request.

use super::engine::{Answer, Outcome, Request};
use super::room::Room;
use bytes::Bytes;
use quick_cache::Weighter;

/// What an answer takes beside its bytes and its question's, in bytes: the entry, and what the
/// allocator adds.
const ENTRY_BYTES: usize = 160;
/// What an answer and its question usually take, in bytes.
const TYPICAL_BYTES: usize = 4_096;

/// The answers of one graph, up to a number of bytes.
pub struct Answers(Option<Room<Box<[u8]>, Answer, Weight>>);

/// All of a request that its answer depends on, as bytes.
///
/// Equal only for requests of one document, one operation and the same variables; those that give
/// their variables in another order may differ.
fn question(request: &Request) -> Vec<u8> {
    // A new field has to be judged here.
    let Request {
        query,
        operation_name,
        variables,
        // A refused mutation is not kept, and what is kept may be read either way.
        queries_only: _,
        request_id: _,
        // Such an answer is neither kept nor read from what is.
        reports_cost: _,
    } = request;
    let name = operation_name.as_deref();
    let mut bytes = Vec::with_capacity(query.len() + 256);
    // Lengths come first, so that no text can pass for the end of another.
    bytes.extend_from_slice(&query.len().to_le_bytes());
    bytes.extend_from_slice(query.as_bytes());
    let length = name.map_or(usize::MAX, str::len);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(name.unwrap_or_default().as_bytes());
    serde_json::to_writer(&mut bytes, variables).expect("JSON is written as JSON");
    bytes
}

/// Weighs answers by their bytes.
#[derive(Clone)]
struct Weight;

impl Weighter<Box<[u8]>, Answer> for Weight {
    fn weight(&self, question: &Box<[u8]>, answer: &Answer) -> u64 {
        (question.len() + answer.body.len() + ENTRY_BYTES) as u64
    }
}

impl Answers {
    /// None yet, with room for so many bytes; with 0, none ever.
    ///
    /// An answer that would take more than a quarter of the room is not kept.
    pub fn new(bytes_max: usize) -> Self {
        Self(Room::new(bytes_max, TYPICAL_BYTES, Weight))
    }

    /// The answer that was given to the same question; its bytes are shared.
    ///
    /// Costs a copy of the question and its hash, whatever the answer took.
    pub fn get(&self, request: &Request) -> Option<Answer> {
        if request.reports_cost {
            return None;
        }
        self.0.as_ref()?.get(question(request).as_slice())
    }

    /// Keeps an answer if it is complete and there is room for it.
    ///
    /// It must have been read from the graph of these answers.
    pub fn keep(&self, request: &Request, answer: &Answer) {
        let Some(room) = &self.0 else { return };
        if request.reports_cost || answer.outcome != Outcome::Complete {
            return;
        }
        // Copied, without the space in which the answer grew.
        let answer = Answer {
            body: Bytes::copy_from_slice(&answer.body),
            ..*answer
        };
        room.keep(question(request).into(), answer);
    }

    /// How many bytes are kept, by estimate.
    pub fn bytes(&self) -> u64 {
        self.0.as_ref().map_or(0, Room::bytes)
    }
}
