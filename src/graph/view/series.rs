//! What a series adds to a node.

use super::{CastMember, Node, Series};
use crate::graph::Direction;
use crate::graph::list::{Edges, Listed, Ordered, Sorted};
use crate::model::event::World;
use crate::model::relation::Billing;
use crate::model::series::{SeriesStatus, Weekday};
use crate::model::{Kind, Property, Relation};

impl<'g> Series<'g> {
    /// Where the series stands.
    pub fn status(self) -> Option<SeriesStatus> {
        self.term(Property::Status)
            .and_then(SeriesStatus::from_word)
    }

    /// Days of the week on which new episodes come, from Monday on.
    pub fn air_days(self) -> Vec<Weekday> {
        let days = self.terms(Property::AirDays);
        let mut days: Vec<Weekday> = days.filter_map(Weekday::from_word).collect();
        days.sort_unstable();
        days
    }

    /// Its seasons, by number.
    pub fn seasons(self) -> Edges<'g> {
        self.edges_to(Relation::PartOf, Direction::In, Kind::Season)
    }

    /// Its episodes, of all seasons and of none, by season and number.
    pub fn episodes(self) -> Sorted<Node<'g>> {
        let of = |node: Node<'g>| node.edges_to(Relation::PartOf, Direction::In, Kind::Episode);
        let own = of(*self).items().map(super::Edge::far).collect::<Vec<_>>();
        let seasons = self.seasons();
        let seasonal = seasons.items().flat_map(|season| {
            of(season.far())
                .items()
                .map(super::Edge::far)
                .collect::<Vec<_>>()
        });
        let all = own.into_iter().chain(seasonal);
        Sorted::new(all.map(|node| (node.position(), node)).collect())
    }

    /// Who plays in it, its seasons and its episodes, with one billing or any.
    pub fn cast(self, billing: Option<Billing>) -> Listed<CastMember<'g>> {
        CastMember::of(*self, billing)
    }

    /// Events that concern it, its seasons or its episodes, by date, of one world or both.
    pub fn timeline(self, world: Option<World>) -> Sorted<Node<'g>> {
        let seasons = self
            .seasons()
            .items()
            .map(super::Edge::far)
            .collect::<Vec<_>>();
        let episodes = self.episodes();
        let things = std::iter::once(*self)
            .chain(seasons)
            .chain(episodes.items());
        let events = things.flat_map(|thing| {
            let ways = [Relation::Involves, Relation::ToldIn].into_iter();
            ways.flat_map(|relation| {
                thing
                    .edges(relation, Direction::In)
                    .items()
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
        });
        let events = events.map(super::Edge::far).filter(|event| {
            world.is_none_or(|world| event.term(Property::World) == Some(world.word()))
        });
        Sorted::new(events.map(|event| (event.position(), event)).collect())
    }
}
