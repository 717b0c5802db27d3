//! What may be said of a node.

use super::{Kind, ValueType};
use crate::vocabulary;

vocabulary! {
    /// Something that a claim can say of a thing itself.
    Property {
        /// What it is called.
        Name = "name",
        /// What else it is called, one name a claim.
        AlternateNames = "alternateNames",
        /// What it is, in a few words.
        Description = "description",
        /// How other catalogues number it, one id a claim.
        ExternalIds = "externalIds",
        /// Address of a picture.
        Image = "image",
        /// Day of birth.
        Birth = "birth",
        /// Day of death.
        Death = "death",
        /// Rank or form of address, such as "Chief".
        Title = "title",
        /// What a person or character does for a living, one a claim.
        Occupations = "occupations",
        /// What the story is about.
        Premise = "premise",
        /// When the story is set.
        Period = "period",
        /// Countries of origin, one a claim.
        Countries = "countries",
        /// Original languages, one a claim.
        Languages = "languages",
        /// Day of the first release.
        Premiered = "premiered",
        /// Day of the last release.
        Ended = "ended",
        /// Where the series stands.
        Status = "status",
        /// Number of seasons.
        SeasonCount = "seasonCount",
        /// Number of episodes.
        EpisodeCount = "episodeCount",
        /// Number within the series or season.
        Number = "number",
        /// Title of a season of its own.
        Subtitle = "subtitle",
        /// Typical length of an episode, in whole minutes.
        RuntimeMinutes = "runtimeMinutes",
        /// What sort of episode or network it is.
        Kind = "kind",
        /// Day of the first broadcast or release of an episode.
        AirDate = "airDate",
        /// Days of the week on which new episodes come, one a claim.
        AirDays = "airDays",
        /// Time of day at which new episodes come, where the network is at home.
        AirTime = "airTime",
        /// What happens in an episode.
        Summary = "summary",
        /// Country of a company or network.
        Country = "country",
        /// Form of a work, such as "novel".
        Form = "form",
        /// Year of a work's publication.
        Year = "year",
        /// Whether it exists in the story only.
        Fictional = "fictional",
        /// Whether an event belongs to the production or to the story.
        World = "world",
        /// What sort of event it is.
        Type = "type",
        /// Day of an event, or its first day.
        Date = "date",
        /// Last day of an event.
        EndDate = "endDate",
        /// Who wrote a document.
        Author = "author",
        /// Who published a document.
        Publisher = "publisher",
        /// Day on which a document was published.
        Published = "published",
        /// Day on which a document was read.
        Retrieved = "retrieved",
        /// Address of a document.
        Url = "url",
        /// Terms under which a document may be used.
        Licence = "licence",
        /// Day from which a document speaks.
        AsOf = "asOf",
        /// Whether that day was inferred from the latest fact in the document.
        AsOfInferred = "asOfInferred",
    }
}

impl Property {
    /// Whether each source words or pictures it in its own way, so that values that differ
    /// do not contradict each other.
    pub const fn is_own_wording(self) -> bool {
        matches!(
            self,
            Self::Description | Self::Premise | Self::Summary | Self::Image
        )
    }

    /// Whether it is what something is called, so that case, diacritics and signs do not make
    /// another one of it.
    pub const fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Subtitle | Self::Title)
    }

    /// What it says of a thing of a kind, in one sentence.
    pub fn meaning(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::RuntimeMinutes, Kind::Episode | Kind::Film) => "Length in whole minutes.",
            _ => Self::VOCABULARY.terms[self as usize].description,
        }
    }
}

/// That nodes of a kind have a property, and of what type.
#[derive(Debug)]
pub struct PropertyRule {
    /// The property.
    pub property: Property,
    /// The type of its value.
    pub value: ValueType,
    /// Whether several values may hold at once; if not, two values are a dispute, unless the
    /// property [is worded by each source](Property::is_own_wording).
    pub many: bool,
}

impl PropertyRule {
    /// A property with one true value.
    pub const fn one(property: Property, value: ValueType) -> Self {
        Self {
            property,
            value,
            many: false,
        }
    }

    /// A property of which several values may hold at once.
    pub const fn many(property: Property, value: ValueType) -> Self {
        Self {
            property,
            value,
            many: true,
        }
    }
}

/// What may be said of a node of any kind.
pub const COMMON: &[PropertyRule] = &[
    PropertyRule::one(Property::Name, ValueType::Text),
    PropertyRule::many(Property::AlternateNames, ValueType::AlternateName),
    PropertyRule::one(Property::Description, ValueType::Text),
    PropertyRule::many(Property::ExternalIds, ValueType::ExternalId),
    PropertyRule::one(Property::Image, ValueType::Text),
];

/// The rules of a kind, the common ones first, in the order in which files write them.
pub fn rules(kind: Kind) -> impl Iterator<Item = &'static PropertyRule> {
    COMMON.iter().chain(kind.properties())
}

/// The rule of one property of a kind; `None` when the kind has no such property.
pub fn rule(kind: Kind, property: Property) -> Option<&'static PropertyRule> {
    rules(kind).find(|rule| rule.property == property)
}
