//! How two things are connected.

use super::bounds::{bounded, stopped, unless_stopped};
use super::claim::QualifierValue;
use super::entity::Entity;
use super::ids;
use super::query::Query;
use super::view::{Edge, Node};
use crate::graph::path::Paths as Found;
use crate::graph::path::{self, End, Ways};
use crate::graphql::engine::{Id, List};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::{
    IDS_MAX, PATH_STEPS_DEFAULT, PATH_STEPS_MAX, PATH_VISITED_MAX, PATHS_DEFAULT, PATHS_MAX,
};
use crate::model::{Key, Kind, Relation};
use crate::{arguments, field, graphql_enum, object};
use std::rc::Rc;

arguments! {
    /// Between which things, along what.
    PathOf<'g> {
        /// The id of the thing at which the path begins.
        from: Id<&'g str>,
        /// The id of the thing at which it ends.
        to: Id<&'g str>,
        /// Along edges of these relations, either way and through things of any kind, episodes too; by default `PLAYS`, `APPEARS_IN`, `CREDITED`, `PART_OF`, `AIRED_ON`, `COMMISSIONED_BY` and `PRODUCED_BY`, through people, characters, series, seasons, films, networks and studios.
        through: Option<Vec<Relation>>,
        /// Not through the things of these ids; at most 100. An id of nothing is passed over.
        avoid: Option<Vec<Id<&'g str>>>,
        /// With at most so many steps; 1 to 16, by default 10.
        max_steps: Option<i32>,
    }
}

arguments! {
    /// Between which things, along what, how many.
    PathsOf<'g> {
        /// The id of the thing at which the paths begin.
        from: Id<&'g str>,
        /// The id of the thing at which they end.
        to: Id<&'g str>,
        /// As of `path`.
        through: Option<Vec<Relation>>,
        /// As of `path`.
        avoid: Option<Vec<Id<&'g str>>>,
        /// As of `path`.
        max_steps: Option<i32>,
        /// How many paths, the shortest first; 0 to 100, by default 3.
        first: Option<i32>,
    }
}

/// Why there are not as many paths as were asked for.
#[derive(Clone, Copy)]
pub enum Reason {
    NotFound,
    NotConnected,
    TooFar,
    GaveUp,
}

graphql_enum! {
    /// Why there is no path, or no other.
    Reason as "NoPathReason" {
        /// There is no thing of one of the ids.
        NotFound = "NOT_FOUND",
        /// No other path leads from the one to the other along these relations and through the kinds of things that are passed; `explanation` names the kinds where `through` is left out, and `avoid` where it blocks.
        NotConnected = "NOT_CONNECTED",
        /// Any other path has more steps than allowed.
        TooFar = "TOO_FAR",
        /// The search was given up when it had visited as many things as one question may.
        GaveUp = "GAVE_UP",
    }
}

/// What a search found.
#[derive(Clone)]
pub struct PathSearch<'g>(Rc<Answer<'g>>);

/// The same where several paths were asked for.
#[derive(Clone)]
pub struct PathsSearch<'g>(Rc<Answer<'g>>);

struct Answer<'g> {
    paths: Vec<Path<'g>>,
    reason: Option<Reason>,
    explanation: Option<String>,
    visited: usize,
}

/// A path.
#[derive(Clone)]
pub struct Path<'g>(Rc<path::Path<'g>>);

/// An edge of a path.
#[derive(Clone, Copy)]
pub struct Step<'g>(Edge<'g>);

object! {
    /// The shortest path between two things, or why there is none.
    PathSearch as "PathAnswer" {
        field!("path", "The path; null when there is none within the bounds.", |search: PathSearch| search.0.paths.first().cloned()),
        field!("reason", "Why there is no path; null when there is one.", |search: PathSearch| search.0.reason),
        field!("explanation", "The reason in words; null when there is a path.", |search: PathSearch| search.0.explanation.clone()),
        field!("visited", "How many things were visited to find out.", |search: PathSearch| search.0.visited),
    }
}

object! {
    /// The shortest paths between two things, and why there are not more.
    PathsSearch as "PathsAnswer" {
        field!("paths", "The paths, the shortest first; of one length, by the ids along them.", |search: PathsSearch| {
            List(search.0.paths.clone())
        }),
        field!("reason", "Why there are not as many as were asked for; null when there are.", |search: PathsSearch| search.0.reason),
        field!("explanation", "The reason in words; null when there are as many.", |search: PathsSearch| search.0.explanation.clone()),
        field!("visited", "How many things were visited to find out.", |search: PathsSearch| search.0.visited),
    }
}

object! {
    /// A way from one thing to another, which passes no thing twice.
    Path {
        field!("length", "How many steps it has.", |path: Path| path.0.steps().len()),
        field!("sentence", "The path in one sentence.", |path: Path| path.0.sentence()),
        field!("steps", "Its edges in order.", |path: Path| {
            List((0..path.0.steps().len()).map(move |at| Step(path.0.steps()[at])))
        }),
    }
}

object! {
    /// One edge of a path.
    Step as "PathStep" {
        field!("from", "The thing from which the step leads.", |step: Step| Entity::from(step.0.near())),
        field!("to", "The thing to which it leads.", |step: Step| Entity::from(step.0.far())),
        field!("relation", "How the two are joined.", |step: Step| step.0.relation()),
        field!("direction", "OUT where the relation reads from `from` to `to`.", |step: Step| step.0.direction()),
        field!("qualifiers", "What else is said of the edge.", |step: Step| List(QualifierValue::of_edge(step.0))),
        field!("claim", "The best claim on the edge.", |step: Step| step.0.claim()),
        field!("claims", "All claims on the edge, the best first.", |step: Step| List(step.0.claims())),
    }
}

impl<'g> Query<'g> {
    /// The answer of `path`.
    pub(super) fn path(self, of: &PathOf<'g>) -> Result<PathSearch<'g>, ApiError> {
        let ends = (of.from.0, of.to.0);
        let answer = self.search(
            ends,
            of.through.as_deref(),
            of.avoid.as_deref(),
            of.max_steps,
            1,
        )?;
        Ok(PathSearch(Rc::new(answer)))
    }

    /// The answer of `paths`.
    pub(super) fn paths(self, of: &PathsOf<'g>) -> Result<PathsSearch<'g>, ApiError> {
        let ends = (of.from.0, of.to.0);
        let count = bounded("first", of.first, PATHS_DEFAULT, 0..=PATHS_MAX);
        let count = count.map_err(ApiError::bad_page)?;
        let answer = self.search(
            ends,
            of.through.as_deref(),
            of.avoid.as_deref(),
            of.max_steps,
            count,
        )?;
        Ok(PathsSearch(Rc::new(answer)))
    }

    fn search(
        self,
        (from, to): (&str, &str),
        through: Option<&[Relation]>,
        avoid: Option<&[Id<&str>]>,
        steps_max: Option<i32>,
        count: usize,
    ) -> Result<Answer<'g>, ApiError> {
        let ends = [ids::key("from", from)?, ids::key("to", to)?];
        let steps_max = bounded(
            "maxSteps",
            steps_max,
            PATH_STEPS_DEFAULT,
            1..=PATH_STEPS_MAX,
        );
        let steps_max = steps_max.map_err(ApiError::bad_filter)?;
        let ways = Ways {
            relations: through.unwrap_or(path::USUAL_RELATIONS).to_vec(),
            kinds: if through.is_some() {
                Kind::ALL
            } else {
                path::USUAL_KINDS
            }
            .to_vec(),
            avoid: self.avoided(avoid.unwrap_or_default())?,
            steps_max,
            visited_max: PATH_VISITED_MAX,
        };
        let nodes = ends.each_ref().map(|key| self.graph.node(key));
        let [Some(one), Some(other)] = nodes else {
            return Ok(Answer::unknown(&ends, nodes));
        };
        if one == other {
            return Err(ApiError::bad_filter(format!(
                "expected two things, found {} at both ends",
                one.key()
            )));
        }
        if !self.graph.are_links_settled() && !self.interrupt.is_patient() {
            return Err(stopped(self.interrupt));
        }
        let found = unless_stopped(self.interrupt, |stop| {
            path::shortest(one, other, &ways, count, stop)
        })?;
        let mut answer = Answer::of(found, &ways, &ends, through.is_none());
        if answer.paths.is_empty() && !ways.avoid.is_empty() {
            self.blame_avoid(&mut answer, (one, other), ways)?;
        }
        Ok(answer)
    }

    /// Says that there is a path through what is to be avoided, where a search finds one with
    /// what is left of the visits.
    fn blame_avoid(
        self,
        answer: &mut Answer<'g>,
        (one, other): (Node<'g>, Node<'g>),
        mut ways: Ways<'g>,
    ) -> Result<(), ApiError> {
        ways.avoid.clear();
        ways.visited_max = ways.visited_max.saturating_sub(answer.visited);
        let found = unless_stopped(self.interrupt, |stop| {
            path::shortest(one, other, &ways, 1, stop)
        })?;
        answer.visited += found.visited;
        if let Some(explanation) = answer
            .explanation
            .as_mut()
            .filter(|_| !found.found.is_empty())
        {
            explanation.push_str("; there is one through what `avoid` names");
        }
        Ok(())
    }

    fn avoided(self, ids: &[Id<&str>]) -> Result<Vec<Node<'g>>, ApiError> {
        if ids.len() > IDS_MAX {
            return Err(ApiError::new(
                ErrorCode::LimitReached,
                format!(
                    "expected at most {IDS_MAX} ids in `avoid`, found {}",
                    ids.len()
                ),
            ));
        }
        let keys = ids.iter().map(|id| ids::key("avoid", id.0));
        let nodes = keys.map(|key| Ok(self.graph.node(&key?)));
        Ok(nodes
            .collect::<Result<Vec<_>, ApiError>>()?
            .into_iter()
            .flatten()
            .collect())
    }
}

impl<'g> Answer<'g> {
    fn unknown(ends: &[Key; 2], nodes: [Option<Node<'g>>; 2]) -> Self {
        let missing = ends.iter().zip(nodes).filter(|(_, node)| node.is_none());
        let missing: Vec<String> = missing.map(|(key, _)| key.to_string()).collect();
        Self {
            paths: Vec::new(),
            reason: Some(Reason::NotFound),
            explanation: Some(format!("there is no {}", missing.join(" and no "))),
            visited: 0,
        }
    }

    fn of(found: Found<'g>, ways: &Ways<'g>, [from, to]: &[Key; 2], usual: bool) -> Self {
        let another = if found.found.is_empty() { "" } else { "other " };
        let (reason, explanation) = match found.end {
            End::Enough => (None, None),
            End::NoMore => {
                let along = along(ways, usual);
                let text = format!("no {another}path leads from {from} to {to} {along}");
                (Some(Reason::NotConnected), Some(text))
            }
            End::TooLong => {
                let text = format!(
                    "any {another}path from {from} to {to} has more than {} steps {}",
                    ways.steps_max,
                    along(ways, usual)
                );
                (Some(Reason::TooFar), Some(text))
            }
            End::GaveUp => {
                let text = format!(
                    "the search was given up after {} things, of which one question may visit {}; \
                     choose fewer relations, fewer steps, or things to avoid",
                    found.visited, ways.visited_max
                );
                (Some(Reason::GaveUp), Some(text))
            }
        };
        Self {
            paths: found
                .found
                .into_iter()
                .map(|path| Path(Rc::new(path)))
                .collect(),
            reason,
            explanation,
            visited: found.visited,
        }
    }
}

/// Along what a search went, and through what.
fn along(ways: &Ways<'_>, usual: bool) -> String {
    if !usual {
        return "along these relations".to_owned();
    }
    let kinds: Vec<&str> = ways.kinds.iter().map(|kind| kind.word()).collect();
    let kinds = kinds.join(", ");
    format!(
        "along the usual relations, which lead only through {kinds}; \
         those that `through` names lead through things of any kind"
    )
}
