//! People.

use super::community::Community;
use super::entity::{Entity, EntityFields};
use super::relations::{Credited, Plays, RatedBy, WritesFor};
use super::role::RoleRow;
use super::rows::{Link, Thing, out, page_of};
use super::together;
use super::view::{Character, Film, Outlet, Person, Series};
use crate::graphql::connection::Page;
use crate::graphql::engine::{Interruptible, List};
use crate::graphql::limits::{GATHER_WEIGHT, SCAN_WEIGHT, TOGETHER_WEIGHT};
use crate::{field, object};

object! {
    /// A human being: actor, writer, producer, author, critic.
    Person implements ["Node", "Entity"] groups [Self::NAMED, Self::ENTITY] {
        field!("birth", "Day of birth; null when nobody says.", |person: Person| person.birth()),
        field!("death", "Day of death; null when nobody says, or of the living.", |person: Person| person.death()),
        field!("occupations", "What the person does for a living.", |person: Person| List(person.occupations())),
        field!("characters", "Whom the person plays, by name.", |person: Person, page: Page| {
            out::<Plays, Character>(person, "characters", page)
        }),
        field!("roles", "What the person played: one role a character and series.", |person: Person, page: Page| {
            page_of::<RoleRow, _>(person, person.roles(), "roles", page)
        }, weight: GATHER_WEIGHT),
        field!("credits", "What the person worked on, and as what, by kind; playing aside.", |person: Person, page: Page| {
            out::<Credited, Entity>(person, "credits", page)
        }),
        field!("series", "Series in which the person played or on which the person worked, by premiere.", |person: Person, page: Page| {
            page_of::<Thing<Series>, _>(person, person.series(), "series", page)
        }, weight: GATHER_WEIGHT),
        field!("films", "Films in which the person played or on which the person worked, by premiere.", |person: Person, page: Page| {
            page_of::<Thing<Film>, _>(person, person.films(), "films", page)
        }, weight: GATHER_WEIGHT),
        field!("coStars", "People who play in what this person plays in: who has most series in common first, then seasons, episodes and films; then by id. `LIMIT_REACHED` where more than 1,000,000 edges would be visited.", |person: Person, page: Page| {
            Interruptible::new(move |interrupt| together::co_stars(person, page, interrupt))
        }, weight: TOGETHER_WEIGHT),
        field!("collaborators", "People credited on what this person is credited on, playing aside: who has most series in common first, then seasons, episodes, films and works; then by id. `LIMIT_REACHED` where more than 1,000,000 edges would be visited.", |person: Person, page: Page| {
            Interruptible::new(move |interrupt| together::collaborators(person, page, interrupt))
        }, weight: TOGETHER_WEIGHT),
        field!("outlets", "Outlets for which the person writes, by name.", |person: Person, page: Page| {
            out::<WritesFor, Outlet>(person, "outlets", page)
        }),
        field!("reviews", "What the person reviewed as a critic.", |person: Person, page: Page| {
            page_of::<Link<RatedBy, Entity>, _>(person, person.reviews(), "reviews", page)
        }, weight: GATHER_WEIGHT),
        field!("community", "The people with whom the person plays more than with others.", |person: Person| {
            Interruptible::new(move |interrupt| Community::of(person, interrupt))
        }, weight: SCAN_WEIGHT),
    }
}
