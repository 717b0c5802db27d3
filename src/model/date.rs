//! Days of which sometimes only the month or the year is known.

use std::fmt;
use std::str::FromStr;

/// A year, a month of a year, or a day.
///
/// Sorts by time with missing parts first: 2018 before 2018-01 before 2018-01-25.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    /// 0 when not known.
    month: u8,
    /// 0 when not known.
    day: u8,
}

/// A text that is not a partial date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as \"2009\", \"2017-11\" or \"2022-01-25\", found {found:?}")]
pub struct DateError {
    /// The text.
    pub found: String,
}

impl PartialDate {
    /// The year, from 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 to 12; `None` when only the year is known.
    pub const fn month(self) -> Option<u8> {
        if self.month == 0 {
            None
        } else {
            Some(self.month)
        }
    }

    /// The day of the month, from 1; `None` when it is not known.
    pub const fn day(self) -> Option<u8> {
        if self.day == 0 { None } else { Some(self.day) }
    }

    /// The date as a number that sorts like it; never zero.
    pub const fn packed(self) -> u32 {
        (self.year as u32) << 16 | (self.month as u32) << 8 | self.day as u32
    }

    /// The date of a number that [`Self::packed`] gave.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts lie in these bits"
    )]
    pub const fn from_packed(packed: u32) -> Self {
        Self {
            year: (packed >> 16) as u16,
            month: (packed >> 8) as u8,
            day: packed as u8,
        }
    }

    /// The last day of the year or month; of a day, itself.
    #[must_use]
    pub fn last_day(self) -> Self {
        let month = self.month().unwrap_or(12);
        let last = || {
            let first = real(self.year, month, 1).expect("the year and the month are real");
            first.days_in_month().unsigned_abs()
        };
        Self {
            month,
            day: self.day().unwrap_or_else(last),
            ..self
        }
    }

    /// Whether `other` is the same time or lies within it: 2022-01 contains 2022-01-25.
    pub const fn contains(self, other: Self) -> bool {
        self.year == other.year
            && (self.month == 0 || self.month == other.month)
            && (self.day == 0 || self.day == other.day)
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text).ok_or_else(|| DateError {
            found: text.chars().take(40).collect(),
        })
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts
        .next()
        .map_or(Some(0), |part| digits(part, 2).filter(|month| *month > 0))?;
    let day = parts
        .next()
        .map_or(Some(0), |part| digits(part, 2).filter(|day| *day > 0))?;
    if parts.next().is_some() || year == 0 {
        return None;
    }
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let real = real(year, month.max(1), day.max(1));
    real.map(|_| PartialDate { year, month, day })
}

/// The day of the calendar, if there is such a day.
fn real(year: u16, month: u8, day: u8) -> Option<jiff::civil::Date> {
    let year = i16::try_from(year).ok()?;
    let [month, day] = [month, day].map(i8::try_from);
    jiff::civil::Date::new(year, month.ok()?, day.ok()?).ok()
}

/// Exactly `length` ASCII digits.
fn digits(part: &str, length: usize) -> Option<u16> {
    let all = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if all { part.parse().ok() } else { None }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}
