//! Small copyable readers of one graph.
//!
//! A view is an index and a graph; it copies no data until it is asked. What
//! every thing has is on [`Node`]; each kind adds its own in a file of its name.

mod cast;
mod claim;
mod dispute;
mod edge;
mod node;
mod role;

mod character;
mod episode;
mod event;
mod film;
mod network;
mod person;
mod season;
mod series;
mod source;

pub use cast::CastMember;
pub(super) use cast::kinds_of_parts;
pub use claim::{Claim, Reference};
pub use dispute::Dispute;
pub use edge::Edge;
pub use node::Node;
pub(super) use role::performs;
pub use role::{Appearances, Role};

use super::Graph;
use super::index::external_id_hash;
use super::storage::number;
use crate::model::{ExternalIdRef, Key, KeyRef, Kind};
use petgraph::graph::NodeIndex;

/// A reader of the nodes of one kind.
pub trait View<'g>: Copy + Into<Node<'g>> + 'g {
    /// The kind.
    const KIND: Kind;

    /// The node seen as one of this kind; `None` when it is of another.
    fn of(node: Node<'g>) -> Option<Self>;
}

macro_rules! views {
    ($($(#[doc = $doc:literal])+ $name:ident)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name<'g>(Node<'g>);

        impl<'g> View<'g> for $name<'g> {
            const KIND: Kind = Kind::$name;

            fn of(node: Node<'g>) -> Option<Self> {
                let nodes = &node.graph.nodes;
                nodes.is_of(number(node.index), Kind::$name).then_some(Self(node))
            }
        }

        impl<'g> From<$name<'g>> for Node<'g> {
            fn from(view: $name<'g>) -> Self {
                view.0
            }
        }

        impl<'g> std::ops::Deref for $name<'g> {
            type Target = Node<'g>;

            fn deref(&self) -> &Node<'g> {
                &self.0
            }
        }
    )+ };
}

views! {
    /// Reads a person.
    Person
    /// Reads a character.
    Character
    /// Reads a series.
    Series
    /// Reads a season.
    Season
    /// Reads an episode.
    Episode
    /// Reads a film.
    Film
    /// Reads a network.
    Network
    /// Reads a studio.
    Studio
    /// Reads a work.
    Work
    /// Reads a place.
    Place
    /// Reads an organization.
    Organization
    /// Reads an event.
    Event
    /// Reads an outlet.
    Outlet
    /// Reads a genre.
    Genre
    /// Reads a source.
    Source
}

impl Graph {
    /// The node of a key; `None` when there is none.
    ///
    /// Cost: O(log n) for n nodes of the kind.
    pub fn node<'k>(&self, key: impl Into<KeyRef<'k>>) -> Option<Node<'_>> {
        let found = self.find(key.into());
        found.map(|index| Node { graph: self, index })
    }

    /// The node of a number below their count.
    pub(in crate::graph) fn node_at(&self, number: u32) -> Node<'_> {
        Node {
            graph: self,
            index: NodeIndex::new(number as usize),
        }
    }

    /// The node of a key, seen as one of a kind; `None` when there is none.
    pub fn get<'g, V: View<'g>>(&'g self, slug: &str) -> Option<V> {
        let key = Key::new(V::KIND, slug).ok()?;
        V::of(self.node(&key)?)
    }

    /// The things that other catalogues know by this id, in the order of their keys.
    ///
    /// Cost: O(log n) for n such ids.
    pub fn by_external_id(&self, id: ExternalIdRef<'_>) -> impl Iterator<Item = Node<'_>> {
        let wanted = external_id_hash(id.authority, id.id);
        let claims = &self.external_ids;
        let start = claims.partition_point(|claim| self.external_id_hash(*claim) < wanted);
        let same = claims[start..]
            .iter()
            .take_while(|claim| self.external_id_hash(**claim) == wanted)
            .filter(|claim| self.external_id(**claim) == (id.authority, id.id));
        let found: Vec<u32> = same.copied().collect();
        found
            .into_iter()
            .map(|index| Claim { graph: self, index }.subject())
    }
}
