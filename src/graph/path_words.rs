//! A path as a sentence.

use super::direction::Direction;
use super::path::Path;
use super::view::{Edge, Node};
use crate::model::{Kind, Mode, Property, Qualifier, Relation};
use std::fmt::Write as _;

impl Path<'_> {
    /// The path in one sentence, as in "Jeff Daniels played Chief Del Harris in American
    /// Rust, which aired on Showtime."
    ///
    /// What is planned or expected is to come ("which is to air on"), what is alleged is so.
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
                let link = if at == 0 { " " } else { ", who " };
                let played = played(&steps[at..=through]);
                let (role, whole) = (named(step.far()), named(steps[through].far()));
                let _ = write!(text, "{link}{played} {role} in {whole}");
                at += 2;
            } else if is(at, Relation::AppearsIn, Direction::In)
                && is(through, Relation::Plays, Direction::In)
            {
                let link = if at == 0 { ":" } else { ", in which" };
                let played = played(&steps[at..=through]);
                let (role, person) = (named(step.far()), named(steps[through].far()));
                let _ = write!(text, "{link} {person} {played} {role}");
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
    let place = |word: &str| {
        if first {
            ":".to_owned()
        } else {
            format!(", {word} which")
        }
    };
    let said = |done: &str, to_come: &str| in_its_mode(&[step], done, to_come);
    let relation = step.relation();
    match (relation, step.direction()) {
        (Relation::Plays, Direction::Out) => format!("{link}{} {far}", played(&[step])),
        (Relation::Plays, Direction::In) => {
            let played = said("was played by", "is to be played by");
            format!("{link}{played} {far}")
        }
        (Relation::AppearsIn, Direction::Out) => {
            let appeared = said("appeared in", relation.verb_to_come());
            format!("{link}{appeared} {far}")
        }
        (Relation::AppearsIn, Direction::In) => {
            let appeared = said("appeared", "is to appear");
            format!("{} {far} {appeared}", place("in"))
        }
        (Relation::Credited, Direction::Out) => {
            let worked = said("worked on", "is to work on");
            format!("{link}{worked} {far}{}", job(step))
        }
        (Relation::Credited, Direction::In) => {
            let worked = said("worked", "is to work");
            format!("{} {far} {worked}{}", place("on"), job(step))
        }
        (Relation::PartOf, Direction::In) => {
            let is = said("is a part", "is to be a part");
            format!("{} {far} {is}", place("of"))
        }
        (Relation::AiredOn, Direction::In) => {
            format!("{link}{} {far}", said("aired", "is to air"))
        }
        (Relation::CommissionedBy, Direction::In) => {
            format!("{link}{} {far}", said("ordered", "is to order"))
        }
        (Relation::ProducedBy, Direction::In) => {
            format!("{link}{} {far}", said("produced", "is to produce"))
        }
        (_, direction) => {
            let verb = step.claim().verb();
            let verb = said(verb, verb);
            if direction == Direction::Out {
                return format!("{link}{verb} {far}");
            }
            let link = if first { ":" } else { "; and" };
            format!("{link} {far} {verb} {}", named(step.near()))
        }
    }
}

fn played(steps: &[Edge<'_>]) -> String {
    in_its_mode(steps, "played", Relation::Plays.verb_to_come())
}

/// A verb as steps that read as one have it: `to_come` where any of them is, alleged where
/// any of them is.
fn in_its_mode(steps: &[Edge<'_>], done: &str, to_come: &str) -> String {
    let mut modes = steps.iter().map(|step| step.claim().mode());
    let alleged = modes.clone().any(|mode| mode == Mode::Alleged);
    let verb = if modes.any(Mode::is_to_come) {
        to_come
    } else {
        done
    };
    let how = if alleged { "allegedly " } else { "" };
    format!("{how}{verb}")
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
