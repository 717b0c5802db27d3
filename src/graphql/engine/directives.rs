//! The directives of the specification, for the introspection.

use super::{
    InputField, List, Literal, TypeRef,
    introspection::{IncludeDeprecated, InputView},
    types::Types,
};
use crate::{field, graphql_enum, object};

/// Views of all directives, by name.
pub(super) fn all(types: &Types) -> impl Iterator<Item = DirectiveView<'_>> {
    DIRECTIVES
        .iter()
        .map(move |directive| DirectiveView { types, directive })
}

/// Where a directive may stand.
#[derive(Clone, Copy)]
enum DirectiveLocation {
    Field,
    FragmentSpread,
    InlineFragment,
    FieldDefinition,
    EnumValue,
    Scalar,
}

graphql_enum! {
    /// Where a directive may stand.
    DirectiveLocation as "__DirectiveLocation" {
        /// At a field of a selection.
        Field = "FIELD",
        /// At the spread of a fragment.
        FragmentSpread = "FRAGMENT_SPREAD",
        /// At an inline fragment.
        InlineFragment = "INLINE_FRAGMENT",
        /// At the definition of a field.
        FieldDefinition = "FIELD_DEFINITION",
        /// At the definition of an enum's value.
        EnumValue = "ENUM_VALUE",
        /// At the definition of a scalar.
        Scalar = "SCALAR",
    }
}

/// A directive of the specification; a schema of tables has no others.
struct Directive {
    name: &'static str,
    description: &'static str,
    locations: &'static [DirectiveLocation],
    argument: fn() -> InputField,
}

const SELECTIONS: &[DirectiveLocation] = &[
    DirectiveLocation::Field,
    DirectiveLocation::FragmentSpread,
    DirectiveLocation::InlineFragment,
];

static DIRECTIVES: [Directive; 4] = [
    Directive {
        name: "deprecated",
        description: "Marks what should not be used any more.",
        locations: &[
            DirectiveLocation::FieldDefinition,
            DirectiveLocation::EnumValue,
        ],
        argument: reason,
    },
    Directive {
        name: "include",
        description: "Includes a field or fragment only if the condition is true.",
        locations: SELECTIONS,
        argument: condition,
    },
    Directive {
        name: "skip",
        description: "Skips a field or fragment if the condition is true.",
        locations: SELECTIONS,
        argument: condition,
    },
    Directive {
        name: "specifiedBy",
        description: "Says where a scalar is specified.",
        locations: &[DirectiveLocation::Scalar],
        argument: url,
    },
];

#[derive(Clone, Copy)]
pub(super) struct DirectiveView<'g> {
    types: &'g Types,
    directive: &'static Directive,
}

object! {
    /// A directive.
    DirectiveView as "__Directive" {
        field!("name", "Its name.", |view: DirectiveView| view.directive.name),
        field!("description", "What it does.", |view: DirectiveView| {
            Some(view.directive.description)
        }),
        field!("isRepeatable", "Whether it may stand twice.", |_: DirectiveView| false),
        field!("locations", "Where it may stand.", |view: DirectiveView| {
            List(view.directive.locations.iter().copied())
        }),
        field!("args", "What it takes.", |view: DirectiveView, _with: IncludeDeprecated| {
            List(InputView::list(view.types, view.types.directive_arguments(view.directive.name)))
        }),
    }
}

/// The arguments of all directives, by the directive's name.
pub(super) fn arguments() -> Vec<(&'static str, Vec<InputField>)> {
    let directives = DIRECTIVES.iter();
    let arguments = directives.map(|directive| (directive.name, vec![(directive.argument)()]));
    arguments.collect()
}

fn condition() -> InputField {
    argument(
        "if",
        "The condition.",
        TypeRef::named_nn(TypeRef::BOOLEAN),
        None,
    )
}

fn reason() -> InputField {
    let default = Some(Literal::from("No longer supported"));
    argument(
        "reason",
        "What to use instead.",
        TypeRef::named(TypeRef::STRING),
        default,
    )
}

fn url() -> InputField {
    let url = TypeRef::named_nn(TypeRef::STRING);
    argument("url", "Where the specification is.", url, None)
}

fn argument(
    name: &str,
    description: &str,
    type_ref: TypeRef,
    default: Option<Literal>,
) -> InputField {
    InputField {
        name: name.to_owned(),
        description: description.to_owned(),
        type_ref,
        default,
    }
}
