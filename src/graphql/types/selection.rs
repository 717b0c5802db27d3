//! Which of a kind a list has, in which order, and how they are found.

use super::bounds::stopped;
use super::filter_table;
use super::filters::{
    CharacterFilter, EpisodeFilter, EventFilter, FilmFilter, NameFilter, NetworkFilter,
    PersonFilter, PlaceFilter, SeasonFilter, SeriesFilter,
};
use super::orders::{EventOrder, FilmOrder, PersonOrder, ReleaseOrder, SeriesOrder};
use crate::graph::filter::STOP_INTERVAL;
use crate::graph::meter::Meter;
use crate::graph::{Arranged, Filter, Graph, Order, Stopped};
use crate::graphql::engine::Interrupt;
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::SCAN_WEIGHT;
use crate::model::Kind;
use crate::paged_arguments;

macro_rules! selections {
    ($($name:ident: $filter:ty $(, $order:ty)?;)+) => { $(
        paged_arguments! {
            /// Which of a kind, in which order.
            $name<'g> {
                /// Only those for which this holds.
                filter: Option<$filter>,
                $(
                    /// In which order; by default that of the kind.
                    order_by: Option<$order>,
                )?
            }
        }

        impl<'g> $name<'g> {
            /// All things of a kind lie ready in their own order; for another, each is looked at,
            /// and for a filter what it leads to as well.
            pub(super) fn weight(&self) -> usize {
                let is_plain = true $(&& Option::<$order>::is_none(&self.order_by))?;
                let of_order = if is_plain { 1 } else { SCAN_WEIGHT };
                self.filter.as_ref().map_or(of_order, filter_table::weight)
            }
        }
    )+ };
}

selections! {
    People: PersonFilter<'g>, PersonOrder;
    Characters: CharacterFilter<'g>;
    AllSeries: SeriesFilter<'g>, SeriesOrder<'g>;
    Seasons: SeasonFilter<'g>, ReleaseOrder<'g>;
    Episodes: EpisodeFilter<'g>, ReleaseOrder<'g>;
    Films: FilmFilter<'g>, FilmOrder<'g>;
    Networks: NetworkFilter<'g>;
    Places: PlaceFilter<'g>;
    Events: EventFilter<'g>, EventOrder;
    Named: NameFilter<'g>;
}

/// The things of a kind that a filter lets through, in an order.
///
/// # Errors
/// That the request was interrupted, or that more than `visited_max` things and entries of
/// their lists were to be looked at.
pub fn select<'g>(
    graph: &'g Graph,
    kind: Kind,
    filter: Option<&Filter>,
    order: &Order,
    visited_max: usize,
    interrupt: &dyn Interrupt,
) -> Result<Arranged<'g>, ApiError> {
    let stop = || interrupt.reason().is_some();
    let meter = Meter::new(visited_max, &stop);
    let is_over = || meter.visit(STOP_INTERVAL).is_err();
    let selection = graph.select(kind, filter, order, &is_over);
    selection.map_err(|Stopped| {
        if interrupt.reason().is_some() {
            return stopped(interrupt);
        }
        ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "filter and order would look at more than {visited_max} things; name what they have in common by its id, as in \"network\""
            ),
        )
    })
}
