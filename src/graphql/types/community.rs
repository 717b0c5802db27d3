//! Communities of people.

use super::bounds::computed;
use super::entity::Entity;
use super::query::Query;
use super::rows::{Thing, page_of};
use super::view::{Node, Person};
use crate::graph::Ordered;
use crate::graph::structure::{Bond, Members};
use crate::graphql::connection::{Connection, ConnectionEdge, Page, Row};
use crate::graphql::engine::{Field, Interrupt, Interruptible};
use crate::graphql::error::ApiError;
use crate::graphql::limits::GATHER_WEIGHT;
use crate::{field, object};
use std::borrow::Cow;

/// A community of people.
#[derive(Clone, Copy)]
pub struct Community<'g>(Members<'g>);

object! {
    /// People who play in series and films with one another more than with others, found by the method of Louvain; each person is in one, alone who never played beside anybody.
    Community {
        field!("size", "How many people it has.", |community: Community| community.0.len()),
        field!("members", "The people, by id.", |community: Community, page: Page| {
            page_of::<Thing<Person>, _>(community.0.get(0), community.0, "community members", page)
        }),
        field!("works", "Series and films in which at least two of the people play, those with most of them first; a cast of more than 500 binds nobody and is left out.", |community: Community, page: Page| {
            Interruptible::new(move |interrupt| community.works(page, interrupt))
        }, weight: GATHER_WEIGHT),
    }
}

impl<'g> From<Members<'g>> for Community<'g> {
    fn from(members: Members<'g>) -> Self {
        Self(members)
    }
}

impl<'g> Row<'g> for Community<'g> {
    type Node = Self;

    fn prefix() -> Cow<'static, str> {
        "Community".into()
    }

    fn plural() -> Cow<'static, str> {
        "communities".into()
    }

    fn node(&self) -> Self {
        *self
    }
}

/// A series or film that binds a community.
#[derive(Clone)]
pub struct WorkRow<'g>(Bond<'g>);

impl<'g> From<Bond<'g>> for WorkRow<'g> {
    fn from(bond: Bond<'g>) -> Self {
        Self(bond)
    }
}

impl<'g> Row<'g> for WorkRow<'g> {
    type Node = Entity<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[field!(
        "members",
        "How many of the community play in it.",
        |place: ConnectionEdge<'g, Self>| place.row.0.members
    )];

    fn prefix() -> Cow<'static, str> {
        "CommunityWork".into()
    }

    fn plural() -> Cow<'static, str> {
        "series and films that bind a community".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.work)
    }
}

impl<'g> Community<'g> {
    /// The community of a person.
    pub fn of(person: Person<'g>, interrupt: &dyn Interrupt) -> Result<Self, ApiError> {
        let communities = computed(interrupt, |stop| person.graph().communities(stop))?;
        let members = communities.with(Node::from(person));
        Ok(Self(members.expect("each person is in a community")))
    }

    fn works(
        self,
        page: Page<'g>,
        interrupt: &dyn Interrupt,
    ) -> Result<Connection<'g, WorkRow<'g>>, ApiError> {
        let bonds = computed(interrupt, |stop| self.0.bonds(stop))?;
        page_of(self.0.get(0), bonds, "works", page)
    }
}

impl<'g> Query<'g> {
    /// The answer of `communities`.
    pub(super) fn communities(
        self,
        page: Page<'g>,
    ) -> Result<Connection<'g, Community<'g>>, ApiError> {
        let communities = computed(self.interrupt, |stop| self.graph.communities(stop))?;
        Connection::new(communities, "communities", "", page)
    }
}
