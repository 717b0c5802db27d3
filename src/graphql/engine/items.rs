//! Counts the items of lists and the fields of input objects, before any is copied.

use async_graphql::{Name, Pos, Value as Constant};
use async_graphql_value::Value;
use serde_json::{Map, Value as Json};

use super::variables::Declared;
use crate::graphql::error::{ErrorCode, RequestError};

/// The items of a literal, at all levels; `of_variable` tells how many a variable stands for.
pub(super) fn of_literal(value: &Value, of_variable: &dyn Fn(&Name) -> usize) -> usize {
    let of = |item| of_literal(item, of_variable);
    match value {
        Value::List(items) => total(items.iter().map(of)),
        Value::Object(fields) => total(fields.values().map(of)),
        Value::Variable(name) => of_variable(name),
        _ => 0,
    }
}

/// The items of a variable's default.
pub(super) fn of_constant(value: &Constant) -> usize {
    match value {
        Constant::List(items) => total(items.iter().map(of_constant)),
        Constant::Object(fields) => total(fields.values().map(of_constant)),
        _ => 0,
    }
}

fn of_json(value: &Json) -> usize {
    match value {
        Json::Array(items) => total(items.iter().map(of_json)),
        Json::Object(fields) => total(fields.values().map(of_json)),
        _ => 0,
    }
}

/// Each item counts, with those inside it.
fn total(inner: impl Iterator<Item = usize>) -> usize {
    inner.fold(0, |sum, inner| sum.saturating_add(1).saturating_add(inner))
}

/// How many items the variables of a request have, and how many are allowed.
pub(super) struct Items<'a> {
    declared: &'a [Declared],
    /// Of each variable; none where no variable has any.
    of_variables: Vec<usize>,
    max: usize,
}

impl<'a> Items<'a> {
    /// Bounds the values of a request: those of its variables and `literals` together.
    ///
    /// Variables that the operation does not declare are never read.
    pub(super) fn check(
        declared: &'a [Declared],
        given: &Map<String, Json>,
        literals: u64,
        max: usize,
    ) -> Result<Self, RequestError> {
        let mut of_variables = Vec::new();
        let mut count = literals;
        for (place, variable) in declared.iter().enumerate() {
            let items = if let Some(value) = given.get(variable.name.as_str()) {
                let items = of_json(value);
                count = count.saturating_add(items as u64);
                items
            } else {
                // It stands in the document, so it is among the literals.
                variable.default_items
            };
            if items > 0 {
                of_variables.resize(declared.len(), 0);
                of_variables[place] = items;
            }
        }
        if count > max as u64 {
            let message = too_many("the variables and literals together have", count, max);
            return Err(RequestError::whole(ErrorCode::LimitReached, message));
        }
        Ok(Self {
            declared,
            of_variables,
            max,
        })
    }

    /// Bounds the arguments of one field, in which a variable may stand many times; `literals` are
    /// the items of those without variables.
    pub(super) fn check_field<'v>(
        &self,
        at: Pos,
        literals: usize,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<(), RequestError> {
        if self.of_variables.is_empty() {
            // All literals of the document together are within the bound.
            return Ok(());
        }
        let of_variable = |name: &Name| {
            let place = self.declared.iter().position(|known| known.name == *name);
            place.map_or(0, |place| self.of_variables[place])
        };
        let count = values.fold(literals, |sum, value| {
            sum.saturating_add(of_literal(value, &of_variable))
        });
        if count > self.max {
            let whose = "the arguments of this field have";
            let message = too_many(whose, count as u64, self.max);
            return Err(RequestError::at(ErrorCode::LimitReached, at, message));
        }
        Ok(())
    }
}

fn too_many(whose: &str, count: u64, max: usize) -> String {
    format!("{whose} too many items of lists and input objects: {count}, at most {max} are allowed")
}
