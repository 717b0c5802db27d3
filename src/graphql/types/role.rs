//! Roles: who played whom, in which series or film.

use super::relations::AppearsIn;
use super::rows::{Links, Shown};
use super::view::{Appearances, Episode, Role, Season};
use crate::graphql::connection::{Connection, Owner, Page, Row};
use crate::{field, object};
use std::borrow::Cow;

object! {
    /// What one performer did as one character in one series or film.
    Role {
        field!("person", "Who plays.", |role: Role| role.person()),
        field!("character", "Who is played.", |role: Role| role.character()),
        field!("series", "In which series; null for a film, and when no source says where the character appears, or of which series that is part.", |role: Role| role.series()),
        field!("film", "In which film; null for a series, and when no source says where the character appears.", |role: Role| role.film()),
        field!("billing", "The largest part that this performer has in the role; null when nobody says.", |role: Role| role.billing()),
        field!("seasons", "The seasons in which this performer plays the character, by number.", |role: Role, page: Page| {
            seasons(role, page)
        }),
        field!("episodes", "The episodes in which this performer plays the character, by number, where they are known.", |role: Role, page: Page| {
            episodes(role, page)
        }),
        field!("claim", "The claim that the person plays the character.", |role: Role| role.plays().claim()),
    }
}

fn seasons<'g>(role: Role<'g>, page: Page<'g>) -> Links<'g, AppearsIn, Season<'g>> {
    appearances(role, role.seasons(), "seasons", page)
}

fn episodes<'g>(role: Role<'g>, page: Page<'g>) -> Links<'g, AppearsIn, Episode<'g>> {
    appearances(role, role.episodes(), "episodes", page)
}

fn appearances<'g, V: Shown<'g>>(
    role: Role<'g>,
    list: Appearances<'g>,
    name: &'static str,
    page: Page<'g>,
) -> Links<'g, AppearsIn, V> {
    let owner = Owner::Role(role);
    match list {
        Appearances::All(edges) => Connection::edges_of(edges, name, owner, page),
        Appearances::Some(list) => Connection::owned(list, name, owner, page),
    }
}

/// A role in a list.
#[derive(Clone)]
pub struct RoleRow<'g>(Role<'g>);

impl<'g> From<Role<'g>> for RoleRow<'g> {
    fn from(role: Role<'g>) -> Self {
        Self(role)
    }
}

impl<'g> Row<'g> for RoleRow<'g> {
    type Node = Role<'g>;

    fn prefix() -> Cow<'static, str> {
        "Role".into()
    }

    fn plural() -> Cow<'static, str> {
        "roles".into()
    }

    fn node(&self) -> Role<'g> {
        self.0
    }
}
