//! Betweenness: who lies on the shortest ways between others (Freeman 1977).

use super::super::Graph;
use super::super::ranges::Ranges;
use super::BLOCK;
use super::ranking::Ranking;
use super::shared::{Unready, Work};

/// How much all searches together may look at, in things and neighbors; where searches from all
/// things would look at more, some are chosen.
const LOOKED_AT_MAX: usize = 500_000_000;

/// How many searches there are at least, whatever they look at.
const PIVOTS_MIN: usize = 16;

/// Brandes' algorithm (2001): a breadth-first search from each thing, and back from the farthest,
/// adding up of how many shortest ways each is a part.
///
/// On large networks the searches start from some things only, the pivots, and the sums are
/// scaled up (Brandes and Pich 2007). Pivots are the first by the hashes of their keys, a sample
/// that has nothing to do with the network and is the same every time.
///
/// Cost: O(n + m) a search, and a turn is a part of one; 36 bytes a thing while it lasts.
#[derive(Default)]
pub(super) struct Betweenness(Option<Estimate>);

/// The sums of the searches that were made.
struct Estimate {
    /// From where searches start; those that were made came off the end.
    open: Vec<u32>,
    sums: Vec<f64>,
    search: Search,
    /// How many things have neighbors.
    joined: usize,
    pivots: usize,
}

/// One search; what it holds of things that it did not reach is as at the start.
struct Search {
    /// How many steps away things are.
    distances: Vec<u32>,
    /// How many shortest ways lead to each.
    ways: Vec<f64>,
    /// On how many ways from the start each lies, a way to each thing behind it.
    through: Vec<f64>,
    /// What was reached, the nearest first.
    reached: Vec<u32>,
    /// How many of these were gone on from.
    left: usize,
    /// How many of these the way back has not come to.
    ahead: usize,
}

const FAR: u32 = u32::MAX;

impl Work for Betweenness {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Unready> {
        let adjacency = graph.kept.adjacency.get(graph, stop)?;
        let hashed = &graph.nodes.hashed;
        let begin = || Estimate::new(adjacency, hashed, LOOKED_AT_MAX, PIVOTS_MIN);
        let estimate = self.0.get_or_insert_with(begin);
        estimate.go_on(adjacency);
        Ok(estimate.open.is_empty().then(|| {
            let pivots = (!estimate.is_exact()).then_some(estimate.pivots);
            Ranking::new(graph, estimate.scores(), pivots)
        }))
    }

    fn done(&self, _: &Graph) -> String {
        let estimate = self.0.as_ref();
        estimate.map_or_else(String::new, |estimate| {
            let (made, all) = (estimate.pivots - estimate.open.len(), estimate.pivots);
            format!("{made} of {all} searches")
        })
    }

    fn bytes(graph: &Graph) -> usize {
        36 * graph.network_size()
    }
}

impl Estimate {
    /// Nothing yet; searches will start from the first of some things in this order.
    fn new(
        adjacency: &Ranges<u32>,
        order: &[u32],
        looked_at_max: usize,
        pivots_min: usize,
    ) -> Self {
        let size = adjacency.len();
        let network = order.iter().filter(|node| (**node as usize) < size);
        let joined = network.filter(|node| !adjacency.of(**node).is_empty());
        let mut open: Vec<u32> = joined.copied().collect();
        let joined = open.len();
        let affordable = looked_at_max / (size + adjacency.items.len()).max(1);
        open.truncate(affordable.max(pivots_min));
        open.reverse();
        Self {
            pivots: open.len(),
            open,
            sums: vec![0.0; size],
            search: Search {
                distances: vec![FAR; size],
                ways: vec![0.0; size],
                through: vec![0.0; size],
                reached: Vec::new(),
                left: 0,
                ahead: 0,
            },
            joined,
        }
    }

    /// Goes on with the next search, if there is one.
    fn go_on(&mut self, adjacency: &Ranges<u32>) {
        let Some(start) = self.open.last() else {
            return;
        };
        if self.search.left == 0 {
            self.search.begin(*start);
        }
        if !self.search.go_on(adjacency) {
            return;
        }
        // The start itself lies between nothing.
        for node in &self.search.reached[1..] {
            self.sums[*node as usize] += self.search.through[*node as usize];
        }
        self.search.left = 0;
        self.open.pop();
    }

    const fn is_exact(&self) -> bool {
        self.pivots == self.joined
    }

    #[expect(clippy::cast_precision_loss, reason = "things are numbered by 32 bits")]
    fn scores(&self) -> Vec<f64> {
        let scale = if self.is_exact() {
            1.0
        } else {
            self.joined as f64 / self.pivots as f64
        };
        // All searches together see each pair from both of its ends.
        self.sums.iter().map(|sum| sum * scale / 2.0).collect()
    }
}

impl Search {
    fn begin(&mut self, start: u32) {
        for node in self.reached.drain(..) {
            let node = node as usize;
            (self.distances[node], self.ways[node], self.through[node]) = (FAR, 0.0, 0.0);
        }
        self.reached.push(start);
        (self.distances[start as usize], self.ways[start as usize]) = (0, 1.0);
    }

    /// Goes on with a block of things; whether that was the end.
    fn go_on(&mut self, adjacency: &Ranges<u32>) -> bool {
        for _ in 0..BLOCK {
            if let Some(node) = self.reached.get(self.left) {
                let node = *node;
                self.left += 1;
                self.ahead = self.left;
                self.spread(adjacency, node);
            } else if let Some(before) = self.ahead.checked_sub(1) {
                self.ahead = before;
                self.add_up(adjacency, self.reached[before]);
            } else {
                return true;
            }
        }
        false
    }

    /// Reaches the neighbors of a thing.
    fn spread(&mut self, adjacency: &Ranges<u32>, node: u32) {
        let (distance, ways) = (self.distances[node as usize], self.ways[node as usize]);
        for neighbor in adjacency.of(node) {
            let to = *neighbor as usize;
            if self.distances[to] == FAR {
                self.distances[to] = distance + 1;
                self.reached.push(*neighbor);
            }
            if self.distances[to] == distance + 1 {
                // There may be more than a number holds.
                self.ways[to] = (self.ways[to] + ways).min(f64::MAX);
            }
        }
    }

    /// Adds what lies behind a thing to those before it.
    fn add_up(&mut self, adjacency: &Ranges<u32>, node: u32) {
        let from = node as usize;
        let part = (1.0 + self.through[from]) / self.ways[from];
        for neighbor in adjacency.of(node) {
            let to = *neighbor as usize;
            if self.distances[to] + 1 == self.distances[from] {
                self.through[to] += self.ways[to] * part;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path of four things with a fifth at its second, and one joined to nothing.
    const NEIGHBORS: [&[u32]; 6] = [&[1], &[0, 2, 4], &[1, 3], &[2], &[1], &[]];

    fn estimate(order: &[u32], looked_at_max: usize, pivots_min: usize) -> Estimate {
        let mut adjacency = Ranges::default();
        for list in NEIGHBORS {
            adjacency.push(list.iter().copied());
        }
        let mut estimate = Estimate::new(&adjacency, order, looked_at_max, pivots_min);
        while !estimate.open.is_empty() {
            estimate.go_on(&adjacency);
        }
        estimate
    }

    #[test]
    fn searches_from_all_are_exact() {
        let all = estimate(&[5, 4, 3, 2, 1, 0], 1000, 1);
        assert!(all.is_exact());
        assert_eq!(all.scores(), [0.0, 5.0, 3.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn estimates_from_one_pivot_are_right_on_average() {
        let mut sums = [0.0; 6];
        for pivot in 0..5 {
            let order: Vec<u32> = (pivot..pivot + 5).map(|node| node % 5).collect();
            let one = estimate(&order, 27, 1);
            assert_eq!((one.pivots, one.is_exact()), (1, false));
            for (sum, score) in sums.iter_mut().zip(one.scores()) {
                *sum += score / 5.0;
            }
        }
        for (sum, exact) in sums.iter().zip([0.0, 5.0, 3.0, 0.0, 0.0, 0.0]) {
            assert!((sum - exact).abs() < 1e-12, "{sum} is not {exact}");
        }
    }

    #[test]
    fn there_are_as_many_pivots_as_can_be_afforded() {
        // Six things with eight neighbors.
        for (looked_at_max, pivots_min, expected) in [(27, 1, 1), (28, 1, 2), (27, 3, 3)] {
            let few = estimate(&[0, 1, 2, 3, 4, 5], looked_at_max, pivots_min);
            assert_eq!(few.pivots, expected);
        }
    }
}
