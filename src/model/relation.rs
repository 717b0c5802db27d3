//! How two things can be joined.

use crate::vocabulary;

vocabulary! {
    /// How one thing stands to another, read from the first to the second.
    Relation {
        /// A person plays a character.
        Plays = "PLAYS",
        /// A character appears in a season, an episode or a series.
        AppearsIn = "APPEARS_IN",
        /// A person did a job on a series, a season, an episode or a work.
        Credited = "CREDITED",
        /// A person writes for an outlet.
        WritesFor = "WRITES_FOR",
        /// A season, an episode or a place is part of something larger.
        PartOf = "PART_OF",
        /// A series, a season or an episode was shown on a network.
        AiredOn = "AIRED_ON",
        /// A series or a season was ordered by a network.
        CommissionedBy = "COMMISSIONED_BY",
        /// A series or a season can be watched on a network.
        AvailableOn = "AVAILABLE_ON",
        /// A series or a season was made by a studio.
        ProducedBy = "PRODUCED_BY",
        /// A series is drawn from a work.
        BasedOn = "BASED_ON",
        /// A story is set in a place.
        SetIn = "SET_IN",
        /// A series or a season was filmed in a place.
        FilmedIn = "FILMED_IN",
        /// A series belongs to a genre.
        HasGenre = "HAS_GENRE",
        /// A character stands in a relationship to another.
        RelatedTo = "RELATED_TO",
        /// A character lives in a place.
        LivesIn = "LIVES_IN",
        /// A character works for an organization.
        WorksFor = "WORKS_FOR",
        /// A network belongs to an organization.
        OwnedBy = "OWNED_BY",
        /// A thing took a part in an event.
        Involves = "INVOLVES",
        /// An event of the story is told in a series, a season or an episode.
        ToldIn = "TOLD_IN",
        /// An outlet scored or reviewed a series, a season or an episode.
        RatedBy = "RATED_BY",
    }
}

impl Relation {
    /// The relation as the verb of a sentence, as in "Jeff Daniels plays Del Harris".
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Plays => "plays",
            Self::AppearsIn => "appears in",
            Self::Credited => "is credited on",
            Self::WritesFor => "writes for",
            Self::PartOf => "is part of",
            Self::AiredOn => "aired on",
            Self::CommissionedBy => "was ordered by",
            Self::AvailableOn => "can be watched on",
            Self::ProducedBy => "was produced by",
            Self::BasedOn => "is based on",
            Self::SetIn => "is set in",
            Self::FilmedIn => "was filmed in",
            Self::HasGenre => "is of the genre",
            Self::RelatedTo => "is related to",
            Self::LivesIn => "lives in",
            Self::WorksFor => "works for",
            Self::OwnedBy => "belongs to",
            Self::Involves => "involves",
            Self::ToldIn => "is told in",
            Self::RatedBy => "was rated by",
        }
    }

    /// The same of what is planned or expected, as in "is to play".
    pub const fn verb_to_come(self) -> &'static str {
        match self {
            Self::Plays => "is to play",
            Self::AppearsIn => "is to appear in",
            Self::Credited => "is to be credited on",
            Self::WritesFor => "is to write for",
            Self::PartOf => "is to be part of",
            Self::AiredOn => "is to air on",
            Self::CommissionedBy => "is to be ordered by",
            Self::AvailableOn => "is to be watched on",
            Self::ProducedBy => "is to be produced by",
            Self::BasedOn => "is to be based on",
            Self::SetIn => "is to be set in",
            Self::FilmedIn => "is to be filmed in",
            Self::HasGenre => "is to be of the genre",
            Self::RelatedTo => "is to be related to",
            Self::LivesIn => "is to live in",
            Self::WorksFor => "is to work for",
            Self::OwnedBy => "is to belong to",
            Self::Involves => "is to involve",
            Self::ToldIn => "is to be told in",
            Self::RatedBy => "is to be rated by",
        }
    }
}

vocabulary! {
    /// How large a character's part is.
    Billing {
        /// In the main cast.
        Main = "MAIN",
        /// Returns, without being in the main cast.
        Recurring = "RECURRING",
        /// Appears as a guest.
        Guest = "GUEST",
    }
}

vocabulary! {
    /// Which side of the work a job belongs to.
    Department {
        /// Making up and running the series.
        Creation = "CREATION",
        /// Producing.
        Production = "PRODUCTION",
        /// Directing.
        Directing = "DIRECTING",
        /// Writing.
        Writing = "WRITING",
    }
}

vocabulary! {
    /// What became of an order.
    Outcome {
        /// It was shown.
        Aired = "AIRED",
        /// It was given up before it was made.
        Scrapped = "SCRAPPED",
    }
}

vocabulary! {
    /// On what terms something can be watched.
    Offer {
        /// As part of a subscription or service.
        Stream = "STREAM",
        /// Without paying.
        Free = "FREE",
        /// For a fee and a time.
        Rent = "RENT",
        /// For a price and for good.
        Buy = "BUY",
    }
}

vocabulary! {
    /// What one character is to another.
    Relationship {
        /// Mother or father of the other.
        Parent = "PARENT",
        /// Son or daughter of the other.
        Child = "CHILD",
        /// Brother or sister of the other.
        Sibling = "SIBLING",
        /// Married to the other.
        Spouse = "SPOUSE",
        /// In love with the other.
        Loves = "LOVES",
        /// Loved by the other.
        LovedBy = "LOVED_BY",
        /// Lover of the other, on both sides.
        Lover = "LOVER",
        /// Sweetheart of the other in their youth, on both sides.
        Sweetheart = "SWEETHEART",
        /// Friend of the other.
        Friend = "FRIEND",
        /// Works with the other.
        Colleague = "COLLEAGUE",
        /// Superior of the other.
        Superior = "SUPERIOR",
        /// Subordinate of the other.
        Subordinate = "SUBORDINATE",
        /// Suspects the other of a crime.
        Suspects = "SUSPECTS",
        /// Suspected of a crime by the other.
        SuspectedBy = "SUSPECTED_BY",
    }
}

impl Relationship {
    /// The relationship as the verb of a sentence, as in "Steve Park suspects Del Harris".
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Parent => "is a parent of",
            Self::Child => "is a child of",
            Self::Sibling => "is a sibling of",
            Self::Spouse => "is married to",
            Self::Loves => "loves",
            Self::LovedBy => "is loved by",
            Self::Lover => "is a lover of",
            Self::Sweetheart => "is a sweetheart of",
            Self::Friend => "is a friend of",
            Self::Colleague => "is a colleague of",
            Self::Superior => "is a superior of",
            Self::Subordinate => "is a subordinate of",
            Self::Suspects => "suspects",
            Self::SuspectedBy => "is suspected by",
        }
    }

    /// What the second character is to the first.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Loves => Self::LovedBy,
            Self::LovedBy => Self::Loves,
            Self::Superior => Self::Subordinate,
            Self::Subordinate => Self::Superior,
            Self::Suspects => Self::SuspectedBy,
            Self::SuspectedBy => Self::Suspects,
            Self::Sibling
            | Self::Spouse
            | Self::Lover
            | Self::Sweetheart
            | Self::Friend
            | Self::Colleague => self,
        }
    }

    /// Of a relationship and its inverse, the one that files write.
    ///
    /// A relationship that is its own inverse is written from the lower key.
    pub const fn is_canonical(self) -> bool {
        !matches!(
            self,
            Self::Child | Self::LovedBy | Self::Subordinate | Self::SuspectedBy
        )
    }
}

vocabulary! {
    /// What part a thing took in an event.
    Part {
        /// What the event is about: the series or season that was ordered, shot, shown.
        Subject = "SUBJECT",
        /// The network that ordered.
        Commissioner = "COMMISSIONER",
        /// The network or company that canceled or gave up.
        Canceler = "CANCELER",
        /// Who did the hiring or the seeking.
        Employer = "EMPLOYER",
        /// Who was hired.
        Hired = "HIRED",
        /// The character for whom someone was hired.
        Role = "ROLE",
        /// Where something was shown or published.
        Publisher = "PUBLISHER",
        /// Who made it known.
        Announcer = "ANNOUNCER",
        /// Who wrote it.
        Author = "AUTHOR",
        /// Who went on strike.
        Striker = "STRIKER",
        /// Where it happened.
        Location = "LOCATION",
        /// Where someone set out to go.
        Destination = "DESTINATION",
        /// Who killed.
        Killer = "KILLER",
        /// Who was killed or hurt, or what was destroyed.
        Victim = "VICTIM",
        /// For whose sake it was done.
        Beneficiary = "BENEFICIARY",
        /// Who did it, where no other word fits better.
        Agent = "AGENT",
        /// Who was accused, suspected or convicted.
        Accused = "ACCUSED",
        /// Who investigated.
        Investigator = "INVESTIGATOR",
        /// Who was arrested.
        Arrested = "ARRESTED",
        /// What it held up or changed.
        Affected = "AFFECTED",
        /// To whom it was said or promised.
        Addressee = "ADDRESSEE",
        /// Who was there or was concerned.
        Participant = "PARTICIPANT",
    }
}

vocabulary! {
    /// What a rating measures.
    Measure {
        /// Share of critics who approve, in percent.
        Approval = "APPROVAL",
        /// Average of critics' scores.
        CriticsAverage = "CRITICS_AVERAGE",
        /// Average of users' votes.
        UserRating = "USER_RATING",
        /// One critic's review or grade.
        Review = "REVIEW",
    }
}
