//! Everything that a thing is joined to, by any relation.

use super::claim::QualifierValue;
use super::entity::Entity;
use super::rows::OnEdge;
use super::view::{Edge, Node};
use crate::graph::{Direction, Ordered, Position, Sorted};
use crate::graphql::connection::{ConnectionEdge, Row};
use crate::graphql::engine::{Field, List};
use crate::model::Relation;
use crate::{field, paged_arguments};
use std::borrow::Cow;

paged_arguments! {
    /// Which neighbors.
    Neighbors<'g> {
        /// By these relations; by default all.
        relations: Option<Vec<Relation>>,
        /// Along edges in this direction; by default both.
        direction: Option<Direction>,
    }
}

impl Neighbors<'_> {
    /// The edges that are meant: those that leave the thing first, by relation.
    pub fn edges<'g>(&self, node: Node<'g>) -> Sorted<Edge<'g>> {
        let directions = Direction::ALL
            .iter()
            .filter(|way| self.direction.is_none_or(|only| only == **way));
        let mut found = Vec::new();
        for direction in directions {
            let relations = Relation::ALL.iter().filter(|relation| {
                self.relations
                    .as_ref()
                    .is_none_or(|wanted| wanted.contains(relation))
            });
            for relation in relations {
                let place = Position::start()
                    .number(Some(*direction as u32))
                    .number(Some(*relation as u32));
                let edges = node.edges(*relation, *direction);
                found.extend(
                    edges
                        .items()
                        .map(|edge| (place.clone().then(&edge.position()), edge)),
                );
            }
        }
        Sorted::new(found)
    }
}

/// An edge to a neighbor.
#[derive(Clone)]
pub struct NeighborRow<'g>(Edge<'g>);

impl<'g> From<Edge<'g>> for NeighborRow<'g> {
    fn from(edge: Edge<'g>) -> Self {
        Self(edge)
    }
}

impl<'g> OnEdge<'g> for NeighborRow<'g> {
    fn edge(&self) -> Edge<'g> {
        self.0
    }
}

impl<'g> Row<'g> for NeighborRow<'g> {
    type Node = Entity<'g>;

    const CLAIMS: &'g [Field<'g, ConnectionEdge<'g, Self>>] = Self::EDGE_CLAIMS;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "relation",
            "How the two are joined.",
            |place: ConnectionEdge<'g, Self>| place.row.0.relation()
        ),
        field!(
            "direction",
            "OUT where the relation reads from the thing that was asked to the neighbor.",
            |place: ConnectionEdge<'g, Self>| { place.row.0.direction() }
        ),
        field!(
            "qualifiers",
            "What else is said of the edge.",
            |place: ConnectionEdge<'g, Self>| { List(QualifierValue::of_edge(place.row.0)) }
        ),
    ];

    fn prefix() -> Cow<'static, str> {
        "Neighbor".into()
    }

    fn plural() -> Cow<'static, str> {
        "neighbors".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.far())
    }
}
