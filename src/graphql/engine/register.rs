//! Registration: how the tables and their macros fill [`Types`].

use super::{
    directives,
    introspection::Introspection,
    table::Object,
    types::{
        EnumType, FieldType, InputField, InputObjectType, InterfaceType, ObjectType, Place,
        ScalarType, SchemaError, TypeRef, Types, is_built_in,
    },
};

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
                    arguments: (field.arguments)(self).into(),
                    type_ref: (field.type_ref)(self),
                    weight: field.weight,
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
        let enum_type = make();
        if self.start(
            name,
            enum_type.values.iter().map(|value| value.name).collect(),
        ) {
            self.places
                .insert(name.to_owned(), Place::Enum(self.enums.len()));
            self.enums.push(enum_type);
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
        if self.introspection.is_some() && (is_built_in(name) || name.starts_with("__")) {
            self.mistakes
                .push(format!("the name {name} belongs to the language"));
        }
        self.started.insert(name.to_owned(), members);
        true
    }

    /// Walks the tables from the root.
    pub(super) fn walk<'g, Q: Object<'g>>() -> Result<Self, SchemaError> {
        let mut inner = Self::default();
        inner.register_object::<Introspection<'static>>();
        let mut types = Self {
            query: Q::name().into_owned(),
            directives: directives::arguments(),
            introspection: Some(Box::new(inner)),
            ..Self::default()
        };
        types.register_object::<Q>();
        types.finish()
    }

    /// Completes the interfaces, after the walk, and reports all mistakes.
    fn finish(mut self) -> Result<Self, SchemaError> {
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
                    .zip(&*field.arguments)
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
