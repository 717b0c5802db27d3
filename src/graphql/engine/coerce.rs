//! Input coercion: literals and JSON become values of the shape that a type says.

use async_graphql::{Name, Number, indexmap::IndexMap};
use async_graphql_value::Value;

use super::{
    input::Coerced,
    types::{InputField, InputObjectType, TypeRef, Types},
};

/// Where a value was written; the two have slightly different rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the document: an enum's value is a name, and 1.0 is no `Int`.
    Document,
    /// In the JSON of the variables: an enum's value is a string, and 1.0 is an `Int`.
    Variables,
}

/// What does not fit where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    path: String,
    reason: String,
}

impl Mistake {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            reason: reason.into(),
        }
    }

    fn expected(type_name: &str, found: &Value) -> Self {
        let mut found = found.to_string();
        if let Some((end, _)) = found.char_indices().nth(FOUND_CHARS_MAX) {
            found.replace_range(end.., "...");
        }
        Self::new(format!("expected {type_name}, found {found}"))
    }

    fn within(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }

    /// The mistake as part of a sentence; `whole` names what was coerced.
    pub(super) fn in_words(&self, whole: &str) -> String {
        format!("{whole}{}: {}", self.path, self.reason)
    }
}

const FOUND_CHARS_MAX: usize = 60;

/// What stands for a variable at a place of this type, which may have a default.
///
/// `None`: as if the place had been left out.
pub(super) type OnVariable<'a> =
    dyn FnMut(&str, &TypeRef, bool) -> Result<Option<Coerced>, Mistake> + 'a;

/// Coerces values of one origin.
pub(super) struct Coercion<'a> {
    pub(super) types: &'a Types,
    pub(super) origin: Origin,
    pub(super) on_variable: &'a mut OnVariable<'a>,
}

/// Coerces a value without variables, written in the document or as JSON.
pub(super) fn constant(
    types: &Types,
    origin: Origin,
    type_ref: &TypeRef,
    value: &Value,
) -> Result<Coerced, Mistake> {
    let mut coercion = Coercion {
        types,
        origin,
        on_variable: &mut |_, _, _| Err(Mistake::new("a constant has no variables")),
    };
    let coerced = coercion.value(type_ref, false, value)?;
    Ok(coerced.unwrap_or(Coerced::Null))
}

/// The default of an argument or input field, coerced.
pub(super) fn default_of(types: &Types, input: &InputField) -> Result<Option<Coerced>, Mistake> {
    let Some(default) = &input.default else {
        return Ok(None);
    };
    let default = default.clone().into_value();
    constant(types, Origin::Document, &input.type_ref, &default).map(Some)
}

impl Coercion<'_> {
    /// Coerces one value; `None` is a variable that was not given.
    pub(super) fn value(
        &mut self,
        type_ref: &TypeRef,
        has_default: bool,
        value: &Value,
    ) -> Result<Option<Coerced>, Mistake> {
        if let Value::Variable(name) = value {
            return (self.on_variable)(name, type_ref, has_default);
        }
        let coerced = match (type_ref, value) {
            (TypeRef::NonNull(_), Value::Null) => {
                return Err(Mistake::expected(&type_ref.to_string(), value));
            }
            (TypeRef::NonNull(inner), _) => return self.value(inner, false, value),
            (_, Value::Null) => Coerced::Null,
            (TypeRef::List(item), Value::List(values)) => {
                let mut items = Vec::with_capacity(values.len());
                for (index, value) in values.iter().enumerate() {
                    let coerced = self.item(item, value);
                    items.push(coerced.map_err(|mistake| mistake.within(&format!("[{index}]")))?);
                }
                Coerced::List(items.into())
            }
            (TypeRef::List(item), single) => Coerced::List([self.item(item, single)?].into()),
            (TypeRef::Named(name), _) => self.named(name, value)?,
        };
        Ok(Some(coerced))
    }

    fn item(&mut self, type_ref: &TypeRef, value: &Value) -> Result<Coerced, Mistake> {
        match (self.value(type_ref, false, value)?, type_ref) {
            (Some(item), _) => Ok(item),
            (None, TypeRef::NonNull(_)) => Err(Mistake::expected(&type_ref.to_string(), value)),
            (None, _) => Ok(Coerced::Null),
        }
    }

    fn named(&mut self, name: &str, value: &Value) -> Result<Coerced, Mistake> {
        if let Some(input_object) = self.types.input_object(name) {
            let Value::Object(given) = value else {
                return Err(Mistake::expected(name, value));
            };
            return self.object(input_object, given);
        }
        if let Some(enum_type) = self.types.enum_type(name) {
            let given = match (value, self.origin) {
                (Value::Enum(given), Origin::Document) => given.as_str(),
                (Value::String(given), Origin::Variables) => given.as_str(),
                _ => return Err(Mistake::expected(name, value)),
            };
            let known = enum_type.values.iter().any(|value| value.name == given);
            return if known {
                Ok(Coerced::Enum(given.into()))
            } else {
                Err(Mistake::new(format!("{given} is not a value of {name}")))
            };
        }
        if let Some(scalar) = self.types.scalar(name) {
            let Value::String(text) = value else {
                return Err(Mistake::expected(name, value));
            };
            return match (scalar.check)(text) {
                Ok(()) => Ok(Coerced::String(text.as_str().into())),
                Err(reason) => Err(Mistake::new(format!("not a {name}: {reason}"))),
            };
        }
        self.built_in(name, value)
            .ok_or_else(|| Mistake::expected(name, value))
    }

    fn built_in(&self, name: &str, value: &Value) -> Option<Coerced> {
        Some(match (name, value) {
            ("Int", Value::Number(number)) => Coerced::Int(self.int(number)?),
            ("Float", Value::Number(number)) => {
                Coerced::Float(number.as_f64().filter(|float| float.is_finite())?)
            }
            ("Boolean", Value::Boolean(truth)) => Coerced::Boolean(*truth),
            ("String" | "ID", Value::String(text)) => Coerced::String(text.as_str().into()),
            ("ID", Value::Number(number)) if !number.is_f64() => {
                Coerced::String(number.to_string().into())
            }
            _ => return None,
        })
    }

    fn int(&self, number: &Number) -> Option<i32> {
        if let Some(int) = number.as_i64() {
            return i32::try_from(int).ok();
        }
        let float = number.as_f64()?;
        let in_range = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&float);
        #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
        (self.origin == Origin::Variables && float.fract() == 0.0 && in_range)
            .then_some(float as i32)
    }

    fn object(
        &mut self,
        input_object: &InputObjectType,
        given: &IndexMap<Name, Value>,
    ) -> Result<Coerced, Mistake> {
        let known = |name: &str| input_object.fields.iter().any(|field| field.name == name);
        if let Some(unknown) = given.keys().find(|name| !known(name)) {
            let type_name = input_object.name;
            return Err(Mistake::new(format!("{type_name} has no field {unknown}")));
        }
        // Of many fields, few are given: to compare takes less than to hash each name.
        let find = |name: &str| given.iter().find(|(given, _)| *given == name);
        let mut fields = Vec::with_capacity(input_object.fields.len());
        for field in &input_object.fields {
            let coerced = self.field(field, find(&field.name).map(|(_, value)| value));
            fields.push(coerced.map_err(|mistake| mistake.within(&format!(".{}", field.name)))?);
        }
        Ok(Coerced::Object(fields.into()))
    }

    /// An argument or a field of an input object; `None` when it is left out.
    pub(super) fn field(
        &mut self,
        field: &InputField,
        given: Option<&Value>,
    ) -> Result<Option<Coerced>, Mistake> {
        if let Some(given) = given {
            let coerced = self.value(&field.type_ref, field.default.is_some(), given)?;
            if coerced.is_some() {
                return Ok(coerced);
            }
        }
        if field.is_required() {
            return Err(Mistake::new(format!("{} is required", field.type_ref)));
        }
        default_of(self.types, field)
    }
}
