//! Drafts by the node to which they belong.

use super::chunks::Chunks;
use super::ranges::into_buckets;

/// How many nodes have their drafts fetched at once.
const BLOCK: usize = 1 << 14;

/// Hands the drafts of each of so many nodes to `take`, node by node, those of one node in the
/// order in which they came.
///
/// Drafts lie all over the memory, so while those of some nodes are taken, another core fetches
/// those of the next. Cost: O(drafts + nodes).
pub(super) fn by_node<D: Copy + Send + Sync>(
    drafts: &Chunks<D>,
    nodes: usize,
    node: impl Fn(&D) -> u32,
    mut take: impl FnMut(usize, &[D]) + Send,
) {
    let (starts, sorted) = into_buckets(drafts.len(), nodes, |draft| node(&drafts[draft]));
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
