//! Who worked with whom, and on what.

use super::bounds::stopped;
use super::entity::Entity;
use super::ids;
use super::query::Query;
use super::view::{Character, Node, Person, View};
use crate::graph::filmography::{Capacity, Filmography, Part, Shared};
use crate::graph::meter::{Meter, Unfinished};
use crate::graph::together::{self, Associate};
use crate::graphql::connection::{Connection, ConnectionEdge, Owner, Page, Row};
use crate::graphql::engine::{Field, Id, Interrupt, Interruptible, List};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::{GATHER_WEIGHT, TOGETHER_VISITED_MAX};
use crate::model::{Kind, Qualifier};
use crate::{field, object, paged_arguments};
use std::borrow::Cow;

paged_arguments! {
    /// What two people share.
    SharedWorkOf<'g> {
        /// The one person: an id, or a slug.
        a: Id<&'g str>,
        /// The other person.
        b: Id<&'g str>,
        /// Only things of these kinds; by default all.
        kinds: Option<Vec<Kind>>,
    }
}

paged_arguments! {
    /// What a person shares with another.
    OfKinds<'g> {
        /// Only things of these kinds; by default all.
        kinds: Option<Vec<Kind>>,
    }
}

/// Something that two people took part in, in a list.
#[derive(Clone)]
pub struct SharedWork<'g>(Shared<'g>);

impl<'g> From<Shared<'g>> for SharedWork<'g> {
    fn from(shared: Shared<'g>) -> Self {
        Self(shared)
    }
}

impl<'g> Row<'g> for SharedWork<'g> {
    type Node = Entity<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "a",
            "What the one person did there: the one at `a`, or whose co-stars or collaborators were asked for.",
            |edge: ConnectionEdge<'g, Self>| List(contributions(edge.row.0.thing, edge.row.0.one))
        ),
        field!(
            "b",
            "What the other person did there.",
            |edge: ConnectionEdge<'g, Self>| List(contributions(
                edge.row.0.thing,
                edge.row.0.other
            ))
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "SharedWork".into()
    }

    fn plural() -> Cow<'static, str> {
        "things that two people both took part in".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.thing)
    }
}

/// One character or job of a person in a thing or its parts.
#[derive(Clone, Copy)]
pub struct Contribution<'g>(Part<'g>);

object! {
    /// What a person did in a series, season, episode, film or work, or in a part of it: a character or a job.
    Contribution {
        field!("character", "Whom the person plays there; null for a job.", |contribution: Contribution| {
            match contribution.0 {
                Part::Played { plays, .. } => Character::of(plays.to()),
                Part::Worked(_) => None,
            }
        }),
        field!("job", "As what the person is credited there, such as \"Writer\"; null where the person plays someone.", |contribution: Contribution| {
            contribution.job()
        }),
        field!("claim", "The claim that says so: of the thing itself, or else of the first of its parts.", |contribution: Contribution| {
            contribution.0.at().claim()
        }),
    }
}

impl<'g> Contribution<'g> {
    fn job(self) -> Option<&'g str> {
        match self.0 {
            Part::Played { .. } => None,
            Part::Worked(credit) => credit.text(Qualifier::Job),
        }
    }

    fn is_like(self, other: Self) -> bool {
        match (self.0, other.0) {
            (Part::Played { plays: one, .. }, Part::Played { plays: other, .. }) => {
                one.to() == other.to()
            }
            (Part::Worked(_), Part::Worked(_)) => self.job() == other.job(),
            _ => false,
        }
    }
}

/// Each character and each job once.
fn contributions<'g>(thing: Node<'g>, parts: Vec<Part<'g>>) -> Vec<Contribution<'g>> {
    let mut found: Vec<Contribution<'g>> = Vec::new();
    for contribution in parts.into_iter().map(Contribution) {
        match found.iter_mut().find(|known| known.is_like(contribution)) {
            None => found.push(contribution),
            Some(known) if contribution.0.at().to() == thing => *known = contribution,
            Some(_) => {}
        }
    }
    found
}

/// Somebody in a list of co-stars, or else of collaborators.
#[derive(Clone)]
pub struct AssociateRow<'g, const CREW: bool>(Associate<'g>);

/// Co-stars.
pub type CoStars<'g> = Connection<'g, AssociateRow<'g, false>>;

/// Collaborators.
pub type Collaborators<'g> = Connection<'g, AssociateRow<'g, true>>;

impl<'g, const CREW: bool> From<Associate<'g>> for AssociateRow<'g, CREW> {
    fn from(associate: Associate<'g>) -> Self {
        Self(associate)
    }
}

impl<'g, const CREW: bool> Row<'g> for AssociateRow<'g, CREW> {
    type Node = Person<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "seriesCount",
            "In how many series both took part, in whatever season or episode.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.count(Kind::Series)
        ),
        field!(
            "seasonCount",
            "In how many seasons both are known to have taken part, in whatever episode; what is only said of the series as a whole is no season.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.count(Kind::Season)
        ),
        field!(
            "episodeCount",
            "In how many episodes both are known to have taken part; what is only said of a season or series is no episode.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.count(Kind::Episode)
        ),
        field!(
            "filmCount",
            "In how many films both took part.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.count(Kind::Film)
        ),
        field!(
            "workCount",
            "On how many works, such as novels, both worked; nobody plays in these.",
            |edge: ConnectionEdge<'g, Self>| edge.row.0.count(Kind::Work)
        ),
        field!(
            "shared",
            "What is counted here: series, seasons, episodes, films and works, in this order, each kind in its own; with what each did there.",
            |edge: ConnectionEdge<'g, Self>, of: OfKinds| Interruptible::new(move |interrupt| {
                let associate = edge.row.0;
                let name = if CREW { "collaborator" } else { "coStar" };
                let owner = pair(name, associate.of(), associate.person);
                let shared = metered(interrupt, |meter| {
                    associate.shared(of.kinds.as_deref(), meter)
                })?;
                Connection::<SharedWork>::new(shared, "shared", &owner, of.page())
            }), weight: GATHER_WEIGHT),
    ];

    fn prefix() -> Cow<'static, str> {
        if CREW { "Collaborator" } else { "CoStar" }.into()
    }

    fn plural() -> Cow<'static, str> {
        if CREW { "collaborators" } else { "co-stars" }.into()
    }

    fn node(&self) -> Person<'g> {
        self.0.person
    }
}

/// The answer of `coStars`.
pub fn co_stars<'g>(
    person: Person<'g>,
    page: Page<'g>,
    interrupt: &dyn Interrupt,
) -> Result<CoStars<'g>, ApiError> {
    associates(person, Capacity::Cast, "coStars", page, interrupt)
}

/// The answer of `collaborators`.
pub fn collaborators<'g>(
    person: Person<'g>,
    page: Page<'g>,
    interrupt: &dyn Interrupt,
) -> Result<Collaborators<'g>, ApiError> {
    associates(person, Capacity::Crew, "collaborators", page, interrupt)
}

fn associates<'g, const CREW: bool>(
    person: Person<'g>,
    capacity: Capacity,
    name: &'static str,
    page: Page<'g>,
    interrupt: &dyn Interrupt,
) -> Result<Connection<'g, AssociateRow<'g, CREW>>, ApiError> {
    if !person.graph().is_attendance_settled(capacity) && !interrupt.is_patient() {
        return Err(stopped(interrupt));
    }
    let found = metered(interrupt, |meter| {
        together::associates(person, capacity, meter)
    })?;
    Connection::owned(found, name, Owner::Thing(person.into()), page)
}

impl<'g> Query<'g> {
    /// The answer of `sharedWork`.
    pub(super) fn shared_work(
        self,
        of: &SharedWorkOf<'g>,
    ) -> Result<Option<Connection<'g, SharedWork<'g>>>, ApiError> {
        let keys = [
            ids::key_of("a", Kind::Person, of.a.0)?,
            ids::key_of("b", Kind::Person, of.b.0)?,
        ];
        let people = keys.each_ref().map(|key| self.graph.node(key));
        let [Some(one), Some(other)] = people.map(|person| person.and_then(Person::of)) else {
            return Ok(None);
        };
        if one == other {
            return Err(ApiError::bad_filter(format!(
                "expected two people, found {} as both `a` and `b`",
                one.key()
            )));
        }
        let shared = metered(self.interrupt, |meter| {
            let one = Filmography::of(one, Capacity::Any, meter)?;
            let other = Filmography::of(other, Capacity::Any, meter)?;
            Ok(one.shared_with(&other, of.kinds.as_deref()))
        })?;
        let owner = pair("sharedWork", one, other);
        Connection::new(shared, "sharedWork", &owner, of.page()).map(Some)
    }
}

/// Whose lists they are that belong to two things.
pub fn pair<'g>(name: &str, one: impl Into<Node<'g>>, other: impl Into<Node<'g>>) -> String {
    format!("{name} {} {}", one.into().key(), other.into().key())
}

/// What a walk found that is bounded and may be stopped.
pub fn metered<T>(
    interrupt: &dyn Interrupt,
    walk: impl FnOnce(&Meter<'_>) -> Result<T, Unfinished>,
) -> Result<T, ApiError> {
    let stop = || interrupt.reason().is_some();
    let meter = Meter::new(TOGETHER_VISITED_MAX, &stop);
    walk(&meter).map_err(|unfinished| match unfinished {
        Unfinished::Stopped => stopped(interrupt),
        Unfinished::GaveUp => ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "expected a list for which at most {TOGETHER_VISITED_MAX} edges are visited, found one \
                 for which more would be; ask for the `cast` or the `credits` of one thing"
            ),
        ),
    })
}
