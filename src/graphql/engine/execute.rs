//! Executes a plan straight into JSON bytes.

use async_graphql::Pos;
use serde::{Serialize, Serializer};

use super::{
    Interrupt,
    frames::Frame,
    input::Arguments,
    introspection::Introspection,
    json,
    output::Output,
    plan::{Plan, PlanField, Selection, Target},
    table::Object,
    types::Types,
};
use crate::graphql::error::{ApiError, ErrorCode, Extensions};

/// Fields and items between two looks at the interrupt.
pub(crate) const POLL_INTERVAL: u32 = 256;

/// Whether a value was written.
pub type Written = Result<(), Unwritten>;

/// Why a value was not written; whatever it left behind is cut off by who goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// A `null` where none may be: it climbs to the nearest place that may be null.
    Null,
    /// The whole execution stops; see [`Execution::run`].
    Stopped,
}

/// A place in the answer to which it can be cut back.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    answer_bytes: usize,
    path_steps: usize,
}

/// One execution: the answer so far, and where in it we are.
pub struct Execution<'g> {
    out: Vec<u8>,
    path: Vec<Step<'g>>,
    errors: Vec<u8>,
    context: Context<'g>,
    ticks: u32,
    stopped: Option<ApiError>,
}

/// What an execution reads and never changes.
#[derive(Clone, Copy)]
pub(super) struct Context<'g> {
    pub(super) plan: &'g Plan,
    pub(super) bound: &'g [Frame],
    pub(super) types: &'g Types,
    pub(super) request_id: &'g str,
    pub(super) interrupt: &'g dyn Interrupt,
    pub(super) answer_bytes_max: usize,
}

/// What an execution gives when it was not stopped.
pub(super) struct Executed {
    pub(super) body: Vec<u8>,
    pub(super) has_errors: bool,
    pub(super) data_is_null: bool,
    /// Fields and items; an answer is too large before this number ends.
    pub(super) resolved: usize,
}

/// A step to a place in the answer; that of a leaf is taken only when it fails.
enum Step<'g> {
    Field(&'g PlanField),
    Item(usize),
}

impl<'g> Execution<'g> {
    /// Executes the plan on the root; an error says why it was stopped.
    pub(super) fn run<Q: Object<'g>>(
        query: &Q,
        context: Context<'g>,
    ) -> Result<Executed, ApiError> {
        let mut execution = Self {
            out: Vec::with_capacity(context.plan.answer_bytes()),
            path: Vec::with_capacity(32),
            errors: Vec::new(),
            context,
            ticks: 0,
            stopped: None,
        };
        execution.raw("{\"data\":");
        let place = execution.place();
        let written = execution.selection(query, context.plan.root());
        if let Some(error) = execution.stopped {
            return Err(error);
        }
        let data_is_null = written.is_err();
        if data_is_null {
            execution.cut_back(place);
            execution.null();
        }
        let Self {
            mut out,
            errors,
            ticks,
            ..
        } = execution;
        if !errors.is_empty() {
            out.extend_from_slice(b",\"errors\":[");
            out.extend_from_slice(&errors);
            out.push(b']');
        }
        out.push(b'}');
        context.plan.learn(out.len());
        Ok(Executed {
            body: out,
            has_errors: !errors.is_empty(),
            data_is_null,
            resolved: ticks as usize,
        })
    }

    /// Writes an object: `view` is of the possible type of this number.
    pub fn object<T: Object<'g>>(
        &mut self,
        view: &T,
        field: &'g PlanField,
        possible: usize,
    ) -> Written {
        self.selection(view, self.context.plan.below(field, possible))
    }

    fn selection<T: Object<'g>>(&mut self, view: &T, selection: &'g Selection) -> Written {
        if selection.fields.is_empty() {
            self.out.push(b'{');
        }
        for field in &selection.fields {
            self.tick()?;
            field.key.write(&mut self.out);
            if field.is_composite {
                self.path.push(Step::Field(field));
            }
            match field.target {
                Target::Resolver(group, number) => {
                    let field_of_table = &T::FIELDS[usize::from(group)][usize::from(number)];
                    field_of_table.resolver.resolve(view.clone(), self, field)?;
                }
                Target::Typename => self.raw(&selection.type_name),
                Target::Introspection(number) => {
                    let root = Introspection {
                        types: self.context.types,
                    };
                    let field_of_root = &Introspection::ROOT[usize::from(number)];
                    field_of_root.resolver.resolve(root, self, field)?;
                }
            }
            if field.is_composite {
                self.path.pop();
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    /// Writes a list, item by item.
    pub fn list<T: Output<'g>>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        field: &'g PlanField,
    ) -> Written {
        self.out.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            self.tick()?;
            if index > 0 {
                self.out.push(b',');
            }
            self.path.push(Step::Item(index));
            item.write(self, field)?;
            self.path.pop();
        }
        self.out.push(b']');
        Ok(())
    }

    /// Reports that the value here failed; it becomes `null` where that may be.
    ///
    /// A resolver that was told to stop stops the whole execution, as a look at the
    /// interrupt does.
    #[cold]
    pub fn fail(&mut self, error: &ApiError, field: &'g PlanField, nullable: bool) -> Written {
        if matches!(error.code(), ErrorCode::Timeout | ErrorCode::Cancelled) {
            return self.stop(error.clone());
        }
        self.report(error, field);
        if nullable {
            self.null();
            Ok(())
        } else {
            Err(Unwritten::Null)
        }
    }

    /// Reads the arguments of a field.
    pub fn arguments<A: Arguments<'g>>(&self, field: &'g PlanField) -> Result<A, ApiError> {
        match self.context.plan.frame(field, self.context.bound) {
            Some(Frame::Ok(values)) => A::read(values),
            Some(Frame::Err(error)) => Err(error.clone()),
            None => A::read(&[]),
        }
    }

    /// What says when to stop.
    pub(super) fn interrupt(&self) -> &'g dyn Interrupt {
        self.context.interrupt
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// Writes text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes what a value displays, as a string.
    pub fn display(&mut self, value: &impl std::fmt::Display) {
        json::write_display(&mut self.out, value);
    }

    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    pub(super) fn place(&self) -> Place {
        Place {
            answer_bytes: self.out.len(),
            path_steps: self.path.len(),
        }
    }

    pub(super) fn cut_back(&mut self, place: Place) {
        self.out.truncate(place.answer_bytes);
        self.path.truncate(place.path_steps);
    }

    #[inline]
    fn tick(&mut self) -> Written {
        self.ticks = self.ticks.wrapping_add(1);
        if self.out.len() + self.errors.len() > self.context.answer_bytes_max {
            let max = self.context.answer_bytes_max;
            let message = format!("the answer is too large: at most {max} bytes are allowed");
            return self.stop(ApiError::new(ErrorCode::LimitReached, message));
        }
        if self.ticks.is_multiple_of(POLL_INTERVAL)
            && let Some(code) = self.context.interrupt.reason()
        {
            let message = match code {
                ErrorCode::Timeout => "the answer was not ready in time",
                _ => "the request was given up",
            };
            return self.stop(ApiError::new(code, message));
        }
        Ok(())
    }

    #[cold]
    fn stop(&mut self, error: ApiError) -> Written {
        self.stopped = Some(error);
        Err(Unwritten::Stopped)
    }

    fn report(&mut self, error: &ApiError, field: &'g PlanField) {
        if !field.is_composite {
            self.path.push(Step::Field(field));
        }
        let request_id = (error.code() == ErrorCode::Internal).then_some(self.context.request_id);
        let entry = Entry {
            message: error.message(),
            locations: [field.position],
            path: &self.path,
            extensions: Extensions {
                code: error.code(),
                request_id,
            },
        };
        if request_id.is_some() {
            let path = serde_json::to_string(&self.path).unwrap_or_default();
            let cause = error.cause().unwrap_or_default();
            tracing::error!(request_id, path, cause, "a resolver failed");
        }
        if !self.errors.is_empty() {
            self.errors.push(b',');
        }
        serde_json::to_writer(&mut self.errors, &entry).expect("errors are plain text");
        if !field.is_composite {
            self.path.pop();
        }
    }
}

/// One entry of `errors`.
#[derive(Serialize)]
struct Entry<'a> {
    message: &'a str,
    locations: [Pos; 1],
    path: &'a [Step<'a>],
    extensions: Extensions<'a>,
}

impl Serialize for Step<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Field(field) => serializer.serialize_str(field.response_key()),
            Self::Item(index) => serializer.serialize_u64(*index as u64),
        }
    }
}
