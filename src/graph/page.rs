//! Pages of ordered lists.

use super::position::Position;
use std::ops::Range;

/// The page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    size: usize,
    from_end: bool,
    after: Option<Position>,
    before: Option<Position>,
}

/// A page that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Both ends were asked for.
    #[error("expected \"first\" or \"last\", found both")]
    BothEnds,
    /// A size out of bounds.
    #[error("expected \"{argument}\" from 0 to {size_max}, found {found}")]
    Size {
        /// The argument.
        argument: &'static str,
        /// The size.
        found: i64,
        /// The largest size.
        size_max: usize,
    },
}

/// Number of items of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSizes {
    /// Where nothing is asked for.
    pub default: usize,
    /// The most that may be asked for.
    pub max: usize,
}

impl PageRequest {
    /// A page of `first` items behind `after`, or of `last` items before `before`.
    pub fn new(
        first: Option<i64>,
        last: Option<i64>,
        after: Option<Position>,
        before: Option<Position>,
        sizes: PageSizes,
    ) -> Result<Self, PageError> {
        let (argument, size) = match (first, last) {
            (Some(_), Some(_)) => return Err(PageError::BothEnds),
            (Some(first), None) => ("first", Some(first)),
            (None, Some(last)) => ("last", Some(last)),
            (None, None) => ("first", None),
        };
        let size = match size {
            None => sizes.default,
            Some(found) => usize::try_from(found)
                .ok()
                .filter(|size| *size <= sizes.max)
                .ok_or(PageError::Size {
                    argument,
                    found,
                    size_max: sizes.max,
                })?,
        };
        Ok(Self {
            size,
            from_end: last.is_some(),
            after,
            before,
        })
    }

    /// Where the page lies in a list of `length` items in ascending order of position.
    ///
    /// The page may begin or end at a position that no item has any more. Empty
    /// when `after` does not lie before `before`.
    ///
    /// Cost: O(log length) calls of `position`.
    pub fn window(&self, length: usize, position: impl Fn(usize) -> Position) -> Window {
        let start = self
            .after
            .as_ref()
            .map_or(0, |after| first_where(length, |at| position(at) > *after));
        let end = self.before.as_ref().map_or(length, |before| {
            first_where(length, |at| position(at) >= *before)
        });
        let range = if start >= end {
            start..start
        } else if self.from_end {
            end - self.size.min(end - start)..end
        } else {
            start..start + self.size.min(end - start)
        };
        Window {
            has_previous: range.start > 0,
            has_next: range.end < length,
            range,
        }
    }
}

/// Where a page lies in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The places of its items.
    pub range: Range<usize>,
    /// Whether items lie before it.
    pub has_previous: bool,
    /// Whether items lie behind it.
    pub has_next: bool,
}

impl Window {
    /// The first `size` of `length` items.
    pub fn start(size: usize, length: usize) -> Self {
        let size = size.min(length);
        Self {
            range: 0..size,
            has_previous: false,
            has_next: size < length,
        }
    }
}

/// The first place for which `holds`, which holds for all places behind it; `length` when there is none.
pub(super) fn first_where(length: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
