//! The closed sets of the model as GraphQL enums.

use super::orders::{
    EventOrderBy, FilmOrderBy, OrderDirection, PersonOrderBy, ReleaseOrderBy, SeriesOrderBy,
};
use crate::graph::{Centrality, Direction};
use crate::graphql::engine::{
    Coerced, EnumType, EnumValue, Execution, Input, Literal, Output, PlanField, TypeRef, Types,
    Written, enum_literal, enum_value, unread,
};
use crate::graphql::error::ApiError;
use crate::model::episode::EpisodeKind;
use crate::model::event::{EventType, World};
use crate::model::film::FilmKind;
use crate::model::network::NetworkKind;
use crate::model::relation::{Billing, Department, Measure, Offer, Outcome, Part, Relationship};
use crate::model::series::{SeriesStatus, Weekday};
use crate::model::{Kind, Mode, Property, Qualifier, Rank, Relation, Vocabulary};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of the model in the upper case of GraphQL, by the model's own: `premiered` as `PREMIERED`.
static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let words = [&Property::VOCABULARY, &Qualifier::VOCABULARY]
        .into_iter()
        .flat_map(|words| words.terms);
    words
        .map(|term| (term.name, &*upper_snake(term.name).leak()))
        .collect()
});

fn upper_snake(word: &str) -> String {
    let mut name = String::with_capacity(word.len() + 4);
    for letter in word.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

/// The name of a word as an enum's value.
fn value_name(word: &'static str) -> &'static str {
    if word.bytes().any(|byte| byte.is_ascii_lowercase()) {
        NAMES[word]
    } else {
        word
    }
}

fn enum_type(name: &str, words: &Vocabulary) -> EnumType {
    let value = |term: &crate::model::Term| EnumValue {
        name: value_name(term.name),
        description: term.description.to_owned(),
    };
    EnumType {
        name: name.to_owned(),
        description: words.description.to_owned(),
        values: words.terms.iter().map(value).collect(),
    }
}

/// Closed sets as enums, for answers and for inputs.
macro_rules! enums {
    ($($name:ident $(as $shown:literal)?),+ $(,)?) => { $(
        impl Output<'_> for $name {
            fn nullable_ref(types: &mut Types) -> TypeRef {
                let name = crate::graphql::engine::name(&[$($shown,)? stringify!($name)]);
                types.register_enum(&name, || enum_type(&name, &$name::VOCABULARY));
                TypeRef::Named(name)
            }

            fn write(self, execution: &mut Execution<'_>, _: &PlanField) -> Written {
                execution.raw("\"");
                execution.raw(value_name(self.word()));
                execution.raw("\"");
                Ok(())
            }
        }

        impl<'g> Input<'g> for $name {
            fn nullable_ref(types: &mut Types) -> TypeRef {
                <Self as Output<'_>>::nullable_ref(types)
            }

            fn read(value: Option<&'g Coerced>) -> Result<Self, ApiError> {
                let name = enum_value(value)?;
                let found = Self::ALL.iter().copied().find(|value| value_name(value.word()) == name);
                found.ok_or_else(|| unread(stringify!($name)))
            }

            fn to_literal(&self) -> Literal {
                enum_literal(value_name(self.word()))
            }
        }
    )+ };
}

enums! {
    EventOrderBy, FilmOrderBy, OrderDirection, ReleaseOrderBy, PersonOrderBy, SeriesOrderBy,
    Billing, Centrality, Department, Direction as "WalkDirection", EpisodeKind, EventType, FilmKind, Kind as "EntityKind", Measure as "RatingMeasure", Mode as "ClaimMode", NetworkKind, Offer as "OfferType", Outcome as "OrderOutcome", Part as "EventPart",
    Property, Qualifier, Rank as "ClaimRank", Relation, Relationship, SeriesStatus, Weekday, World as "EventWorld",
}
