//! The shape of the graph: who is central in it, what hangs together, who works with whom.
//!
//! All but communities is of one network: the things of [`KINDS`], two of which are joined
//! where an edge of the [usual relations](USUAL_RELATIONS) that walks use runs between them,
//! whatever its direction and however many there are. Genres and places are not in it, which
//! would join everything to everything.
//!
//! Results are computed when somebody first asks and kept as long as the graph
//! (`shared.rs`).

mod adjacency;
mod attendance;
mod betweenness;
mod casts;
mod communities;
mod components;
mod degree;
mod links;
mod page_rank;
mod partition;
mod ranking;
mod shared;

pub(in crate::graph) use attendance::Attendance;
pub use casts::{Bond, CAST_MAX};
pub(in crate::graph) use links::Links;
pub use partition::{Groups, Members};
pub use ranking::{Centrality, Ranked, Scored};
pub use shared::{ASKING_MAX, Unready};

use super::Graph;
use super::filmography::Capacity;
use super::names::Names;
use super::path::USUAL_RELATIONS;
use crate::model::{Kind, Relation};
use adjacency::Adjacency;
use attendance::Attending;
use betweenness::Betweenness;
use casts::Casts;
use communities::Communities;
use components::Components;
use degree::Degree;
use links::Linking;
use page_rank::PageRank;
use shared::Shared;

/// Kinds of the things in the network; those that the usual paths lead through, and episodes,
/// to which their crew is joined by nothing else.
pub const KINDS: &[Kind] = &[
    Kind::Person,
    Kind::Character,
    Kind::Series,
    Kind::Season,
    Kind::Episode,
    Kind::Film,
    Kind::Network,
    Kind::Studio,
];

// They are the first kinds, so things of the network have the first numbers.
const _: () = {
    let mut at = 0;
    while at < KINDS.len() {
        assert!(KINDS[at] as usize == at);
        at += 1;
    }
};

/// Things that are worked on in a turn, between two questions whether to stop.
const BLOCK: usize = 1 << 14;

/// What was computed of a graph.
#[derive(Default)]
pub(super) struct Kept {
    adjacency: Shared<Adjacency>,
    degree: Shared<Degree>,
    page_rank: Shared<PageRank>,
    betweenness: Shared<Betweenness>,
    components: Shared<Components>,
    casts: Shared<Casts>,
    communities: Shared<Communities>,
    pub(super) names: Names,
    cast: Shared<Attending<false>>,
    crew: Shared<Attending<true>>,
    links: Shared<Linking>,
}

/// A copy of a graph computes for itself.
impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Kept")
    }
}

impl Graph {
    /// Things of the network, or those of one kind, the most central first; of one score, by key.
    ///
    /// Things of other kinds than [`KINDS`] are in no ranking. The first who ask wait until the
    /// measure is computed; its cost is in the file of its name. Kept: 16 bytes a thing and measure.
    ///
    /// # Errors
    /// See [`Unready`]; `stop` is asked between turns.
    pub fn rank(
        &self,
        by: Centrality,
        kind: Option<Kind>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Ranked<'_>, Unready> {
        let ranking = match by {
            Centrality::Degree => self.kept.degree.get(self, stop),
            Centrality::PageRank => self.kept.page_rank.get(self, stop),
            Centrality::Betweenness => self.kept.betweenness.get(self, stop),
        };
        Ok(Ranked::new(self, ranking?, kind))
    }

    /// The connected components of the network, the largest first; of one size, by first member.
    ///
    /// # Errors
    /// As of [`Self::rank`].
    pub fn components(&self, stop: &dyn Fn() -> bool) -> Result<Groups<'_>, Unready> {
        Ok(Groups::new(self, self.kept.components.get(self, stop)?))
    }

    /// Communities of people, the largest first; of one size, by first member.
    ///
    /// Each person is in one; who never played beside anybody is in one alone.
    ///
    /// # Errors
    /// As of [`Self::rank`].
    pub fn communities(&self, stop: &dyn Fn() -> bool) -> Result<Groups<'_>, Unready> {
        Ok(Groups::new(self, self.kept.communities.get(self, stop)?))
    }

    /// Who took part in what; `None` until enough have asked, each of whom takes a turn at making
    /// it, and where there is no room for it; there is none for [`Capacity::Any`].
    pub(super) fn attendance(
        &self,
        capacity: Capacity,
        stop: &dyn Fn() -> bool,
    ) -> Option<&Attendance> {
        let made = match capacity {
            Capacity::Cast => self.kept.cast.advance(self, stop),
            Capacity::Crew => self.kept.crew.advance(self, stop),
            Capacity::Any => None,
        };
        made?.as_ref()
    }

    /// Whether nobody takes a turn at who took part in what any more: it is there, or never will be.
    pub fn is_attendance_settled(&self, capacity: Capacity) -> bool {
        match capacity {
            Capacity::Cast => self.kept.cast.is_settled(),
            Capacity::Crew => self.kept.crew.is_settled(),
            Capacity::Any => true,
        }
    }

    /// The same of what searches of paths go along.
    pub fn are_links_settled(&self) -> bool {
        self.kept.links.is_settled()
    }

    /// What searches along usual relations go along; `None` as of [`Self::attendance`].
    pub(super) fn links(&self, stop: &dyn Fn() -> bool) -> Option<&Links> {
        self.kept.links.advance(self, stop)?.as_ref()
    }

    /// How many things are in the network; they are numbered below it.
    fn network_size(&self) -> usize {
        let starts = &self.nodes.kinds;
        starts.get(KINDS.len()).map_or(0, |end| *end as usize)
    }

    /// Whether an edge joins two things of the network.
    fn is_in_network(&self, edge: petgraph::graph::EdgeIndex) -> bool {
        let (from, to) = self.ends(edge);
        self.is_walked(edge)
            && is_usual(self.relation(edge))
            && from.index().max(to.index()) < self.network_size()
    }
}

pub(super) const fn is_usual(relation: Relation) -> bool {
    let mut at = 0;
    while at < USUAL_RELATIONS.len() {
        if USUAL_RELATIONS[at] as u8 == relation as u8 {
            return true;
        }
        at += 1;
    }
    false
}
