//! Which things a filter lets through.

use super::Graph;
use super::entries::{Entry, List};
use super::filter::{Filter, STOP_INTERVAL, Step, Stopped};
use super::list::Ordered;
use super::storage::number;
use super::view::{Edge, Node};
use crate::model::Kind;
use hashbrown::HashMap;
use roaring::RoaringBitmap;
use std::ops::RangeInclusive;

/// Sifts things for one question.
///
/// A filter on the things of a list is a semijoin, and is taken from whichever end is nearer
/// (Bernstein and Chiu 1981): from given things back along the ways to them, from all things
/// of the far kind where there are fewer of them, else from all things that are asked for.
/// What an inner filter said of a thing is remembered, so that no thing is tried twice by it:
/// the network of ten thousand seasons once.
///
/// Cost: O(things tried + entries of their lists), each once a filter; two bits a thing and
/// filter are kept at most.
pub(super) struct Sieve<'q, 'g> {
    graph: &'g Graph,
    stop: &'q dyn Fn() -> bool,
    /// Looked at since the last question whether to stop.
    looked_at: usize,
    /// By the address of the filter, which is borrowed as long as the sieve.
    known: HashMap<*const Filter, Known>,
    /// The filter that all things which are tried are like, by the way they were come by.
    settled: Option<*const Filter>,
}

/// What a filter said.
#[derive(Default)]
struct Known {
    tried: RoaringBitmap,
    fitting: RoaringBitmap,
}

impl<'q, 'g> Sieve<'q, 'g> {
    pub(super) fn new(graph: &'g Graph, stop: &'q dyn Fn() -> bool) -> Self {
        Self {
            graph,
            stop,
            looked_at: 0,
            known: HashMap::new(),
            settled: None,
        }
    }

    /// The things of a kind that a filter lets through, perhaps repeated.
    pub(super) fn sift(
        &mut self,
        kind: Kind,
        filter: &'q Filter,
    ) -> Result<Vec<Node<'g>>, Stopped> {
        let mut tried = self.start(kind, filter)?;
        if tried.is_none() {
            tried = self.start_at_name(kind, filter)?;
        }
        let tried = tried.unwrap_or_else(|| self.graph.nodes(kind).items().collect());
        let mut found = Vec::new();
        for node in tried {
            self.look_at(1)?;
            if self.admits(filter, Entry::Thing(node))? {
                found.push(node);
            }
        }
        Ok(found)
    }

    /// Things of a kind among which are all that a filter lets through; `None`: any of them.
    fn start(&mut self, kind: Kind, filter: &'q Filter) -> Result<Option<Vec<Node<'g>>>, Stopped> {
        match filter {
            Filter::All(filters) => {
                let mut starts = filters.iter().map(|filter| self.start(kind, filter));
                starts.find_map(Result::transpose).transpose()
            }
            Filter::Leads(ways, key) => {
                let ends: Vec<Node<'g>> = self.graph.node(key).into_iter().collect();
                self.walk_back(kind, ways, &ends).map(Some)
            }
            Filter::Holds(list, like, count) if *count.start() > 0 => {
                let found = self.start_at_entries(kind, *list, like)?;
                let is_settled = found.is_some() && is_walked_back(*list, like, count);
                self.settled = is_settled.then_some(std::ptr::from_ref(filter));
                Ok(found)
            }
            _ => Ok(None),
        }
    }

    /// The same where the filter asks for a name.
    fn start_at_name(
        &mut self,
        kind: Kind,
        filter: &'q Filter,
    ) -> Result<Option<Vec<Node<'g>>>, Stopped> {
        match filter {
            Filter::All(filters) => {
                let mut starts = filters
                    .iter()
                    .map(|filter| self.start_at_name(kind, filter));
                starts.find_map(Result::transpose).transpose()
            }
            Filter::Named(name) => self.graph.named(kind, name, self.stop).map(Some),
            _ => Ok(None),
        }
    }

    /// The same for a filter that some entry of a list must be like.
    fn start_at_entries(
        &mut self,
        kind: Kind,
        list: List,
        like: &'q Filter,
    ) -> Result<Option<Vec<Node<'g>>>, Stopped> {
        match like {
            Filter::All(filters) => {
                for filter in filters {
                    if let Some(found) = self.start_at_entries(kind, list, filter)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Filter::About(far, filter) => {
                let ways = list.ways(*far);
                if ways.is_empty() {
                    return Ok(None);
                }
                let is_less = self.graph.nodes(*far).len() < self.graph.nodes(kind).len();
                let ends = match self.start(*far, filter)? {
                    Some(ends) => ends,
                    None if is_less => {
                        let named = self.start_at_name(*far, filter)?;
                        named.unwrap_or_else(|| self.graph.nodes(*far).items().collect())
                    }
                    None => return Ok(None),
                };
                let mut fitting = Vec::new();
                for end in ends {
                    if self.knows(filter, end)? {
                        fitting.push(end);
                    }
                }
                self.walk_back(kind, &ways, &fitting).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The things of a kind from which one of the ways leads to one of the ends.
    fn walk_back(
        &mut self,
        kind: Kind,
        ways: &[Vec<Step>],
        ends: &[Node<'g>],
    ) -> Result<Vec<Node<'g>>, Stopped> {
        let mut found = Vec::new();
        for way in ways {
            let mut reached = ends.to_owned();
            for (step, (relation, direction)) in way.iter().enumerate().rev() {
                let from_several = reached.len() > 1;
                let mut before = Vec::new();
                for node in reached {
                    let back = direction.reverse();
                    let edges = match step {
                        0 => node.edges_to(*relation, back, kind),
                        _ => node.edges(*relation, back),
                    };
                    self.look_at(1 + edges.len())?;
                    before.extend(edges.iter().map(Edge::far));
                }
                if from_several {
                    before.sort_unstable();
                    before.dedup();
                }
                reached = before;
            }
            // A way without steps leads to where it begins.
            found.extend(reached.into_iter().filter(|node| node.kind() == kind));
        }
        Ok(found)
    }

    /// Whether an entry is like this.
    fn admits(&mut self, filter: &'q Filter, entry: Entry<'g>) -> Result<bool, Stopped> {
        if self.settled == Some(std::ptr::from_ref(filter)) {
            return Ok(true);
        }
        Ok(match filter {
            Filter::All(filters) => {
                for filter in filters {
                    if !self.admits(filter, entry)? {
                        return Ok(false);
                    }
                }
                true
            }
            Filter::Any(filters) => {
                for filter in filters {
                    if self.admits(filter, entry)? {
                        return Ok(true);
                    }
                }
                false
            }
            Filter::Not(filter) => !self.admits(filter, entry)?,
            Filter::Holds(list, like, count) => self.holds(entry, *list, like, count)?,
            Filter::About(kind, filter) => match entry.about(*kind) {
                Some(node) => self.knows(filter, node)?,
                None => false,
            },
            Filter::Word(qualifier, word) => entry.word(*qualifier) == Some(word),
            Filter::Text(qualifier, text) => entry.says(*qualifier, text),
            Filter::Number(qualifier, range) => entry
                .number(*qualifier)
                .is_some_and(|number| range.contains(&number)),
            of_a_thing => match entry {
                Entry::Thing(node) => of_a_thing.fits(node),
                _ => false,
            },
        })
    }

    /// Whether so many entries of a list are like this; stops at the first that settles it.
    fn holds(
        &mut self,
        owner: Entry<'g>,
        list: List,
        like: &'q Filter,
        count: &RangeInclusive<usize>,
    ) -> Result<bool, Stopped> {
        let mut gathered = 0;
        let entries = list.of(owner, &mut gathered);
        self.look_at(gathered)?;
        let mut found = 0;
        for entry in entries {
            let is_settled = if *count.end() == usize::MAX {
                found >= *count.start()
            } else {
                found > *count.end()
            };
            if is_settled {
                break;
            }
            self.look_at(1)?;
            found += usize::from(self.admits(like, entry)?);
        }
        Ok(count.contains(&found))
    }

    /// [`Self::admits`] for a thing at which several entries may lead, from memory if it can.
    fn knows(&mut self, filter: &'q Filter, node: Node<'g>) -> Result<bool, Stopped> {
        if matches!(filter, Filter::All(filters) if filters.is_empty()) {
            return Ok(true);
        }
        let index = number(node.index);
        let address = std::ptr::from_ref(filter);
        if let Some(known) = self.known.get(&address)
            && known.tried.contains(index)
        {
            return Ok(known.fitting.contains(index));
        }
        self.look_at(1)?;
        let fits = self.admits(filter, Entry::Thing(node))?;
        let known = self.known.entry(address).or_default();
        known.tried.insert(index);
        if fits {
            known.fitting.insert(index);
        }
        Ok(fits)
    }

    /// Counts, and asks each [`STOP_INTERVAL`] whether to stop.
    fn look_at(&mut self, count: usize) -> Result<(), Stopped> {
        self.looked_at += count;
        while self.looked_at >= STOP_INTERVAL {
            self.looked_at -= STOP_INTERVAL;
            if (self.stop)() {
                return Err(Stopped);
            }
        }
        Ok(())
    }
}

/// Whether a filter over a list lets through just what a walk back from fitting things comes to.
fn is_walked_back(list: List, like: &Filter, count: &RangeInclusive<usize>) -> bool {
    match (list, like) {
        (List::Edges(_, _, to), Filter::About(far, _)) => {
            to.is_none_or(|to| to == *far) && *count == (1..=usize::MAX)
        }
        _ => false,
    }
}
