//! All types that a walk from the root finds: what the schema, the checks and tests read.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

pub use async_graphql::dynamic::TypeRef;

use super::{Literal, table::Object};

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
    started: BTreeMap<String, Vec<&'static str>>,
    places: HashMap<String, Place>,
    mistakes: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
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
    pub arguments: Vec<InputField>,
    /// Its type.
    pub type_ref: TypeRef,
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
    field_names: &'static [&'static str],
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
    /// The object type of this name.
    pub fn object(&self, name: &str) -> Option<&ObjectType> {
        match *self.places.get(name)? {
            Place::Object(index) => self.objects.get(index),
            _ => None,
        }
    }

    /// The interface of this name.
    pub fn interface(&self, name: &str) -> Option<&InterfaceType> {
        match *self.places.get(name)? {
            Place::Interface(index) => self.interfaces.get(index),
            _ => None,
        }
    }

    /// The enum of this name.
    pub fn enum_type(&self, name: &str) -> Option<&EnumType> {
        match *self.places.get(name)? {
            Place::Enum(index) => self.enums.get(index),
            _ => None,
        }
    }

    /// The custom scalar of this name.
    pub fn scalar(&self, name: &str) -> Option<&ScalarType> {
        match *self.places.get(name)? {
            Place::Scalar(index) => self.scalars.get(index),
            _ => None,
        }
    }

    /// The input object of this name.
    pub fn input_object(&self, name: &str) -> Option<&InputObjectType> {
        match *self.places.get(name)? {
            Place::InputObject(index) => self.input_objects.get(index),
            _ => None,
        }
    }

    /// Whether variables may be of the type of this name.
    pub fn is_input(&self, name: &str) -> bool {
        is_built_in(name)
            || matches!(
                self.places.get(name),
                Some(Place::Enum(_) | Place::Scalar(_) | Place::InputObject(_))
            )
    }

    /// The names of the object types that a value of this type may have.
    ///
    /// In the order of an interface's variants; empty for leaves.
    pub fn possible<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.places.get(name) {
            Some(Place::Object(_)) => vec![name],
            Some(Place::Interface(index)) => {
                let possible = self.interfaces[*index].possible.iter();
                possible.map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether an object type is, or implements, the type of this name.
    pub(super) fn is_a(&self, object: &ObjectType, name: &str) -> bool {
        object.name == name || object.interfaces.contains(&name)
    }

    /// The fields of an object type or interface.
    pub fn fields(&self, name: &str) -> &[FieldType] {
        match self.places.get(name) {
            Some(Place::Object(index)) => &self.objects[*index].fields,
            Some(Place::Interface(index)) => &self.interfaces[*index].fields,
            _ => &[],
        }
    }

    /// A field of an object type or interface; not `__typename` and its like.
    pub fn field(&self, parent: &str, name: &str) -> Option<&FieldType> {
        self.fields(parent).iter().find(|field| field.name == name)
    }
}

/// Whether it is one of the scalars that every schema has.
pub(super) fn is_built_in(name: &str) -> bool {
    matches!(name, "Int" | "Float" | "String" | "Boolean" | "ID")
}

/// Registration, for the tables and their macros.
impl Types {
    /// Adds an object type and all that its fields lead to, once.
    pub fn register_object<'g, T: Object<'g>>(&mut self) {
        let name = T::name();
        let table = || T::FIELDS.iter().flat_map(|group| group.iter());
        if !self.start(&name, table().map(|field| field.name).collect()) {
            return;
        }
        if T::FIELDS.len() > 256 || T::FIELDS.iter().any(|group| group.len() > 256) {
            self.mistakes
                .push(format!("{name} has more than 256 fields in a group"));
        }
        let mut fields: Vec<FieldType> = Vec::new();
        for (group, table) in (0u8..=u8::MAX).zip(T::FIELDS) {
            for (number, field) in (0u8..=u8::MAX).zip(*table) {
                if fields.iter().any(|other| other.name == field.name) {
                    self.mistakes
                        .push(format!("{name}.{} stands there twice", field.name));
                }
                fields.push(FieldType {
                    name: field.name,
                    description: field.description,
                    deprecation: field.deprecation,
                    arguments: (field.arguments)(self),
                    type_ref: (field.type_ref)(self),
                    address: (group, number),
                });
            }
        }
        self.places
            .insert(name.to_string(), Place::Object(self.objects.len()));
        self.objects.push(ObjectType {
            name: name.into_owned(),
            description: T::description().into_owned(),
            interfaces: T::INTERFACES,
            fields,
        });
    }

    /// Adds an interface and its possible types, once.
    pub fn register_interface(
        &mut self,
        name: &'static str,
        description: String,
        field_names: &'static [&'static str],
        possible: &[fn(&mut Self) -> TypeRef],
    ) {
        if !self.start(name, field_names.to_vec()) {
            return;
        }
        let possible = possible
            .iter()
            .map(|register| register(self).type_name().to_owned());
        let possible = possible.collect();
        self.places
            .insert(name.to_owned(), Place::Interface(self.interfaces.len()));
        self.interfaces.push(InterfaceType {
            name,
            description,
            fields: Vec::new(),
            possible,
            field_names,
        });
    }

    /// Adds an enum, once.
    pub fn register_enum(&mut self, name: &str, make: impl FnOnce() -> EnumType) {
        let made = make();
        if self.start(name, made.values.iter().map(|value| value.name).collect()) {
            self.places
                .insert(name.to_owned(), Place::Enum(self.enums.len()));
            self.enums.push(made);
        }
    }

    /// Adds a custom scalar, once.
    pub fn register_scalar(&mut self, name: &str, make: impl FnOnce() -> ScalarType) {
        if self.start(name, vec!["(scalar)"]) {
            self.places
                .insert(name.to_owned(), Place::Scalar(self.scalars.len()));
            self.scalars.push(make());
        }
    }

    /// Adds an input object and all that its fields lead to, once.
    pub fn register_input_object(
        &mut self,
        name: &'static str,
        description: String,
        definitions: fn(&mut Self) -> Vec<InputField>,
    ) {
        if !self.start(name, vec!["(input object)"]) {
            return;
        }
        let fields = definitions(self);
        self.places.insert(
            name.to_owned(),
            Place::InputObject(self.input_objects.len()),
        );
        self.input_objects.push(InputObjectType {
            name,
            description,
            fields,
        });
    }

    /// Whether the name is new; two different types of one name are a mistake.
    fn start(&mut self, name: &str, members: Vec<&'static str>) -> bool {
        if let Some(known) = self.started.get(name) {
            if *known != members {
                self.mistakes
                    .push(format!("two different types are named {name}"));
            }
            return false;
        }
        if is_built_in(name) || name.starts_with("__") {
            self.mistakes
                .push(format!("the name {name} belongs to the language"));
        }
        self.started.insert(name.to_owned(), members);
        true
    }

    /// Completes the interfaces, after the walk, and reports all mistakes.
    pub(super) fn finish(mut self) -> Result<Self, SchemaError> {
        let interfaces = std::mem::take(&mut self.interfaces);
        let mut complete = Vec::with_capacity(interfaces.len());
        for mut interface in interfaces {
            for name in interface.field_names {
                match self.interface_field(&interface, name) {
                    Ok(field) => interface.fields.push(field),
                    Err(mistake) => self.mistakes.push(mistake),
                }
            }
            complete.push(interface);
        }
        self.interfaces = complete;
        for object in &self.objects {
            for interface in &self.interfaces {
                let named = object.interfaces.contains(&interface.name);
                if named != interface.possible.contains(&object.name) {
                    self.mistakes.push(format!(
                        "{} must name {} in `implements` exactly if it is among its possible types",
                        object.name, interface.name
                    ));
                }
            }
            for name in object.interfaces {
                if self.interface(name).is_none() {
                    let mistake =
                        format!("{} implements {name}, which no field returns", object.name);
                    self.mistakes.push(mistake);
                }
            }
        }
        if self.mistakes.is_empty() {
            Ok(self)
        } else {
            Err(SchemaError(self.mistakes))
        }
    }

    /// What all possible types of an interface agree on.
    fn interface_field(&self, interface: &InterfaceType, name: &str) -> Result<FieldType, String> {
        let mut agreed: Option<FieldType> = None;
        for possible in &interface.possible {
            let Some(field) = self.field(possible, name) else {
                return Err(format!("{possible} lacks {}.{name}", interface.name));
            };
            let Some(common) = &mut agreed else {
                agreed = Some(field.clone());
                continue;
            };
            let same_arguments = common.arguments.len() == field.arguments.len()
                && common
                    .arguments
                    .iter()
                    .zip(&field.arguments)
                    .all(|(one, other)| {
                        (&one.name, &one.type_ref, &one.default)
                            == (&other.name, &other.type_ref, &other.default)
                    });
            if !same_arguments {
                return Err(format!(
                    "{possible}.{name} has other arguments than {}.{name}",
                    interface.name
                ));
            }
            common.type_ref = weakest(&common.type_ref, &field.type_ref).ok_or_else(|| {
                let interface = interface.name;
                format!(
                    "{possible}.{name} is {}, not {} as elsewhere in {interface}",
                    field.type_ref, common.type_ref
                )
            })?;
        }
        agreed.ok_or_else(|| format!("{} has no possible types", interface.name))
    }
}

/// The type that both fit in, when they differ in nullability only.
fn weakest(one: &TypeRef, other: &TypeRef) -> Option<TypeRef> {
    Some(match (one, other) {
        (TypeRef::NonNull(one), TypeRef::NonNull(other)) => {
            TypeRef::NonNull(Box::new(weakest(one, other)?))
        }
        (TypeRef::NonNull(one), other) => weakest(one, other)?,
        (one, TypeRef::NonNull(other)) => weakest(one, other)?,
        (TypeRef::List(one), TypeRef::List(other)) => TypeRef::List(Box::new(weakest(one, other)?)),
        (TypeRef::Named(one), TypeRef::Named(other)) if one == other => TypeRef::Named(one.clone()),
        _ => return None,
    })
}

/// The first of the names given: an explicit one, or that of the Rust type.
pub fn name(names: &[&'static str]) -> Cow<'static, str> {
    Cow::Borrowed(names.first().copied().unwrap_or_default())
}

/// Joins the lines of a doc comment: a blank line starts a paragraph.
pub fn description(lines: &[&'static str]) -> Cow<'static, str> {
    if let [line] = lines {
        return Cow::Borrowed(line.trim());
    }
    let mut joined = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        if line.is_empty() {
            joined.push('\n');
        } else {
            if !joined.is_empty() && !joined.ends_with('\n') {
                joined.push(' ');
            }
            joined.push_str(line);
        }
    }
    Cow::Owned(joined.trim().to_owned())
}

/// A Rust name as GraphQL spells it: `order_by` is `orderBy`.
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let name = name.strip_prefix("r#").unwrap_or(name);
    for (index, word) in name.split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => camel.push(first.to_ascii_uppercase()),
            Some(first) => camel.push(first),
            None => {}
        }
        camel.push_str(letters.as_str());
    }
    camel
}
