//! Shortest ways from one thing to another.
//!
//! Breadth-first from both ends at once (Pohl 1971), which visits about the square root of
//! what a search from one end would; the k shortest after Yen (1971). Of ways of one length
//! the one whose keys come first is taken, so that an answer never depends on an index.

use super::Graph;
use super::direction::Direction;
use super::filter::{STOP_INTERVAL, Stopped};
use super::storage::number;
use super::view::{Edge, Node};
use crate::model::{Kind, Relation};
use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeSet;

/// Which ways count.
#[derive(Debug, Clone)]
pub struct Ways<'g> {
    /// Along edges of these relations, either way.
    pub relations: Vec<Relation>,
    /// Through things of these kinds; the ends may be of any.
    pub kinds: Vec<Kind>,
    /// Not through these things.
    pub avoid: Vec<Node<'g>>,
    /// With so many edges at most.
    pub steps_max: usize,
    /// Give up when so many things were visited, over all searches for one question.
    pub visited_max: usize,
}

/// Relations of the usual ways: who plays whom in what, who made, ordered and aired it.
pub const USUAL_RELATIONS: &[Relation] = &[
    Relation::Plays,
    Relation::AppearsIn,
    Relation::Credited,
    Relation::PartOf,
    Relation::AiredOn,
    Relation::CommissionedBy,
    Relation::ProducedBy,
];

/// Kinds that the usual ways lead through; genres, say, would join everything to everything.
pub const USUAL_KINDS: &[Kind] = &[
    Kind::Person,
    Kind::Character,
    Kind::Series,
    Kind::Season,
    Kind::Film,
    Kind::Network,
    Kind::Studio,
];

/// A way from one thing to another, by its edges; each seen from where the way comes.
#[derive(Debug, Clone)]
pub struct Path<'g>(Vec<Edge<'g>>);

impl<'g> Path<'g> {
    /// Its edges in order; at least one.
    pub fn steps(&self) -> &[Edge<'g>] {
        &self.0
    }
}

/// Why there are not as many paths as were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// There are.
    Enough,
    /// There is no other way at all.
    NoMore,
    /// Any other way is longer than allowed.
    TooLong,
    /// So much was visited that the search was given up.
    GaveUp,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Paths<'g> {
    /// The shortest first; of one length, by the keys along them.
    pub found: Vec<Path<'g>>,
    /// Why there are not more.
    pub end: End,
    /// How many things were visited.
    pub visited: usize,
}

/// The `count` shortest ways from one thing to another, none of which passes a thing twice.
///
/// Parallel edges make one way. Cost: O(visited edges) for each of at most
/// `count` * length searches; memory O(visited things).
///
/// # Errors
/// That `stop` said so; it is asked every thousand edges or so.
pub fn shortest<'g>(
    from: Node<'g>,
    to: Node<'g>,
    ways: &Ways<'g>,
    count: usize,
    stop: &dyn Fn() -> bool,
) -> Result<Paths<'g>, Stopped> {
    let mut search = Search::new(from, to, ways, stop);
    let mut paths: Vec<Vec<u32>> = Vec::new();
    let mut candidates: BTreeSet<(usize, Vec<u32>)> = BTreeSet::new();
    let start = number(from.index);
    let mut end = match search.run(start, ways.steps_max, &Banned::default())? {
        Ok(path) => {
            candidates.insert((path.len(), path));
            End::NoMore
        }
        Err(end) => end,
    };
    while paths.len() < count {
        let Some((_, path)) = candidates.pop_first() else {
            break;
        };
        // A deviation leaves each known path at some thing, by an edge that none of them takes.
        let wanted = paths.len() + 1 < count && end != End::GaveUp;
        for at in 0..if wanted { path.len() - 1 } else { 0 } {
            let root = &path[..=at];
            let sharing = paths
                .iter()
                .chain([&path])
                .filter(|known| known.starts_with(root));
            let banned = Banned {
                things: root[..at].iter().copied().collect(),
                next: sharing
                    .filter_map(|known| known.get(at + 1).copied())
                    .collect(),
            };
            match search.run(path[at], ways.steps_max - at, &banned)? {
                Ok(spur) => {
                    let whole = [&root[..at], &spur[..]].concat();
                    candidates.insert((whole.len(), whole));
                }
                Err(End::GaveUp) => {
                    end = End::GaveUp;
                    break;
                }
                Err(End::TooLong) => end = End::TooLong,
                Err(_) => {}
            }
        }
        paths.push(path);
    }
    Ok(Paths {
        end: if paths.len() == count {
            End::Enough
        } else {
            end
        },
        found: paths.iter().map(|path| search.edges(path)).collect(),
        visited: search.visited,
    })
}

/// What one search may not use.
#[derive(Debug, Default)]
struct Banned {
    things: HashSet<u32>,
    /// Things that do not come right behind the start.
    next: HashSet<u32>,
}

/// Searches for one question.
struct Search<'q, 'g> {
    graph: &'g Graph,
    goal: u32,
    /// By relation.
    relations: [bool; Relation::ALL.len()],
    /// By kind.
    kinds: [bool; Kind::ALL.len()],
    avoid: HashSet<u32>,
    visited: usize,
    visited_max: usize,
    /// Edges looked at since the last question whether to stop.
    looked_at: usize,
    stop: &'q dyn Fn() -> bool,
}

/// One half of a search: how far from its start things are.
struct Half {
    levels: HashMap<u32, usize>,
    frontier: Vec<u32>,
    depth: usize,
}

impl Half {
    fn new(start: u32) -> Self {
        Self {
            levels: HashMap::from_iter([(start, 0)]),
            frontier: vec![start],
            depth: 0,
        }
    }

    fn is_at(&self, level: usize, thing: u32) -> bool {
        self.levels.get(&thing) == Some(&level)
    }
}

impl<'q, 'g> Search<'q, 'g> {
    fn new(from: Node<'g>, to: Node<'g>, ways: &Ways<'g>, stop: &'q dyn Fn() -> bool) -> Self {
        let mut relations = [false; Relation::ALL.len()];
        for relation in &ways.relations {
            relations[*relation as usize] = true;
        }
        let mut kinds = [false; Kind::ALL.len()];
        for kind in &ways.kinds {
            kinds[*kind as usize] = true;
        }
        let avoid = ways.avoid.iter().map(|node| number(node.index));
        let ends = [from, to].map(|node| number(node.index));
        Self {
            graph: from.graph,
            goal: ends[1],
            relations,
            kinds,
            avoid: avoid.filter(|thing| !ends.contains(thing)).collect(),
            visited: 0,
            visited_max: ways.visited_max,
            looked_at: 0,
            stop,
        }
    }

    /// The first of the shortest ways from a thing to the goal; or why there is none.
    fn run(
        &mut self,
        start: u32,
        steps_max: usize,
        banned: &Banned,
    ) -> Result<Result<Vec<u32>, End>, Stopped> {
        let (mut ahead, mut back) = (Half::new(start), Half::new(self.goal));
        loop {
            if ahead.frontier.is_empty() || back.frontier.is_empty() {
                return Ok(Err(End::NoMore));
            }
            if ahead.depth + back.depth == steps_max {
                return Ok(Err(End::TooLong));
            }
            let (near, far) = if ahead.frontier.len() <= back.frontier.len() {
                (&mut ahead, &back)
            } else {
                (&mut back, &ahead)
            };
            self.step(near, start, banned)?;
            if self.visited > self.visited_max {
                return Ok(Err(End::GaveUp));
            }
            let met = near
                .frontier
                .iter()
                .filter(|thing| far.levels.contains_key(*thing));
            let met: HashSet<u32> = met.copied().collect();
            if !met.is_empty() {
                return self.first_way(start, &ahead, &back, met, banned).map(Ok);
            }
        }
    }

    /// Goes one edge further from one end.
    fn step(&mut self, half: &mut Half, start: u32, banned: &Banned) -> Result<(), Stopped> {
        let mut next = Vec::new();
        half.depth += 1;
        for thing in std::mem::take(&mut half.frontier) {
            self.look_at(thing)?;
            for (_, neighbor) in self.neighbors(thing, start, banned) {
                if let Entry::Vacant(free) = half.levels.entry(neighbor) {
                    free.insert(half.depth);
                    next.push(neighbor);
                }
            }
            if self.visited + next.len() > self.visited_max {
                break;
            }
        }
        self.visited += next.len();
        half.frontier = next;
        Ok(())
    }

    /// Of all shortest ways the one whose things come first; things are numbered in the order
    /// of their keys.
    fn first_way(
        &mut self,
        start: u32,
        ahead: &Half,
        back: &Half,
        met: HashSet<u32>,
        banned: &Banned,
    ) -> Result<Vec<u32>, Stopped> {
        // What lies on a shortest way, by level from where the halves meet to the start.
        let mut on_way = vec![met];
        for level in (1..ahead.depth).rev() {
            let mut before = HashSet::new();
            for thing in &on_way[on_way.len() - 1] {
                self.look_at(*thing)?;
                let neighbors = self.neighbors(*thing, start, banned);
                let neighbors = neighbors.map(|(_, neighbor)| neighbor);
                before.extend(neighbors.filter(|neighbor| ahead.is_at(level, *neighbor)));
            }
            on_way.push(before);
        }
        let length = ahead.depth + back.depth;
        let mut way = vec![start];
        for level in 1..=length {
            let here = way[level - 1];
            self.look_at(here)?;
            let neighbors = self.neighbors(here, start, banned);
            let fitting = neighbors.map(|(_, thing)| thing).filter(|thing| {
                let halves_met = ahead.depth.checked_sub(level);
                halves_met.map_or_else(
                    || back.is_at(length - level, *thing),
                    |behind| on_way[behind].contains(thing),
                )
            });
            let next = fitting.min();
            way.push(next.expect("what lies on a shortest way has a neighbor on it"));
        }
        Ok(way)
    }

    /// Counts the edges of a thing, and asks now and then whether to stop.
    fn look_at(&mut self, thing: u32) -> Result<(), Stopped> {
        let node = NodeIndex::new(thing as usize);
        let edges = Direction::ALL
            .iter()
            .map(|way| self.graph.rows(*way).range(node).len());
        self.looked_at += edges.sum::<usize>();
        if self.looked_at < STOP_INTERVAL {
            return Ok(());
        }
        self.looked_at = 0;
        if (self.stop)() { Err(Stopped) } else { Ok(()) }
    }

    /// What a thing is joined to, by which edges, seen from it.
    fn neighbors(
        &self,
        thing: u32,
        start: u32,
        banned: &Banned,
    ) -> impl Iterator<Item = (Edge<'g>, u32)> {
        let node = NodeIndex::new(thing as usize);
        let graph = self.graph;
        let edges = Direction::ALL.iter().flat_map(move |direction| {
            let row = graph.rows(*direction).of(node).iter();
            let edges = row.map(|edge| EdgeIndex::new(*edge as usize));
            // Edges that are walked come first.
            let walked = edges.take_while(|edge| graph.is_walked(*edge));
            walked.map(|index| Edge {
                graph,
                index,
                direction: *direction,
            })
        });
        let edges = edges.filter(|edge| self.relations[edge.relation() as usize]);
        let ends = edges.map(|edge| (edge, number(edge.far().index)));
        ends.filter(move |(edge, far)| {
            let end = *far == start || *far == self.goal;
            let passable = self.kinds[edge.far().kind() as usize]
                && !self.avoid.contains(far)
                && !banned.things.contains(far);
            let deviates = (thing != start || !banned.next.contains(far))
                && (*far != start || !banned.next.contains(&thing));
            (end || passable) && deviates
        })
    }

    /// The edges along some things: of parallel ones the first, by relation and direction.
    fn edges(&self, things: &[u32]) -> Path<'g> {
        let edge = |pair: &[u32]| {
            let banned = Banned::default();
            let edges = self.neighbors(pair[0], pair[0], &banned);
            let between = edges.filter(|(_, far)| *far == pair[1]);
            let order = |edge: &Edge<'g>| (edge.relation(), edge.direction(), edge.index);
            let first = between.map(|(edge, _)| edge).min_by_key(order);
            first.expect("things that follow one another on a way are joined")
        };
        Path(things.windows(2).map(edge).collect())
    }
}
