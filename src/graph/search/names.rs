//! Names by their beginnings, for whoever still types.
//!
//! Where words of names begin is sorted by what follows, as in a suffix array (Manber and Myers
//! 1993): one list for each kind of the beginnings of names, one of those of later words. What
//! begins with a text lies side by side. The names themselves stay where the graph has them.

use super::super::Graph;
use super::super::facts::index;
use super::super::filter::{STOP_INTERVAL, Stopped};
use super::super::owners::Owners;
use super::words::{in_words, put_in_words};
use super::{name_of, named_by};
use crate::graph::view::Node;
use crate::model::{Kind, Property};
use rayon::slice::ParallelSliceMut;

/// A thing that a text may be meant to name.
#[derive(Debug, Clone, Copy)]
pub struct Suggestion<'g> {
    /// The thing.
    pub node: Node<'g>,
    /// Its name that begins with the text, or has a word that does; as it is written.
    pub name: &'g str,
}

/// Beginnings of words of names, of all things.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Kinds and things whose names are here or in the draft.
    kinds: usize,
    things: usize,
    /// Of the kind that comes next.
    draft: Draft,
    /// Finds the things of claims.
    owners: Owners,
    /// By kind.
    whole: [Beginnings; Kind::ALL.len()],
    inner: [Beginnings; Kind::ALL.len()],
}

/// Beginnings of words by what follows, then by thing; what follows in several names of a
/// thing, once.
#[derive(Debug, Default)]
struct Beginnings {
    sorted: Vec<Beginning>,
    /// How each [`BLOCK`] begins: few enough to stay in the processor's cache, so that a search
    /// reads from memory at its end only, however many names there are.
    signposts: Vec<Signpost>,
}

/// So much of a name is kept, in bytes, and so many of its later words are found.
const NAME_BYTES_MAX: usize = 1024;
const LATER_WORDS_MAX: usize = 64;

/// Beginnings between two signposts.
const BLOCK: usize = 64;

/// The first letters, filled up with [`END`].
type Signpost = [u8; 8];

/// Less than all that words are made of.
const END: u8 = 0;

/// Where a word begins: the claim that gives the name, and the word's number in it from 0. Five
/// bytes, of which there are as many as words.
#[derive(Debug, Clone, Copy)]
struct Beginning([u8; 5]);

/// What [`Names`] of one kind are sorted by, which goes when they are: all names in words, each with
/// [`END`] behind it.
#[derive(Debug, Default)]
struct Draft {
    text: Vec<u8>,
    whole: Vec<Place>,
    inner: Vec<Place>,
}

/// Where in the text of a draft a word begins, and the claim that gives the name.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: u32,
    claim: u32,
}

/// The rest of a list, its first taken out.
struct Fitting<'n> {
    owners: &'n Owners,
    kind: Kind,
    rest: std::slice::Iter<'n, Beginning>,
    /// What follows from the beginning on, the thing, and the claim that gives the name.
    first: (String, u32, u32),
}

impl Names {
    /// Adds the names of a graph that are not here yet, kind by kind; `stop` is asked every
    /// thousand things.
    pub fn add(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        for kind in &Kind::ALL[self.kinds..] {
            let own = graph.nodes.range(*kind);
            for node in own.start.max(self.things)..own.end {
                if node % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                    return Err(Stopped);
                }
                self.draft.push(graph.node_at(index(node)));
                self.things = node + 1;
            }
            if stop() {
                return Err(Stopped);
            }
            let Draft { text, whole, inner } = std::mem::take(&mut self.draft);
            self.whole[*kind as usize] = Beginnings::of(whole, &text);
            self.inner[*kind as usize] = Beginnings::of(inner, &text);
            self.kinds += 1;
        }
        self.owners = Owners::of(&graph.nodes.claims);
        Ok(())
    }

    /// See [`Graph::suggest`].
    pub fn suggest<'g>(
        &self,
        graph: &'g Graph,
        prefix: &str,
        kinds: &[Kind],
        count: usize,
    ) -> Vec<Suggestion<'g>> {
        let prefix = in_words(prefix);
        let mut found: Vec<Suggestion<'g>> = Vec::new();
        if prefix.is_empty() {
            return found;
        }
        for (lists, are_whole) in [(&self.whole, true), (&self.inner, false)] {
            let wanted = Kind::ALL.iter().filter(|kind| kinds.contains(kind));
            let owners = &self.owners;
            let begun =
                wanted.map(|kind| lists[*kind as usize].fitting(graph, owners, *kind, &prefix));
            let mut open: Vec<Fitting<'_>> = begun.flatten().collect();
            while found.len() < count {
                let heads = open.iter_mut().enumerate();
                let Some((at, list)) = heads.min_by(|left, right| left.1.first.cmp(&right.1.first))
                else {
                    break;
                };
                let (_, thing, claim) = list.first;
                let node = graph.node_at(thing);
                if found.iter().all(|suggestion| suggestion.node != node) {
                    // Of the names that begin so, the first comes first.
                    let name = if are_whole {
                        name_of(graph.property_value(list.kind, claim))
                    } else {
                        name_with_later(node, &prefix)
                    };
                    let name = name.unwrap_or_else(|| node.label());
                    found.push(Suggestion { node, name });
                }
                if !list.advance(graph, &prefix) {
                    open.swap_remove(at);
                }
            }
        }
        found
    }
}

impl Draft {
    /// Of a name that is longer than anybody types, the rest is left out.
    fn push(&mut self, node: Node<'_>) {
        let before = [self.whole.len(), self.inner.len()];
        for (claim, name) in names_of(node) {
            let name = in_words(name);
            let name = shown(&name);
            if name.is_empty() {
                continue;
            }
            let start = self.text.len();
            let place = |offset: usize| Place {
                at: index(start + offset),
                claim,
            };
            self.whole.push(place(0));
            let later = name.match_indices(' ').take(LATER_WORDS_MAX);
            self.inner.extend(later.map(|(blank, _)| place(blank + 1)));
            self.text.extend_from_slice(name.as_bytes());
            self.text.push(END);
        }
        // Other names often end alike, or are the same in another country.
        let Self { text, whole, inner } = self;
        for (list, before) in [whole, inner].into_iter().zip(before) {
            let own = &mut list[before..];
            own.sort_unstable_by_key(|place| (place.rest(text), place.claim));
            let mut kept = before;
            for at in before..list.len() {
                if at == before || list[at].rest(text) != list[kept - 1].rest(text) {
                    list[kept] = list[at];
                    kept += 1;
                }
            }
            list.truncate(kept);
        }
    }
}

impl Place {
    /// What follows to the end of the name.
    fn rest(self, text: &[u8]) -> &[u8] {
        let rest = &text[self.at as usize..];
        let end = memchr::memchr(END, rest);
        &rest[..end.unwrap_or(rest.len())]
    }

    fn beginning(self, text: &[u8]) -> Beginning {
        let before = &text[..self.at as usize];
        let start = memchr::memrchr(END, before).map_or(0, |end| end + 1);
        let word = memchr::memchr_iter(b' ', &before[start..]).count();
        Beginning::new(self.claim, word)
    }
}

impl Beginning {
    fn new(claim: u32, word: usize) -> Self {
        let [a, b, c, d] = claim.to_le_bytes();
        let word = u8::try_from(word).expect("a few words of a name are found");
        Self([a, b, c, d, word])
    }

    const fn claim(self) -> u32 {
        let [a, b, c, d, _] = self.0;
        u32::from_le_bytes([a, b, c, d])
    }

    /// Puts what follows to the end of the name in place of what was in `name`.
    fn put_rest(self, graph: &Graph, kind: Kind, name: &mut String) {
        let value = graph.property_value(kind, self.claim());
        put_in_words(name_of(value).unwrap_or_default(), name);
        name.truncate(shown(name).len());
        let [.., word] = self.0;
        if let Some(before) = usize::from(word).checked_sub(1) {
            let blank = memchr::memchr_iter(b' ', name.as_bytes()).nth(before);
            name.drain(..=blank.expect("a name has the words that were found in it"));
        }
    }
}

impl Beginnings {
    fn of(mut places: Vec<Place>, text: &[u8]) -> Self {
        places.par_sort_unstable_by_key(|place| (place.rest(text), place.claim));
        let firsts = places.iter().step_by(BLOCK);
        Self {
            signposts: firsts.map(|first| signpost(first.rest(text))).collect(),
            sorted: places.iter().map(|place| place.beginning(text)).collect(),
        }
    }

    /// The beginnings that begin with `prefix`, unless there are none.
    fn fitting<'n>(
        &'n self,
        graph: &Graph,
        owners: &'n Owners,
        kind: Kind,
        prefix: &str,
    ) -> Option<Fitting<'n>> {
        let sought = signpost(prefix.as_bytes());
        let before = self.signposts.partition_point(|post| *post < sought);
        // What follows as much as a signpost shows may come on either side.
        let same = self.signposts[before..].partition_point(|post| *post == sought);
        let start = before.saturating_sub(1) * BLOCK;
        let end = ((before + same) * BLOCK).min(self.sorted.len());
        let block = &self.sorted[start..end];
        let mut rest = String::new();
        let at = block.partition_point(|beginning| {
            beginning.put_rest(graph, kind, &mut rest);
            *rest < *prefix
        });
        let mut fitting = Fitting {
            owners,
            kind,
            rest: self.sorted[start + at..].iter(),
            first: (rest, 0, 0),
        };
        fitting.advance(graph, prefix).then_some(fitting)
    }
}

impl Fitting<'_> {
    /// Goes on to the next that begins with `prefix`; whether there is one.
    fn advance(&mut self, graph: &Graph, prefix: &str) -> bool {
        let Some(next) = self.rest.next() else {
            return false;
        };
        let (rest, thing, claim) = &mut self.first;
        next.put_rest(graph, self.kind, rest);
        *claim = next.claim();
        *thing = self.owners.row(&graph.nodes.claims, *claim);
        rest.starts_with(prefix)
    }
}

/// The part of a name that is kept.
fn shown(name: &str) -> &str {
    &name[..name.floor_char_boundary(NAME_BYTES_MAX)]
}

fn signpost(text: &[u8]) -> Signpost {
    let mut post = Signpost::default();
    let shown = text.len().min(post.len());
    post[..shown].copy_from_slice(&text[..shown]);
    post
}

/// The names of a thing with the claims that give them.
fn names_of(node: Node<'_>) -> impl Iterator<Item = (u32, &str)> {
    let properties = [Property::Name, Property::AlternateNames];
    let named = properties.into_iter();
    named.flat_map(move |property| named_by(node, property))
}

/// Of the names of a thing that have a later word that begins with a text, the first by what
/// follows from there on.
fn name_with_later<'g>(node: Node<'g>, prefix: &str) -> Option<&'g str> {
    let later = format!(" {prefix}");
    let fitting = names_of(node).filter_map(|(_, name)| {
        let words = in_words(name);
        let at = words.find(&later)?;
        Some((words[at..].to_owned(), name))
    });
    let first = fitting.min_by(|left, right| left.0.cmp(&right.0));
    first.map(|(_, name)| name)
}
