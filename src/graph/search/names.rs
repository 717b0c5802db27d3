//! Names by their beginnings, for whoever still types.
//!
//! All names lie one behind the other in one text, in words; where words of names begin is sorted
//! by what follows, as in a suffix array (Manber and Myers 1993): one list for each kind of the
//! beginnings of names, one of those of later words. What begins with a text lies side by side.

use super::super::Graph;
use super::super::facts::index;
use super::super::filter::{STOP_INTERVAL, Stopped};
use super::wordings;
use super::words::in_words;
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
    /// Things whose names are here, and lists of beginnings that are sorted.
    things: usize,
    sorted: usize,
    /// Names in words, each with [`END`] behind it.
    text: Vec<u8>,
    /// By kind.
    whole: [Beginnings; Kind::ALL.len()],
    inner: [Beginnings; Kind::ALL.len()],
}

/// Beginnings of words by what follows, then by thing.
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

/// Where in the text a word begins, and whose name it is.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    at: u32,
    thing: u32,
}

impl Names {
    /// Adds the names of a graph that are not here yet; `stop` is asked every thousand things.
    pub fn add(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        for node in graph.nodes_by_key().skip(self.things) {
            if self.things % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            for name in names_of(node) {
                self.push(node.kind(), index(self.things), &in_words(name));
            }
            self.things += 1;
        }
        self.text.shrink_to_fit();
        let lists = self.whole.iter_mut().chain(&mut self.inner);
        for list in lists.skip(self.sorted) {
            if stop() {
                return Err(Stopped);
            }
            list.sort(&self.text);
            self.sorted += 1;
        }
        Ok(())
    }

    /// Of a name that is longer than anybody types, the rest is left out.
    fn push(&mut self, kind: Kind, thing: u32, name: &str) {
        let name = &name[..name.floor_char_boundary(NAME_BYTES_MAX)];
        if name.is_empty() {
            return;
        }
        let start = self.text.len();
        let later = name.match_indices(' ').map(|(blank, _)| blank + 1);
        let later = later.take(LATER_WORDS_MAX);
        let at = index(start);
        self.whole[kind as usize]
            .sorted
            .push(Beginning { at, thing });
        let inner = &mut self.inner[kind as usize];
        inner.sorted.extend(later.map(|at| Beginning {
            at: index(start + at),
            thing,
        }));
        self.text.extend_from_slice(name.as_bytes());
        self.text.push(END);
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
        let mut things: Vec<u32> = Vec::new();
        if prefix.is_empty() {
            return Vec::new();
        }
        for lists in [&self.whole, &self.inner] {
            let wanted = Kind::ALL.iter().filter(|kind| kinds.contains(kind));
            let mut open: Vec<&[Beginning]> = wanted
                .map(|kind| lists[*kind as usize].from(&self.text, prefix.as_bytes()))
                .collect();
            while things.len() < count {
                let fits =
                    |first: &Beginning| rest(&self.text, *first).starts_with(prefix.as_bytes());
                let heads = open
                    .iter_mut()
                    .filter(|list| list.first().is_some_and(fits));
                let first = heads.min_by_key(|list| (rest(&self.text, list[0]), list[0].thing));
                let Some(list) = first else {
                    break;
                };
                let thing = list[0].thing;
                *list = &list[1..];
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
        }
        let nodes = things.iter().map(|thing| graph.node_at(*thing));
        let named = nodes.map(|node| Suggestion {
            node,
            name: fitting_name(node, &prefix),
        });
        named.collect()
    }
}

impl Beginnings {
    fn sort(&mut self, text: &[u8]) {
        let by = |beginning: &Beginning| (rest(text, *beginning), beginning.thing);
        self.sorted.par_sort_unstable_by_key(by);
        self.sorted.shrink_to_fit();
        let firsts = self.sorted.iter().step_by(BLOCK);
        self.signposts = firsts.map(|first| signpost(rest(text, *first))).collect();
    }

    /// The beginnings from the first that does not come before `prefix`.
    fn from(&self, text: &[u8], prefix: &[u8]) -> &[Beginning] {
        let sought = signpost(prefix);
        let before = self.signposts.partition_point(|post| *post < sought);
        // What follows as much as a signpost shows may come on either side.
        let same = self.signposts[before..].partition_point(|post| *post == sought);
        let start = before.saturating_sub(1) * BLOCK;
        let end = ((before + same) * BLOCK).min(self.sorted.len());
        let block = &self.sorted[start..end];
        let at = block.partition_point(|beginning| rest(text, *beginning) < prefix);
        &self.sorted[start + at..]
    }
}

fn signpost(text: &[u8]) -> Signpost {
    let mut post = Signpost::default();
    let shown = text.len().min(post.len());
    post[..shown].copy_from_slice(&text[..shown]);
    post
}

/// What follows from where a word begins to the end of the name.
fn rest(text: &[u8], beginning: Beginning) -> &[u8] {
    let rest = &text[beginning.at as usize..];
    let end = memchr::memchr(END, rest);
    &rest[..end.unwrap_or(rest.len())]
}

fn names_of(node: Node<'_>) -> impl Iterator<Item = &str> {
    let named = wordings(node)
        .filter(|(property, _)| matches!(property, Property::Name | Property::AlternateNames));
    named.map(|(_, name)| name)
}

/// The name for which a thing is suggested: the first by its words, one that begins with
/// the text before one that has it later.
fn fitting_name<'g>(node: Node<'g>, prefix: &str) -> &'g str {
    let later = format!(" {prefix}");
    let fitting = names_of(node).filter_map(|name| {
        let words = in_words(name);
        if words.starts_with(prefix) {
            return Some((false, words, name));
        }
        let at = words.find(&later)?;
        Some((true, words[at..].to_owned(), name))
    });
    let best = fitting.min_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
    best.map_or_else(|| node.label(), |(.., name)| name)
}
