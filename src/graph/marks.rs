//! What a search has come to, in bits.

use super::Graph;
use std::ops::Range;

/// Most things of a half that a spare one has room for.
const ORDER_KEPT: usize = 1 << 14;

/// A set of things by number: a bit for each thing of the graph.
#[derive(Debug)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    fn new(things: usize) -> Self {
        Self(vec![0; things.div_ceil(64)])
    }

    /// Marks a thing; whether it was not marked before.
    pub fn insert(&mut self, thing: u32) -> bool {
        let (word, bit) = (&mut self.0[(thing / 64) as usize], 1 << (thing % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub fn contains(&self, thing: u32) -> bool {
        self.0[(thing / 64) as usize] & (1 << (thing % 64)) != 0
    }

    pub fn insert_all(&mut self, things: &[u32]) {
        for thing in things {
            self.insert(*thing);
        }
    }

    pub fn remove_all(&mut self, things: impl IntoIterator<Item = u32>) {
        for thing in things {
            self.remove(thing);
        }
    }

    /// Takes a mark away; whether there was one.
    pub fn remove(&mut self, thing: u32) -> bool {
        let (word, bit) = (&mut self.0[(thing / 64) as usize], 1 << (thing % 64));
        let was_marked = *word & bit != 0;
        *word &= !bit;
        was_marked
    }
}

/// One half of a search: how far from its start things are.
#[derive(Debug)]
pub(super) struct Half {
    marks: Marks,
    /// What was come to, the nearest first.
    order: Vec<u32>,
    /// Where each distance begins in `order`.
    levels: Vec<usize>,
    /// What it may not come to.
    blocked: Vec<u32>,
}

impl Half {
    fn new(things: usize) -> Self {
        Self {
            marks: Marks::new(things),
            order: Vec::new(),
            levels: Vec::new(),
            blocked: Vec::new(),
        }
    }

    /// Begins at a thing, never to come to some others.
    pub fn begin(&mut self, start: u32, blocked: impl Iterator<Item = u32>) {
        // What an earlier search left.
        self.marks.remove_all(self.order.drain(..));
        self.unblock();
        self.levels.clear();
        self.levels.push(0);
        self.reach(start);
        let marks = &mut self.marks;
        self.blocked
            .extend(blocked.filter(|thing| marks.insert(*thing)));
    }

    /// Comes to a thing; no more than once.
    pub fn reach(&mut self, thing: u32) {
        if self.marks.insert(thing) {
            self.order.push(thing);
        }
    }

    /// Whether it came to a thing, or may not.
    pub fn knows(&self, thing: u32) -> bool {
        self.marks.contains(thing)
    }

    /// Forgets what it may not come to.
    pub fn unblock(&mut self) {
        self.marks.remove_all(self.blocked.drain(..));
    }

    /// Forgets a thing; whether it knew it.
    pub fn forget(&mut self, thing: u32) -> bool {
        self.marks.remove(thing)
    }

    /// Some of the things it came to, by where they lie.
    pub fn at(&self, places: Range<usize>) -> &[u32] {
        &self.order[places]
    }

    /// Goes on to the next distance; where the things before it lie.
    pub fn go_on(&mut self) -> Range<usize> {
        let begin = self.levels[self.depth()];
        self.levels.push(self.order.len());
        begin..self.order.len()
    }

    /// Goes back from the greatest distance, whose things it forgets. Of what is joined to one of
    /// these, it then knows what is nearer to its start.
    pub fn go_back(&mut self) {
        let begin = self.levels.pop().unwrap_or_default();
        self.marks.remove_all(self.order.drain(begin..));
    }

    /// The greatest distance.
    pub fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// The farthest things.
    pub fn frontier(&self) -> &[u32] {
        &self.order[self.levels[self.depth()]..]
    }
}

/// What a search works with. Bytes: 3 bits a thing of the graph, 4 for each that is visited.
#[derive(Debug)]
pub(super) struct Scratch {
    pub ahead: Half,
    pub back: Half,
    /// Marks nothing between two uses.
    pub level: Marks,
}

impl Scratch {
    fn new(things: usize) -> Self {
        Self {
            ahead: Half::new(things),
            back: Half::new(things),
            level: Marks::new(things),
        }
    }
}

impl Graph {
    /// Something to search with.
    pub(super) fn scratch(&self) -> Scratch {
        let spare = self.spare_scratches.take();
        spare.unwrap_or_else(|| Scratch::new(self.node_count()))
    }

    /// Takes it back for the next search, as long as there is room.
    pub(super) fn give_back(&self, mut scratch: Scratch) {
        let bytes = 3 * self.node_count().div_ceil(8) + 2 * 4 * ORDER_KEPT;
        for half in [&mut scratch.ahead, &mut scratch.back] {
            half.begin(0, std::iter::empty());
            half.order.shrink_to(ORDER_KEPT);
        }
        self.spare_scratches.keep(scratch, bytes, &self.room);
    }
}
