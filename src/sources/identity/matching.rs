//! What is looked at, and what was found so far.

use super::classes::Classes;
use super::{COMPANIES, Doubt, Findings, TITLES, ids, roles};
use crate::graph::list::Ordered;
use crate::graph::view::Node;
use crate::graph::{Graph, Growth};
use crate::model::{Key, KeyRef, Kind, MergeRecord, Rank};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A comparison under way.
#[derive(Debug)]
pub(super) struct Matching<'g> {
    /// The graph with what came in.
    pub all: &'g Graph,
    before: &'g Graph,
    growth: &'g Growth,
    /// What was found in this run.
    classes: Classes<'g>,
    /// Pairs that were merged by mistake, both ways round.
    undone: HashSet<[KeyRef<'g>; 2]>,
    /// Titles known before of which, or in which, more is said, by key.
    stirred: Vec<Node<'g>>,
    pub merges: Vec<MergeRecord>,
    doubts: BTreeMap<[Key; 2], Box<str>>,
}

impl<'g> Matching<'g> {
    pub fn new(before: &'g Graph, all: &'g Graph, growth: &'g Growth) -> Self {
        let mut undone = HashSet::new();
        for merge in all.merges().filter(|merge| merge.rank == Rank::Deprecated) {
            if let [Some(left), Some(right)] = [&merge.key, &merge.into].map(|key| all.node(key)) {
                undone.insert([left.key(), right.key()]);
                undone.insert([right.key(), left.key()]);
            }
        }
        Self {
            all,
            before,
            growth,
            classes: Classes::default(),
            undone,
            stirred: stirred(before, all, growth),
            merges: Vec::new(),
            doubts: BTreeMap::new(),
        }
    }

    /// Whether something of a kind was there before, with which new things can be one.
    pub fn knew(&self, kind: Kind) -> bool {
        !self.before.nodes(kind).is_empty()
    }

    /// What a thing is: what stays of all that are one with it.
    pub fn one(&self, node: Node<'g>) -> Node<'g> {
        self.classes.one(node)
    }

    /// All things that are one with a thing, and it.
    pub fn members(&self, node: Node<'g>) -> Vec<Node<'g>> {
        self.classes.members(node)
    }

    /// Whether a thing was found to be one with another in this run.
    pub fn is_joined(&self, node: Node<'g>) -> bool {
        self.classes.is_joined(node)
    }

    /// Whether there is more evidence for a thing than before.
    pub fn is_fresh(&self, node: Node<'g>) -> bool {
        self.growth.has_grown(node) || self.classes.is_joined(node)
    }

    /// The things of a kind that are new or of which more is said, some of them twice.
    pub fn grown(&self, kind: Kind) -> impl Iterator<Item = Node<'g>> {
        let known = self.growth.told(self.all, kind);
        let known = known.chain(self.growth.joined(self.all, kind));
        self.growth.new_ones(self.all, kind).chain(known)
    }

    /// What stays of all that were found to be one in this run, in no order.
    pub fn joined(&self) -> impl Iterator<Item = Node<'g>> {
        self.classes.joined()
    }

    /// The titles of a kind that may be another one for what came in.
    pub fn open_titles(&self, kind: Kind) -> impl Iterator<Item = Node<'g>> {
        let stirred = self.stirred.iter().copied();
        let stirred = stirred.filter(move |title| title.kind() == kind);
        self.growth.new_ones(self.all, kind).chain(stirred)
    }

    /// The titles in which things of several catalogues may be one for what came in: each
    /// as all that are one, what stays first, in the order of their keys.
    pub fn titles(&self) -> Vec<Vec<Node<'g>>> {
        let joined = self.classes.joined();
        let joined = joined.filter(|title| TITLES.contains(&title.kind()));
        let stirred = self.stirred.iter().map(|title| self.one(*title));
        let mut titles: Vec<Node<'g>> = joined.chain(stirred).collect();
        titles.sort_by_key(|title| title.key());
        titles.dedup();
        titles.retain(|title| self.sources(*title).len() > 1);
        titles
            .into_iter()
            .map(|title| self.members(title))
            .collect()
    }

    /// Those of [`Self::titles`] in which things of more than two sources may be one.
    pub fn titles_of_several(&self) -> Vec<Vec<Node<'g>>> {
        let mut titles = self.titles();
        titles.retain(|title| self.sources(title[0]).len() > 2);
        titles
    }

    /// Who tells of a thing.
    pub fn sources(&self, node: Node<'g>) -> BTreeSet<KeyRef<'g>> {
        let members = self.members(node).into_iter();
        members.flat_map(Node::sources).map(Node::key).collect()
    }

    /// Whether all who tell of either thing tell the two apart.
    pub fn are_told_apart(&self, left: Node<'g>, right: Node<'g>) -> bool {
        self.sources(left) == self.sources(right)
    }

    /// What two things are, first the one that would give way to the other: what is new before
    /// what was known, what has grown before what has not, the later key before the earlier.
    pub fn oriented(&self, left: Node<'g>, right: Node<'g>) -> [Node<'g>; 2] {
        let [left, right] = [left, right].map(|node| self.one(node));
        let rank = |one: Node<'g>| {
            let growth = self.growth;
            (growth.is_new(one), growth.has_grown(one), one.key())
        };
        if rank(left) < rank(right) {
            [right, left]
        } else {
            [left, right]
        }
    }

    pub fn is_undone(&self, left: Node<'g>, right: Node<'g>) -> bool {
        let undone =
            |left: Node<'g>, right: Node<'g>| self.undone.contains(&[left.key(), right.key()]);
        !self.undone.is_empty()
            && self
                .any_pair(left, right, |left, right| undone(left, right).then_some(()))
                .is_some()
    }

    /// What holds of any two things of two classes.
    fn any_pair<T>(
        &self,
        left: Node<'g>,
        right: Node<'g>,
        holds: impl Fn(Node<'g>, Node<'g>) -> Option<T>,
    ) -> Option<T> {
        let (lefts, rights) = (self.members(left), self.members(right));
        let mut pairs = lefts
            .iter()
            .flat_map(|left| rights.iter().map(move |right| (*left, *right)));
        pairs.find_map(|(left, right)| holds(left, right))
    }

    /// In words, who tells two things apart. A catalogue has each thing once, but may have
    /// several ids of a network; only those that it had before without more have stayed two.
    pub fn told_apart(&self, left: Node<'g>, right: Node<'g>) -> Option<String> {
        if COMPANIES.contains(&left.kind()) && (self.is_fresh(left) || self.is_fresh(right)) {
            return None;
        }
        let (left, right) = (self.sources(left), self.sources(right));
        let source = left.intersection(&right).next()?;
        let source = self.all.node(*source)?;
        Some(format!("{} tells them apart", source.label()))
    }

    /// In words, what speaks against two things being one, whatever speaks for it.
    pub fn against(&self, left: Node<'g>, right: Node<'g>) -> Option<String> {
        let differ = self.any_pair(left, right, ids::that_differ);
        differ.or_else(|| self.told_apart(left, right))
    }

    /// Makes a class, given what stays of it, one with another thing.
    pub fn unite(&mut self, gives_way: Node<'g>, stays: Node<'g>, reason: &str) {
        self.merges.push(MergeRecord {
            key: gives_way.key().to_key(),
            into: stays.key().to_key(),
            rank: Rank::Normal,
            reason: reason.into(),
        });
        self.classes.join(self.one(stays), gives_way);
    }

    pub fn doubt(&mut self, [left, right]: [Node<'g>; 2], reason: String) {
        let pair = [left.key().to_key(), right.key().to_key()];
        self.doubts.entry(pair).or_insert_with(|| reason.into());
    }

    /// All that was found, in order.
    pub fn findings(mut self) -> Findings {
        // What was doubtful at first may have been found later.
        let doubts = std::mem::take(&mut self.doubts).into_iter();
        let doubts = doubts.filter(|(pair, _)| {
            let [left, right] =
                [0, 1].map(|side| self.all.node(&pair[side]).map(|one| self.one(one)));
            left != right
        });
        let doubts = doubts.map(|([left, right], reason)| Doubt {
            left,
            right,
            reason,
        });
        let doubts = doubts.collect();
        let mut merges = self.merges;
        merges.sort_by(|left, right| (&left.key, &left.into).cmp(&(&right.key, &right.into)));
        Findings {
            merges,
            doubts,
            withheld: 0,
        }
    }
}

/// The titles of which, or of whose parts, cast or crew, more is said than before.
///
/// What is joined anew counts for the title where it is joined, so that of people and
/// characters only what is said of themselves counts for all their titles.
fn stirred<'g>(before: &Graph, all: &'g Graph, growth: &'g Growth) -> Vec<Node<'g>> {
    let mut found: BTreeMap<KeyRef<'g>, Node<'g>> = BTreeMap::new();
    if TITLES.iter().all(|kind| before.nodes(*kind).is_empty()) {
        return Vec::new();
    }
    let mut take = |title: Node<'g>| {
        if !growth.is_new(title) {
            found.insert(title.key(), title);
        }
    };
    let places = [Kind::Series, Kind::Film, Kind::Season, Kind::Episode];
    let told = places.iter().chain(&[Kind::Person, Kind::Character]);
    for node in told.flat_map(|kind| growth.told(all, *kind)) {
        roles::titles(node, &mut take);
    }
    let joined = places.iter().chain(&[Kind::Character]);
    for node in joined.flat_map(|kind| growth.joined(all, *kind)) {
        roles::titles(node, &mut take);
    }
    found.into_values().collect()
}
