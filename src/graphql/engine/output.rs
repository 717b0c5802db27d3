//! What resolvers may return, and how it is written.

use std::{borrow::Cow, fmt::Display};

use super::{
    execute::{Execution, Unwritten, Written},
    json,
    plan::PlanField,
    request::Interrupt,
    table::Object,
    types::{TypeRef, Types},
};
use crate::graphql::error::ApiError;

/// A value that a resolver may return; it knows its GraphQL type.
#[diagnostic::on_unimplemented(
    message = "a resolver cannot return `{Self}`",
    label = "this field's value has no GraphQL type",
    note = "return a scalar, an enum of `graphql_enum!`, a view with a table, `List(iterator)`, \
            or an `Option` or `Result<_, ApiError>` of these"
)]
pub trait Output<'g>: Sized {
    /// Whether `null` is among the values.
    const NULLABLE: bool = false;

    /// The type without its outer `!`; registers the named type.
    fn nullable_ref(types: &mut Types) -> TypeRef;

    /// Writes the value as JSON; on an error, whoever may be null cuts it off again.
    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written;

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

impl<'g, T: Object<'g>> Output<'g> for T {
    fn nullable_ref(types: &mut Types) -> TypeRef {
        types.register_object::<T>();
        TypeRef::Named(T::name())
    }

    #[inline]
    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        execution.object(&self, field, 0)
    }
}

impl<'g, T: Output<'g>> Output<'g> for Option<T> {
    const NULLABLE: bool = true;

    fn nullable_ref(types: &mut Types) -> TypeRef {
        T::nullable_ref(types)
    }

    #[inline]
    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        let Some(value) = self else {
            execution.null();
            return Ok(());
        };
        let place = execution.place();
        match value.write(execution, field) {
            Err(Unwritten::Null) => {
                execution.cut_back(place);
                execution.null();
                Ok(())
            }
            written => written,
        }
    }
}

impl<'g, T: Output<'g>> Output<'g> for Result<T, ApiError> {
    const NULLABLE: bool = T::NULLABLE;

    fn nullable_ref(types: &mut Types) -> TypeRef {
        T::nullable_ref(types)
    }

    #[inline]
    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        match self {
            Ok(value) => value.write(execution, field),
            Err(error) => execution.fail(&error, field, T::NULLABLE),
        }
    }
}

/// Any iterator as a GraphQL list; walked while it is written.
#[derive(Clone, Copy, Debug)]
pub struct List<I>(pub I);

impl<'g, I: IntoIterator<Item: Output<'g>>> Output<'g> for List<I> {
    fn nullable_ref(types: &mut Types) -> TypeRef {
        TypeRef::List(Box::new(I::Item::type_ref(types)))
    }

    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        execution.list(self.0, field)
    }
}

/// A value whose making takes long, and may be told to stop: a closure of the interrupt.
///
/// The closure, or the iterator that it returns, asks the interrupt now and then and
/// returns its reason as an error, which stops the whole execution.
///
/// ```ignore
/// field!("claims", "All of them.", |entity: Entity| Interruptible::new(move |interrupt| {
///     entity.claims_unless(|| interrupt.reason().is_some()).map(List)
/// }))
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Interruptible<F>(F);

impl<F> Interruptible<F> {
    /// Wraps a closure; the bounds let the compiler infer its parameter.
    pub const fn new<'g, R>(make: F) -> Self
    where
        F: FnOnce(&'g dyn Interrupt) -> R,
        R: Output<'g>,
    {
        Self(make)
    }
}

impl<'g, F, R> Output<'g> for Interruptible<F>
where
    F: FnOnce(&'g dyn Interrupt) -> R,
    R: Output<'g>,
{
    const NULLABLE: bool = R::NULLABLE;

    fn nullable_ref(types: &mut Types) -> TypeRef {
        R::nullable_ref(types)
    }

    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        self.0(execution.interrupt()).write(execution, field)
    }
}

/// An `ID`: of a text in arguments, of anything that can be displayed in answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id<T>(pub T);

impl<T: Display> Output<'_> for Id<T> {
    fn nullable_ref(_: &mut Types) -> TypeRef {
        TypeRef::named(TypeRef::ID)
    }

    fn write(self, execution: &mut Execution<'_>, _: &PlanField) -> Written {
        json::write_display(execution.out(), &self.0);
        Ok(())
    }
}

macro_rules! built_in_scalars {
    ($($type:ty as $name:ident, |$value:ident, $out:ident| $write:expr;)*) => { $(
        impl Output<'_> for $type {
            fn nullable_ref(_: &mut Types) -> TypeRef {
                TypeRef::named(TypeRef::$name)
            }

            #[inline]
            fn write(self, execution: &mut Execution<'_>, _: &PlanField) -> Written {
                let ($value, $out) = (self, execution.out());
                $write;
                Ok(())
            }
        }
    )* };
}

built_in_scalars! {
    &str as STRING, |text, out| json::write_str(out, text);
    String as STRING, |text, out| json::write_str(out, &text);
    Cow<'_, str> as STRING, |text, out| json::write_str(out, &text);
    bool as BOOLEAN, |truth, out| out.extend_from_slice(if truth { b"true" } else { b"false" });
    i32 as INT, |number, out| json::write_int(out, number);
    u8 as INT, |number, out| json::write_int(out, i32::from(number));
    u16 as INT, |number, out| json::write_int(out, i32::from(number));
}

/// Counts are `Int`; beyond 31 bits they are a fault of the server.
macro_rules! counts {
    ($($type:ty),*) => { $(
        impl<'g> Output<'g> for $type {
            fn nullable_ref(_: &mut Types) -> TypeRef {
                TypeRef::named(TypeRef::INT)
            }

            #[inline]
            fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
                if let Ok(number) = i32::try_from(self) {
                    json::write_int(execution.out(), number);
                    return Ok(());
                }
                let error = ApiError::internal(format!("{self} does not fit an Int"));
                execution.fail(&error, field, false)
            }
        }
    )* };
}

counts!(u32, usize);

impl<'g> Output<'g> for f64 {
    fn nullable_ref(_: &mut Types) -> TypeRef {
        TypeRef::named(TypeRef::FLOAT)
    }

    fn write(self, execution: &mut Execution<'g>, field: &'g PlanField) -> Written {
        if self.is_finite() {
            json::write_float(execution.out(), self);
            return Ok(());
        }
        let error = ApiError::internal(format!("{self} is not a Float"));
        execution.fail(&error, field, false)
    }
}
