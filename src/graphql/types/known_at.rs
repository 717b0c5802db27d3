//! The graph as it was known on a day.

use super::query::Query;
use crate::arguments;
use crate::graphql::error::ApiError;
use crate::model::PartialDate;

arguments! {
    /// Of which day.
    KnownAt {
        /// The day; of a month or a year, the last.
        date: PartialDate,
    }
}

impl Query<'_> {
    /// The answer of `knownAt`.
    ///
    /// Of what was known on a day, only that can have been known on an earlier one.
    pub(super) fn known_at(self, of: &KnownAt) -> Result<Self, ApiError> {
        let asked = of.date.last_day();
        let day = self.day.map_or(asked, |day| day.min(asked));
        Ok(Self {
            graph: self.views.known_at(day, self.interrupt)?,
            day: Some(day),
            ..self
        })
    }
}
