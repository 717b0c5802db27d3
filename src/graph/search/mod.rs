//! Full text: words of names and texts to the things that have them.
//!
//! [`index`] is the inverted index (tantivy's, which nobody else knows of), [`sought`] what is
//! looked for in it, [`hits`] what is found, [`highlight`] why. [`names`] is for whoever still types.
//! Both are made once a graph, when someone first asks, by who asks or by a thread of who publishes
//! the graph, and let go of with it; they are not part of what a graph says and not in its file.

mod highlight;
mod hits;
mod index;
mod names;
mod sought;
mod words;

pub use highlight::{Highlight, Part};
pub use hits::{Hit, Hits, by_kind};
pub use names::Suggestion;
pub use sought::Sought;

use super::Graph;
use super::filter::Stopped;
use super::meter;
use super::room::Full;
use super::view::Node;
use crate::model::{Kind, Property, ValueRef};
use index::{Growing, Index};
use names::Names;
use petgraph::graph::NodeIndex;
use std::rc::Rc;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

/// Why a search has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// It took too long, or nobody waits any more.
    Stopped,
    /// It would visit more than allowed.
    TooMuch,
    /// Someone else is making the index just now; ask again.
    Building,
    /// There is no room for the index beside the graph.
    Full(Full),
}

impl From<Stopped> for Unanswered {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<meter::Unfinished> for Unanswered {
    fn from(unfinished: meter::Unfinished) -> Self {
        match unfinished {
            meter::Unfinished::Stopped => Self::Stopped,
            meter::Unfinished::GaveUp => Self::TooMuch,
        }
    }
}

/// Properties of which a hit counts as one of a name.
const NAMES: &[Property] = &[
    Property::Name,
    Property::AlternateNames,
    Property::Title,
    Property::Subtitle,
];

/// Properties that are sentences.
const TEXTS: &[Property] = &[Property::Description, Property::Premise, Property::Summary];

/// What a graph is searched by.
#[derive(Debug)]
struct Searchable {
    index: Index,
    names: Names,
}

/// Where a graph keeps what it is searched by, once it is made.
#[derive(Debug, Default)]
pub(super) struct Slot {
    made: OnceLock<Searchable>,
    making: Mutex<Box<Making>>,
    maker: Mutex<Maker>,
    asked: Condvar,
}

/// What was made until somebody was to stop.
#[derive(Debug, Default)]
struct Making {
    has_room: bool,
    unfinished: Option<Growing>,
    index: Option<Index>,
    names: Names,
}

impl Making {
    /// Goes on; nothing is lost when `stop` says so.
    fn go_on(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Unanswered> {
        if !self.has_room {
            graph.room.take(bytes(graph)).map_err(Unanswered::Full)?;
            self.has_room = true;
        }
        if self.index.is_none() {
            let unfinished = self.unfinished.get_or_insert_with(Growing::new);
            unfinished.add(graph, stop)?;
            self.index = self.unfinished.take().map(Growing::finish);
        }
        Ok(self.names.add(graph, stop)?)
    }
}

/// Most bytes that are kept to search a graph by; 0.23 of those of the graph were measured.
fn bytes(graph: &Graph) -> usize {
    graph.bytes() / 3
}

/// Whether a thread is there to make the index.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Maker {
    /// Whoever searches makes it.
    #[default]
    Nobody,
    /// It waits until someone searches.
    Waits,
    /// Someone did.
    Asked,
    /// None will be there again: whoever searches makes it.
    Dismissed,
}

impl Slot {
    fn maker(&self) -> MutexGuard<'_, Maker> {
        self.maker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that makes the index; when it ends, however it does, others may.
struct MakingThread<'s>(&'s Slot);

impl<'s> MakingThread<'s> {
    /// Waits until someone searches; nothing where the thread is not wanted any more.
    fn when_asked(slot: &'s Slot) -> Option<Self> {
        let mut maker = slot.maker();
        if *maker == Maker::Nobody {
            *maker = Maker::Waits;
        }
        while *maker == Maker::Waits {
            maker = slot
                .asked
                .wait(maker)
                .unwrap_or_else(PoisonError::into_inner);
        }
        (*maker == Maker::Asked).then(|| Self(slot))
    }
}

impl Drop for MakingThread<'_> {
    fn drop(&mut self) {
        let mut maker = self.0.maker();
        if *maker == Maker::Asked {
            *maker = Maker::Nobody;
        }
    }
}

/// A copy makes its own, since who copies a graph may be about to change it.
impl Clone for Slot {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Graph {
    /// Waits until someone searches the graph, then makes what it is searched by: for a thread
    /// that has nothing else to do, so that no search is at work longer than it may.
    ///
    /// # Errors
    /// As [`Self::prepare_search`], and that the thread was dismissed.
    pub fn prepare_search_when_asked(&self) -> Result<(), Unanswered> {
        let _thread = MakingThread::when_asked(&self.search).ok_or(Unanswered::Stopped)?;
        self.prepare_search(&|| *self.search.maker() == Maker::Dismissed)
    }

    /// Ends whoever is in [`Self::prepare_search_when_asked`], now and later: for a graph that is
    /// served no more. Who still searches it makes what that takes.
    pub fn dismiss_search(&self) {
        *self.search.maker() = Maker::Dismissed;
        self.search.asked.notify_all();
    }

    /// Makes what the graph is searched by, unless that is done; by then no search waits for it.
    ///
    /// Cost: O(n log n) for n letters of names and texts; memory O(n).
    ///
    /// # Errors
    /// That `stop` said so, in which case the next goes on with the index, or that another thread is
    /// at it.
    pub fn prepare_search(&self, stop: &dyn Fn() -> bool) -> Result<(), Unanswered> {
        self.made(stop).map(|_| ())
    }

    fn searchable(&self, stop: &dyn Fn() -> bool) -> Result<&Searchable, Unanswered> {
        if let Some(made) = self.search.made.get() {
            return Ok(made);
        }
        let mut maker = self.search.maker();
        if matches!(*maker, Maker::Waits | Maker::Asked) {
            *maker = Maker::Asked;
            self.search.asked.notify_all();
            return Err(Unanswered::Building);
        }
        drop(maker);
        self.made(stop)
    }

    fn made(&self, stop: &dyn Fn() -> bool) -> Result<&Searchable, Unanswered> {
        let mut making = match self.search.making.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Unanswered::Building),
            // After a panic it begins anew.
            Err(TryLockError::Poisoned(lock)) => {
                self.search.making.clear_poison();
                let mut making = lock.into_inner();
                **making = Making::default();
                making
            }
            Ok(making) => making,
        };
        // Whoever had the lock before may have finished meanwhile.
        if self.search.made.get().is_none() {
            making.go_on(self, stop)?;
            if let Making {
                index: Some(index),
                names,
                ..
            } = std::mem::take(&mut **making)
            {
                self.search.made.get_or_init(|| Searchable { index, names });
            }
        }
        self.search.made.get().ok_or(Unanswered::Building)
    }

    /// The things that have all words that are sought, the best first, then by key.
    ///
    /// Cost: O(v log v) for the v words and places of words that are visited, `visited_max` at most.
    ///
    /// # Errors
    /// See [`Unanswered`]; `stop` is asked every thousand visits or so.
    pub fn search(
        &self,
        sought: &Rc<Sought>,
        kinds: Option<&[Kind]>,
        visited_max: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<Hits<'_>, Unanswered> {
        let index = &self.searchable(stop)?.index;
        let found = index.find(sought, visited_max, stop)?;
        Ok(Hits::new(self, Rc::clone(sought), found, kinds))
    }

    /// The things one of whose names begins with a text, then those with a later word that
    /// does; the former by that name, the latter by it from that word on, then by key. A text without words begins no name.
    ///
    /// Cost: O(log n) for n names, and O(1) for each name of what is found.
    ///
    /// # Errors
    /// See [`Unanswered`].
    pub fn suggest(
        &self,
        prefix: &str,
        kinds: Option<&[Kind]>,
        count: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<Suggestion<'_>>, Unanswered> {
        let names = &self.searchable(stop)?.names;
        Ok(names.suggest(self, prefix, kinds.unwrap_or(Kind::ALL), count))
    }

    fn nodes_by_key(&self) -> impl Iterator<Item = Node<'_>> {
        let indices = (0..self.node_count()).map(NodeIndex::new);
        indices.map(|index| Node { graph: self, index })
    }
}

/// What is searched of a thing: names, misspellings too, as name filters do; plain texts.
fn wordings(node: Node<'_>) -> impl Iterator<Item = (Property, &str)> {
    let names = NAMES.iter().flat_map(move |property| {
        let named = named_by(node, *property);
        named.map(|(_, name)| (*property, name))
    });
    let texts = TEXTS
        .iter()
        .flat_map(move |property| node.texts(*property).map(|text| (*property, text)));
    names.chain(texts)
}

/// The names that claims on a property of a thing give, with the claims.
fn named_by(node: Node<'_>, property: Property) -> impl Iterator<Item = (u32, &str)> {
    let graph = node.graph;
    let claims = graph.property_claims(node.index, property);
    claims
        .filter_map(move |claim| Some((claim, name_of(graph.property_value(node.kind(), claim))?)))
}

fn name_of(value: ValueRef<'_>) -> Option<&str> {
    match value {
        ValueRef::Text(name) => Some(name),
        ValueRef::AlternateName(name) => Some(name.name),
        _ => None,
    }
}
