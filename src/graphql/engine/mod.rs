//! Answers a GraphQL request on one snapshot: types as tables, plans, JSON bytes.
//!
//! ```text
//! document -> parse -> linear scan -> surely valid? -> merge, plan, bind -> execute -> bytes
//!      in doubt: library              in doubt: library
//! ```
//!
//! 1. [`document`] bounds length and nesting, and picks the operation. [`parser`] parses; where it
//!    gives up, the library does.
//! 2. [`scan`] counts what the document expands to, each fragment once.
//! 3. [`sure`] sees that most documents are valid. Of others, [`schema`] lets the library validate,
//!    without variables, so that the verdict is the document's own; [`check`] and [`merge`] apply
//!    what the library leaves out.
//! 4. [`items`] bounds the values of the request, [`variables`] coerces its variables,
//!    [`coerce`] all values.
//! 5. [`planner`] makes a [`plan`]: it flattens fragments by object type, merges fields by
//!    response key and decides `@skip` and `@include`. [`kept`] keeps documents and plans.
//!    [`frames`] binds arguments; [`cost`] refuses what would cost too much.
//! 6. [`execute`] runs the plan over views, straight into bytes. A `null` that may not be
//!    is cut back to the nearest place that may be null.
//!
//! What a type is, is written once: in a table ([`table`]) of fields whose closures read
//! a view. Names, types and nullability follow from what the closures return ([`output`])
//! and take ([`input`]). [`Types`] is everything that a walk over the tables finds; from
//! it come the library's schema, the SDL ([`sdl`]) and the [`introspection`], whose types
//! are tables, too.
//!
//! There is no async here, no clock and no graph: the caller brings the root view and an
//! [`Interrupt`], which is asked every few hundred fields, and by resolvers that take
//! long ([`Interruptible`]).

pub mod input;
pub mod interface;
pub mod leaf;
mod naming;
pub mod output;
mod register;
mod sdl;
pub mod table;
pub mod types;

mod check;
mod coerce;
mod cost;
mod directives;
mod document;
pub mod execute;
mod field_key;
mod frames;
mod introspection;
mod items;
mod json;
mod kept;
mod merge;
pub mod nesting;
pub mod parser;
pub mod plan;
mod planner;
mod request;
pub mod scan;
mod schema;
pub mod sure;
mod syntax;
mod typename;
mod variables;

use std::{
    any::Any,
    marker::PhantomData,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use async_graphql::{Name, parser::types::ExecutableDocument};

pub use cost::weigh;
pub(crate) use execute::POLL_INTERVAL;
pub use execute::{Execution, Unwritten, Written};
pub use input::{
    Arguments, Coerced, Input, InputList, Literal, enum_literal, enum_value, object_fields,
    object_literal, unread,
};
pub use naming::{camel_case, description, name};
pub use output::{Id, Interruptible, List, Output};
use plan::Plan;
pub use plan::PlanField;
pub use request::{Answer, Interrupt, Outcome, Prepared, Request, Uninterrupted};
pub use table::{Field, Object, Resolve, WithArguments, field_with_arguments, plain_field};
pub use types::{
    EnumType, EnumValue, FieldType, InputField, InputObjectType, InterfaceType, ObjectType,
    ScalarType, SchemaError, TypeRef, Types,
};

use self::{
    document::Document,
    execute::Context,
    items::Items,
    kept::{Kept, KeptDocument},
    schema::LibrarySchema,
    variables::Variables,
};
use super::{
    error::{Refusal, RequestError, panic_text},
    limits::Limits,
};

fn verdict(errors: Vec<RequestError>) -> Result<(), Refusal> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::new(errors))
    }
}

/// The root of a schema, at the lifetime of the snapshot that it reads.
pub trait Root: 'static {
    /// The view that answers root fields.
    type Query<'g>: Object<'g>;
}

/// Answers requests on the schema whose root is `R`.
pub struct Engine<R> {
    types: Arc<Types>,
    schema: LibrarySchema,
    /// Printed when it is first asked for.
    sdl: OnceLock<String>,
    kept: Kept,
    limits: Limits,
    root: PhantomData<fn() -> R>,
}

impl<R: Root> Engine<R> {
    /// Walks the tables from the root and builds the schema.
    pub fn new(limits: Limits) -> Result<Self, SchemaError> {
        let types = Arc::new(Types::walk::<R::Query<'static>>()?);
        let schema = LibrarySchema::new(&types)?;
        Ok(Self {
            sdl: OnceLock::new(),
            types,
            schema,
            kept: Kept::new(limits.plans_bytes_max),
            limits,
            root: PhantomData,
        })
    }

    /// The schema in its definition language.
    pub fn sdl(&self) -> &str {
        self.sdl.get_or_init(|| sdl::print(&self.types))
    }

    /// How many documents passed every rule, and how many plans were made: work that what is kept
    /// spares.
    pub fn made(&self) -> [u64; 2] {
        self.kept.made()
    }

    /// All types of the schema.
    pub fn types(&self) -> &Arc<Types> {
        &self.types
    }

    /// Does everything that needs no snapshot; a refusal is the answer.
    pub fn prepare(&self, request: &Request) -> Result<Prepared, Refusal> {
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            let document = match self.kept.document(&request.query) {
                Some(kept) => kept,
                None => self.document(request)?,
            };
            let prepared = self.bind(request, &document, |place, variables| {
                let set = document.selection_set(place);
                let (types, limits) = (&self.types, &self.limits);
                let plan = planner::plan(types, &document.parsed, set, variables, limits)?;
                Ok(Some(self.kept.keep_plan(&document, place, variables, plan)))
            })?;
            Ok(prepared.expect("there is a plan"))
        }));
        prepared.unwrap_or_else(|panic| Err(panicked(&*panic, &request.request_id)))
    }

    /// As [`Self::prepare`], where the document and its plan are kept; else `None`.
    ///
    /// Cost: O(values of the variables and arguments), and the plan where these decide its cost.
    pub fn prepare_kept(&self, request: &Request) -> Option<Result<Prepared, Refusal>> {
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            let document = self.kept.document(&request.query)?;
            self.bind(request, &document, |_, _| Ok(None)).transpose()
        }));
        prepared.unwrap_or_else(|panic| Some(Err(panicked(&*panic, &request.request_id))))
    }

    /// Fits the values of a request to the plan that is kept, or else to that of `make`.
    fn bind(
        &self,
        request: &Request,
        document: &KeptDocument,
        make: impl FnOnce(usize, &Variables<'_>) -> Result<Option<Arc<Plan>>, RequestError>,
    ) -> Result<Option<Prepared>, Refusal> {
        let place = document.pick(request)?;
        let declared = &document.operations[place].variables;
        let (literals, max) = (document.scan.size.items, self.limits.input_items_max);
        let items = Items::check(declared, &request.variables, literals, max)?;
        let variables =
            variables::coerce(&self.types, declared, &request.variables).map_err(Refusal::new)?;
        let kept = self.kept.plan(document, place, &variables);
        let Some(plan) = kept.map_or_else(|| make(place, &variables), |kept| Ok(Some(kept)))?
        else {
            return Ok(None);
        };
        let bound = plan.bind(&self.types, &variables, &items)?;
        let cost = plan.cost(&bound, &self.limits)?;
        Ok(Some(Prepared {
            plan,
            bound,
            cost,
            cost_max: self.limits.cost_max,
            reports_cost: request.reports_cost,
            operation_name: document.name(place).map(Into::into),
            request_id: request.request_id.clone(),
        }))
    }

    /// Parses and checks a document, and keeps it if it passes.
    fn document(&self, request: &Request) -> Result<Arc<KeptDocument>, Refusal> {
        let parsed = document::parse(&request.query, &self.limits)?;
        let headings = document::headings(&parsed);
        document::pick(&headings, request)?;
        let scan = scan::scan(&parsed, self.limits.nesting_max);
        scan.check(&self.limits).map_err(Refusal::new)?;
        if !sure::is_valid(&self.types, &parsed) {
            self.validate(&parsed)?;
        }
        verdict(merge::check(&self.types, &parsed))?;
        let document = Document::new(&self.types, parsed, headings, scan);
        Ok(self.kept.keep(&request.query, document))
    }

    /// Whether a document may be executed, as far as that depends on it alone: not on the
    /// operation, the variables and the cost. Applies each rule, also where [`sure`] has no doubt.
    pub fn check_document(&self, text: &str) -> Result<(), Refusal> {
        let document = document::parse(text, &self.limits)?;
        let scan = scan::scan(&document, self.limits.nesting_max);
        scan.check(&self.limits).map_err(Refusal::new)?;
        self.validate(&document)?;
        verdict(merge::check(&self.types, &document))
    }

    /// Applies all rules but that of fields which cannot merge; the verdict depends on nothing else.
    fn validate(&self, document: &ExecutableDocument) -> Result<(), Refusal> {
        verdict(check::before(&self.types, document))?;
        let operations = document::in_order(document.operations.iter());
        let name = operations
            .iter()
            .find_map(|(name, _)| name.map(Name::as_str));
        let visible = typename::made_visible(document);
        let verdict_of_library = self.schema.validate(&self.types, visible, name);
        verdict_of_library.map_err(Refusal::new)?;
        verdict(check::after(&self.types, document))
    }

    /// Executes a prepared request on the snapshot behind `query`.
    ///
    /// A panic in a resolver is logged and becomes an error of the whole request.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a root view is made for one execution"
    )]
    pub fn execute<'g>(
        &'g self,
        prepared: &'g Prepared,
        query: R::Query<'g>,
        interrupt: &'g dyn Interrupt,
    ) -> Answer {
        let context = Context {
            plan: &prepared.plan,
            bound: &prepared.bound,
            types: &self.types,
            request_id: &prepared.request_id,
            interrupt,
            answer_bytes_max: self.limits.answer_bytes_max,
        };
        let run = AssertUnwindSafe(|| Execution::run(&query, context));
        match catch_unwind(run) {
            Ok(Ok(executed)) => executed.into(),
            Ok(Err(error)) => {
                let stopped = RequestError::whole(error.code(), error.message());
                Refusal::from(stopped).into()
            }
            Err(panic) => panicked(&*panic, &prepared.request_id).into(),
        }
    }
}

/// Logs a panic; the client learns the request id only.
fn panicked(panic: &(dyn Any + Send), request_id: &str) -> Refusal {
    let text = panic_text(panic);
    tracing::error!(request_id, panic = text, "a request panicked");
    RequestError::internal(request_id).into()
}
