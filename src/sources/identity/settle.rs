//! Candidates for one thing, and which of them are merged.

use super::COMPANIES;
use super::matching::Matching;
use crate::graph::view::Node;
use crate::model::KeyRef;
use std::collections::{HashMap, HashSet};

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
    /// What gives way, and what stays; see [`Matching::oriented`].
    pub pair: [Node<'g>; 2],
    pub strength: Strength,
    pub reason: String,
}

impl<'g> Matching<'g> {
    /// Merges those candidates that fit nothing else, the strongest first; others are doubts.
    /// Tells what stays of those that are one now.
    ///
    /// Things of different catalogues that fit one another are all one. All candidates that
    /// compete must come at once.
    pub fn settle(&mut self, mut candidates: Vec<Candidate<'g>>) -> Vec<Node<'g>> {
        candidates.retain(|one| !self.is_undone(one.pair[0], one.pair[1]));
        let pair = |one: &Candidate<'g>| one.pair.map(Node::key);
        candidates.sort_by(|left, right| {
            let stronger = || right.strength.cmp(&left.strength);
            pair(left).cmp(&pair(right)).then_with(stronger)
        });
        candidates.dedup_by(|later, first| pair(later) == pair(first));
        candidates.sort_by_key(|one| std::cmp::Reverse(one.strength));
        let mut contested = HashSet::new();
        let known = self.merges.len();
        for level in candidates.chunk_by(|left, right| left.strength == right.strength) {
            self.settle_level(level, &mut contested);
        }
        let news = self.merges[known..].iter();
        let news = news.filter_map(|merge| self.all.node(&merge.into));
        let mut news: Vec<Node<'g>> = news.map(|stays| self.one(stays)).collect();
        news.sort_by_key(|node| node.key());
        news.dedup();
        news
    }

    fn settle_level(&mut self, level: &[Candidate<'g>], contested: &mut HashSet<KeyRef<'g>>) {
        let mut open: Vec<&Candidate<'g>> = Vec::new();
        for one in level {
            let [left, right] = one.pair.map(|node| self.one(node));
            if left == right {
                continue;
            }
            let but = |text: &str| format!("{}, but {text}", one.reason);
            if one.strength == Strength::Doubtful {
                if self.told_apart(left, right).is_none() {
                    self.doubt(one.pair, one.reason.clone());
                }
            } else if let Some(against) = self.against(left, right) {
                self.doubt(one.pair, but(&against));
            } else if [left, right]
                .iter()
                .any(|thing| contested.contains(&thing.key()))
            {
                self.doubt(one.pair, but("others fit better"));
            } else {
                open.push(one);
            }
        }
        for fitting in self.connected(&open) {
            let mut things: Vec<Node<'g>> = Vec::new();
            things.extend(
                fitting
                    .iter()
                    .flat_map(|one| one.pair)
                    .map(|thing| self.one(thing)),
            );
            things.sort_by_key(|thing| thing.key());
            things.dedup();
            if self.may_all_be_one(&things) {
                self.unite_all(&fitting, things);
            } else {
                contested.extend(things.iter().map(|thing| thing.key()));
                for one in fitting {
                    self.doubt(one.pair, format!("{}, but others fit as well", one.reason));
                }
            }
        }
    }

    /// Candidates in groups that have nothing in common.
    fn connected<'c>(&self, candidates: &[&'c Candidate<'g>]) -> Vec<Vec<&'c Candidate<'g>>> {
        // The candidates at each thing, and those that were reached.
        let mut at: HashMap<KeyRef<'g>, Vec<usize>> = HashMap::new();
        for (place, one) in candidates.iter().enumerate() {
            for thing in one.pair {
                at.entry(self.one(thing).key()).or_default().push(place);
            }
        }
        let mut reached = vec![false; candidates.len()];
        let mut groups = Vec::new();
        for start in 0..candidates.len() {
            let mut open = vec![start];
            let mut group = Vec::new();
            while let Some(place) = open.pop() {
                if !std::mem::replace(&mut reached[place], true) {
                    group.push(candidates[place]);
                    let ends = candidates[place].pair.iter();
                    open.extend(ends.flat_map(|end| &at[&self.one(*end).key()]));
                }
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// Whether nothing speaks against any two of some things being one.
    fn may_all_be_one(&self, things: &[Node<'g>]) -> bool {
        let mut seen = HashSet::new();
        let mut sources = things.iter().flat_map(|thing| self.sources(*thing));
        let once = |source| seen.insert(source);
        let company = COMPANIES.contains(&things[0].kind());
        (company || sources.all(once))
            && things.iter().enumerate().all(|(at, left)| {
                let mut others = things[..at].iter();
                others.all(|right| {
                    !self.is_undone(*left, *right) && self.against(*left, *right).is_none()
                })
            })
    }

    /// Makes things one that candidates join: each gives way to what stays of all if a
    /// candidate says so, else to what it is joined by.
    fn unite_all(&mut self, fitting: &[&Candidate<'g>], mut things: Vec<Node<'g>>) {
        let best = things
            .iter()
            .copied()
            .reduce(|best, one| self.oriented(best, one)[1]);
        let mut reached: Vec<Node<'g>> = best.into_iter().collect();
        let ends: Vec<[Node<'g>; 2]> = fitting
            .iter()
            .map(|one| one.pair.map(|end| self.one(end)))
            .collect();
        let mut at = 0;
        while at < reached.len() {
            let stays = reached[at];
            for thing in std::mem::take(&mut things) {
                let joins = |[left, right]: &[Node<'g>; 2]| {
                    (*left == stays && *right == thing) || (*right == stays && *left == thing)
                };
                if reached.contains(&thing) {
                } else if let Some(place) = ends.iter().position(joins) {
                    self.unite(thing, stays, &fitting[place].reason);
                    reached.push(thing);
                } else {
                    things.push(thing);
                }
            }
            at += 1;
        }
    }
}
