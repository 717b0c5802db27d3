//! From the text of a request to one operation.

use async_graphql::{
    Name, Positioned,
    parser::{
        self, parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

use super::{
    nesting::{self, Fault},
    syntax,
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

/// Picks the operation to run, by name where there are several; with its name, if it has one.
pub(super) fn pick<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<(Option<&'a Name>, &'a Positioned<OperationDefinition>), RequestError> {
    let names = || {
        let operations = in_order(document.operations.iter());
        let names = operations
            .iter()
            .filter_map(|(name, _)| name.map(Name::as_str));
        names.collect::<Vec<_>>().join(", ")
    };
    let refuse = |message: String| RequestError::whole(ErrorCode::UnknownOperation, message);
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok((None, operation)),
        (DocumentOperations::Single(_), Some(name)) => Err(refuse(format!(
            "there is no operation \"{name}\": the only operation has no name"
        ))),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            let found = operations.get_key_value(name);
            let found = found.map(|(name, operation)| (Some(name), operation));
            found.ok_or_else(|| {
                refuse(format!(
                    "there is no operation \"{name}\", only {}",
                    names()
                ))
            })
        }
        (DocumentOperations::Multiple(operations), None) => {
            let mut operations = operations.iter();
            match (operations.next(), operations.next()) {
                (Some((name, operation)), None) => Ok((Some(name), operation)),
                _ => Err(refuse(format!(
                    "name the operation to run: one of {}",
                    names()
                ))),
            }
        }
    }
}

/// Refuses operations that change something, where only queries may run.
pub(super) fn only_queries(
    operation: &Positioned<OperationDefinition>,
) -> Result<(), RequestError> {
    if operation.node.ty == OperationType::Query {
        return Ok(());
    }
    Err(RequestError::at(
        ErrorCode::MethodNotAllowed,
        operation.pos,
        format!(
            "a {} cannot be run by this request, only a query",
            operation.node.ty
        ),
    ))
}

/// Definitions in the order of the document; the parser keeps them in hash order.
pub(super) fn in_order<'a, K, T: 'a>(
    definitions: impl Iterator<Item = (K, &'a Positioned<T>)>,
) -> Vec<(K, &'a Positioned<T>)> {
    let mut definitions: Vec<_> = definitions.collect();
    definitions.sort_by_key(|(_, definition)| (definition.pos.line, definition.pos.column));
    definitions
}
