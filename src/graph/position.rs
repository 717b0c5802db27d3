//! A place in an ordered list, as bytes that compare like the things they stand for.

use crate::model::PartialDate;

/// Where an item stands in the order of its list.
///
/// Positions of one list compare as its items do; no two items share one. A
/// position outlives its item: the list goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(Vec<u8>);

impl Position {
    /// The place before all others.
    pub const fn start() -> Self {
        Self(Vec::new())
    }

    /// A place that was written down earlier.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The place, to be written down.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// By text, byte by byte; a text comes before those that it begins.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.extend(text.bytes().filter(|byte| *byte != 0));
        self.0.push(0);
        self
    }

    /// By number, what has none last.
    #[must_use]
    pub fn number(mut self, number: Option<u32>) -> Self {
        self.0.extend(number.map_or([0xff; 5], |number| {
            let bytes = number.to_be_bytes();
            [0, bytes[0], bytes[1], bytes[2], bytes[3]]
        }));
        self
    }

    /// By date with missing parts first, what has none last.
    #[must_use]
    pub fn date(self, date: Option<PartialDate>) -> Self {
        self.number(date.map(|date| {
            let (year, month, day) = (
                date.year(),
                date.month().unwrap_or(0),
                date.day().unwrap_or(0),
            );
            u32::from(year) << 16 | u32::from(month) << 8 | u32::from(day)
        }))
    }

    /// By a finite number with a sign and a fraction, what has none last.
    #[must_use]
    pub fn real(mut self, real: Option<f64>) -> Self {
        let Some(real) = real else {
            self.0.extend([0xff; 9]);
            return self;
        };
        self.0.push(0);
        self.0.extend(Self::bits_of(real).to_be_bytes());
        self
    }

    /// Bits that compare as finite numbers do.
    pub(super) fn bits_of(real: f64) -> u64 {
        // Adding zero makes one of the two zeros.
        let bits = (real + 0.0).to_bits();
        if bits >> 63 == 1 {
            !bits
        } else {
            bits | 1 << 63
        }
    }

    /// Followed by another place.
    #[must_use]
    pub fn then(mut self, rest: &Self) -> Self {
        self.0.extend_from_slice(&rest.0);
        self
    }

    /// With the order of `rest` turned round.
    #[must_use]
    pub fn reversed(mut self, rest: &Self) -> Self {
        self.0.extend(rest.0.iter().map(|byte| !byte));
        self
    }

    /// Behind all others if `last`.
    #[must_use]
    pub fn last_if(mut self, last: bool) -> Self {
        self.0.push(u8::from(last));
        self
    }
}
