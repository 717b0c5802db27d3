//! What was found so far, and how candidates for one thing are settled.

use super::{Doubt, Findings, TITLES, ids};
use crate::graph::Graph;
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::model::{Key, KeyRef, MergeRecord, Rank};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How much speaks for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Not enough to merge.
    Doubtful,
    /// Evidence of several kinds.
    Likely,
    /// More of it.
    Strong,
    /// An id in another catalogue.
    Id,
}

/// That two things may be one.
#[derive(Debug)]
pub(super) struct Candidate<'g> {
    pub incoming: Node<'g>,
    pub base: Node<'g>,
    pub strength: Strength,
    pub reason: String,
}

/// A comparison under way.
#[derive(Debug)]
pub(super) struct Matching<'g> {
    pub base: &'g Graph,
    pub incoming: &'g Graph,
    /// What incoming things were found to be in this run.
    found: HashMap<KeyRef<'g>, Node<'g>>,
    /// Things of the base that an incoming thing was found to be.
    taken: HashSet<KeyRef<'g>>,
    /// Pairs that were merged by mistake, each in the order of keys.
    undone: HashSet<[Key; 2]>,
    merges: Vec<MergeRecord>,
    doubts: BTreeMap<[Key; 2], Box<str>>,
}

impl<'g> Matching<'g> {
    pub fn new(base: &'g Graph, incoming: &'g Graph) -> Self {
        let mut matching = Self {
            base,
            incoming,
            found: HashMap::new(),
            taken: HashSet::new(),
            undone: HashSet::new(),
            merges: Vec::new(),
            doubts: BTreeMap::new(),
        };
        for merge in base.merges() {
            let ends = [&merge.key, &merge.into].map(|key| base.node(key));
            if merge.rank == Rank::Deprecated {
                let things = [&merge.key, &merge.into]
                    .into_iter()
                    .zip(ends)
                    .map(|(key, thing)| thing.map_or_else(|| key.clone(), |it| it.key().to_key()));
                let things: Vec<Key> = things.collect();
                for left in [&merge.key, &things[0]] {
                    for right in [&merge.into, &things[1]] {
                        matching.undone.insert(pair(left.clone(), right.clone()));
                    }
                }
            } else if incoming.node(&merge.key).is_some() {
                matching.taken.extend(ends[0].map(Node::key));
            }
        }
        matching
    }

    /// The thing of the base that an incoming thing is; `None` as long as none was found.
    pub fn same(&self, incoming: Node<'g>) -> Option<Node<'g>> {
        let key = incoming.key();
        let found = self.found.get(&key).copied();
        found.or_else(|| self.base.node(key))
    }

    /// The titles of both graphs that are one.
    pub fn titles(&self) -> Vec<(Node<'g>, Node<'g>)> {
        let kinds = TITLES.iter();
        let titles = kinds.flat_map(|kind| self.incoming.nodes(*kind).items().collect::<Vec<_>>());
        let both = titles.filter_map(|title| Some((title, self.same(title)?)));
        both.collect()
    }

    /// Whether an incoming thing was found to be this one.
    pub fn is_taken(&self, base: Node<'g>) -> bool {
        let key = base.key();
        self.taken.contains(&key) || self.incoming.node(key).is_some()
    }

    /// Whether somebody took back the merge of these two.
    pub fn is_undone(&self, left: KeyRef<'_>, right: KeyRef<'_>) -> bool {
        !self.undone.is_empty() && self.undone.contains(&pair(left.to_key(), right.to_key()))
    }

    /// Says that two things are one, whatever else they are.
    pub fn merge(&mut self, incoming: KeyRef<'g>, into: KeyRef<'g>, reason: String) {
        self.merges.push(MergeRecord {
            key: incoming.to_key(),
            into: into.to_key(),
            rank: Rank::Normal,
            reason: reason.into(),
        });
    }

    /// Says that an incoming thing is one of the base.
    pub fn unite(&mut self, incoming: Node<'g>, base: Node<'g>, reason: String) {
        self.merge(incoming.key(), base.key(), reason);
        self.found.insert(incoming.key(), base);
        self.taken.insert(base.key());
    }

    /// Says that two things may be one, unless somebody said that they are not.
    pub fn doubt(&mut self, left: KeyRef<'_>, right: KeyRef<'_>, reason: String) {
        if !self.is_undone(left, right) {
            let pair = [left.to_key(), right.to_key()];
            self.doubts.entry(pair).or_insert_with(|| reason.into());
        }
    }

    /// Merges those candidates that fit one to one, the strongest first; others are doubts.
    ///
    /// All candidates that compete must come at once.
    pub fn settle(&mut self, mut candidates: Vec<Candidate<'g>>) {
        candidates.retain(|one| !self.is_undone(one.incoming.key(), one.base.key()));
        let pair = |one: &Candidate<'g>| (one.incoming.key(), one.base.key());
        candidates.sort_by(|left, right| {
            let stronger = || right.strength.cmp(&left.strength);
            pair(left).cmp(&pair(right)).then_with(stronger)
        });
        candidates.dedup_by(|later, first| pair(later) == pair(first));
        candidates.sort_by_key(|one| std::cmp::Reverse(one.strength));
        let mut contested = HashSet::new();
        for level in candidates.chunk_by(|left, right| left.strength == right.strength) {
            self.settle_level(level, &mut contested);
        }
    }

    fn settle_level(&mut self, level: &[Candidate<'g>], contested: &mut HashSet<KeyRef<'g>>) {
        let mut rivals: HashMap<(bool, KeyRef<'g>), usize> = HashMap::new();
        let mut open = Vec::new();
        for one in level {
            let (incoming, base) = (one.incoming.key(), one.base.key());
            let taken = self.is_taken(one.base);
            if self.found.contains_key(&incoming) || (taken && one.strength == Strength::Doubtful) {
                continue;
            }
            let but = |text: &str| format!("{}, {text}", one.reason);
            if one.strength == Strength::Doubtful {
                self.doubt(incoming, base, one.reason.clone());
            } else if let Some(differ) = ids::that_differ(one.incoming, one.base) {
                self.doubt(incoming, base, but(&format!("but {differ}")));
            } else if taken {
                let text = "but another incoming thing is this one";
                self.doubt(incoming, base, but(text));
            } else if contested.contains(&incoming) || contested.contains(&base) {
                self.doubt(incoming, base, but("but others fit better"));
            } else {
                *rivals.entry((true, incoming)).or_default() += 1;
                *rivals.entry((false, base)).or_default() += 1;
                open.push(one);
            }
        }
        for one in open {
            let (incoming, base) = (one.incoming.key(), one.base.key());
            if rivals[&(true, incoming)] == 1 && rivals[&(false, base)] == 1 {
                self.unite(one.incoming, one.base, one.reason.clone());
            } else {
                contested.extend([incoming, base]);
                let reason = format!("{}, but others fit as well", one.reason);
                self.doubt(incoming, base, reason);
            }
        }
    }

    /// All that was found, in order.
    pub fn findings(self) -> Findings {
        let mut merges = self.merges;
        merges.sort_by(|left, right| (&left.key, &left.into).cmp(&(&right.key, &right.into)));
        let doubts = self.doubts.into_iter();
        let doubts = doubts.map(|([left, right], reason)| Doubt {
            left,
            right,
            reason,
        });
        Findings {
            merges,
            doubts: doubts.collect(),
        }
    }
}

fn pair(left: Key, right: Key) -> [Key; 2] {
    if left <= right {
        [left, right]
    } else {
        [right, left]
    }
}
