//! What every thing of the graph has in common.

use super::claim::{self, ClaimsOf};
use super::component::Component;
use super::neighbors::{NeighborRow, Neighbors};
use super::relations::Involves;
use super::rows::{ClaimRow, back, page_of};
use super::view::{
    Character, Claim, Dispute, Episode, Event, Film, Genre, Network, Node as Thing, Organization,
    Outlet, Person, Place, Season, Series, Source, Studio, View, Work,
};
use crate::graphql::connection::Page;
use crate::graphql::engine::{
    Execution, Field, Interruptible, List, Output, PlanField, TypeRef, Types, Written,
};
use crate::graphql::limits::{GATHER_WEIGHT, SCAN_WEIGHT};
use crate::model::{AlternateNameRef, ExternalIdRef, Kind, Property};
use crate::{field, interface, object};

interface! {
    /// Anything that can be fetched again by its id.
    Node {
        Person, Character, Series, Season, Episode, Film, Network, Studio, Work, Place, Organization, Event, Outlet, Genre,
        Source, Claim, Dispute,
    } fields ["id"]
}

interface! {
    /// A thing of the graph.
    Entity {
        Person, Character, Series, Season, Episode, Film, Network, Studio, Work, Place, Organization, Event, Outlet, Genre,
        Source,
    } fields [
        "id", "name", "label", "description", "alternateNames", "externalIds", "image", "events", "claims", "neighbors", "component"
    ]
}

macro_rules! from_thing {
    ($($kind:ident),+ $(,)?) => {
        impl<'g> From<Thing<'g>> for Entity<'g> {
            fn from(thing: Thing<'g>) -> Self {
                match thing.kind() {
                    $(Kind::$kind => Self::$kind($kind::of(thing).expect("the kind was just read"))),+
                }
            }
        }

        impl<'g> From<Thing<'g>> for Node<'g> {
            fn from(thing: Thing<'g>) -> Self {
                match Entity::from(thing) {
                    $(Entity::$kind(view) => Self::$kind(view)),+
                }
            }
        }
    };
}

from_thing! {
    Person, Character, Series, Season, Episode, Film, Network, Studio, Work, Place, Organization, Event, Outlet, Genre,
    Source,
}

/// The id of a thing; a key has nothing in it that JSON escapes.
struct ThingId<'g>(Kind, &'g str);

impl Output<'_> for ThingId<'_> {
    fn nullable_ref(_: &mut Types) -> TypeRef {
        TypeRef::named(TypeRef::ID)
    }

    fn write(self, execution: &mut Execution<'_>, _: &PlanField) -> Written {
        for part in ["\"", self.0.prefix(), ":", self.1, "\""] {
            execution.raw(part);
        }
        Ok(())
    }
}

/// The fields of every thing; a table shares them by naming the constants as groups.
pub trait EntityFields<'g>: View<'g> {
    /// The name, of kinds of which every thing has one.
    const NAMED: &'g [Field<'g, Self>] = &[field!("name", "What it is called.", |view: Self| {
        let node = view.into();
        node.name().unwrap_or_else(|| node.slug())
    })];

    /// Everything that all kinds have, but for the name.
    const ENTITY: &'g [Field<'g, Self>] = &[
        field!(
            "id",
            "Its key, stable over restarts and imports, such as \"person:jeff-daniels\".",
            |view: Self| { ThingId(Self::KIND, view.into().slug()) }
        ),
        field!(
            "label",
            "What to show: its name, else its description, else the end of its id.",
            |view: Self| { view.into().label() }
        ),
        field!(
            "description",
            "What it is, in a few words; null when nobody says.",
            |view: Self| { view.into().text(Property::Description) }
        ),
        field!(
            "alternateNames",
            "What else it is called, known errors aside.",
            |view: Self| { List(view.into().alternate_names().map(OtherName)) }
        ),
        field!(
            "externalIds",
            "Its ids in other catalogues.",
            |view: Self| List(view.into().external_ids().map(OtherId))
        ),
        field!(
            "image",
            "Address of a picture of it; null when there is none.",
            |view: Self| { view.into().text(Property::Image) }
        ),
        field!(
            "events",
            "Events in which it took part, by date.",
            |view: Self, page: Page| back::<Involves, Event>(view, "events", page)
        ),
        field!(
            "claims",
            "Claims on its properties and on its relations, both ways; the best of each first.",
            |view: Self, of: ClaimsOf| Interruptible::new(move |interrupt| {
                let node = view.into();
                let claims = claim::only(node.claims(), &of.filter(node.graph())?, interrupt)?;
                page_of::<ClaimRow, _>(view, claims, "claims", of.page())
            }),
            weight: GATHER_WEIGHT
        ),
        field!(
            "neighbors",
            "What it is joined to, by any relation.",
            |view: Self, of: Neighbors| {
                page_of::<NeighborRow, _>(view, of.edges(view.into()), "neighbors", of.page())
            },
            weight: GATHER_WEIGHT
        ),
        field!(
            "component",
            "What it is connected with; null for things that are no person, character, series, season, episode, film, network or studio.",
            |view: Self| Interruptible::new(move |interrupt| Component::of(view.into(), interrupt)),
            weight: SCAN_WEIGHT
        ),
    ];
}

impl<'g, V: View<'g>> EntityFields<'g> for V {}

/// Another name of a thing.
#[derive(Clone)]
pub struct OtherName<'g>(AlternateNameRef<'g>);

object! {
    /// Another name of a thing.
    OtherName as "AlternateName" {
        field!("name", "The name.", |name: OtherName| name.0.name),
        field!("language", "Its language, as in BCP 47; null when not known.", |name: OtherName| {
            name.0.language
        }),
        field!("region", "Where it is used, as in ISO 3166; null when not known.", |name: OtherName| {
            name.0.region
        }),
    }
}

/// The id of a thing in another catalogue.
#[derive(Clone)]
pub struct OtherId<'g>(ExternalIdRef<'g>);

object! {
    /// The id of a thing in another catalogue.
    OtherId as "ExternalId" {
        field!("authority", "The catalogue, as in \"imdb\".", |id: OtherId| id.0.authority),
        field!("id", "The id there.", |id: OtherId| id.0.id),
    }
}
