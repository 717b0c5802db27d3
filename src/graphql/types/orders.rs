//! Orders as clients write them; what they mean is in the graph.

use super::ids::key_of;
use crate::graph::{By, Order};
use crate::graphql::engine::Id;
use crate::graphql::error::ApiError;
use crate::model::relation::Measure;
use crate::model::{Kind, Property};
use crate::{input_object, vocabulary};

vocabulary! {
    /// Which end of an order comes first; what has no value comes last either way.
    OrderDirection {
        /// The smallest, the earliest, A.
        Ascending = "ASC",
        /// The largest, the latest, Z.
        Descending = "DESC",
    }
}

vocabulary! {
    /// By what people are ordered.
    PersonOrderBy {
        /// Name.
        Name = "NAME",
        /// Day of birth.
        Birth = "BIRTH",
    }
}

vocabulary! {
    /// By what series are ordered.
    SeriesOrderBy {
        /// Day of the first release.
        Premiered = "PREMIERED",
        /// Name.
        Name = "NAME",
        /// Number of episodes.
        EpisodeCount = "EPISODE_COUNT",
        /// The score that an outlet gives; needs `outlet` and `measure`.
        Rating = "RATING",
    }
}

vocabulary! {
    /// By what films are ordered.
    FilmOrderBy {
        /// Day of the first release.
        Premiered = "PREMIERED",
        /// Name.
        Name = "NAME",
        /// The score that an outlet gives; needs `outlet` and `measure`.
        Rating = "RATING",
    }
}

vocabulary! {
    /// By what seasons and episodes are ordered.
    ReleaseOrderBy {
        /// Series, then number.
        Number = "NUMBER",
        /// Day of the first release.
        Released = "RELEASED",
        /// Name.
        Name = "NAME",
        /// The score that an outlet gives; needs `outlet` and `measure`.
        Rating = "RATING",
    }
}

vocabulary! {
    /// By what events are ordered.
    EventOrderBy {
        /// Day.
        Date = "DATE",
        /// Name.
        Name = "NAME",
    }
}

input_object! {
    /// In which order people come.
    PersonOrder {
        /// By what.
        by: PersonOrderBy = PersonOrderBy::Name,
        /// Which end first.
        direction: OrderDirection = OrderDirection::Ascending,
    }
}

input_object! {
    /// In which order series come.
    SeriesOrder<'g> {
        /// By what.
        by: SeriesOrderBy = SeriesOrderBy::Premiered,
        /// Which end first.
        direction: OrderDirection = OrderDirection::Ascending,
        /// Whose score counts, an id or a slug; only with `RATING`.
        outlet: Option<Id<&'g str>>,
        /// Which score counts; only with `RATING`.
        measure: Option<Measure>,
    }
}

input_object! {
    /// In which order films come.
    FilmOrder<'g> {
        /// By what.
        by: FilmOrderBy = FilmOrderBy::Premiered,
        /// Which end first.
        direction: OrderDirection = OrderDirection::Ascending,
        /// Whose score counts, an id or a slug; only with `RATING`.
        outlet: Option<Id<&'g str>>,
        /// Which score counts; only with `RATING`.
        measure: Option<Measure>,
    }
}

input_object! {
    /// In which order seasons or episodes come.
    ReleaseOrder<'g> {
        /// By what.
        by: ReleaseOrderBy = ReleaseOrderBy::Number,
        /// Which end first.
        direction: OrderDirection = OrderDirection::Ascending,
        /// Whose score counts, an id or a slug; only with `RATING`.
        outlet: Option<Id<&'g str>>,
        /// Which score counts; only with `RATING`.
        measure: Option<Measure>,
    }
}

input_object! {
    /// In which order events come.
    EventOrder {
        /// By what.
        by: EventOrderBy = EventOrderBy::Date,
        /// Which end first.
        direction: OrderDirection = OrderDirection::Ascending,
    }
}

/// An order as an input object.
pub trait Orders {
    /// The order that is meant, of things of a kind.
    fn order(&self, kind: Kind) -> Result<Order, ApiError>;
}

impl Orders for PersonOrder {
    fn order(&self, _: Kind) -> Result<Order, ApiError> {
        let by = match self.by {
            PersonOrderBy::Name => By::Kind,
            PersonOrderBy::Birth => By::Date(Property::Birth),
        };
        Ok(ordered(by, self.direction))
    }
}

impl Orders for SeriesOrder<'_> {
    fn order(&self, _: Kind) -> Result<Order, ApiError> {
        let by = match self.by {
            SeriesOrderBy::Premiered => By::Kind,
            SeriesOrderBy::Name => By::Name,
            SeriesOrderBy::EpisodeCount => By::Count(Property::EpisodeCount),
            SeriesOrderBy::Rating => return rating(self.outlet, self.measure, self.direction),
        };
        no_rating(self.outlet, self.measure)?;
        Ok(ordered(by, self.direction))
    }
}

impl Orders for FilmOrder<'_> {
    fn order(&self, _: Kind) -> Result<Order, ApiError> {
        let by = match self.by {
            FilmOrderBy::Premiered => By::Kind,
            FilmOrderBy::Name => By::Name,
            FilmOrderBy::Rating => return rating(self.outlet, self.measure, self.direction),
        };
        no_rating(self.outlet, self.measure)?;
        Ok(ordered(by, self.direction))
    }
}

impl Orders for ReleaseOrder<'_> {
    fn order(&self, kind: Kind) -> Result<Order, ApiError> {
        let released = if kind == Kind::Episode {
            Property::AirDate
        } else {
            Property::Premiered
        };
        let by = match self.by {
            ReleaseOrderBy::Number => By::Kind,
            ReleaseOrderBy::Released => By::Date(released),
            ReleaseOrderBy::Name => By::Name,
            ReleaseOrderBy::Rating => return rating(self.outlet, self.measure, self.direction),
        };
        no_rating(self.outlet, self.measure)?;
        Ok(ordered(by, self.direction))
    }
}

impl Orders for EventOrder {
    fn order(&self, _: Kind) -> Result<Order, ApiError> {
        let by = match self.by {
            EventOrderBy::Date => By::Kind,
            EventOrderBy::Name => By::Name,
        };
        Ok(ordered(by, self.direction))
    }
}

fn ordered(by: By, direction: OrderDirection) -> Order {
    Order {
        by,
        descending: direction == OrderDirection::Descending,
    }
}

fn rating(
    outlet: Option<Id<&str>>,
    measure: Option<Measure>,
    direction: OrderDirection,
) -> Result<Order, ApiError> {
    let (Some(outlet), Some(measure)) = (outlet, measure) else {
        return Err(ApiError::bad_filter(
            "expected \"outlet\" and \"measure\" to order by RATING, found one of them missing",
        ));
    };
    let outlet = key_of("outlet", Kind::Outlet, outlet.0)?;
    Ok(ordered(By::Rating(outlet, measure), direction))
}

/// What would be ignored is refused.
fn no_rating(outlet: Option<Id<&str>>, measure: Option<Measure>) -> Result<(), ApiError> {
    if outlet.is_none() && measure.is_none() {
        return Ok(());
    }
    Err(ApiError::bad_filter(
        "expected \"outlet\" and \"measure\" only to order by RATING, found another order",
    ))
}
