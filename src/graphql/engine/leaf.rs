//! Enums and custom scalars: leaves of an answer that are also inputs.

/// A Rust enum as a GraphQL enum, for answers and for inputs.
///
/// The enum may be defined anywhere in the crate; its doc comments are repeated here,
/// written for the schema's readers. Every variant must be named.
///
/// ```ignore
/// graphql_enum! {
///     /// How large a part is.
///     Billing as "Billing" {
///         /// In the opening titles.
///         Main = "MAIN",
///         /// In many episodes.
///         Recurring = "RECURRING",
///     }
/// }
/// ```
#[macro_export]
macro_rules! graphql_enum {
    (
        $(#[doc = $doc:literal])*
        $enum:ident $(as $name:literal)? {
            $($(#[doc = $value_doc:literal])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        const _: () = {
            use $crate::graphql::engine as engine;

            fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                let name = engine::name(&[$($name,)? stringify!($enum)]);
                types.register_enum(&name, || engine::EnumType {
                    name: name.clone().into_owned(),
                    description: engine::description(&[$($doc),*]).into_owned(),
                    values: vec![$(engine::EnumValue {
                        name: $value,
                        description: engine::description(&[$($value_doc),*]).into_owned(),
                    }),*],
                });
                engine::TypeRef::Named(name)
            }

            impl engine::Output<'_> for $enum {
                fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                    nullable_ref(types)
                }
                fn write(
                    self,
                    execution: &mut engine::Execution<'_>,
                    _: &engine::PlanField,
                ) -> engine::Written {
                    execution.raw(match self {
                        $($enum::$variant => concat!('"', $value, '"')),*
                    });
                    Ok(())
                }
            }

            impl<'g> engine::Input<'g> for $enum {
                fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                    nullable_ref(types)
                }
                fn read(
                    value: Option<&'g engine::Coerced>,
                ) -> Result<Self, $crate::graphql::error::ApiError> {
                    match engine::enum_value(value)? {
                        $($value => Ok($enum::$variant),)*
                        _ => Err(engine::unread("an enum value")),
                    }
                }
                fn to_literal(&self) -> engine::Literal {
                    engine::enum_literal(match self { $($enum::$variant => $value),* })
                }
            }
        };
    };
}

/// A Rust type with `Display` and `FromStr` as a custom scalar, written as a string.
///
/// `FromStr` says what is wrong with a text; clients read it.
///
/// ```ignore
/// scalar! {
///     /// A day, a month or a year: "2022-01-25", "2017-11", "2009".
///     PartialDate as "PartialDate" specified_by "https://www.loc.gov/standards/datetime/"
/// }
/// ```
#[macro_export]
macro_rules! scalar {
    (
        $(#[doc = $doc:literal])*
        $scalar:ident $(as $name:literal)? $(specified_by $url:literal)? $(,)?
    ) => {
        const _: () = {
            use $crate::graphql::engine as engine;

            fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                let name = engine::name(&[$($name,)? stringify!($scalar)]);
                types.register_scalar(&name, || engine::ScalarType {
                    name: name.clone().into_owned(),
                    description: engine::description(&[$($doc),*]).into_owned(),
                    specified_by_url: None$(.or(Some($url)))?,
                    check: |text| {
                        text.parse::<$scalar>().map(drop).map_err(|error| error.to_string())
                    },
                });
                engine::TypeRef::Named(name)
            }

            impl engine::Output<'_> for $scalar {
                fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                    nullable_ref(types)
                }
                fn write(
                    self,
                    execution: &mut engine::Execution<'_>,
                    _: &engine::PlanField,
                ) -> engine::Written {
                    execution.display(&self);
                    Ok(())
                }
            }

            impl<'g> engine::Input<'g> for $scalar {
                fn nullable_ref(types: &mut engine::Types) -> engine::TypeRef {
                    nullable_ref(types)
                }
                fn read(
                    value: Option<&'g engine::Coerced>,
                ) -> Result<Self, $crate::graphql::error::ApiError> {
                    let text = <&str as engine::Input>::read(value)?;
                    text.parse().map_err(|_| engine::unread(stringify!($scalar)))
                }
                fn to_literal(&self) -> engine::Literal {
                    engine::Literal::String(self.to_string())
                }
            }
        };
    };
}
