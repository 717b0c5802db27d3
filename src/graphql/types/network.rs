//! Networks and streaming services.

use super::entity::EntityFields;
use super::relations::{AiredOn, AvailableOn, CommissionedBy, OwnedBy};
use super::rows::{back, out};
use super::view::{Episode, Film, Network, Organization, Season, Series};
use crate::graphql::connection::Page;
use crate::model::Property;
use crate::{field, object};

object! {
    /// A television network or streaming service.
    Network implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("kind", "How it reaches its audience; null when nobody says.", |network: Network| network.network_kind()),
        field!("country", "Its country; null when nobody says.", |network: Network| network.text(Property::Country)),
        field!("owners", "To whom it belongs, by name.", |network: Network, page: Page| out::<OwnedBy, Organization>(network, "owners", page)),
        field!("series", "Series that it showed, by premiere.", |network: Network, page: Page| back::<AiredOn, Series>(network, "series", page)),
        field!("seasons", "Seasons that it showed, by series and number.", |network: Network, page: Page| {
            back::<AiredOn, Season>(network, "seasons", page)
        }),
        field!("episodes", "Episodes that it is known to have shown, by series, season and number.", |network: Network, page: Page| {
            back::<AiredOn, Episode>(network, "episodes", page)
        }),
        field!("films", "Films that it showed, by premiere.", |network: Network, page: Page| back::<AiredOn, Film>(network, "films", page)),
        field!("commissionedSeries", "Series that it ordered, by premiere; it need not have shown them.", |network: Network, page: Page| {
            back::<CommissionedBy, Series>(network, "commissionedSeries", page)
        }),
        field!("commissionedSeasons", "Seasons that it ordered, by series and number; it need not have shown them.", |network: Network, page: Page| {
            back::<CommissionedBy, Season>(network, "commissionedSeasons", page)
        }),
        field!("offeredSeries", "Series that can be watched there, by premiere.", |network: Network, page: Page| {
            back::<AvailableOn, Series>(network, "offeredSeries", page)
        }),
        field!("offeredSeasons", "Seasons that can be watched there, by series and number.", |network: Network, page: Page| {
            back::<AvailableOn, Season>(network, "offeredSeasons", page)
        }),
        field!("offeredFilms", "Films that can be watched there, by premiere.", |network: Network, page: Page| {
            back::<AvailableOn, Film>(network, "offeredFilms", page)
        }),
    }
}
