//! Drafts by the node to which they belong.

use super::chunks::Chunks;
use super::ranges::into_buckets;

/// How many nodes have their drafts fetched at once.
const BLOCK: usize = 1 << 14;

/// Which drafts belong to which node.
pub(super) struct ByNode {
    /// Where those of each node begin, at the end where the last ends.
    starts: Vec<u32>,
    sorted: Vec<u32>,
}

impl ByNode {
    /// Sorts drafts by so many nodes. Cost: O(drafts + nodes).
    pub fn of<D>(drafts: &Chunks<D>, nodes: usize, node: impl Fn(&D) -> u32) -> Self {
        let (starts, sorted) = into_buckets(drafts.len(), nodes, |draft| node(&drafts[draft]));
        Self { starts, sorted }
    }

    /// Hands the drafts of each node to `take`, node by node, those of one node in the order in
    /// which they came.
    ///
    /// Drafts lie all over the memory, so while those of some nodes are taken, another core
    /// fetches those of the next.
    pub fn each<D: Copy + Send + Sync>(
        &self,
        drafts: &Chunks<D>,
        mut take: impl FnMut(usize, &[D]) + Send,
    ) {
        let Self { starts, sorted } = self;
        let nodes = starts.len() - 1;
        let fetch = |first: usize, room: &mut Vec<D>| {
            let [from, to] = [first, first + BLOCK].map(|node| starts[node.min(nodes)] as usize);
            room.clear();
            room.extend(sorted[from..to].iter().map(|draft| drafts[*draft as usize]));
        };
        let (mut now, mut next) = (Vec::new(), Vec::new());
        fetch(0, &mut now);
        for first in (0..nodes).step_by(BLOCK) {
            let behind = nodes.min(first + BLOCK);
            let own = |node: usize| {
                let [from, to] =
                    [starts[node], starts[node + 1]].map(|at| (at - starts[first]) as usize);
                &now[from..to]
            };
            rayon::join(
                || fetch(behind, &mut next),
                || (first..behind).for_each(|node| take(node, own(node))),
            );
            std::mem::swap(&mut now, &mut next);
        }
    }
}
