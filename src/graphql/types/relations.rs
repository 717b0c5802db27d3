//! What edges of each relation say.

use super::rows::{Data, LinkEdge, Links, Shown};
use super::view::{Edge, Person, Season, View};
use crate::field;
use crate::graphql::connection::{Connection, Page};
use crate::graphql::engine::Field;
use crate::model::relation::{Billing, Department, Measure, Offer, Outcome, Part};
use crate::model::{Qualifier, Relation};

macro_rules! relations {
    ($($name:ident { $($field:literal, $description:literal, |$edge:ident $(, $page:ident)?| $read:expr;)* })+) => { $(
        #[doc = concat!("Edges of the relation `", stringify!($name), "`.")]
        pub struct $name;

        impl<'g, V: Shown<'g>> Data<'g, V> for $name {
            const RELATION: Relation = Relation::$name;
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'g [Field<'g, LinkEdge<'g, Self, V>>] = &[
                $(relation_field!($field, $description, |$edge $(, $page)?| $read)),*
            ];
        }
    )+ };
}

/// A field of an edge, with or without a page.
macro_rules! relation_field {
    ($field:literal, $description:literal, |$edge:ident| $read:expr) => {
        field!($field, $description, |place: LinkEdge<'g, Self, V>| {
            let $edge = place.link();
            $read
        })
    };
    ($field:literal, $description:literal, |$edge:ident, $page:ident| $read:expr) => {
        field!(
            $field,
            $description,
            |place: LinkEdge<'g, Self, V>, $page: Page| {
                let $edge = place.link();
                $read
            }
        )
    };
}

relations! {
    Plays {
        "order", "Place in the list of credits, from 1; null when not known.", |edge| edge.count(Qualifier::Order);
        "creditedAs", "Name as credited, where it differs from the person's.", |edge| edge.text(Qualifier::CreditedAs);
        "voice", "Whether only the voice is heard; null when nobody says.", |edge| edge.flag(Qualifier::Voice);
        "self", "Whether people play themselves; null when nobody says.", |edge| edge.flag(Qualifier::AsSelf);
        "seasons", "The seasons in which this performer plays this character, by number.", |edge, page| {
            seasons_as(edge, page)
        };
    }
    AppearsIn {
        "billing", "How large the part is; null when nobody says.", |edge| {
            edge.term(Qualifier::Billing).and_then(Billing::from_word)
        };
        "episodeCount", "In how many episodes; null when nobody says.", |edge| edge.count(Qualifier::EpisodeCount);
        "performer", "Who plays the character there; null where the character has one performer only.", |edge| {
            edge.node(Qualifier::Performer).and_then(Person::of)
        };
    }
    Credited {
        "job", "What the person did, such as \"Writer\".", |edge| edge.text(Qualifier::Job);
        "department", "Which side of the work the job belongs to; null when nobody says.", |edge| {
            edge.term(Qualifier::Department).and_then(Department::from_word)
        };
        "creditedAs", "Name as credited, where it differs from the person's.", |edge| edge.text(Qualifier::CreditedAs);
        "order", "Place in the list of credits, from 1; null when not known.", |edge| edge.count(Qualifier::Order);
    }
    WritesFor {}
    PartOf {
        "number", "Number within the larger thing, where it differs from its own.", |edge| {
            edge.count(Qualifier::Number)
        };
    }
    AiredOn {
        "from", "First day on this network; null when nobody says.", |edge| edge.date(Qualifier::From);
        "to", "Last day on this network; null when nobody says.", |edge| edge.date(Qualifier::To);
        "territory", "Where on earth; null when nobody says.", |edge| edge.text(Qualifier::Territory);
    }
    CommissionedBy {
        "from", "Day of the order; null when nobody says.", |edge| edge.date(Qualifier::From);
        "to", "Day on which the network let go; null when nobody says.", |edge| edge.date(Qualifier::To);
        "outcome", "What became of the order; null when nobody says.", |edge| {
            edge.term(Qualifier::Outcome).and_then(Outcome::from_word)
        };
    }
    AvailableOn {
        "offer", "On what terms.", |edge| edge.term(Qualifier::Offer).and_then(Offer::from_word);
        "exclusive", "Whether nowhere else; null when nobody says.", |edge| edge.flag(Qualifier::Exclusive);
        "territory", "Where on earth; null when nobody says.", |edge| edge.text(Qualifier::Territory);
    }
    ProducedBy {}
    BasedOn {}
    SetIn {
        "from", "First day; null when nobody says.", |edge| edge.date(Qualifier::From);
        "to", "Last day; null when nobody says.", |edge| edge.date(Qualifier::To);
    }
    FilmedIn {
        "from", "First day of filming there; null when nobody says.", |edge| edge.date(Qualifier::From);
        "to", "Last day of filming there; null when nobody says.", |edge| edge.date(Qualifier::To);
    }
    HasGenre {}
    RelatedTo {
        "relationship", "What the character at the far end is to the one that was asked.", |edge| {
            edge.relationship_to_near()
        };
    }
    LivesIn {}
    WorksFor {}
    OwnedBy {}
    Involves {
        "part", "What part the thing took in the event.", |edge| edge.term(Qualifier::Part).and_then(Part::from_word);
    }
    ToldIn {}
    RatedBy {
        "measure", "What the rating measures.", |edge| edge.term(Qualifier::Measure).and_then(Measure::from_word);
        "value", "The score; null where it is only in letters or words.", |edge| edge.number(Qualifier::Value);
        "best", "The highest score possible; null when not known.", |edge| edge.number(Qualifier::Best);
        "count", "Number of votes or reviews behind the score; null when not known.", |edge| {
            edge.count(Qualifier::Count)
        };
        "label", "The score in words or letters, such as \"C\".", |edge| edge.text(Qualifier::Label);
        "critic", "Who wrote the review; null where there is no single critic.", |edge| {
            edge.node(Qualifier::Critic).and_then(Person::of)
        };
        "basisEpisodes", "How many episodes the critic had seen; null when not known.", |edge| {
            edge.count(Qualifier::BasisEpisodes)
        };
        "summary", "What the reviews say, in few words.", |edge| edge.text(Qualifier::Summary);
    }
}

/// The seasons in which the performer of an edge plays its character.
fn seasons_as<'g>(plays: Edge<'g>, page: Page<'g>) -> Links<'g, AppearsIn, Season<'g>> {
    let owner = format!("{} {}", plays.from().key(), plays.to().key());
    Connection::new(Person::seasons_as(plays), "seasons", &owner, page)
}
