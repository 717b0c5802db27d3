//! The lists that most fields give: things, and edges of one relation.

use super::aggregate::Aggregate;
use super::entity::Entity;
use super::view::{
    Character, Claim, Edge, Episode, Event, Film, Genre, Network, Node, Organization, Outlet,
    Person, Place, Season, Series, Source, Studio, View, Work,
};
use crate::field;
use crate::graph::{Direction, Ordered};
use crate::graphql::connection::{Connection, ConnectionEdge, Owner, Page, Row};
use crate::graphql::engine::{Field, List, Output};
use crate::graphql::error::ApiError;
use crate::model::{Kind, Relation};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A GraphQL type as which nodes are shown.
pub trait Shown<'g>: Output<'g> + Clone + 'g {
    /// Its name.
    const NAME: &'static str;
    /// Its name in the plural, in lower case.
    const PLURAL: &'static str;
    /// The kind of the nodes; `None` for any.
    const KIND: Option<Kind>;
    /// What a list of them amounts to.
    const AGGREGATE: &'g [Field<'g, Connection<'g, Thing<'g, Self>>>] = &[];
    /// Shows a node of the kind.
    fn show(node: Node<'g>) -> Self;
}

macro_rules! shown {
    ($($view:ident $plural:literal),+ $(,)?) => { $(
        impl<'g> Shown<'g> for $view<'g> {
            const NAME: &'static str = stringify!($view);
            const PLURAL: &'static str = $plural;
            const KIND: Option<Kind> = Some(Kind::$view);
            const AGGREGATE: &'g [Field<'g, Connection<'g, Thing<'g, Self>>>] = &[field!(
                "aggregate",
                "What the whole list amounts to, whatever the page: counts by group, spans of dates, scores.",
                |connection: Connection<'g, Thing<'g, Self>>| Aggregate::of(connection.list())
            )];

            fn show(node: Node<'g>) -> Self {
                Self::of(node).expect("a list of one kind holds nothing else")
            }
        }
    )+ };
}

shown! {
    Person "people", Character "characters", Series "series", Season "seasons", Episode "episodes", Film "films",
    Network "networks", Studio "studios", Work "works", Place "places", Organization "organizations",
    Event "events", Outlet "outlets", Genre "genres", Source "sources",
}

impl<'g> Shown<'g> for Entity<'g> {
    const NAME: &'static str = "Entity";
    const PLURAL: &'static str = "things of any kind";
    const KIND: Option<Kind> = None;

    fn show(node: Node<'g>) -> Self {
        Self::from(node)
    }
}

/// A thing in a list, of which nothing more is said.
#[derive(Clone)]
pub struct Thing<'g, V>(pub Node<'g>, PhantomData<fn() -> V>);

impl<'g, V> From<Node<'g>> for Thing<'g, V> {
    fn from(node: Node<'g>) -> Self {
        Self(node, PhantomData)
    }
}

impl<'g, V: Shown<'g>> Row<'g> for Thing<'g, V> {
    type Node = V;
    const LIST: &'g [Field<'g, Connection<'g, Self>>] = V::AGGREGATE;

    fn prefix() -> Cow<'static, str> {
        V::NAME.into()
    }

    fn plural() -> Cow<'static, str> {
        V::PLURAL.into()
    }

    fn node(&self) -> V {
        V::show(self.0)
    }
}

/// A relation as the edges of lists show it.
pub trait Data<'g, V: 'g>: Sized + 'g {
    /// The relation.
    const RELATION: Relation;
    /// The relation as part of a type's name.
    const NAME: &'static str;
    /// What the edges say, beyond who says so.
    const FIELDS: &'g [Field<'g, LinkEdge<'g, Self, V>>];
}

/// An edge of the graph in a list.
pub struct Link<'g, D, V> {
    edge: Edge<'g>,
    shown: PhantomData<fn() -> (D, V)>,
}

/// A place in a list of edges of the graph.
pub type LinkEdge<'g, D, V> = ConnectionEdge<'g, Link<'g, D, V>>;

/// A page of edges of the graph.
pub type Links<'g, D, V> = Result<Connection<'g, Link<'g, D, V>>, ApiError>;

impl<D, V> Clone for Link<'_, D, V> {
    fn clone(&self) -> Self {
        Self {
            edge: self.edge,
            shown: PhantomData,
        }
    }
}

impl<'g, D, V> From<Edge<'g>> for Link<'g, D, V> {
    fn from(edge: Edge<'g>) -> Self {
        Self {
            edge,
            shown: PhantomData,
        }
    }
}

impl<'g, D, V> LinkEdge<'g, D, V> {
    /// The edge of the graph.
    pub fn link(&self) -> Edge<'g> {
        self.row.edge
    }
}

/// A row that is an edge of the graph.
pub trait OnEdge<'g>: Row<'g> {
    /// Who says so.
    const EDGE_CLAIMS: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "claim",
            "The best claim on this edge.",
            |place: ConnectionEdge<'g, Self>| place.row.edge().claim()
        ),
        field!(
            "claims",
            "Every claim on this edge, the best first.",
            |place: ConnectionEdge<'g, Self>| List(place.row.edge().claims())
        ),
    ];

    /// The edge.
    fn edge(&self) -> Edge<'g>;
}

impl<'g, D: Data<'g, V>, V: Shown<'g>> OnEdge<'g> for Link<'g, D, V> {
    fn edge(&self) -> Edge<'g> {
        self.edge
    }
}

impl<'g, D: Data<'g, V>, V: Shown<'g>> Row<'g> for Link<'g, D, V> {
    type Node = V;
    const CLAIMS: &'g [Field<'g, ConnectionEdge<'g, Self>>] = Self::EDGE_CLAIMS;
    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = D::FIELDS;

    fn prefix() -> Cow<'static, str> {
        format!("{}{}", D::NAME, V::NAME).into()
    }

    fn plural() -> Cow<'static, str> {
        format!(
            "{} at the far ends of {} edges",
            V::PLURAL,
            D::RELATION.word()
        )
        .into()
    }

    fn node(&self) -> V {
        V::show(self.edge.far())
    }
}

/// A page of a node's edges of one relation, to things of the shown kind.
pub fn links<'g, D, V>(
    node: impl Into<Node<'g>>,
    direction: Direction,
    name: &'static str,
    page: Page<'g>,
) -> Links<'g, D, V>
where
    D: Data<'g, V>,
    V: Shown<'g>,
{
    let node = node.into();
    let edges = match V::KIND {
        Some(kind) => node.edges_to(D::RELATION, direction, kind),
        None => node.edges(D::RELATION, direction),
    };
    Connection::edges_of(edges, name, Owner::Thing(node), page)
}

/// [`links`] from their start.
pub fn out<'g, D, V>(
    node: impl Into<Node<'g>>,
    name: &'static str,
    page: Page<'g>,
) -> Links<'g, D, V>
where
    D: Data<'g, V>,
    V: Shown<'g>,
{
    links(node, Direction::Out, name, page)
}

/// [`links`] from their end.
pub fn back<'g, D, V>(
    node: impl Into<Node<'g>>,
    name: &'static str,
    page: Page<'g>,
) -> Links<'g, D, V>
where
    D: Data<'g, V>,
    V: Shown<'g>,
{
    links(node, Direction::In, name, page)
}

/// A page of a list that belongs to a thing.
pub fn page_of<'g, R, L>(
    node: impl Into<Node<'g>>,
    list: L,
    name: &'static str,
    page: Page<'g>,
) -> Result<Connection<'g, R>, ApiError>
where
    L: Ordered + 'g,
    R: Row<'g> + From<L::Item>,
{
    Connection::owned(list, name, Owner::Thing(node.into()), page)
}

/// A claim in a list.
#[derive(Clone)]
pub struct ClaimRow<'g>(Claim<'g>);

impl<'g> From<Claim<'g>> for ClaimRow<'g> {
    fn from(claim: Claim<'g>) -> Self {
        Self(claim)
    }
}

impl<'g> Row<'g> for ClaimRow<'g> {
    type Node = Claim<'g>;

    fn prefix() -> Cow<'static, str> {
        "Claim".into()
    }

    fn plural() -> Cow<'static, str> {
        "claims".into()
    }

    fn node(&self) -> Claim<'g> {
        self.0
    }
}
