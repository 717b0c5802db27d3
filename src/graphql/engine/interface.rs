//! Interfaces: enums of views.

/// An interface: an enum of the views that implement it, made with its `From`s.
///
/// Its fields are named; their types, arguments and descriptions come from the
/// possible types, which may differ in nullability only (the interface takes the
/// weakest) and in description (it takes the first). A possible type implements
/// every interface itself; interfaces do not implement interfaces.
///
/// ```ignore
/// interface! {
///     /// Anything that has a page of its own.
///     Entity { Person, Series } fields ["id", "name"]
/// }
/// ```
#[macro_export]
macro_rules! interface {
    (
        $(#[doc = $doc:literal])*
        $interface:ident { $($view:ident),+ $(,)? } fields [$($field:literal),+ $(,)?]
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone)]
        pub enum $interface<'g> {
            $(
                #[doc = concat!("As [`", stringify!($view), "`].")]
                $view($view<'g>)
            ),+
        }

        $(
            impl<'g> From<$view<'g>> for $interface<'g> {
                fn from(view: $view<'g>) -> Self {
                    Self::$view(view)
                }
            }
        )+

        impl<'g> $crate::graphql::engine::Output<'g> for $interface<'g> {
            fn nullable_ref(
                types: &mut $crate::graphql::engine::Types,
            ) -> $crate::graphql::engine::TypeRef {
                types.register_interface(
                    stringify!($interface),
                    $crate::graphql::engine::description(&[$($doc),*]).into_owned(),
                    &[$($field),+],
                    &[$(<$view<'g> as $crate::graphql::engine::Output<'g>>::nullable_ref),+],
                );
                $crate::graphql::engine::TypeRef::named(stringify!($interface))
            }

            fn write(
                self,
                execution: &mut $crate::graphql::engine::Execution<'g>,
                field: &'g $crate::graphql::engine::PlanField,
            ) -> $crate::graphql::engine::Written {
                // The numbers of the selections are the order of the variants.
                #[allow(non_camel_case_types, clippy::enum_variant_names)]
                enum Number { $($view),+ }
                match self {
                    $(Self::$view(view) => execution.object(&view, field, Number::$view as usize)),+
                }
            }
        }
    };
}
