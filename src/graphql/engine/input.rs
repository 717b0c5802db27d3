//! What arguments may be, and how a resolver reads them.

use std::sync::Arc;

use async_graphql::Name;

use super::{
    output::Id,
    types::{InputField, TypeRef, Types},
};
use crate::graphql::error::ApiError;

/// A constant of the GraphQL language, for defaults.
pub use async_graphql::Value as Literal;

/// An input value after coercion: it has the shape that its type says.
///
/// A clone shares texts and items: one variable may stand at many places.
#[derive(Clone, Debug, PartialEq)]
pub enum Coerced {
    /// `null`, where the type allows it.
    Null,
    /// Of type `Int`.
    Int(i32),
    /// Of type `Float`; finite.
    Float(f64),
    /// Of type `Boolean`.
    Boolean(bool),
    /// Of type `String`, `ID` or a custom scalar.
    String(Arc<str>),
    /// The name of an enum's value.
    Enum(Arc<str>),
    /// A list.
    List(Arc<[Coerced]>),
    /// An input object: its fields in the order of their definitions, `None` if left out.
    Object(Arc<[Option<Coerced>]>),
}

/// A type that arguments and input fields may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a GraphQL input",
    note = "inputs are `bool`, `i32`, `f64`, `&str`, `Id<&str>`, enums of `graphql_enum!`, \
            scalars of `scalar!`, structs of `input_object!`, and `Option`, `Vec` or `InputList` \
            of these"
)]
pub trait Input<'g>: Sized {
    /// Whether `null` is among the values; then it may also be left out.
    const NULLABLE: bool = false;

    /// The type without its outer `!`; registers the named type.
    fn nullable_ref(types: &mut Types) -> TypeRef;

    /// Reads a coerced value; `None` was left out.
    ///
    /// It fails only where the coercion and the type disagree, which is our fault.
    fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError>;

    /// The value in the GraphQL language, for the schema's default values.
    fn to_literal(&self) -> Literal;

    /// The type as the schema shows it; registers the named type.
    fn type_ref(types: &mut Types) -> TypeRef {
        let nullable = Self::nullable_ref(types);
        if Self::NULLABLE {
            nullable
        } else {
            TypeRef::NonNull(Box::new(nullable))
        }
    }
}

/// The arguments of a field; made by [`arguments!`](crate::arguments).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of `arguments!`",
    note = "a resolver's second parameter is a struct made by `arguments!`"
)]
pub trait Arguments<'g>: Sized {
    /// The arguments in the order of the struct's fields.
    fn definitions(types: &mut Types) -> Vec<InputField>;

    /// Reads coerced values, which stand in the order of the definitions.
    fn read(values: &'g [Option<Coerced>]) -> Result<Self, ApiError>;
}

/// The error for a coerced value that does not have its type's shape.
#[cold]
pub fn unread(expected: &str) -> ApiError {
    ApiError::internal(format!("a coerced input is not {expected}"))
}

/// The name of a coerced enum value.
pub fn enum_value(value: Option<&Coerced>) -> Result<&str, ApiError> {
    match value {
        Some(Coerced::Enum(name)) => Ok(name),
        _ => Err(unread("an enum value")),
    }
}

/// The fields of a coerced input object.
pub fn object_fields(value: Option<&Coerced>) -> Result<&[Option<Coerced>], ApiError> {
    match value {
        Some(Coerced::Object(fields)) => Ok(fields),
        _ => Err(unread("an input object")),
    }
}

/// An enum's value as a default.
pub fn enum_literal(name: &str) -> Literal {
    Literal::Enum(Name::new(name))
}

macro_rules! leaves {
    ($($type:ty as $name:ident, $pattern:pat => $read:expr, |$value:ident| $literal:expr;)*) => { $(
        impl<'g> Input<'g> for $type {
            fn nullable_ref(_: &mut Types) -> TypeRef {
                TypeRef::named(TypeRef::$name)
            }

            fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
                match value {
                    Some($pattern) => Ok($read),
                    _ => Err(unread(TypeRef::$name)),
                }
            }

            fn to_literal(&self) -> Literal {
                let $value = self;
                $literal
            }
        }
    )* };
}

leaves! {
    bool as BOOLEAN, Coerced::Boolean(truth) => *truth, |truth| Literal::Boolean(*truth);
    i32 as INT, Coerced::Int(number) => *number, |number| Literal::from(*number);
    f64 as FLOAT, Coerced::Float(number) => *number, |number| Literal::from(*number);
    &'g str as STRING, Coerced::String(text) => text, |text| Literal::from(*text);
    Id<&'g str> as ID, Coerced::String(text) => Id(text), |id| Literal::from(id.0);
}

impl<'g, T: Input<'g>> Input<'g> for Option<T> {
    const NULLABLE: bool = true;

    fn nullable_ref(types: &mut Types) -> TypeRef {
        T::nullable_ref(types)
    }

    fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
        match value {
            None | Some(Coerced::Null) => Ok(None),
            value => T::read(value).map(Some),
        }
    }

    fn to_literal(&self) -> Literal {
        self.as_ref().map_or(Literal::Null, T::to_literal)
    }
}

impl<'g, T: Input<'g>> Input<'g> for Vec<T> {
    fn nullable_ref(types: &mut Types) -> TypeRef {
        TypeRef::List(Box::new(T::type_ref(types)))
    }

    fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
        InputList::read(value)?.iter().collect()
    }

    fn to_literal(&self) -> Literal {
        Literal::List(self.iter().map(T::to_literal).collect())
    }
}

impl<'g, T: Input<'g>> Input<'g> for Box<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn nullable_ref(types: &mut Types) -> TypeRef {
        T::nullable_ref(types)
    }

    fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
        T::read(value).map(Box::new)
    }

    fn to_literal(&self) -> Literal {
        T::to_literal(self)
    }
}

/// A list input that is read while it is walked: `Copy`, so views may keep it.
#[derive(Debug)]
pub struct InputList<'g, T> {
    items: &'g [Coerced],
    item: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for InputList<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for InputList<'_, T> {}

impl<'g, T: Input<'g>> InputList<'g, T> {
    /// The items, in their order; an error is a fault of ours.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Result<T, ApiError>> + use<'g, T> {
        self.items.iter().map(|item| T::read(Some(item)))
    }
}

impl<'g, T: Input<'g>> Input<'g> for InputList<'g, T> {
    fn nullable_ref(types: &mut Types) -> TypeRef {
        TypeRef::List(Box::new(T::type_ref(types)))
    }

    fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
        let Some(Coerced::List(items)) = value else {
            return Err(unread("a list"));
        };
        Ok(Self {
            items,
            item: std::marker::PhantomData,
        })
    }

    fn to_literal(&self) -> Literal {
        let items = self.iter().flatten();
        Literal::List(items.map(|item| item.to_literal()).collect())
    }
}

/// The arguments of a field, as a struct.
///
/// Names become camel case; doc comments are the descriptions. A default makes an
/// argument optional. Add `impl Copy for Page<'_> {}` where a view keeps them.
///
/// ```ignore
/// arguments! {
///     /// Which page.
///     Page<'g> {
///         /// How many at most, 1 to 100.
///         first: i32 = 20,
///         /// Behind this cursor.
///         after: Option<&'g str>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! arguments {
    ($(#[doc = $doc:literal])* $name:ident { $($fields:tt)* }) => {
        $crate::input_struct! { [$($doc)*] $name [] { $($fields)* } }
        $crate::impl_arguments! { $name [] { $($fields)* } }
    };
    ($(#[doc = $doc:literal])* $name:ident<'g> { $($fields:tt)* }) => {
        $crate::input_struct! { [$($doc)*] $name ['g] { $($fields)* } }
        $crate::impl_arguments! { $name ['g] { $($fields)* } }
    };
}

/// An input object, as a struct; otherwise like [`arguments!`].
///
/// A recursive field is boxed (`Option<Box<Filter<'g>>>`) or a list.
#[macro_export]
macro_rules! input_object {
    ($(#[doc = $doc:literal])* $name:ident { $($fields:tt)* }) => {
        $crate::input_struct! { [$($doc)*] $name [] { $($fields)* } }
        $crate::impl_arguments! { $name [] { $($fields)* } }
        $crate::impl_input_object! { [$($doc)*] $name [] { $($fields)* } }
    };
    ($(#[doc = $doc:literal])* $name:ident<'g> { $($fields:tt)* }) => {
        $crate::input_struct! { [$($doc)*] $name ['g] { $($fields)* } }
        $crate::impl_arguments! { $name ['g] { $($fields)* } }
        $crate::impl_input_object! { [$($doc)*] $name ['g] { $($fields)* } }
    };
}

/// The struct of `arguments!` and `input_object!`.
#[doc(hidden)]
#[macro_export]
macro_rules! input_struct {
    ([$($doc:literal)*] $name:ident [$($g:lifetime)?] {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ty $(= $default:expr)?),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[allow(unreachable_pub, reason = "as public as the module")]
        #[derive(Clone, Debug)]
        pub struct $name $(<$g>)? {
            $($(#[doc = $field_doc])* pub $field: $type),*
        }
    };
}

/// How the fields of `arguments!` and `input_object!` are defined and read.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_arguments {
    ($name:ident [$($g:lifetime)?] {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ty $(= $default:expr)?),* $(,)?
    }) => {
        impl<'g> $crate::graphql::engine::Arguments<'g> for $name $(<$g>)? {
            fn definitions(
                types: &mut $crate::graphql::engine::Types,
            ) -> Vec<$crate::graphql::engine::InputField> {
                vec![$($crate::graphql::engine::InputField {
                    name: $crate::graphql::engine::camel_case(stringify!($field)),
                    description: $crate::graphql::engine::description(&[$($field_doc),*])
                        .into_owned(),
                    type_ref: <$type as $crate::graphql::engine::Input<'g>>::type_ref(types),
                    default: None$(.or(Some(
                        <$type as $crate::graphql::engine::Input<'g>>::to_literal(&$default),
                    )))?,
                }),*]
            }

            fn read(
                values: &'g [Option<$crate::graphql::engine::Coerced>],
            ) -> Result<Self, $crate::graphql::error::ApiError> {
                let mut values = values.iter().map(Option::as_ref);
                Ok(Self {
                    $($field: $crate::graphql::engine::Input::read(values.next().flatten())?),*
                })
            }
        }
    };
}

/// What an input object is beyond its fields.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_input_object {
    ([$($doc:literal)*] $name:ident [$($g:lifetime)?] {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ty $(= $default:expr)?),* $(,)?
    }) => {
        impl<'g> $crate::graphql::engine::Input<'g> for $name $(<$g>)? {
            fn nullable_ref(
                types: &mut $crate::graphql::engine::Types,
            ) -> $crate::graphql::engine::TypeRef {
                types.register_input_object(
                    stringify!($name),
                    $crate::graphql::engine::description(&[$($doc),*]).into_owned(),
                    <Self as $crate::graphql::engine::Arguments<'g>>::definitions,
                );
                $crate::graphql::engine::TypeRef::named(stringify!($name))
            }

            fn read(
                value: Option<&'g $crate::graphql::engine::Coerced>,
            ) -> Result<Self, $crate::graphql::error::ApiError> {
                let fields = $crate::graphql::engine::object_fields(value)?;
                <Self as $crate::graphql::engine::Arguments<'g>>::read(fields)
            }

            fn to_literal(&self) -> $crate::graphql::engine::Literal {
                $crate::graphql::engine::object_literal([$((
                    $crate::graphql::engine::camel_case(stringify!($field)),
                    $crate::graphql::engine::Input::to_literal(&self.$field),
                )),*])
            }
        }
    };
}

/// An input object as a default; fields that are `null` are left out.
pub fn object_literal(fields: impl IntoIterator<Item = (String, Literal)>) -> Literal {
    let given = fields
        .into_iter()
        .filter(|(_, value)| *value != Literal::Null);
    Literal::Object(
        given
            .map(|(name, value)| (Name::new(name), value))
            .collect(),
    )
}
