//! Whose row a place lies in, where rows lie one behind the other.

use super::facts::index;

/// Finds rows by places in them, without a number for each place.
#[derive(Debug, Default, Clone)]
pub(super) struct Owners {
    /// The row of the first place of each block, and at the end the last row.
    firsts: Vec<u32>,
}

/// Places of which only the first one's row is kept.
const BLOCK: usize = 16;

impl Owners {
    /// Of rows by where they begin, ascending from 0, and where the last ends. Cost: O(rows + places).
    pub fn of(starts: &[u32]) -> Self {
        let places = starts.last().map_or(0, |end| *end as usize);
        let mut row = 0;
        let firsts = (0..places).step_by(BLOCK).map(|place| {
            while starts[row + 1] as usize <= place {
                row += 1;
            }
            index(row)
        });
        let last = starts.len().checked_sub(2).map(index);
        Self {
            firsts: firsts.chain(last).collect(),
        }
    }

    /// The row in which a place lies, by the same starts. Cost: O(log n) for the n rows between
    /// two blocks.
    pub fn row(&self, starts: &[u32], place: u32) -> u32 {
        let block = place as usize / BLOCK;
        let [first, last] = [block, block + 1].map(|block| self.firsts[block] as usize);
        let behind = starts[first + 1..=last].partition_point(|start| *start <= place);
        index(first + behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_the_row_that_holds_it() {
        // Without places, with one, within a block, over several, empty ones between and at both ends.
        let lengths = [0, 0, 1, 3, 0, 40, 2, 0, 0, 16, 1, 1, 1, 90, 0];
        let mut starts = vec![0];
        for length in lengths {
            starts.push(starts[starts.len() - 1] + length);
        }
        let owners = Owners::of(&starts);
        for place in 0..starts[starts.len() - 1] {
            let row = owners.row(&starts, place) as usize;
            assert!(
                (starts[row]..starts[row + 1]).contains(&place),
                "{place} {row}"
            );
        }
    }

    #[test]
    fn there_may_be_no_rows() {
        assert!(Owners::of(&[]).firsts.is_empty());
        assert!(Owners::of(&[0]).firsts.is_empty());
    }
}
