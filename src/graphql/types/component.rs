//! Connected components.

use super::bounds::computed;
use super::entity::Entity;
use super::query::Query;
use super::rows::{Thing, page_of};
use super::statistics::KindCount;
use super::view::Node;
use crate::graph::Ordered;
use crate::graph::structure::Members;
use crate::graphql::connection::{Connection, Page, Row};
use crate::graphql::engine::{Interrupt, List};
use crate::graphql::error::ApiError;
use crate::{field, object};
use std::borrow::Cow;

/// A connected component.
#[derive(Clone, Copy)]
pub struct Component<'g>(Members<'g>);

object! {
    /// Things that can be reached from one another, and nothing else that could: people, characters, series, seasons, episodes, films, networks and studios, along `PLAYS`, `APPEARS_IN`, `CREDITED`, `PART_OF`, `AIRED_ON`, `COMMISSIONED_BY` and `PRODUCED_BY`, either way.
    Component {
        field!("size", "How many things it has.", |component: Component| component.0.len()),
        field!("counts", "How many of each kind, kinds without any left out.", |component: Component| {
            List(component.0.counts().map(|(kind, count)| KindCount::new(kind, count)))
        }),
        field!("members", "The things, by kind and id.", |component: Component, page: Page| {
            page_of::<Thing<Entity>, _>(component.0.get(0), component.0, "component members", page)
        }),
    }
}

impl<'g> From<Members<'g>> for Component<'g> {
    fn from(members: Members<'g>) -> Self {
        Self(members)
    }
}

impl<'g> Row<'g> for Component<'g> {
    type Node = Self;

    fn prefix() -> Cow<'static, str> {
        "Component".into()
    }

    fn plural() -> Cow<'static, str> {
        "connected components".into()
    }

    fn node(&self) -> Self {
        *self
    }
}

impl<'g> Component<'g> {
    /// The component of a thing.
    pub fn of(node: Node<'g>, interrupt: &dyn Interrupt) -> Result<Option<Self>, ApiError> {
        let components = computed(interrupt, |stop| node.graph().components(stop))?;
        Ok(components.with(node).map(Self))
    }
}

impl<'g> Query<'g> {
    /// The answer of `components`.
    pub(super) fn components(
        self,
        page: Page<'g>,
    ) -> Result<Connection<'g, Component<'g>>, ApiError> {
        let components = computed(self.interrupt, |stop| self.graph.components(stop))?;
        Connection::new(components, "components", "", page)
    }
}
