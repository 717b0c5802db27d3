//! What an episode adds to a node.

use super::{CastMember, Episode, Season, Series, View};
use crate::graph::list::Listed;
use crate::model::episode::EpisodeKind;
use crate::model::relation::Billing;
use crate::model::{Kind, Property};

impl<'g> Episode<'g> {
    /// Its number in the season; `None` for most specials and unproduced episodes.
    pub fn number(self) -> Option<u32> {
        self.graph.number_of_part(self.index)
    }

    /// What sort of episode it is.
    pub fn episode_kind(self) -> Option<EpisodeKind> {
        self.term(Property::Kind).and_then(EpisodeKind::from_word)
    }

    /// The season that it is part of; `None` for one outside all seasons.
    pub fn season(self) -> Option<Season<'g>> {
        Season::of(self.whole(Kind::Season)?)
    }

    /// The series that it is part of, by way of its season or at once.
    pub fn series(self) -> Option<Series<'g>> {
        if let Some(part) = self.graph.part_at_hand(self.index) {
            return Series::of(self.graph.node_at(part.series?));
        }
        let series = self.season().and_then(Season::series);
        series.or_else(|| Series::of(self.whole(Kind::Series)?))
    }

    /// Who plays in it, with one billing or any.
    pub fn cast(self, billing: Option<Billing>) -> Listed<CastMember<'g>> {
        CastMember::of(*self, billing)
    }
}
