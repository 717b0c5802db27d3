//! Arguments of fields: bound once where they are constant, else for each request.

use std::sync::Arc;

use async_graphql::{Pos, Positioned, parser::types::Field};
use async_graphql_value::Value;

use super::{
    coerce::{Coercion, Mistake, Origin},
    input::Coerced,
    items::{self, Items},
    types::{InputField, TypeRef, Types},
    variables::Variables,
};
use crate::graphql::error::{ApiError, ErrorCode, RequestError};

/// Arguments of one field, in the order of their definitions, or why there are none.
pub(super) type Frame = Result<Vec<Option<Coerced>>, ApiError>;

/// Which frame holds the arguments of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameId {
    /// It takes none.
    None,
    /// The frame of this number in the plan.
    Constant(u32),
    /// The frame of this number that is bound for the request.
    Bound(u32),
}

/// Arguments in which variables stand.
#[derive(Debug)]
pub(super) struct Template {
    at: Pos,
    definitions: Arc<[InputField]>,
    slots: Vec<Slot>,
    /// Items of the arguments without variables.
    literals: usize,
}

/// One argument.
#[derive(Debug)]
enum Slot {
    Constant(Result<Option<Coerced>, ApiError>),
    /// With variables in it.
    Open(Value),
}

/// The arguments of a field, as far as the document alone says.
pub(super) fn template(
    types: &Types,
    definitions: &Arc<[InputField]>,
    field: &Positioned<Field>,
) -> Template {
    let mut literals = 0;
    let slots = definitions.iter().map(|definition| {
        let given = field.node.get_argument(&definition.name);
        match given.map(|given| &given.node) {
            Some(value) if has_variables(value) => Slot::Open(value.clone()),
            given => {
                literals += given.map_or(0, |value| items::of_literal(value, &|_| 0));
                Slot::Constant(argument(types, definition, given, &|_| None))
            }
        }
    });
    let slots = slots.collect();
    Template {
        at: field.pos,
        definitions: Arc::clone(definitions),
        slots,
        literals,
    }
}

impl Template {
    /// The frame, where no variable stands in it.
    pub(super) fn constant(self) -> Result<Frame, Self> {
        if self.slots.iter().any(Slot::is_open) {
            return Err(self);
        }
        let slots = self.slots.into_iter();
        let values = slots.filter_map(|slot| match slot {
            Slot::Constant(value) => Some(value),
            Slot::Open(_) => None,
        });
        Ok(values.collect())
    }

    /// The specification's `CoerceArgumentValues`.
    pub(super) fn bind(
        &self,
        types: &Types,
        variables: &Variables<'_>,
        items: &Items<'_>,
    ) -> Result<Frame, RequestError> {
        let open = self.slots.iter().filter_map(|slot| match slot {
            Slot::Open(value) => Some(value),
            Slot::Constant(_) => None,
        });
        items.check_field(self.at, self.literals, open)?;
        let slots = self.slots.iter().zip(&*self.definitions);
        let values = slots.map(|(slot, definition)| match slot {
            Slot::Constant(value) => value.clone(),
            Slot::Open(value) => argument(types, definition, Some(value), &|name| {
                variables.get(name).cloned()
            }),
        });
        Ok(values.collect())
    }

    /// Bytes that it takes, by estimate; texts aside.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.slots.len() * size_of::<Slot>()
    }
}

impl Slot {
    fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

fn has_variables(value: &Value) -> bool {
    match value {
        Value::Variable(_) => true,
        Value::List(items) => items.iter().any(has_variables),
        Value::Object(fields) => fields.values().any(has_variables),
        _ => false,
    }
}

/// Coerces one argument; `variable` gives the values of variables.
fn argument(
    types: &Types,
    definition: &InputField,
    given: Option<&Value>,
    variable: &dyn Fn(&str) -> Option<Coerced>,
) -> Result<Option<Coerced>, ApiError> {
    let mut on_variable = |name: &str, place: &TypeRef, has_default: bool| {
        let required = matches!(place, TypeRef::NonNull(_));
        match variable(name) {
            Some(Coerced::Null) if required => Err(Mistake::new(format!(
                "expected {place}, but ${name} is null"
            ))),
            Some(value) => Ok(Some(value)),
            None if required && !has_default => Err(Mistake::new(format!(
                "expected {place}, but ${name} is not given"
            ))),
            None => Ok(None),
        }
    };
    let mut coercion = Coercion {
        types,
        origin: Origin::Document,
        on_variable: &mut on_variable,
    };
    let coerced = coercion.field(definition, given);
    coerced.map_err(|mistake| {
        let whole = format!("Argument \"{}\"", definition.name);
        ApiError::new(ErrorCode::BadVariables, mistake.in_words(&whole))
    })
}
