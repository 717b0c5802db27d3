//! Object types as constant tables of fields.

use std::{borrow::Cow, marker::PhantomData};

use super::{
    cost::Weight,
    execute::{Execution, Written},
    input::{Arguments, Coerced},
    output::Output,
    plan::PlanField,
    types::{InputField, TypeRef, Types},
};

/// A GraphQL object type: a small view, cheap to clone, with a constant table of fields.
///
/// Usually written with [`object!`](crate::object); by hand for generic types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a GraphQL object type",
    note = "write its table with `object!`, or implement `Object` for a generic view"
)]
pub trait Object<'g>: Clone + 'g {
    /// The fields, in groups; a group may be shared by several types through a trait.
    ///
    /// At most 256 groups of 256 fields.
    const FIELDS: &'g [&'g [Field<'g, Self>]];
    /// Names of all interfaces it implements, none left out.
    const INTERFACES: &'static [&'static str] = &[];
    /// The GraphQL name. Types of one name must have the same fields.
    fn name() -> Cow<'static, str>;
    /// What the type is, for the schema's readers.
    fn description() -> Cow<'static, str>;
}

/// One field of a table; made by [`field!`](crate::field).
pub struct Field<'g, V: 'g> {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) deprecation: Option<&'static str>,
    pub(super) arguments: fn(&mut Types) -> Vec<InputField>,
    pub(super) type_ref: fn(&mut Types) -> TypeRef,
    pub(super) weight: Option<Weight>,
    pub(super) resolver: &'g (dyn Resolve<'g, V> + Sync),
}

impl<V> Field<'_, V> {
    /// Marks the field as deprecated; the reason says what to use instead.
    #[must_use]
    pub const fn deprecated(mut self, reason: &'static str) -> Self {
        self.deprecation = Some(reason);
        self
    }

    /// States what the field weighs for its coerced arguments; see [`cost`](super::cost).
    #[must_use]
    pub const fn weighing(mut self, weight: fn(&[Option<Coerced>]) -> usize) -> Self {
        self.weight = Some(weight);
        self
    }
}

/// A field without arguments; see [`field!`](crate::field).
pub const fn plain_field<'g, V: 'g, F, R>(
    name: &'static str,
    description: &'static str,
    resolver: &'g F,
) -> Field<'g, V>
where
    F: Fn(V) -> R + Sync,
    R: Output<'g>,
{
    Field {
        name,
        description,
        deprecation: None,
        arguments: no_arguments,
        type_ref: R::type_ref,
        weight: None,
        resolver,
    }
}

/// A field with arguments; see [`field!`](crate::field).
pub const fn field_with_arguments<'g, V: 'g, A, F, R>(
    name: &'static str,
    description: &'static str,
    resolver: &'g WithArguments<V, A, R, F>,
) -> Field<'g, V>
where
    A: Arguments<'g>,
    F: Fn(V, A) -> R + Sync,
    R: Output<'g>,
{
    Field {
        name,
        description,
        deprecation: None,
        arguments: A::definitions,
        type_ref: R::type_ref,
        weight: None,
        resolver,
    }
}

fn no_arguments(_: &mut Types) -> Vec<InputField> {
    Vec::new()
}

/// Computes one field of a view and writes it.
pub trait Resolve<'g, V> {
    /// Writes the value of the field of `view`.
    fn resolve(&self, view: V, execution: &mut Execution<'g>, field: &'g PlanField) -> Written;
}

impl<'g, V, F, R> Resolve<'g, V> for F
where
    F: Fn(V) -> R,
    R: Output<'g>,
{
    fn resolve(&self, view: V, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        self(view).write(execution, field)
    }
}

/// A resolver that takes arguments.
///
/// The bound stands on the struct because it lets the compiler infer a closure's
/// parameters at one lifetime.
pub struct WithArguments<V, A, R, F: Fn(V, A) -> R>(F, PhantomData<fn(V, A) -> R>);

impl<V, A, R, F: Fn(V, A) -> R> WithArguments<V, A, R, F> {
    /// Wraps a closure of a view and its arguments.
    pub const fn new(resolver: F) -> Self {
        Self(resolver, PhantomData)
    }
}

impl<'g, V, A, F, R> Resolve<'g, V> for WithArguments<V, A, R, F>
where
    A: Arguments<'g>,
    F: Fn(V, A) -> R,
    R: Output<'g>,
{
    fn resolve(&self, view: V, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        match execution.arguments(field) {
            Ok(arguments) => self.0(view, arguments).write(execution, field),
            Err(error) => execution.fail(&error, field, R::NULLABLE),
        }
    }
}

/// A field of a table: name, description, and a closure that reads a view.
///
/// The parameters' types must be written; the GraphQL type follows from what the
/// closure returns (see [`Output`]). A closure of two parameters takes arguments
/// (see [`arguments!`](crate::arguments)).
///
/// `weight` says how many things resolving the field may visit, as far as that is more than
/// one; it may read the arguments. Operations whose fields weigh too much are refused.
///
/// ```ignore
/// field!("name", "Display name.", |person: Person| person.name())
/// field!("cast", "By the page.", |season: Season, page: Page| season.cast(page), weight: GATHER_WEIGHT)
/// field!("near", "As far as asked.", |query: Query, of: Near| query.near(&of), weight: of.radius())
/// field!("title", "Its name.", Series::name).deprecated("use `name`")
/// ```
#[macro_export]
macro_rules! field {
    (
        $name:literal, $description:literal,
        |$view:ident: $View:ty, $arguments:ident: $Arguments:ty $(,)?| $body:expr
        $(, weight: $weight:expr)? $(,)?
    ) => {
        $crate::graphql::engine::field_with_arguments(
            $name,
            $description,
            &$crate::graphql::engine::WithArguments::new(|$view: $View, $arguments: $Arguments| {
                $body
            }),
        )$(.weighing(|values| {
            #[allow(unused_variables, reason = "many weights are constant")]
            $crate::graphql::engine::weigh(values, |$arguments: $Arguments| $weight)
        }))?
    };
    (
        $name:literal, $description:literal,
        |_: $View:ty, $arguments:ident: $Arguments:ty $(,)?| $body:expr
        $(, weight: $weight:expr)? $(,)?
    ) => {
        $crate::field!($name, $description, |_view: $View, $arguments: $Arguments| $body $(, weight: $weight)?)
    };
    ($name:literal, $description:literal, $resolver:expr $(, weight: $weight:expr)? $(,)?) => {
        $crate::graphql::engine::plain_field($name, $description, &$resolver)
            $(.weighing(|_| $weight))?
    };
}

/// An object type's table, for a view with one lifetime.
///
/// The doc comment is the description. `as`, `implements` and `groups` may be left out.
///
/// ```ignore
/// object! {
///     /// Someone who acts.
///     Person as "Person" implements ["Node", "Entity"] groups [Self::ENTITY] {
///         field!("birth", "Day of birth.", |person: Person| person.birth()),
///     }
/// }
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[doc = $doc:literal])*
        $view:ident $(as $name:literal)?
        $(implements [$($interface:literal),* $(,)?])?
        $(groups [$($group:expr),* $(,)?])?
        { $($field:expr),* $(,)? }
    ) => {
        impl<'g> $crate::graphql::engine::Object<'g> for $view<'g> {
            const FIELDS: &'g [&'g [$crate::graphql::engine::Field<'g, Self>]] =
                &[$($($group,)*)? &[$($field),*]];
            const INTERFACES: &'static [&'static str] = &[$($($interface),*)?];
            fn name() -> ::std::borrow::Cow<'static, str> {
                $crate::graphql::engine::name(&[$($name,)? stringify!($view)])
            }
            fn description() -> ::std::borrow::Cow<'static, str> {
                $crate::graphql::engine::description(&[$($doc),*])
            }
        }
    };
}
