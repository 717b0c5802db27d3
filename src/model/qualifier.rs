//! What may be said of an edge.

use crate::vocabulary;

vocabulary! {
    /// Something that a claim can say of how two things are joined.
    Qualifier {
        /// Place in the list of credits, from 1.
        Order = "order",
        /// Name as credited, where it differs.
        CreditedAs = "creditedAs",
        /// Whether only the voice is heard.
        Voice = "voice",
        /// Whether people play themselves.
        AsSelf = "self",
        /// Who plays the character there.
        Performer = "performer",
        /// How large the part is.
        Billing = "billing",
        /// In how many episodes.
        EpisodeCount = "episodeCount",
        /// What the person did, such as "Writer".
        Job = "job",
        /// Which side of the work the job belongs to.
        Department = "department",
        /// Number within the larger thing.
        Number = "number",
        /// First day.
        From = "fromDate",
        /// Last day.
        To = "toDate",
        /// Where on earth.
        Territory = "territory",
        /// What became of an order.
        Outcome = "outcome",
        /// On what terms.
        Offer = "offer",
        /// Whether nowhere else.
        Exclusive = "exclusive",
        /// What the one is to the other.
        Relationship = "relationship",
        /// What part the thing took.
        Part = "part",
        /// What a rating measures.
        Measure = "measure",
        /// The score.
        Value = "value",
        /// The highest score possible.
        Best = "best",
        /// Number of votes or reviews behind the score.
        Count = "count",
        /// The score in words or letters, such as "C".
        Label = "label",
        /// Who wrote the review.
        Critic = "critic",
        /// How many episodes the critic had seen.
        BasisEpisodes = "basisEpisodes",
        /// What the review says, in our own words.
        Summary = "summary",
    }
}

impl Qualifier {
    /// Whether each source says it in its own way, so that values that differ do not
    /// contradict each other: a place in a list of credits is one in that source's list.
    pub const fn is_own_wording(self) -> bool {
        matches!(self, Self::Order | Self::Summary)
    }

    /// Whether it is what somebody is called, as [`Property::is_name`](super::Property::is_name).
    pub const fn is_name(self) -> bool {
        matches!(self, Self::CreditedAs)
    }
}
