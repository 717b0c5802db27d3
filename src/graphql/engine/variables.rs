//! Variables: their values for one request, and where a document may use them.

use std::collections::HashMap;

use async_graphql::{
    Name, Value as Constant,
    parser::types::{BaseType, OperationDefinition, Type, VariableDefinition},
};

use super::{
    coerce::{self, Mistake, Origin},
    input::Coerced,
    types::{TypeRef, Types},
};
use crate::graphql::error::{ErrorCode, RequestError};

/// Coerced values by name; a variable that has none is not there.
pub(super) type Variables = HashMap<Name, Coerced>;

/// Coerces the variables of an operation; others that were given do not matter.
pub(super) fn coerce(
    types: &Types,
    operation: &OperationDefinition,
    given: &serde_json::Map<String, serde_json::Value>,
) -> Result<Variables, Vec<RequestError>> {
    let mut variables = Variables::new();
    let mut errors = Vec::new();
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        match variable(types, &definition.node, given.get(name.as_str())) {
            Ok(Some(value)) => {
                variables.insert(name.clone(), value);
            }
            Ok(None) => {}
            Err(mistake) => errors.push(RequestError::at(
                ErrorCode::BadVariables,
                definition.pos,
                mistake.in_words(&format!("Variable ${name}")),
            )),
        }
    }
    if errors.is_empty() {
        Ok(variables)
    } else {
        Err(errors)
    }
}

fn variable(
    types: &Types,
    definition: &VariableDefinition,
    given: Option<&serde_json::Value>,
) -> Result<Option<Coerced>, Mistake> {
    let type_ref = type_ref(&definition.var_type.node);
    if let Some(given) = given {
        let given = Constant::from_json(given.clone())
            .map_err(|_| Mistake::new("not a value"))?
            .into_value();
        return coerce::constant(types, Origin::Variables, &type_ref, &given).map(Some);
    }
    if let Some(default) = &definition.default_value {
        let default = default.node.clone().into_value();
        return coerce::constant(types, Origin::Document, &type_ref, &default).map(Some);
    }
    match type_ref {
        TypeRef::NonNull(_) => Err(Mistake::new(format!("{type_ref} is required"))),
        _ => Ok(None),
    }
}

/// Whether a variable may stand at a place of type `place`, which may have a default.
///
/// The specification's `IsVariableUsageAllowed`; the library never asks.
pub(super) fn is_usage_allowed(
    definition: &VariableDefinition,
    place: &TypeRef,
    place_has_default: bool,
) -> bool {
    let default = definition.default_value.as_ref();
    let has_default = default.is_some_and(|default| default.node != Constant::Null);
    let variable = type_ref(&definition.var_type.node);
    match (&variable, place) {
        (TypeRef::NonNull(_), _) => fits(&variable, place),
        (_, TypeRef::NonNull(nullable)) => {
            (has_default || place_has_default) && fits(&variable, nullable)
        }
        _ => fits(&variable, place),
    }
}

fn fits(variable: &TypeRef, place: &TypeRef) -> bool {
    match (variable, place) {
        (TypeRef::NonNull(variable), TypeRef::NonNull(place))
        | (TypeRef::List(variable), TypeRef::List(place)) => fits(variable, place),
        (TypeRef::NonNull(variable), place) => fits(variable, place),
        (TypeRef::Named(variable), TypeRef::Named(place)) => variable == place,
        _ => false,
    }
}

/// A type as the document writes it.
pub(super) fn type_ref(parsed: &Type) -> TypeRef {
    let inner = match &parsed.base {
        BaseType::Named(name) => TypeRef::named(name.as_str()),
        BaseType::List(item) => TypeRef::List(Box::new(type_ref(item))),
    };
    if parsed.nullable {
        inner
    } else {
        TypeRef::NonNull(Box::new(inner))
    }
}
