//! The kinds of things in the graph.

use super::property::PropertyRule;
use super::{
    character, episode, event, genre, network, organization, outlet, person, place, season, series,
    source, studio, work,
};
use crate::vocabulary;

vocabulary! {
    /// What sort of thing a node is.
    Kind {
        /// A human being: actor, writer, critic, author.
        Person = "PERSON",
        /// Someone in the story, played by someone.
        Character = "CHARACTER",
        /// A television series.
        Series = "SERIES",
        /// A run of episodes of a series.
        Season = "SEASON",
        /// One episode, special or unproduced pilot.
        Episode = "EPISODE",
        /// A film.
        Film = "FILM",
        /// A television network or streaming service.
        Network = "NETWORK",
        /// A company that makes series.
        Studio = "STUDIO",
        /// Source material, such as a novel.
        Work = "WORK",
        /// A place, fictional or real.
        Place = "PLACE",
        /// A company, union or gang that is neither network nor studio nor outlet.
        Organization = "ORGANIZATION",
        /// Something that happened, in the production or in the story.
        Event = "EVENT",
        /// Who publishes scores, reviews or news.
        Outlet = "OUTLET",
        /// A class of stories, such as crime drama.
        Genre = "GENRE",
        /// A document or data set that makes claims.
        Source = "SOURCE",
    }
}

impl Kind {
    /// The part of a key before the colon, as in `person`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Character => "character",
            Self::Series => "series",
            Self::Season => "season",
            Self::Episode => "episode",
            Self::Film => "film",
            Self::Network => "network",
            Self::Studio => "studio",
            Self::Work => "work",
            Self::Place => "place",
            Self::Organization => "organization",
            Self::Event => "event",
            Self::Outlet => "outlet",
            Self::Genre => "genre",
            Self::Source => "source",
        }
    }

    /// The kind whose keys begin with `prefix`.
    pub fn from_prefix(prefix: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.prefix() == prefix)
    }

    /// What may be said of a node of this kind, beyond what may be said of all.
    pub const fn properties(self) -> &'static [PropertyRule] {
        match self {
            Self::Person => person::PROPERTIES,
            Self::Character => character::PROPERTIES,
            Self::Series => series::PROPERTIES,
            Self::Season => season::PROPERTIES,
            Self::Episode => episode::PROPERTIES,
            Self::Film => super::film::PROPERTIES,
            Self::Network => network::PROPERTIES,
            Self::Studio => studio::PROPERTIES,
            Self::Work => work::PROPERTIES,
            Self::Place => place::PROPERTIES,
            Self::Organization => organization::PROPERTIES,
            Self::Event => event::PROPERTIES,
            Self::Outlet => outlet::PROPERTIES,
            Self::Genre => genre::PROPERTIES,
            Self::Source => source::PROPERTIES,
        }
    }
}
