//! Shortest ways from one thing to another.
//!
//! Breadth-first from both ends at once (Pohl 1971), which visits about the square root of
//! what a search from one end would; the k shortest after Yen (1971). Of ways of one length
//! the one whose keys come first is taken, so that an answer never depends on an index.

use super::filter::Stopped;
use super::path_search::{Banned, Search};
use super::storage::number;
use super::view::{Edge, Node};
use crate::model::{Kind, Relation};
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
                things: root[..at].to_vec(),
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
        found: paths.iter().map(|path| Path(search.edges(path))).collect(),
        visited: search.visited(),
    })
}
