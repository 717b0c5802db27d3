//! Scalars of the API beyond GraphQL's own.

use crate::model::PartialDate;
use crate::scalar;

scalar! {
    /// A day, a month or a year: "2022-01-25", "2017-11" or "2009".
    /// Sorts with missing parts first.
    PartialDate
}
