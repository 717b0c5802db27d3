//! From the text of a request to a document that may be kept, and one of its operations.

use std::collections::HashSet;

use async_graphql::{
    Name, Pos, Positioned,
    parser::{
        self, parse_query,
        types::{ExecutableDocument, OperationType, Selection, SelectionSet},
    },
};
use async_graphql_value::Value;

use super::{
    Request,
    nesting::{self, Fault},
    parser as fast,
    scan::Scan,
    syntax,
    types::Types,
    variables::{self, Declared},
};
use crate::graphql::{
    error::{ErrorCode, RequestError},
    limits::Limits,
};

/// Parses a document of bounded length and nesting.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<ExecutableDocument, RequestError> {
    if text.len() > limits.document_bytes_max {
        return Err(RequestError::whole(
            ErrorCode::LimitReached,
            format!(
                "the document has {} bytes, at most {} are allowed",
                text.len(),
                limits.document_bytes_max
            ),
        ));
    }
    if let Some(document) = fast::parse(text, limits.nesting_max) {
        return Ok(document);
    }
    // A repeated field is told after parsing, because only GraphQL has input objects.
    let fault = nesting::check(text, limits.nesting_max).err();
    if let Some(Fault::TooDeep(at)) = fault {
        return Err(RequestError::at(
            ErrorCode::LimitReached,
            at,
            format!(
                "brackets stand inside each other in more than {} levels",
                limits.nesting_max
            ),
        ));
    }
    let document = parse_query(text).map_err(|error| parse_error(text, &error))?;
    match fault {
        Some(Fault::RepeatedField(at)) => Err(RequestError::at(
            ErrorCode::Validation,
            at,
            "An input object gives this field before",
        )),
        _ => Ok(document),
    }
}

fn parse_error(text: &str, error: &parser::Error) -> RequestError {
    let (code, message) = match error {
        // The parser draws the place over several lines; the last one says what is wrong.
        parser::Error::Syntax { message, start, .. } => {
            let reason = message.rsplit_once(" = ");
            let reason = reason.map_or(message.as_str(), |(_, reason)| reason);
            (
                ErrorCode::Parse,
                syntax::describe(reason.trim(), text, *start),
            )
        }
        parser::Error::MultipleOperations { .. }
        | parser::Error::OperationDuplicated { .. }
        | parser::Error::FragmentDuplicated { .. } => (ErrorCode::Validation, error.to_string()),
        parser::Error::RecursionLimitExceeded => (ErrorCode::LimitReached, error.to_string()),
        _ => (ErrorCode::Parse, error.to_string()),
    };
    RequestError {
        locations: error.positions().collect(),
        ..RequestError::whole(code, message.trim())
    }
}

/// What is known of an operation before the document is checked.
#[derive(Debug)]
pub(super) struct Heading {
    name: Option<Name>,
    ty: OperationType,
    at: Pos,
}

/// The operations of a document, in its order.
pub(super) fn headings(document: &ExecutableDocument) -> Vec<Heading> {
    let operations = in_order(document.operations.iter()).into_iter();
    let headings = operations.map(|(name, operation)| Heading {
        name: name.cloned(),
        ty: operation.node.ty,
        at: operation.pos,
    });
    headings.collect()
}

/// Picks the operation that a request runs, by name where there are several: its place.
pub(super) fn pick(headings: &[Heading], request: &Request) -> Result<usize, RequestError> {
    let place = named(headings, request.operation_name.as_deref())?;
    if request.queries_only {
        only_queries(&headings[place])?;
    }
    Ok(place)
}

fn named(headings: &[Heading], name: Option<&str>) -> Result<usize, RequestError> {
    let known = || headings.iter().filter_map(|heading| heading.name.as_ref());
    let names = || known().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let refuse = |message: String| RequestError::whole(ErrorCode::UnknownOperation, message);
    match (headings, name) {
        ([_], None) => Ok(0),
        (_, None) => Err(refuse(format!(
            "name the operation to run: one of {}",
            names()
        ))),
        ([Heading { name: None, .. }], Some(name)) => Err(refuse(format!(
            "there is no operation \"{name}\": the only operation has no name"
        ))),
        (_, Some(name)) => {
            let mut all = headings.iter();
            let found = all.position(|heading| heading.name.as_deref() == Some(name));
            found.ok_or_else(|| {
                refuse(format!(
                    "there is no operation \"{name}\", only {}",
                    names()
                ))
            })
        }
    }
}

/// Refuses operations that change something, where only queries may run.
fn only_queries(heading: &Heading) -> Result<(), RequestError> {
    if heading.ty == OperationType::Query {
        return Ok(());
    }
    let message = format!(
        "a {} cannot be run by this request, only a query",
        heading.ty
    );
    Err(RequestError::at(
        ErrorCode::MethodNotAllowed,
        heading.at,
        message,
    ))
}

/// A document that passed every rule; the verdict is its own, whoever asks it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) parsed: ExecutableDocument,
    headings: Vec<Heading>,
    /// What each operation declares, in the order of the headings.
    pub(super) operations: Vec<Operation>,
    /// How large it is.
    pub(super) scan: Scan,
}

/// What an operation takes from a request.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) variables: Vec<Declared>,
    /// Places of the variables that conditions of the document name.
    pub(super) conditions: Vec<usize>,
}

impl Document {
    /// The parts of a document that was checked.
    pub(super) fn new(
        types: &Types,
        parsed: ExecutableDocument,
        headings: Vec<Heading>,
        scan: Scan,
    ) -> Self {
        let mut named = HashSet::new();
        let operations = in_order(parsed.operations.iter());
        for (_, operation) in &operations {
            name_conditions(&operation.node.selection_set.node, &mut named);
        }
        for fragment in parsed.fragments.values() {
            name_conditions(&fragment.node.selection_set.node, &mut named);
        }
        let operations = operations.iter().map(|(_, operation)| {
            let variables = variables::declared(types, &operation.node);
            let is_condition = |variable: &Declared| named.contains(variable.name.as_str());
            Operation {
                conditions: (0..variables.len())
                    .filter(|place| is_condition(&variables[*place]))
                    .collect(),
                variables,
            }
        });
        let operations = operations.collect();
        Self {
            parsed,
            headings,
            operations,
            scan,
        }
    }

    /// The place of the operation that a request runs.
    pub(super) fn pick(&self, request: &Request) -> Result<usize, RequestError> {
        pick(&self.headings, request)
    }

    /// The name of the operation at a place, if it has one.
    pub(super) fn name(&self, place: usize) -> Option<&str> {
        self.headings[place].name.as_deref()
    }

    /// What the operation at a place selects.
    pub(super) fn selection_set(&self, place: usize) -> &SelectionSet {
        let operations = in_order(self.parsed.operations.iter());
        &operations[place].1.node.selection_set.node
    }

    /// Bytes that it takes, beside a text of so many.
    pub(super) fn bytes(&self, text_bytes: usize) -> usize {
        // A name has a piece of memory of its own, and the shortest are of a letter.
        let selections = usize::try_from(self.scan.visited).unwrap_or(usize::MAX);
        size_of::<Self>() + 40 * text_bytes + selections.saturating_mul(size_of::<Selection>())
    }
}

/// The names of variables in `@skip` and `@include`, fragments that are spread aside.
fn name_conditions<'a>(set: &'a SelectionSet, named: &mut HashSet<&'a str>) {
    for selection in &set.items {
        for directive in selection.node.directives() {
            let values = directive
                .node
                .arguments
                .iter()
                .map(|(_, value)| &value.node);
            named.extend(values.filter_map(|value| match value {
                Value::Variable(name) => Some(name.as_str()),
                _ => None,
            }));
        }
        match &selection.node {
            Selection::Field(field) => name_conditions(&field.node.selection_set.node, named),
            Selection::InlineFragment(fragment) => {
                name_conditions(&fragment.node.selection_set.node, named);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// Definitions in the order of the document; the parser keeps them in hash order.
pub(super) fn in_order<'a, K, T: 'a>(
    definitions: impl Iterator<Item = (K, &'a Positioned<T>)>,
) -> Vec<(K, &'a Positioned<T>)> {
    let mut definitions: Vec<_> = definitions.collect();
    definitions.sort_by_key(|(_, definition)| (definition.pos.line, definition.pos.column));
    definitions
}
