//! Variables: their values for one request, and where a document may use them.

use async_graphql::{
    Name, Pos, Value as Constant,
    parser::types::{BaseType, OperationDefinition, Type, VariableDefinition},
};
use serde_json::{Map, Value as Json};

use super::{
    coerce::{self, Mistake, Origin},
    input::Coerced,
    items,
    types::{TypeRef, Types},
};
use crate::graphql::error::{ErrorCode, RequestError};

/// A variable of an operation, made ready for the requests that give it values.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: Name,
    type_ref: TypeRef,
    default: Option<Result<Coerced, Mistake>>,
    /// How many items the default has.
    pub(super) default_items: usize,
    at: Pos,
}

/// The variables that an operation declares, in their order.
pub(super) fn declared(types: &Types, operation: &OperationDefinition) -> Vec<Declared> {
    let definitions = operation.variable_definitions.iter();
    let declared = definitions.map(|definition| {
        let type_ref = type_ref(&definition.node.var_type.node);
        let default = definition.node.default_value.as_ref();
        Declared {
            name: definition.node.name.node.clone(),
            default: default.map(|default| {
                let default = default.node.clone().into_value();
                coerce::constant(types, Origin::Document, &type_ref, &default)
            }),
            default_items: default.map_or(0, |default| items::of_constant(&default.node)),
            type_ref,
            at: definition.pos,
        }
    });
    declared.collect()
}

/// Coerced values of the variables of one request; what has none was not given.
#[derive(Debug)]
pub(super) struct Variables<'a> {
    declared: &'a [Declared],
    values: Vec<Option<Coerced>>,
}

impl Variables<'_> {
    /// The value of the variable of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Coerced> {
        let place = self.declared.iter().position(|known| known.name == *name)?;
        self.at(place)
    }

    /// The value of the variable at a place below their number.
    pub(super) fn at(&self, place: usize) -> Option<&Coerced> {
        self.values[place].as_ref()
    }
}

/// Coerces the variables of an operation; others that were given do not matter.
pub(super) fn coerce<'a>(
    types: &Types,
    declared: &'a [Declared],
    given: &Map<String, Json>,
) -> Result<Variables<'a>, Vec<RequestError>> {
    let mut values = Vec::with_capacity(declared.len());
    let mut errors = Vec::new();
    for variable in declared {
        match value(types, variable, given.get(variable.name.as_str())) {
            Ok(value) => values.push(value),
            Err(mistake) => errors.push(RequestError::at(
                ErrorCode::BadVariables,
                variable.at,
                mistake.in_words(&format!("Variable ${}", variable.name)),
            )),
        }
    }
    if errors.is_empty() {
        Ok(Variables { declared, values })
    } else {
        Err(errors)
    }
}

fn value(
    types: &Types,
    variable: &Declared,
    given: Option<&Json>,
) -> Result<Option<Coerced>, Mistake> {
    let type_ref = &variable.type_ref;
    if let Some(given) = given {
        if let Some(plain) = plain(type_ref, given) {
            return Ok(Some(plain));
        }
        let given = Constant::from_json(given.clone())
            .map_err(|_| Mistake::new("not a value"))?
            .into_value();
        return coerce::constant(types, Origin::Variables, type_ref, &given).map(Some);
    }
    match (&variable.default, type_ref) {
        (Some(default), _) => default.clone().map(Some),
        (None, TypeRef::NonNull(_)) => Err(Mistake::new(format!("{type_ref} is required"))),
        (None, _) => Ok(None),
    }
}

/// What most variables are, without a copy between.
fn plain(type_ref: &TypeRef, given: &Json) -> Option<Coerced> {
    match (type_ref, given) {
        (TypeRef::NonNull(inner), _) => plain(inner, given),
        (TypeRef::Named(name), Json::String(text)) if matches!(&**name, "String" | "ID") => {
            Some(Coerced::String(text.as_str().into()))
        }
        (TypeRef::Named(name), Json::Bool(truth)) if &**name == "Boolean" => {
            Some(Coerced::Boolean(*truth))
        }
        _ => None,
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
