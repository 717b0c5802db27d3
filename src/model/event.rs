//! Something that happened, in the production or in the story.

use super::property::PropertyRule;
use super::{Property, ValueType};
use crate::vocabulary;

vocabulary! {
    /// Where an event happened.
    World {
        /// In the making of the series.
        Production = "PRODUCTION",
        /// In the story.
        Story = "STORY",
    }
}

vocabulary! {
    /// What sort of event it is.
    EventType {
        /// A network orders a series or a season.
        Order = "ORDER",
        /// A script is written.
        Writing = "WRITING",
        /// An ordered series is given up before it is made.
        Scrapping = "SCRAPPING",
        /// People are hired for parts or jobs.
        Casting = "CASTING",
        /// Background players are sought.
        CastingCall = "CASTING_CALL",
        /// A network ends a series.
        Cancellation = "CANCELLATION",
        /// A canceled series is picked up by another network.
        Revival = "REVIVAL",
        /// Something is made known to the public.
        Announcement = "ANNOUNCEMENT",
        /// Scenes are filmed.
        Shooting = "SHOOTING",
        /// A season or series reaches its audience.
        Release = "RELEASE",
        /// Critics and viewers respond.
        Reception = "RECEPTION",
        /// A book or article is published.
        Publication = "PUBLICATION",
        /// Workers stop working.
        Strike = "STRIKE",
        /// Someone is killed.
        Killing = "KILLING",
        /// Someone is hurt on purpose.
        Assault = "ASSAULT",
        /// Someone is accused of a crime.
        Accusation = "ACCUSATION",
        /// Someone claims to be without guilt.
        Plea = "PLEA",
        /// Someone begins to suspect somebody.
        Suspicion = "SUSPICION",
        /// Someone is taken into custody.
        Arrest = "ARREST",
        /// Someone is found guilty.
        Conviction = "CONVICTION",
        /// A crime is looked into.
        Investigation = "INVESTIGATION",
        /// Something is set on fire.
        Arson = "ARSON",
        /// Someone leaves.
        Departure = "DEPARTURE",
        /// Someone comes or comes back.
        Arrival = "ARRIVAL",
        /// Two people love each other behind someone's back.
        Affair = "AFFAIR",
        /// A couple breaks up.
        Separation = "SEPARATION",
        /// Workers try to form a union.
        UnionDrive = "UNION_DRIVE",
        /// People decide by voting.
        Vote = "VOTE",
        /// Someone takes too much of a drug.
        Overdose = "OVERDOSE",
        /// Someone is warned of harm to come.
        Threat = "THREAT",
        /// Someone gives a promise, or keeps it.
        Promise = "PROMISE",
        /// Someone is torn between two things.
        Dilemma = "DILEMMA",
        /// Someone comes to a decision.
        Decision = "DECISION",
        /// Someone falls ill or lies unconscious.
        Illness = "ILLNESS",
    }
}

/// What may be said of an event.
pub const PROPERTIES: &[PropertyRule] = &[
    PropertyRule::one(Property::World, ValueType::Term(&World::VOCABULARY)),
    PropertyRule::one(Property::Type, ValueType::Term(&EventType::VOCABULARY)),
    PropertyRule::one(Property::Date, ValueType::Date),
    PropertyRule::one(Property::EndDate, ValueType::Date),
];
