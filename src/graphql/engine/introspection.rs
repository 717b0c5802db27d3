//! Introspection, as tables like any others: `__schema` and `__type` read the [`Types`].
//!
//! The library could answer it, but not truly: its dynamic schema refuses an object whose
//! field is non-null where its interface's is not, so it does not know these types.

use super::{
    Field, InputField, List, Object, TypeRef, directives,
    types::{EnumValue, FieldType, Types},
};
use crate::{arguments, field, graphql_enum, object};

/// The fields that every query root has, beside its own.
#[derive(Clone, Copy)]
pub(super) struct Introspection<'g> {
    pub(super) types: &'g Types,
}

impl<'g> Introspection<'g> {
    /// The one group of the table.
    pub(super) const ROOT: &'g [Field<'g, Self>] = Self::FIELDS[0];
}

object! {
    /// What every root answers about its schema.
    Introspection as "__Introspection" {
        field!("__schema", "All types and directives.", |root: Introspection| Schema(root.types)),
        field!("__type", "A type by its name.", |root: Introspection, by: ByName| {
            root.types.is_known(by.name).then_some(TypeView {
                types: root.types,
                shape: Shape::Named(by.name),
            })
        }),
    }
}

arguments! {
    /// By name.
    ByName<'g> {
        /// The name of a type.
        name: &'g str,
    }
}

arguments! {
    /// With or without what is deprecated.
    IncludeDeprecated {
        /// Whether deprecated ones are listed, too.
        include_deprecated: bool = false,
    }
}

#[derive(Clone, Copy)]
struct Schema<'g>(&'g Types);

impl<'g> Schema<'g> {
    fn types(self) -> impl Iterator<Item = TypeView<'g>> {
        self.0.names().into_iter().map(move |name| self.named(name))
    }

    fn named(self, name: &'g str) -> TypeView<'g> {
        TypeView {
            types: self.0,
            shape: Shape::Named(name),
        }
    }
}

object! {
    /// A schema: its types, its directives, and where operations start.
    Schema as "__Schema" {
        field!("description", "What the schema is for.", |_: Schema| None::<&str>),
        field!("types", "All types, by name.", |schema: Schema| List(schema.types())),
        field!("queryType", "Where queries start.", |schema: Schema| schema.named(schema.0.query())),
        field!("mutationType", "Where mutations start.", |_: Schema| None::<TypeView<'g>>),
        field!("subscriptionType", "Where subscriptions start.", |_: Schema| None::<TypeView<'g>>),
        field!("directives", "All directives.", |schema: Schema| {
            List(directives::all(schema.0))
        }),
    }
}

/// A type, by name or as a reference with `!` and `[]`.
#[derive(Clone, Copy)]
struct TypeView<'g> {
    types: &'g Types,
    shape: Shape<'g>,
}

#[derive(Clone, Copy)]
enum Shape<'g> {
    Named(&'g str),
    List(&'g TypeRef),
    NonNull(&'g TypeRef),
}

impl<'g> TypeView<'g> {
    fn of(types: &'g Types, type_ref: &'g TypeRef) -> Self {
        let shape = match type_ref {
            TypeRef::Named(name) => Shape::Named(name),
            TypeRef::List(item) => Shape::List(item),
            TypeRef::NonNull(nullable) => Shape::NonNull(nullable),
        };
        Self { types, shape }
    }

    fn kind(self) -> TypeKind {
        let types = self.types;
        match self.shape {
            Shape::List(_) => TypeKind::List,
            Shape::NonNull(_) => TypeKind::NonNull,
            Shape::Named(name) if types.object(name).is_some() => TypeKind::Object,
            Shape::Named(name) if types.interface(name).is_some() => TypeKind::Interface,
            Shape::Named(name) if types.enum_type(name).is_some() => TypeKind::Enum,
            Shape::Named(name) if types.input_object(name).is_some() => TypeKind::InputObject,
            Shape::Named(_) => TypeKind::Scalar,
        }
    }

    fn name(self) -> Option<&'g str> {
        match self.shape {
            Shape::Named(name) => Some(name),
            Shape::List(_) | Shape::NonNull(_) => None,
        }
    }

    fn inner(self) -> Option<Self> {
        match self.shape {
            Shape::Named(_) => None,
            Shape::List(inner) | Shape::NonNull(inner) => Some(Self::of(self.types, inner)),
        }
    }

    fn fields(self, all: bool) -> Option<impl Iterator<Item = FieldView<'g>>> {
        let kind = self.kind();
        let fields = self.types.fields(self.name()?).iter();
        matches!(kind, TypeKind::Object | TypeKind::Interface).then(|| {
            let fields = fields.filter(move |field| all || field.deprecation.is_none());
            fields.map(move |field| FieldView {
                types: self.types,
                field,
            })
        })
    }

    fn interfaces(self) -> Option<impl Iterator<Item = Self>> {
        let name = self.name()?;
        let names = match self.types.object(name) {
            Some(object) => object.interfaces,
            None if self.types.interface(name).is_some() => &[],
            None => return None,
        };
        Some(names.iter().map(move |name| Self {
            shape: Shape::Named(name),
            ..self
        }))
    }

    fn possible_types(self) -> Option<impl Iterator<Item = Self>> {
        let interface = self.types.interface(self.name()?)?;
        Some(interface.possible.iter().map(move |name| Self {
            shape: Shape::Named(name),
            ..self
        }))
    }

    fn enum_values(self) -> Option<impl Iterator<Item = EnumValueView<'g>>> {
        let enum_type = self.types.enum_type(self.name()?)?;
        Some(enum_type.values.iter().map(EnumValueView))
    }

    fn input_fields(self) -> Option<impl Iterator<Item = InputView<'g>>> {
        let input_object = self.types.input_object(self.name()?)?;
        Some(InputView::list(self.types, &input_object.fields))
    }
}

object! {
    /// A type of the schema, or one made of it with `!` and `[]`.
    TypeView as "__Type" {
        field!("kind", "What sort of type it is.", |view: TypeView| view.kind()),
        field!("name", "Its name, unless it is made of another.", |view: TypeView| view.name()),
        field!("description", "What it is.", |view: TypeView| {
            view.name().and_then(|name| view.types.description_of(name))
        }),
        field!("specifiedByURL", "Where a scalar is specified.", |view: TypeView| {
            view.types.scalar(view.name()?)?.specified_by_url
        }),
        field!("fields", "Of an object or interface.", |view: TypeView, with: IncludeDeprecated| {
            view.fields(with.include_deprecated).map(List)
        }),
        field!("interfaces", "Which it implements.", |view: TypeView| view.interfaces().map(List)),
        field!("possibleTypes", "Which implement it.", |view: TypeView| {
            view.possible_types().map(List)
        }),
        field!("enumValues", "Of an enum.", |view: TypeView, _with: IncludeDeprecated| {
            view.enum_values().map(List)
        }),
        field!("inputFields", "Of an input object.", |view: TypeView, _with: IncludeDeprecated| {
            view.input_fields().map(List)
        }),
        field!("ofType", "What it is made of.", |view: TypeView| view.inner()),
        field!("isOneOf", "Whether an input object takes one field.", |view: TypeView| {
            view.types.input_object(view.name()?).map(|_| false)
        }),
    }
}

#[derive(Clone, Copy)]
struct FieldView<'g> {
    types: &'g Types,
    field: &'g FieldType,
}

object! {
    /// A field of an object or interface.
    FieldView as "__Field" {
        field!("name", "Its name.", |view: FieldView| view.field.name),
        field!("description", "What it is.", |view: FieldView| Some(view.field.description)),
        field!("args", "What it takes.", |view: FieldView, _with: IncludeDeprecated| {
            List(InputView::list(view.types, &view.field.arguments))
        }),
        field!("type", "Its type.", |view: FieldView| TypeView::of(view.types, &view.field.type_ref)),
        field!("isDeprecated", "Whether to avoid it.", |view: FieldView| {
            view.field.deprecation.is_some()
        }),
        field!("deprecationReason", "What to use instead.", |view: FieldView| {
            view.field.deprecation
        }),
    }
}

#[derive(Clone, Copy)]
pub(super) struct InputView<'g> {
    types: &'g Types,
    input: &'g InputField,
}

impl<'g> InputView<'g> {
    pub(super) fn list(types: &'g Types, inputs: &'g [InputField]) -> impl Iterator<Item = Self> {
        inputs.iter().map(move |input| Self { types, input })
    }
}

object! {
    /// An argument, or a field of an input object.
    InputView as "__InputValue" {
        field!("name", "Its name.", |view: InputView| view.input.name.as_str()),
        field!("description", "What it is.", |view: InputView| {
            Some(view.input.description.as_str())
        }),
        field!("type", "Its type.", |view: InputView| TypeView::of(view.types, &view.input.type_ref)),
        field!("defaultValue", "Its default, in the GraphQL language.", |view: InputView| {
            view.input.default.as_ref().map(ToString::to_string)
        }),
        field!("isDeprecated", "Whether to avoid it.", |_: InputView| false),
        field!("deprecationReason", "What to use instead.", |_: InputView| None::<&str>),
    }
}

#[derive(Clone, Copy)]
struct EnumValueView<'g>(&'g EnumValue);

object! {
    /// A value of an enum.
    EnumValueView as "__EnumValue" {
        field!("name", "Its name.", |view: EnumValueView| view.0.name),
        field!("description", "What it means.", |view: EnumValueView| {
            Some(view.0.description.as_str())
        }),
        field!("isDeprecated", "Whether to avoid it.", |_: EnumValueView| false),
        field!("deprecationReason", "What to use instead.", |_: EnumValueView| None::<&str>),
    }
}

/// What sort of type a type is.
#[derive(Clone, Copy)]
enum TypeKind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    InputObject,
    List,
    NonNull,
}

graphql_enum! {
    /// What sort of type a type is.
    TypeKind as "__TypeKind" {
        /// A value without fields.
        Scalar = "SCALAR",
        /// A value with fields.
        Object = "OBJECT",
        /// One of several objects, with fields they share.
        Interface = "INTERFACE",
        /// One of several objects.
        Union = "UNION",
        /// One of some names.
        Enum = "ENUM",
        /// An input with fields.
        InputObject = "INPUT_OBJECT",
        /// Many of a type.
        List = "LIST",
        /// A type without `null`.
        NonNull = "NON_NULL",
    }
}
