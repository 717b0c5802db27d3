//! By what the things of each kind are grouped, and what else a list of them amounts to.

use super::aggregate::{Aggregate, Aggregated, Grouped};
use super::view::{
    Character, Episode, Event, Film, Genre, Network, Organization, Outlet, Person, Place, Season,
    Series, Source, Studio, Work,
};
use crate::graph::Direction::{In, Out};
use crate::graph::Step;
use crate::graph::aggregate::Facet;
use crate::graphql::engine::{Field, Interruptible};
use crate::graphql::limits::SCAN_WEIGHT;
use crate::model::{Kind, Property, Qualifier, Relation};
use crate::{field, graphql_enum};

/// What a kind may be grouped by.
pub trait GroupKeys {
    /// What a key means in the graph.
    fn facet(&self) -> Facet;
}

macro_rules! group_keys {
    ($($view:ident by $name:ident {
        $($(#[doc = $doc:literal])+ $key:ident as $word:literal => $facet:expr,)+
    })+) => { $(
        #[doc = concat!("By what a list of ", stringify!($view), " is grouped.")]
        #[derive(Clone, Copy)]
        pub enum $name { $($(#[doc = $doc])+ $key,)+ }

        graphql_enum! {
            /// By what the things of a list are grouped.
            $name { $($(#[doc = $doc])+ $key = $word,)+ }
        }

        impl GroupKeys for $name {
            fn facet(&self) -> Facet {
                match self { $(Self::$key => $facet,)+ }
            }
        }

        impl<'g> Grouped<'g> for $view<'g> {
            type Key = $name;
        }
    )+ };
}

const WHOLE: Step = (Relation::PartOf, Out);
const PARTS: Step = (Relation::PartOf, In);
const APPEARS: Step = (Relation::AppearsIn, Out);
const NETWORK: Step = (Relation::AiredOn, Out);
const STUDIO: Step = (Relation::ProducedBy, Out);

/// At the end of one step.
macro_rules! ends {
    ($relation:ident, $kind:ident) => {
        Facet::Ends(&[&[(Relation::$relation, Out)]], Kind::$kind)
    };
}

group_keys! {
    Person by PersonGroupKey {
        /// The ten years of birth, such as "1950s".
        BirthDecade as "BIRTH_DECADE" => Facet::Decade(Property::Birth),
        /// The ten years of death, such as "2020s".
        DeathDecade as "DEATH_DECADE" => Facet::Decade(Property::Death),
        /// What they do for a living.
        Occupation as "OCCUPATION" => Facet::Property(Property::Occupations),
        /// The departments of their credits; playing is no credit.
        Department as "DEPARTMENT" => Facet::Qualifier((Relation::Credited, Out), Qualifier::Department),
        /// The jobs of their credits.
        Job as "JOB" => Facet::Qualifier((Relation::Credited, Out), Qualifier::Job),
    }
    Character by CharacterGroupKey {
        /// How large their parts are; a character who is a guest here and in the main cast there is in both groups.
        Billing as "BILLING" => Facet::Qualifier(APPEARS, Qualifier::Billing),
        /// The series in which they appear, themselves or in a season or episode.
        Series as "SERIES" => Facet::Ends(&[&[APPEARS], &[APPEARS, WHOLE], &[APPEARS, WHOLE, WHOLE]], Kind::Series),
        /// What they do for a living.
        Occupation as "OCCUPATION" => Facet::Property(Property::Occupations),
        /// For whom they work.
        Employer as "EMPLOYER" => ends!(WorksFor, Organization),
        /// Where they live.
        Residence as "RESIDENCE" => ends!(LivesIn, Place),
    }
    Series by SeriesGroupKey {
        /// The networks on which they were shown, themselves or a season or an episode of no season.
        Network as "NETWORK" => Facet::Ends(&[&[NETWORK], &[PARTS, NETWORK]], Kind::Network),
        /// The studios that made them, or seasons of them.
        Studio as "STUDIO" => Facet::Ends(&[&[STUDIO], &[PARTS, STUDIO]], Kind::Studio),
        /// Genre.
        Genre as "GENRE" => ends!(HasGenre, Genre),
        /// The ten years of the first release, such as "2020s".
        Decade as "DECADE" => Facet::Decade(Property::Premiered),
        /// The year of the first release.
        Year as "YEAR" => Facet::Year(Property::Premiered),
        /// Where they stand.
        Status as "STATUS" => Facet::Property(Property::Status),
        /// Country of origin.
        Country as "COUNTRY" => Facet::Property(Property::Countries),
        /// Original language.
        Language as "LANGUAGE" => Facet::Property(Property::Languages),
    }
    Season by SeasonGroupKey {
        /// The series of which they are part.
        Series as "SERIES" => Facet::Ends(&[&[WHOLE]], Kind::Series),
        /// The networks on which they were shown.
        Network as "NETWORK" => ends!(AiredOn, Network),
        /// The studios that made them.
        Studio as "STUDIO" => ends!(ProducedBy, Studio),
        /// The ten years of the first release, such as "2020s".
        Decade as "DECADE" => Facet::Decade(Property::Premiered),
        /// The year of the first release.
        Year as "YEAR" => Facet::Year(Property::Premiered),
    }
    Episode by EpisodeGroupKey {
        /// The series of which they are part, by way of a season or at once.
        Series as "SERIES" => Facet::Ends(&[&[WHOLE], &[WHOLE, WHOLE]], Kind::Series),
        /// The season of which they are part.
        Season as "SEASON" => Facet::Ends(&[&[WHOLE]], Kind::Season),
        /// The networks on which they themselves were shown.
        Network as "NETWORK" => ends!(AiredOn, Network),
        /// What sort of episode.
        Kind as "KIND" => Facet::Property(Property::Kind),
        /// The ten years of the first release, such as "2020s".
        Decade as "DECADE" => Facet::Decade(Property::AirDate),
        /// The year of the first release.
        Year as "YEAR" => Facet::Year(Property::AirDate),
    }
    Film by FilmGroupKey {
        /// What sort of film.
        Kind as "KIND" => Facet::Property(Property::Kind),
        /// The networks on which they were shown.
        Network as "NETWORK" => ends!(AiredOn, Network),
        /// The studios that made them.
        Studio as "STUDIO" => ends!(ProducedBy, Studio),
        /// Genre.
        Genre as "GENRE" => ends!(HasGenre, Genre),
        /// The ten years of the first release, such as "2020s".
        Decade as "DECADE" => Facet::Decade(Property::Premiered),
        /// The year of the first release.
        Year as "YEAR" => Facet::Year(Property::Premiered),
        /// Country of origin.
        Country as "COUNTRY" => Facet::Property(Property::Countries),
        /// Original language.
        Language as "LANGUAGE" => Facet::Property(Property::Languages),
    }
    Network by NetworkGroupKey {
        /// How they reach their audience.
        Kind as "KIND" => Facet::Property(Property::Kind),
        /// Their country.
        Country as "COUNTRY" => Facet::Property(Property::Country),
        /// The organizations to which they belong.
        Owner as "OWNER" => ends!(OwnedBy, Organization),
    }
    Studio by StudioGroupKey {
        /// Their country.
        Country as "COUNTRY" => Facet::Property(Property::Country),
    }
    Work by WorkGroupKey {
        /// Their form, such as "novel".
        Form as "FORM" => Facet::Property(Property::Form),
        /// The ten years of publication, such as "2000s".
        Decade as "DECADE" => Facet::Decade(Property::Year),
    }
    Place by PlaceGroupKey {
        /// Whether they exist in the story only: "true" or "false".
        Fictional as "FICTIONAL" => Facet::Property(Property::Fictional),
        /// The place of which they are part.
        PartOf as "PART_OF" => Facet::Ends(&[&[WHOLE]], Kind::Place),
    }
    Organization by OrganizationGroupKey {
        /// Whether they exist in the story only: "true" or "false".
        Fictional as "FICTIONAL" => Facet::Property(Property::Fictional),
    }
    Event by EventGroupKey {
        /// Whether they belong to the production or to the story.
        World as "WORLD" => Facet::Property(Property::World),
        /// What sort of event.
        Type as "TYPE" => Facet::Property(Property::Type),
        /// The ten years in which they began, such as "2020s".
        Decade as "DECADE" => Facet::Decade(Property::Date),
        /// The year in which they began.
        Year as "YEAR" => Facet::Year(Property::Date),
    }
    Source by SourceGroupKey {
        /// Who wrote them.
        Author as "AUTHOR" => Facet::Property(Property::Author),
        /// Who published them.
        Publisher as "PUBLISHER" => Facet::Property(Property::Publisher),
        /// Terms of use.
        Licence as "LICENCE" => Facet::Property(Property::Licence),
    }
}

/// What lists of each kind amount to: shared groups of fields, and the dates.
macro_rules! aggregated {
    ($($view:ident [$($group:ident),*] { $($field:literal $description:literal $property:ident),* })+) => { $(
        impl<'g> Aggregated<'g> for $view<'g> {
            const FIELDS: &'g [&'g [Field<'g, Aggregate<'g, Self>>]] = &[
                Self::COUNT,
                $(Self::$group,)*
                &[$(field!($field, $description, |aggregate: Aggregate<'g, Self>| {
                    Interruptible::new(move |interrupt| aggregate.dates(Property::$property, interrupt))
                }, weight: SCAN_WEIGHT)),*],
            ];
        }
    )+ };
}

aggregated! {
    Person [GROUPS] { "birth" "Days of birth." Birth, "death" "Days of death." Death }
    Character [GROUPS] {}
    Series [GROUPS, RATINGS] { "premiered" "Days of the first release." Premiered, "ended" "Days of the last release." Ended }
    Season [GROUPS, RATINGS] { "premiered" "Days of the first release." Premiered, "ended" "Days of the last release." Ended }
    Episode [GROUPS, RATINGS] { "airDate" "Days of the first broadcast or release." AirDate }
    Film [GROUPS, RATINGS] { "premiered" "Days of the first release." Premiered }
    Network [GROUPS] {}
    Studio [GROUPS] {}
    Work [GROUPS] {}
    Place [GROUPS] {}
    Organization [GROUPS] {}
    Event [GROUPS] { "date" "Days, or first days." Date, "endDate" "Last days." EndDate }
    Outlet [] {}
    Genre [] {}
    Source [GROUPS] { "published" "Days of publication." Published, "retrieved" "Days on which they were read." Retrieved, "asOf" "Days from which they speak." AsOf }
}
