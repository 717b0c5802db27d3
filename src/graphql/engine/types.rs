//! All types that a walk from the root finds: what the schema, the checks and tests read.

use std::{collections::BTreeMap, sync::Arc};

pub use async_graphql::dynamic::TypeRef;
use hashbrown::HashMap;

use super::{Literal, cost::Weight};

/// Why the tables make no schema; every reason found.
#[derive(Debug, thiserror::Error)]
#[error("the GraphQL types make no schema: {}", .0.join("; "))]
pub struct SchemaError(pub Vec<String>);

/// Every type of a schema, by kind, in the order in which a walk from the root finds them.
#[derive(Debug, Default)]
pub struct Types {
    /// Object types; the first that was completed is not the root.
    pub objects: Vec<ObjectType>,
    /// Interfaces.
    pub interfaces: Vec<InterfaceType>,
    /// Enums.
    pub enums: Vec<EnumType>,
    /// Custom scalars; the five of the specification are not listed.
    pub scalars: Vec<ScalarType>,
    /// Input objects.
    pub input_objects: Vec<InputObjectType>,
    pub(super) query: String,
    pub(super) places: HashMap<String, Place>,
    pub(super) directives: Vec<(&'static str, Vec<InputField>)>,
    /// The types of the introspection; none for these types themselves.
    pub(super) introspection: Option<Box<Self>>,
    pub(super) started: BTreeMap<String, Vec<&'static str>>,
    pub(super) mistakes: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Object(usize),
    Interface(usize),
    Enum(usize),
    Scalar(usize),
    InputObject(usize),
}

/// An object type.
#[derive(Debug)]
pub struct ObjectType {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The names of all interfaces it implements.
    pub interfaces: &'static [&'static str],
    /// Its fields, in the order of the table.
    pub fields: Vec<FieldType>,
}

impl ObjectType {
    /// Whether it is, or implements, the type of this name.
    pub(super) fn is_a(&self, name: &str) -> bool {
        self.name == name || self.interfaces.contains(&name)
    }
}

/// A field of an object type or an interface.
#[derive(Clone, Debug)]
pub struct FieldType {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// Why it should not be used any more.
    pub deprecation: Option<&'static str>,
    /// What it takes.
    pub arguments: Arc<[InputField]>,
    /// Its type.
    pub type_ref: TypeRef,
    /// What it weighs, for its coerced arguments; without meaning for an interface.
    pub(super) weight: Option<Weight>,
    /// Group and number in the table; without meaning for an interface.
    pub(super) address: (u8, u8),
}

/// An argument, or a field of an input object.
#[derive(Clone, Debug, PartialEq)]
pub struct InputField {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its type.
    pub type_ref: TypeRef,
    /// The value when it is left out.
    pub default: Option<Literal>,
}

impl InputField {
    /// Whether it may not be left out.
    pub fn is_required(&self) -> bool {
        matches!(self.type_ref, TypeRef::NonNull(_)) && self.default.is_none()
    }
}

/// An interface.
#[derive(Debug)]
pub struct InterfaceType {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: String,
    /// Its fields, in the order in which the interface names them.
    pub fields: Vec<FieldType>,
    /// The names of the object types, in the order of the enum's variants.
    pub possible: Vec<String>,
    pub(super) field_names: &'static [&'static str],
}

/// An enum.
#[derive(Debug)]
pub struct EnumType {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its values.
    pub values: Vec<EnumValue>,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub description: String,
}

/// A custom scalar.
#[derive(Debug)]
pub struct ScalarType {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Where its texts are specified.
    pub specified_by_url: Option<&'static str>,
    /// Whether a text is one of its values, and if not, why.
    pub check: fn(&str) -> Result<(), String>,
}

/// An input object.
#[derive(Debug)]
pub struct InputObjectType {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: String,
    /// Its fields, in the order of the struct.
    pub fields: Vec<InputField>,
}

impl Types {
    /// The name of the root type.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The object type of this name.
    pub fn object(&self, name: &str) -> Option<&ObjectType> {
        match self.find(name)? {
            (types, Place::Object(index)) => types.objects.get(index),
            _ => None,
        }
    }

    /// The interface of this name.
    pub fn interface(&self, name: &str) -> Option<&InterfaceType> {
        match self.find(name)? {
            (types, Place::Interface(index)) => types.interfaces.get(index),
            _ => None,
        }
    }

    /// The enum of this name.
    pub fn enum_type(&self, name: &str) -> Option<&EnumType> {
        match self.find(name)? {
            (types, Place::Enum(index)) => types.enums.get(index),
            _ => None,
        }
    }

    /// The custom scalar of this name.
    pub fn scalar(&self, name: &str) -> Option<&ScalarType> {
        match self.find(name)? {
            (types, Place::Scalar(index)) => types.scalars.get(index),
            _ => None,
        }
    }

    /// The input object of this name.
    pub fn input_object(&self, name: &str) -> Option<&InputObjectType> {
        match self.find(name)? {
            (types, Place::InputObject(index)) => types.input_objects.get(index),
            _ => None,
        }
    }

    /// Whether variables may be of the type of this name.
    pub fn is_input(&self, name: &str) -> bool {
        is_built_in(name)
            || self.enum_type(name).is_some()
            || self.scalar(name).is_some()
            || self.input_object(name).is_some()
    }

    /// Whether there is a type of this name.
    pub(super) fn is_known(&self, name: &str) -> bool {
        is_built_in(name) || (name != INTROSPECTION_ROOT && self.find(name).is_some())
    }

    /// The names of the object types that a value of this type may have.
    ///
    /// In the order of an interface's variants; empty for leaves.
    pub fn possible(&self, name: &str) -> Vec<&str> {
        let objects = self.possible_objects(name);
        objects.map(|object| object.name.as_str()).collect()
    }

    /// As [`Self::possible`], the object types themselves.
    pub(super) fn possible_objects(&self, name: &str) -> impl Iterator<Item = &ObjectType> {
        let (object, names): (_, &[String]) = match self.find(name) {
            Some((types, Place::Object(index))) => (types.objects.get(index), &[]),
            Some((types, Place::Interface(index))) => (None, &types.interfaces[index].possible),
            _ => (None, &[]),
        };
        let of_interface = names.iter().filter_map(|name| self.object(name));
        object.into_iter().chain(of_interface)
    }

    /// The fields of an object type or interface, without those of the introspection.
    pub fn fields(&self, name: &str) -> &[FieldType] {
        match self.find(name) {
            Some((types, Place::Object(index))) => &types.objects[index].fields,
            Some((types, Place::Interface(index))) => &types.interfaces[index].fields,
            _ => &[],
        }
    }

    /// A field of an object type or interface; not `__typename`.
    ///
    /// `__schema` and `__type` are fields of the root.
    pub fn field(&self, parent: &str, name: &str) -> Option<&FieldType> {
        let parent = match name {
            "__schema" | "__type" if parent == self.query => INTROSPECTION_ROOT,
            _ => parent,
        };
        self.fields(parent).iter().find(|field| field.name == name)
    }

    /// All names of types, sorted; with those of the language and the introspection.
    pub(super) fn names(&self) -> Vec<&str> {
        let own = self.places.keys().map(String::as_str);
        let inner = self
            .introspection
            .iter()
            .flat_map(|types| types.places.keys());
        let mut names: Vec<&str> = own
            .chain(BUILT_IN)
            .chain(inner.map(String::as_str))
            .collect();
        names.retain(|name| *name != INTROSPECTION_ROOT);
        names.sort_unstable();
        names
    }

    /// What the type of this name is.
    pub(super) fn description_of(&self, name: &str) -> Option<&str> {
        Some(match self.find(name)? {
            (types, Place::Object(index)) => &types.objects[index].description,
            (types, Place::Interface(index)) => &types.interfaces[index].description,
            (types, Place::Enum(index)) => &types.enums[index].description,
            (types, Place::Scalar(index)) => &types.scalars[index].description,
            (types, Place::InputObject(index)) => &types.input_objects[index].description,
        })
    }

    /// What a directive takes.
    pub(super) fn directive_arguments(&self, name: &str) -> &[InputField] {
        let mut directives = self.directives.iter();
        let found = directives.find(|(known, _)| *known == name);
        found.map_or(&[], |(_, arguments)| arguments)
    }

    fn find(&self, name: &str) -> Option<(&Self, Place)> {
        let types = match &self.introspection {
            Some(introspection) if name.starts_with("__") => introspection,
            _ => self,
        };
        types.places.get(name).map(|place| (types, *place))
    }
}

/// The object that holds `__schema` and `__type`; no query sees it.
const INTROSPECTION_ROOT: &str = "__Introspection";

const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Whether it is one of the scalars that every schema has.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}
