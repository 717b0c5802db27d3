//! Plans: what to resolve, flattened by object type and merged by response key.
//!
//! A selection belongs to one object type. It is shared wherever the same fields are
//! selected on that type; without that, interfaces inside interfaces would multiply the
//! plan by their possible types at each level.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    time::Duration,
};

use async_graphql::Pos;

use super::{
    cost::{self, Price, Pricing},
    field_key::FieldKey,
    frames::{Frame, FrameId, Template},
    items::Items,
    types::Types,
    variables::Variables,
};
use crate::graphql::{
    error::{Refusal, RequestError},
    limits::Limits,
};

/// How large an answer is taken to be as long as there is none.
const ANSWER_BYTES_AT_FIRST: usize = 1024;

/// What one operation with one set of conditions resolves; owns everything it needs.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: SelectionId,
    /// Each behind those that are selected inside it.
    pub(super) selections: Vec<Selection>,
    /// Arguments without variables.
    pub(super) constants: Vec<Frame>,
    /// Arguments that each request binds.
    pub(super) templates: Vec<Template>,
    /// What it costs where variables have no say in that; an error where that is too much.
    pub(super) cost: Option<Result<usize, Refusal>>,
    /// About how many bytes its answers have.
    answer_bytes: AtomicUsize,
    pub(super) last: LastTime,
}

/// How long the last execution took, and on which graph: its number in the upper half, microseconds
/// in the lower. No graph is the number 0.
#[derive(Debug, Default)]
pub(super) struct LastTime(AtomicU64);

impl LastTime {
    pub(super) fn on(&self, graph: u32) -> Option<Duration> {
        let last = self.0.load(Ordering::Relaxed);
        (last >> 32 == u64::from(graph)).then(|| Duration::from_micros(last & u64::from(u32::MAX)))
    }

    pub(super) fn set(&self, graph: u32, time: Duration) {
        let micros = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
        let last = u64::from(graph) << 32 | u64::from(micros);
        self.0.store(last, Ordering::Relaxed);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SelectionId(pub(super) u32);

impl SelectionId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is resolved on one object type.
#[derive(Debug)]
pub(super) struct Selection {
    /// The name of the type as JSON.
    pub(super) type_name: String,
    pub(super) fields: Vec<PlanField>,
}

/// One field of an answer.
#[derive(Debug)]
pub struct PlanField {
    pub(super) key: FieldKey,
    /// Where the document selects it first.
    pub(super) position: Pos,
    pub(super) target: Target,
    /// Whether there are places inside its value, which have paths of their own.
    pub(super) is_composite: bool,
    /// Which frame holds its arguments.
    pub(super) frame: FrameId,
    pub(super) price: Price,
    /// How its price follows from its arguments, where variables have a say.
    pub(super) pricing: Option<Pricing>,
    /// What is selected below it, for each of its possible types in their order.
    pub(super) selections: Vec<SelectionId>,
}

impl PlanField {
    /// The name in the answer.
    pub(super) fn response_key(&self) -> &str {
        self.key.response_key()
    }
}

/// Who answers a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The resolver in this group at this number of the object's table.
    Resolver(u8, u8),
    /// The object's name.
    Typename,
    /// The field of this number that every root has.
    Introspection(u8),
}

impl Plan {
    /// One in which nothing is planned yet.
    pub(super) fn empty() -> Self {
        Self {
            root: SelectionId(0),
            selections: Vec::new(),
            constants: Vec::new(),
            templates: Vec::new(),
            cost: None,
            answer_bytes: AtomicUsize::new(ANSWER_BYTES_AT_FIRST),
            last: LastTime::default(),
        }
    }

    pub(super) fn root(&self) -> &Selection {
        self.selection(self.root)
    }

    /// What `field` selects below, for the possible type of this number.
    pub(super) fn below(&self, field: &PlanField, possible: usize) -> &Selection {
        self.selection(field.selections[possible])
    }

    /// The arguments of a field; `bound` are those that were bound for the request.
    pub(super) fn frame<'a>(&'a self, field: &PlanField, bound: &'a [Frame]) -> Option<&'a Frame> {
        match field.frame {
            FrameId::None => None,
            FrameId::Constant(number) => self.constants.get(number as usize),
            FrameId::Bound(number) => bound.get(number as usize),
        }
    }

    /// Binds the arguments in which variables stand.
    pub(super) fn bind(
        &self,
        types: &Types,
        variables: &Variables<'_>,
        items: &Items<'_>,
    ) -> Result<Vec<Frame>, RequestError> {
        let templates = self.templates.iter();
        let frames = templates.map(|template| template.bind(types, variables, items));
        frames.collect()
    }

    /// What it costs with these arguments; a refusal where that is more than the limit.
    pub(super) fn cost(&self, bound: &[Frame], limits: &Limits) -> Result<usize, Refusal> {
        let kept = self.cost.clone();
        kept.unwrap_or_else(|| cost::check(self, bound, limits))
    }

    /// About how many bytes its next answer will have: as many as the largest had, less and less
    /// the longer ago that is.
    pub(super) fn answer_bytes(&self) -> usize {
        self.answer_bytes.load(Ordering::Relaxed)
    }

    /// Tells how many bytes an answer has.
    pub(super) fn learn(&self, answer_bytes: usize) {
        let known = self.answer_bytes();
        let next = answer_bytes.max(known - known / 16);
        if next != known {
            self.answer_bytes.store(next, Ordering::Relaxed);
        }
    }

    /// Bytes that it takes, by estimate; texts aside.
    pub(super) fn bytes(&self) -> usize {
        let fields = self
            .selections
            .iter()
            .flat_map(|selection| &selection.fields);
        let fields = fields.map(|field| {
            size_of::<PlanField>() + field.key.bytes() + size_of_val(&field.selections[..])
        });
        let constants = self.constants.iter().flatten();
        let constants = constants.map(|values| size_of::<Frame>() + size_of_val(&values[..]));
        let templates = self.templates.iter().map(Template::bytes);
        let selections = self.selections.len() * size_of::<Selection>();
        selections + fields.chain(constants).chain(templates).sum::<usize>()
    }

    pub(super) fn selection(&self, id: SelectionId) -> &Selection {
        &self.selections[id.index()]
    }

    /// How many fields are planned, on all types together.
    pub fn size(&self) -> usize {
        let selections = self.selections.iter();
        selections.map(|selection| selection.fields.len()).sum()
    }
}
