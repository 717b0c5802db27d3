//! A path as a sentence.

use super::direction::Direction;
use super::path::Path;
use super::view::{Edge, Node};
use crate::model::{Kind, Property, Qualifier, Relation};
use std::fmt::Write as _;

impl Path<'_> {
    /// The path in one sentence, as in "Jeff Daniels played Chief Del Harris in American
    /// Rust, which aired on Showtime."
    pub fn sentence(&self) -> String {
        let steps = self.steps();
        let mut text = named(steps[0].near());
        let mut at = 0;
        while at < steps.len() {
            let step = steps[at];
            let is = |place: usize, relation, direction| {
                steps.get(place).is_some_and(|step| {
                    (step.relation(), step.direction()) == (relation, direction)
                })
            };
            // Two steps that lead through a character read as one.
            let through = at + 1;
            if is(at, Relation::Plays, Direction::Out)
                && is(through, Relation::AppearsIn, Direction::Out)
            {
                let role = named(step.far());
                let link = if at == 0 { " " } else { ", who " };
                let _ = write!(
                    text,
                    "{link}played {role} in {}",
                    named(steps[through].far())
                );
                at += 2;
            } else if is(at, Relation::AppearsIn, Direction::In)
                && is(through, Relation::Plays, Direction::In)
            {
                let (role, person) = (named(step.far()), named(steps[through].far()));
                let link = if at == 0 { ":" } else { ", in which" };
                let _ = write!(text, "{link} {person} played {role}");
                at += 2;
            } else {
                text.push_str(&clause(step, at == 0));
                at += 1;
            }
        }
        text.push('.');
        text
    }
}

/// What follows the thing from which a step leads.
fn clause(step: Edge<'_>, first: bool) -> String {
    let far = named(step.far());
    let person = matches!(step.near().kind(), Kind::Person | Kind::Character);
    let link = match (first, person) {
        (true, _) => " ",
        (false, true) => ", who ",
        (false, false) => ", which ",
    };
    let of_which = if first { ":" } else { ", of which" };
    let relation = step.relation();
    match (relation, step.direction()) {
        (Relation::Plays, Direction::Out) => format!("{link}played {far}"),
        (Relation::Plays, Direction::In) => format!("{link}was played by {far}"),
        (Relation::AppearsIn, Direction::Out) => format!("{link}appeared in {far}"),
        (Relation::AppearsIn, Direction::In) => {
            let link = if first { ":" } else { ", in which" };
            format!("{link} {far} appeared")
        }
        (Relation::Credited, Direction::Out) => format!("{link}worked on {far}{}", job(step)),
        (Relation::Credited, Direction::In) => {
            let link = if first { ":" } else { ", on which" };
            format!("{link} {far} worked{}", job(step))
        }
        (Relation::PartOf, Direction::In) => format!("{of_which} {far} is a part"),
        (Relation::AiredOn, Direction::In) => format!("{link}aired {far}"),
        (Relation::CommissionedBy, Direction::In) => format!("{link}ordered {far}"),
        (Relation::ProducedBy, Direction::In) => format!("{link}produced {far}"),
        (_, Direction::Out) => format!("{link}{} {far}", relation.verb()),
        (_, Direction::In) => {
            let link = if first { ":" } else { "; and" };
            format!("{link} {far} {} {}", relation.verb(), named(step.near()))
        }
    }
}

/// What somebody did, if that is known.
fn job(step: Edge<'_>) -> String {
    let job = step.text(Qualifier::Job);
    job.map_or_else(String::new, |job| format!(" ({job})"))
}

/// A thing as a sentence calls it: a character with its title.
fn named(node: Node<'_>) -> String {
    let label = node.label().trim_end_matches('.');
    match node.text(Property::Title) {
        Some(title) if node.kind() == Kind::Character && node.name().is_some() => {
            format!("{title} {label}")
        }
        _ => label.to_owned(),
    }
}
