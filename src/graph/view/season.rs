//! What a season adds to a node.

use super::{CastMember, Season, Series, View};
use crate::graph::Direction;
use crate::graph::list::{Edges, Listed};
use crate::model::relation::Billing;
use crate::model::{Kind, Relation};

impl<'g> Season<'g> {
    /// Its number in the series.
    pub fn number(self) -> Option<u32> {
        self.graph.number_of_part(self.index)
    }

    /// The series that it is part of.
    pub fn series(self) -> Option<Series<'g>> {
        match self.graph.part_at_hand(self.index) {
            Some(part) => Series::of(self.graph.node_at(part.series?)),
            None => Series::of(self.whole(Kind::Series)?),
        }
    }

    /// Its episodes, by number.
    pub fn episodes(self) -> Edges<'g> {
        self.edges_to(Relation::PartOf, Direction::In, Kind::Episode)
    }

    /// Who plays in it and its episodes, with one billing or any.
    pub fn cast(self, billing: Option<Billing>) -> Listed<CastMember<'g>> {
        CastMember::of(*self, billing)
    }
}
