//! On which side of a dispute claims and sources stand.

use super::direction::Direction;
use super::list::Ordered;
use super::view::{Claim, Dispute, Edge, Node};
use crate::model::Relation;

impl<'g> Dispute<'g> {
    /// Whether those who make some of its claims and those who make others stand on different
    /// sides: each make one that the others do not, and these do not agree. Of a written one,
    /// each make one with which none of the others' agrees.
    ///
    /// Cost: the product of how many claims each make.
    pub(super) fn divides(self, ours: &[Claim<'g>], theirs: &[Claim<'g>]) -> bool {
        let agree = |left: &Claim<'g>, right: &Claim<'g>| self.agree(*left, *right);
        if self.is_computed() {
            let mut lone = ours.iter().filter(|our| !theirs.contains(our));
            return lone.any(|our| {
                let mut lone = theirs.iter().filter(|their| !ours.contains(their));
                lone.any(|their| !agree(our, their))
            });
        }
        let alone = |claim: &Claim<'g>, others: &[Claim<'g>]| {
            others.iter().all(|other| !agree(claim, other))
        };
        ours.iter().any(|our| alone(our, theirs)) && theirs.iter().any(|their| alone(their, ours))
    }
}

/// Whether two claims in a written dispute are on one side: they say the same of one thing, or
/// of a thing and what it is part of, as "season 2 aired on Freevee" and "the series did".
pub(super) fn on_one_side<'g>(one: Claim<'g>, other: Claim<'g>) -> bool {
    match (one.edge(), other.edge()) {
        (Some(one_edge), Some(other_edge)) => {
            one_edge.relation() == other_edge.relation()
                && are_kin(one_edge.from(), other_edge.from())
                && are_kin(one_edge.to(), other_edge.to())
                && one.qualifiers().all(|(name, value)| {
                    let found = other.qualifier(name);
                    found.is_none_or(|found| found == value)
                })
        }
        (None, None) => {
            one.property() == other.property()
                && one.property_value() == other.property_value()
                && are_kin(one.subject(), other.subject())
        }
        _ => false,
    }
}

/// Whether two things are one, or one is part of the other.
fn are_kin<'g>(one: Node<'g>, other: Node<'g>) -> bool {
    one == other || is_part_of(one, other) || is_part_of(other, one)
}

fn is_part_of<'g>(part: Node<'g>, whole: Node<'g>) -> bool {
    let mut wholes = vec![part];
    let mut at = 0;
    while at < wholes.len() {
        let found = wholes[at].edges(Relation::PartOf, Direction::Out);
        for found in found.items().map(Edge::far) {
            if found == whole {
                return true;
            }
            if !wholes.contains(&found) {
                wholes.push(found);
            }
        }
        at += 1;
    }
    false
}
