//! Betweenness: who lies on the shortest ways between others (Freeman 1977).

use super::super::Graph;
use super::super::filter::Stopped;
use super::super::ranges::Ranges;
use super::BLOCK;
use super::ranking::Ranking;
use super::shared::Work;

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
/// Cost: O(n + m) a search, and a turn is a search; 36 bytes a thing while it lasts.
#[derive(Default)]
pub(super) struct Betweenness {
    begun: bool,
    /// From where searches start; those that were made come off the end.
    open: Vec<u32>,
    sums: Vec<f64>,
    search: Search,
    /// All pairs with a way between them are seen from so many starts.
    starts: usize,
    pivots: usize,
}

/// One search; what it holds of things that it did not reach is as at the start.
#[derive(Default)]
struct Search {
    /// How many steps away things are.
    distances: Vec<u32>,
    /// How many shortest ways lead to each.
    ways: Vec<f64>,
    /// On how many ways from the start each lies, a way to each thing behind it.
    through: Vec<f64>,
    /// What was reached, the nearest first.
    reached: Vec<u32>,
}

const FAR: u32 = u32::MAX;

impl Work for Betweenness {
    type Result = Ranking;

    fn turn(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<Option<Ranking>, Stopped> {
        let adjacency = graph.kept.adjacency.get(graph, stop)?;
        if !self.begun {
            self.begin(graph, adjacency);
        }
        if let Some(start) = self.open.last() {
            self.search.run(adjacency, *start, stop)?;
            // The start itself lies between nothing.
            for node in &self.search.reached[1..] {
                self.sums[*node as usize] += self.search.through[*node as usize];
            }
            self.open.pop();
        }
        Ok(self.open.is_empty().then(|| self.ranking(graph)))
    }
}

impl Betweenness {
    fn begin(&mut self, graph: &Graph, adjacency: &Ranges<u32>) {
        let size = adjacency.len();
        let hashed = graph.nodes.hashed.iter().copied();
        let network = hashed.filter(|node| (*node as usize) < size);
        let mut joined: Vec<u32> = network
            .filter(|node| !adjacency.of(*node).is_empty())
            .collect();
        self.starts = joined.len();
        let affordable = LOOKED_AT_MAX / (size + adjacency.items.len()).max(1);
        joined.truncate(affordable.max(PIVOTS_MIN));
        self.pivots = joined.len();
        joined.reverse();
        self.open = joined;
        self.sums = vec![0.0; size];
        self.search = Search {
            distances: vec![FAR; size],
            ways: vec![0.0; size],
            through: vec![0.0; size],
            reached: Vec::new(),
        };
        self.begun = true;
    }

    fn ranking(&mut self, graph: &Graph) -> Ranking {
        let exact = self.pivots == self.starts;
        // Each pair is seen from both of its ends.
        #[expect(clippy::cast_precision_loss, reason = "things are numbered by 32 bits")]
        let scale = if exact {
            0.5
        } else {
            0.5 * self.starts as f64 / self.pivots as f64
        };
        let sums = std::mem::take(&mut self.sums).into_iter();
        let scores = sums.map(|sum| sum * scale).collect();
        Ranking::new(graph, scores, (!exact).then_some(self.pivots))
    }
}

impl Search {
    fn run(
        &mut self,
        adjacency: &Ranges<u32>,
        start: u32,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), Stopped> {
        for node in self.reached.drain(..) {
            let node = node as usize;
            (self.distances[node], self.ways[node], self.through[node]) = (FAR, 0.0, 0.0);
        }
        self.reached.push(start);
        (self.distances[start as usize], self.ways[start as usize]) = (0, 1.0);
        let mut at = 0;
        while let Some(node) = self.reached.get(at).copied() {
            ask(at, stop)?;
            at += 1;
            let (distance, ways) = (self.distances[node as usize], self.ways[node as usize]);
            for neighbor in adjacency.of(node) {
                let to = *neighbor as usize;
                if self.distances[to] == FAR {
                    self.distances[to] = distance + 1;
                    self.reached.push(*neighbor);
                }
                if self.distances[to] == distance + 1 {
                    self.ways[to] += ways;
                }
            }
        }
        for (at, node) in self.reached.iter().enumerate().rev() {
            ask(at, stop)?;
            let from = *node as usize;
            let part = (1.0 + self.through[from]) / self.ways[from];
            for neighbor in adjacency.of(*node) {
                let to = *neighbor as usize;
                if self.distances[to] + 1 == self.distances[from] {
                    self.through[to] += self.ways[to] * part;
                }
            }
        }
        Ok(())
    }
}

fn ask(at: usize, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
    if at % BLOCK == BLOCK - 1 && stop() {
        return Err(Stopped);
    }
    Ok(())
}
