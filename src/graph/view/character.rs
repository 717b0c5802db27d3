//! What a character adds to a node.

use super::{Character, Edge};
use crate::graph::Direction;
use crate::graph::list::{Ordered, Sorted};
use crate::model::relation::{Billing, Relationship};
use crate::model::{Kind, Property, Qualifier, Relation};

impl<'g> Character<'g> {
    /// Rank or form of address, such as "Chief".
    pub fn title(self) -> Option<&'g str> {
        self.text(Property::Title)
    }

    /// What the character does for a living.
    pub fn occupations(self) -> impl Iterator<Item = &'g str> {
        self.texts(Property::Occupations)
    }

    /// Where the character appears, of one kind, with one billing or any, whoever plays it.
    pub fn appearances(self, kind: Kind, billing: Option<Billing>) -> Sorted<Edge<'g>> {
        let edges = self.edges_to(Relation::AppearsIn, Direction::Out, kind);
        let wanted = edges.items().filter(|edge| {
            billing.is_none_or(|billing| edge.term(Qualifier::Billing) == Some(billing.word()))
        });
        Sorted::new(wanted.map(|edge| (edge.position(), edge)).collect())
    }

    /// To whom the character stands in a relationship, from either side, by name.
    pub fn relatives(self) -> Sorted<Edge<'g>> {
        let ways = [Direction::Out, Direction::In].into_iter();
        let edges = ways.flat_map(|way| {
            self.edges(Relation::RelatedTo, way)
                .items()
                .collect::<Vec<_>>()
        });
        Sorted::new(
            edges
                .map(|edge| (edge.position().number(Some(edge.direction() as u32)), edge))
                .collect(),
        )
    }
}

impl Edge<'_> {
    /// What the far end is to the near end, on an edge between characters.
    pub fn relationship_to_near(self) -> Option<Relationship> {
        let stated = Relationship::from_word(self.term(Qualifier::Relationship)?)?;
        Some(if self.direction() == Direction::Out {
            stated.inverse()
        } else {
            stated
        })
    }
}
