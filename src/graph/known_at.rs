//! What was known on a day: a graph of those claims whose references had spoken by then.
//!
//! It rolls back to what was said by a day, as opposed to what was so on it (Snodgrass and Ahn:
//! A Taxonomy of Time in Databases, 1985).

use super::Graph;
use super::builder::{Builder, Repeated};
use super::facts::index;
use super::filter::{STOP_INTERVAL, Stopped};
use super::pools::{Entry, qualifier, qualifier_type};
use super::storage::{About, PointerRow, number};
use super::view::{Claim, Dispute};
use crate::model::{
    Change, Key, Kind, MergeRecord, NodeRecord, PartialDate, Property, Qualifier, Rank, Reference,
    References, Relation, ValueType,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{BTreeMap, HashSet};

/// Which things and claims of a graph were known on a day.
#[derive(Debug)]
pub struct Known<'g> {
    graph: &'g Graph,
    day: Option<PartialDate>,
    nodes: Vec<bool>,
    claims: Vec<bool>,
    /// Whether any reference of a list had spoken, by the number of the list.
    lists: Vec<bool>,
}

impl Graph {
    /// The days from which its references speak, ascending; of a month or a year the last.
    ///
    /// Cost: O(n log n) for n references that differ.
    pub fn days(&self) -> Vec<PartialDate> {
        let entries = self.pools.references.items.iter();
        let mut days: Vec<PartialDate> = entries
            .filter_map(|entry| self.speaks_from(*entry))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// What was known on a day; of a month or a year, on its last; on none, nothing.
    ///
    /// A reference had spoken when the day from which it speaks was there, and its source was
    /// known; one without a day never has. A claim was known when a reference of it had spoken
    /// and all that it needs was known: the things that it names, the performance of which an
    /// appearance is part, and where it is derived, a claim for each of its premises, which
    /// will do where it has no reference. A thing was known when a reference of its record had
    /// spoken and, unless it is a character, its name was known.
    ///
    /// Cost: O((n + m) d) for n things, m claims and chains of at most d that need the next.
    ///
    /// # Errors
    /// When `stop` said so, which is asked every so many things.
    pub fn known_at(
        &self,
        day: Option<PartialDate>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Known<'_>, Stopped> {
        let mut known = Known {
            graph: self,
            day: day.map(PartialDate::last_day),
            nodes: vec![true; self.node_count()],
            claims: vec![true; self.claim_count()],
            lists: Vec::new(),
        };
        // What needs something unknown goes, until nothing more does.
        while known.narrow(stop)? {}
        Ok(known)
    }

    /// The last day of the time from which a reference speaks.
    fn speaks_from(&self, [source, _, as_of, _]: Entry) -> Option<PartialDate> {
        let own = (as_of != 0).then(|| PartialDate::from_packed(as_of));
        let of_source = || self.date(NodeIndex::new(source as usize), Property::AsOf);
        own.or_else(of_source).map(PartialDate::last_day)
    }

    /// The edges of a relation from one thing to another.
    fn edges_between(
        &self,
        from: NodeIndex,
        relation: Relation,
        to: NodeIndex,
    ) -> impl Iterator<Item = EdgeIndex> {
        let row = self.outgoing.range(from);
        let place = |at: usize| (self.relation(EdgeIndex::new(at)), self.edges.to[at]);
        let wanted = (relation, number(to));
        let first = super::page::first_where(row.len(), |at| place(row.start + at) >= wanted);
        let edges = row.start + first..row.end;
        edges
            .take_while(move |at| place(*at) == wanted)
            .map(EdgeIndex::new)
    }

    /// Whether a pointer points at a claim.
    fn points_at(&self, [sort, node, what, value, list]: PointerRow, claim: u32) -> bool {
        match self.about(claim) {
            About::Property(subject, property) => {
                let same = (number(subject), property as u32) == (node, what);
                let said = self.properties.values[claim as usize];
                sort < 2 && same && (sort == 0 || said == value)
            }
            About::Edge(edge) => {
                let (from, to) = self.ends(edge);
                let ends = [number(from), self.relation(edge) as u32, number(to)];
                let said = self.pools.lists.of(self.claim_list(claim));
                let mut meant = self.pools.lists.of(list).iter();
                sort == 2 && ends == [node, what, value] && meant.all(|item| said.contains(item))
            }
        }
    }
}

impl Known<'_> {
    /// How many claims were known.
    pub fn claims(&self) -> usize {
        count(&self.claims)
    }

    /// About how many bytes a graph of it would take, if that of everything takes `whole`.
    pub fn bytes(&self, whole: usize) -> usize {
        let all = self.nodes.len() + self.claims.len();
        let known = count(&self.nodes) + count(&self.claims);
        // A graph has fewer than 2^33 of both.
        usize::try_from(whole as u128 * known as u128 / all.max(1) as u128).unwrap_or(usize::MAX)
    }

    /// A graph of nothing else.
    ///
    /// Ranks and reasons are those of today, of whatever day they are. A merge holds when
    /// its thing was known under any key. A written dispute is there, of those claims that
    /// were known, when one was known for each that it names, or two sources had spoken on
    /// different sides.
    ///
    /// Cost: that of building a graph. Only gathering the claims can be stopped.
    ///
    /// # Errors
    /// When `stop` said so.
    pub fn graph(&self, stop: &dyn Fn() -> bool) -> Result<Graph, Stopped> {
        let mut builder = Builder::new(Repeated::Join);
        for (at, change) in self.changes().enumerate() {
            if at % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            builder.push(&change);
        }
        let built = builder.finish();
        Ok(built.expect("whatever a known claim needs is known"))
    }

    /// Forgets what needs something unknown; whether there was anything of the kind.
    fn narrow(&mut self, stop: &dyn Fn() -> bool) -> Result<bool, Stopped> {
        let graph = self.graph;
        let (before, all) = (self.remaining(), index(graph.pools.references.len()));
        self.lists = (0..all).map(|list| self.has_spoken(list)).collect();
        for node in (0..graph.node_count()).map(NodeIndex::new) {
            if node.index() % STOP_INTERVAL == 0 && stop() {
                return Err(Stopped);
            }
            let there = self.nodes[node.index()] && self.knows(node);
            self.nodes[node.index()] = there;
            for claim in graph.node_claims(node) {
                self.claims[claim as usize] &= there && self.stands(claim);
            }
            for edge in graph.edges_from(node) {
                let there = there && self.nodes[graph.end(edge).index()];
                for claim in graph.edge_claims(edge) {
                    let known = self.claims[claim as usize];
                    self.claims[claim as usize] =
                        known && there && self.stands(claim) && self.names_known(claim, edge);
                }
            }
        }
        Ok(self.remaining() < before)
    }

    fn remaining(&self) -> usize {
        count(&self.nodes) + count(&self.claims)
    }

    /// Whether any reference of a list had spoken.
    fn has_spoken(&self, list: u32) -> bool {
        let mut entries = self.graph.pools.references.of(list).iter();
        entries.any(|entry| self.spoke(*entry))
    }

    fn spoke(&self, entry: Entry) -> bool {
        let from = self.graph.speaks_from(entry);
        self.nodes[entry[0] as usize] && from.is_some_and(|from| Some(from) <= self.day)
    }

    /// Whether a thing was known.
    fn knows(&self, node: NodeIndex) -> bool {
        let graph = self.graph;
        let named = || {
            let mut names = graph.property_claims(node, Property::Name);
            names.any(|claim| self.claims[claim as usize] && graph.is_live(claim))
        };
        self.lists[graph.nodes.references.get(number(node)) as usize]
            && (graph.kind(node) == Kind::Character || named())
    }

    /// Whether a claim had a reference or premises.
    fn stands(&self, claim: u32) -> bool {
        let graph = self.graph;
        let basis = graph.basis(claim);
        let unsaid = graph.pools.references.of(basis.references).is_empty();
        let follows = basis.note.is_none_or(|note| {
            self.finds(graph.notes.pointers.of(note), graph.notes.premises.of(note))
        });
        (unsaid || self.lists[basis.references as usize]) && follows
    }

    /// Whether a known claim was there for each pointer; `claims` are all at which they point.
    fn finds(&self, pointers: &[PointerRow], claims: &[u32]) -> bool {
        pointers.iter().all(|pointer| {
            let mut claims = claims.iter().filter(|claim| self.claims[**claim as usize]);
            claims.any(|claim| self.graph.points_at(*pointer, *claim))
        })
    }

    /// Whether the things that a claim names beside the ends of its edge were known, of a
    /// performer that they play the character.
    fn names_known(&self, claim: u32, edge: EdgeIndex) -> bool {
        let graph = self.graph;
        let said = graph.pools.lists.of(graph.claim_list(claim)).iter();
        let mut named = said.filter_map(|[name, value]| {
            let name = qualifier(*name);
            let is_thing = matches!(qualifier_type(name), ValueType::Key(_));
            is_thing.then(|| (name, NodeIndex::new(*value as usize)))
        });
        named.all(|(name, thing)| {
            let plays = || {
                let character = graph.start(edge);
                let plays = graph.edges_between(thing, Relation::Plays, character);
                let mut claims = plays.flat_map(|plays| graph.edge_claims(plays));
                claims.any(|claim| self.claims[claim as usize])
            };
            self.nodes[thing.index()] && (name != Qualifier::Performer || plays())
        })
    }

    /// The changes that make the graph.
    fn changes(&self) -> impl Iterator<Item = Change> {
        let graph = self.graph;
        let nodes = known(&self.nodes).map(|node| NodeIndex::new(node as usize));
        let records = nodes.flat_map(|node| graph.node_records(node));
        let claims = known(&self.claims).flat_map(|claim| graph.claim_records(claim));
        let disputes = 0..graph.disputes.rows.len();
        let disputes = disputes.filter_map(|at| self.dispute(at));
        let said = records.chain(claims).filter_map(|change| self.said(change));
        said.chain(disputes).chain(self.merged())
    }

    /// A written dispute with those of its claims that were known; `None` before two sides were,
    /// and for a computed one.
    fn dispute(&self, at: usize) -> Option<Change> {
        let graph = self.graph;
        let Change::Dispute(mut record) = graph.dispute_record(at)? else {
            return None;
        };
        let claims = graph.disputes.claims.of(index(at));
        let pointers = graph.disputes.pointers.of(index(at)).iter();
        let found: Vec<bool> = pointers
            .map(|pointer| self.finds(&[*pointer], claims))
            .collect();
        let mut keep = found.iter().copied();
        record.claims.retain(|_| keep.next().unwrap_or_default());
        let differ = || self.divided(Dispute { graph, index: at });
        let there = found.iter().all(|found| *found) || differ();
        there.then_some(Change::Dispute(record))
    }

    /// Whether two sources had spoken on different sides of a dispute.
    fn divided(&self, dispute: Dispute<'_>) -> bool {
        let mut made: BTreeMap<u32, Vec<Claim<'_>>> = BTreeMap::new();
        for claim in dispute.claims_unsorted() {
            let basis = self.graph.basis(claim.index);
            let entries = self.graph.pools.references.of(basis.references).iter();
            let known = |entry: &&Entry| self.claims[claim.index as usize] && self.spoke(**entry);
            for [source, ..] in entries.filter(known) {
                made.entry(*source).or_default().push(claim);
            }
        }
        let made: Vec<Vec<Claim<'_>>> = made.into_values().collect();
        let mut sources = made.iter().enumerate();
        sources.any(|(at, ours)| {
            let mut others = made[..at].iter();
            others.any(|theirs| dispute.divides(ours, theirs))
        })
    }

    /// A record with those of its references that had spoken; `None` where there were some
    /// and none had.
    fn said(&self, mut change: Change) -> Option<Change> {
        let references = match &mut change {
            Change::Node(record) => &mut record.references,
            Change::Edge(record) => &mut record.basis.references,
            Change::Claim(record) => &mut record.basis.references,
            Change::Dispute(_) | Change::Merge(_) => return Some(change),
        };
        let unsaid = references.is_empty();
        references.retain(|reference| self.heard(reference));
        (unsaid || !references.is_empty()).then_some(change)
    }

    fn heard(&self, reference: &Reference) -> bool {
        let source = self.graph.find((&reference.source).into());
        let source = source.expect("the builder refuses references to what is not there");
        let as_of = reference.as_of.map_or(0, PartialDate::packed);
        self.spoke([number(source), 0, as_of, 0])
    }

    /// The merges of known things, behind records for those of their keys under which nobody
    /// had spoken.
    fn merged(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut met: HashSet<Key> = HashSet::new();
        let merges = self
            .graph
            .merges()
            .filter(|merge| merge.rank != Rank::Deprecated);
        for merge in merges {
            let MergeRecord { key, into, .. } = &merge;
            let thing = self.graph.find(into.into());
            let thing = thing.expect("the builder refuses merges of what is not there");
            if !self.nodes[thing.index()] {
                continue;
            }
            let records = self.graph.node_records(thing).into_iter();
            let records = records.filter_map(|record| match self.said(record) {
                Some(Change::Node(record)) => Some(record),
                _ => None,
            });
            let records: Vec<NodeRecord> = records.collect();
            let all = records.iter().flat_map(|record| &record.references);
            let all: References = all.cloned().collect();
            for key in [key, into] {
                let there = records.iter().any(|record| record.key == *key);
                if !there && met.insert(key.clone()) {
                    changes.push(Change::Node(NodeRecord {
                        key: key.clone(),
                        properties: Vec::new(),
                        references: all.clone(),
                    }));
                }
            }
            changes.push(Change::Merge(merge));
        }
        changes
    }
}

fn count(known: &[bool]) -> usize {
    known.iter().filter(|known| **known).count()
}

/// The places of what is known.
fn known(column: &[bool]) -> impl Iterator<Item = u32> {
    let places = column.iter().enumerate().filter(|(_, known)| **known);
    places.map(|(at, _)| index(at))
}
