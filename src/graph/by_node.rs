//! Drafts by the node to which they belong.

use super::chunks::Chunks;
use super::group::Grouped;
use super::ranges::into_buckets;

/// How many nodes have their claims made at once.
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

    /// Hands the claims of each node to `take`, node by node, in an order that is nearly the
    /// one of [`Grouping::sort`](super::group::Grouping::sort).
    ///
    /// Drafts lie all over the memory, so while the claims of some nodes are taken, another core
    /// makes and sorts those of the next.
    pub fn each<D: Sync>(
        &self,
        drafts: &Chunks<D>,
        claim: impl Fn(&D) -> Grouped + Sync,
        mut take: impl FnMut(usize, &[Grouped]) + Send,
    ) {
        let Self { starts, sorted } = self;
        let nodes = starts.len() - 1;
        let fetch = |first: usize, room: &mut Vec<Grouped>| {
            let block = starts[first..].iter().take(BLOCK + 1);
            let ends = block.clone().map(|end| (end - starts[first]) as usize);
            let all = starts[first] as usize..block.copied().last().unwrap_or(0) as usize;
            room.clear();
            room.extend(
                sorted[all]
                    .iter()
                    .map(|draft| claim(&drafts[*draft as usize])),
            );
            for (from, to) in ends.clone().zip(ends.skip(1)) {
                room[from..to].sort_unstable_by_key(|claim| (claim.about, claim.said));
            }
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
