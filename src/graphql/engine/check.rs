//! Rules of validation that the library does not apply, or applies by half.
//!
//! [`before`] keeps the library from what it cannot bear, [`after`] needs a document
//! that passed it. What they add:
//!
//! - variables fit their places, within lists and input objects too;
//! - literals fit their types: 32 bits for an `Int`, no strings for enums, the texts
//!   of custom scalars, input objects where they are expected;
//! - `__typename` takes neither arguments nor a selection;
//! - directives on variables are known (there are none).
//!
//! Fields that cannot merge are a subject of their own, in [`merge`](super::merge).

use async_graphql::{
    Pos, Positioned,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::Value;
use hashbrown::HashSet;

use super::{
    coerce::{Coercion, Mistake, Origin},
    document::in_order,
    input::Coerced,
    types::{TypeRef, Types},
    variables,
};
use crate::graphql::error::{ErrorCode, RequestError};

/// Refuses what would make the library panic: variables of unknown types.
pub(super) fn before(types: &Types, document: &ExecutableDocument) -> Vec<RequestError> {
    let mut errors = Vec::new();
    for (_, operation) in in_order(document.operations.iter()) {
        for definition in &operation.node.variable_definitions {
            let type_ref = variables::type_ref(&definition.node.var_type.node);
            let type_name = type_ref.type_name();
            if !types.is_input(type_name) {
                let name = &definition.node.name.node;
                errors.push(RequestError::at(
                    ErrorCode::Validation,
                    definition.node.var_type.pos,
                    format!(
                        "Variable \"${name}\" is of type \"{type_name}\", which is no input type"
                    ),
                ));
            }
            errors.extend(definition.node.directives.iter().map(|directive| {
                let name = &directive.node.name.node;
                RequestError::at(
                    ErrorCode::Validation,
                    directive.pos,
                    format!("Directive \"{name}\" may not be used on a variable"),
                )
            }));
        }
    }
    errors
}

/// Applies the rules to a document that the library has passed.
pub(super) fn after(types: &Types, document: &ExecutableDocument) -> Vec<RequestError> {
    let mut errors = Vec::new();
    for (_, operation) in in_order(document.operations.iter()) {
        let mut check = OperationCheck {
            types,
            document,
            operation: &operation.node,
            seen: HashSet::new(),
            errors: &mut errors,
        };
        check.defaults();
        check.directives(&operation.node.directives);
        check.set(types.query(), &operation.node.selection_set.node);
    }
    errors
}

/// One operation and the fragments it reaches, each once.
struct OperationCheck<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    seen: HashSet<&'a str>,
    errors: &'a mut Vec<RequestError>,
}

impl<'a> OperationCheck<'a> {
    fn defaults(&mut self) {
        for definition in &self.operation.variable_definitions {
            let Some(default) = &definition.node.default_value else {
                continue;
            };
            let type_ref = variables::type_ref(&definition.node.var_type.node);
            let value = default.node.clone().into_value();
            let whole = format!("The default of ${}", definition.node.name.node);
            self.literal(&whole, &type_ref, false, &value, default.pos);
        }
    }

    fn set(&mut self, parent: &str, set: &'a SelectionSet) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => self.field(parent, field),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let parent = condition.map_or(parent, |on| on.node.on.node.as_str());
                    self.set(parent, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name)
                        && self.seen.insert(name)
                    {
                        self.directives(&fragment.node.directives);
                        let parent = fragment.node.type_condition.node.on.node.as_str();
                        self.set(parent, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    fn field(&mut self, parent: &str, field: &'a Positioned<Field>) {
        let name = field.node.name.node.as_str();
        if name == "__typename" {
            self.typename(field);
        } else if let Some(definition) = self.types.field(parent, name) {
            for (argument, value) in &field.node.arguments {
                let mut definitions = definition.arguments.iter();
                if let Some(definition) =
                    definitions.find(|input| input.name == argument.node.as_str())
                {
                    let whole = format!("Argument \"{}\"", argument.node);
                    let has_default = definition.default.is_some();
                    self.literal(
                        &whole,
                        &definition.type_ref,
                        has_default,
                        &value.node,
                        value.pos,
                    );
                }
            }
            let child = definition.type_ref.type_name();
            self.set(child, &field.node.selection_set.node);
        }
    }

    fn typename(&mut self, field: &Positioned<Field>) {
        let fault = if field.node.arguments.is_empty() {
            "a selection"
        } else {
            "arguments"
        };
        if !field.node.arguments.is_empty() || !field.node.selection_set.node.items.is_empty() {
            self.errors.push(RequestError::at(
                ErrorCode::Validation,
                field.pos,
                format!("Field \"__typename\" has no {fault}"),
            ));
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        for directive in directives {
            for (argument, value) in &directive.node.arguments {
                let whole = format!("Argument \"{}\"", argument.node);
                let boolean = TypeRef::named_nn(TypeRef::BOOLEAN);
                self.literal(&whole, &boolean, false, &value.node, value.pos);
            }
        }
    }

    fn literal(
        &mut self,
        whole: &str,
        type_ref: &TypeRef,
        has_default: bool,
        value: &Value,
        at: Pos,
    ) {
        let operation = self.operation;
        let mut on_variable = |name: &str, place: &TypeRef, has_default: bool| {
            let mut definitions = operation.variable_definitions.iter();
            let definition = definitions.find(|definition| definition.node.name.node == *name);
            match definition {
                Some(definition)
                    if !variables::is_usage_allowed(&definition.node, place, has_default) =>
                {
                    let found = &definition.node.var_type.node;
                    Err(Mistake::new(format!(
                        "expected {place}, found ${name} of type {found}"
                    )))
                }
                _ => Ok(Some(Coerced::Null)),
            }
        };
        let mut coercion = Coercion {
            types: self.types,
            origin: Origin::Document,
            on_variable: &mut on_variable,
        };
        if let Err(mistake) = coercion.value(type_ref, has_default, value) {
            let message = mistake.in_words(whole);
            self.errors
                .push(RequestError::at(ErrorCode::Validation, at, message));
        }
    }
}
