//! Finding things by words, and while someone types.

use super::bounds::{bounded, stopped};
use super::entity::Entity;
use super::query::Query;
use super::statistics::KindCount;
use crate::graph::search::{Highlight, Hit, Part, Sought, Suggestion, Unanswered, by_kind};
use crate::graphql::connection::{Connection, ConnectionEdge, Row};
use crate::graphql::cursor::ListId;
use crate::graphql::engine::{Field, List};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::{
    FUZZINESS_DEFAULT, FUZZINESS_MAX, SEARCH_CHARACTERS_MAX, SEARCH_VISITED_MAX, SEARCH_WORDS_MAX,
    SEARCHES_WAITING_MAX, SUGGESTIONS_DEFAULT, SUGGESTIONS_MAX,
};
use crate::graphql::views::full;
use crate::model::Kind;
use crate::{arguments, field, object, paged_arguments};
use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

paged_arguments! {
    /// What to search for.
    SearchOf<'g> {
        /// Words that all must be there, in any order; of the last one the beginning is enough. Case and diacritics do not matter. Signs only part words: "A.V." is the words "a" and "v", which "AV" does not find. At most 200 characters and 16 words.
        text: &'g str,
        /// Only things of these kinds; by default of all.
        kinds: Option<Vec<Kind>>,
        /// How many typos a word of three letters or more may have; 0 to 2, by default 1.
        fuzziness: Option<i32>,
    }
}

arguments! {
    /// What someone has typed so far.
    SuggestOf<'g> {
        /// How a name, or a later word of it, begins; case and diacritics do not matter, and signs only part words. At most 200 characters.
        prefix: &'g str,
        /// Only things of these kinds; by default of all.
        kinds: Option<Vec<Kind>>,
        /// How many; 0 to 100, by default 10.
        first: Option<i32>,
    }
}

/// A thing in the list of what was found.
#[derive(Clone)]
pub struct HitRow<'g>(Hit<'g>);

impl<'g> From<Hit<'g>> for HitRow<'g> {
    fn from(hit: Hit<'g>) -> Self {
        Self(hit)
    }
}

impl<'g> Row<'g> for HitRow<'g> {
    type Node = Entity<'g>;

    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[
        field!(
            "score",
            "How well it fits: for each word 4 where a name has it, 3 where a name has a word that begins with it, 2 or 1 with one or two typos, 0 where only a text has it; and less than 1 for how rare the words are and how short is what they stand in.",
            |place: ConnectionEdge<'g, Self>| f64::from(place.row.0.score())
        ),
        field!(
            "highlights",
            "Where the words stand: at most five names and texts, names first.",
            |place: ConnectionEdge<'g, Self>| {
                let highlights = place.row.0.highlights().into_iter();
                List(highlights.map(|highlight| Shown(highlight, PhantomData)))
            }
        ),
    ];

    const LIST: &'g [Field<'g, Connection<'g, Self>>] = &[field!(
        "facets",
        "How many of the whole list are of which kind, exact; kinds of which there are none are left out.",
        |connection: Connection<'g, Self>| {
            let list = connection.list();
            let things = (0..list.len()).map(|place| list.get(place).0.node());
            let counts = by_kind(things).into_iter();
            List(counts.map(|(kind, count)| KindCount::new(kind, count)))
        }
    )];

    fn prefix() -> Cow<'static, str> {
        "SearchHit".into()
    }

    fn plural() -> Cow<'static, str> {
        "things that a search found, the best first, then by id".into()
    }

    fn node(&self) -> Entity<'g> {
        Entity::from(self.0.node())
    }
}

/// A highlight in an answer.
#[derive(Clone)]
pub struct Shown<'g>(Highlight, PhantomData<&'g ()>);

/// A part of it.
#[derive(Clone)]
pub struct Piece<'g>(Part, PhantomData<&'g ()>);

/// A suggestion in an answer.
#[derive(Clone)]
pub struct Suggested<'g>(Suggestion<'g>);

object! {
    /// A name or text in which words stand that were searched for.
    Shown as "SearchHighlight" {
        field!("property", "What it is of the thing.", |shown: Shown| shown.0.property),
        field!("parts", "The name or text in pieces, to be shown one behind the other; \"…\" where a longer text was cut.", |shown: Shown| {
            List(shown.0.parts.into_iter().map(|part| Piece(part, PhantomData)))
        }),
    }
}

object! {
    /// A piece of a name or text: plain, without any marks.
    Piece as "SearchHighlightPart" {
        field!("text", "As it is written.", |piece: Piece| piece.0.text),
        field!("matched", "Whether it is a word that was searched for.", |piece: Piece| piece.0.matched),
    }
}

object! {
    /// A thing that may be meant.
    Suggested as "Suggestion" {
        field!("name", "The name that begins as was typed, or has a word that does.", |suggested: Suggested| suggested.0.name),
        field!("node", "The thing.", |suggested: Suggested| Entity::from(suggested.0.node)),
    }
}

impl<'g> Query<'g> {
    /// The answer of `search`.
    pub(super) fn find(self, of: &SearchOf<'g>) -> Result<Connection<'g, HitRow<'g>>, ApiError> {
        fits("text", of.text)?;
        let bounds = 0..=FUZZINESS_MAX;
        let fuzziness = bounded("fuzziness", of.fuzziness, FUZZINESS_DEFAULT, bounds);
        let fuzziness = fuzziness.map_err(ApiError::bad_filter)?;
        let sought = Sought::new(of.text, fuzziness, SEARCH_WORDS_MAX).map_err(|count| {
            ApiError::new(
                ErrorCode::LimitReached,
                format!("expected at most {SEARCH_WORDS_MAX} words in `text`, found {count}"),
            )
        })?;
        let sought = Rc::new(sought);
        let words: Vec<&str> = sought.words().collect();
        if words.is_empty() {
            return Err(ApiError::bad_filter(
                "expected letters or digits in `text`, found none",
            ));
        }
        let kinds = of.kinds.as_deref();
        let question = format!("{words:?} {fuzziness} {kinds:?}");
        let hits =
            self.ask_index(|stop| self.graph.search(&sought, kinds, SEARCH_VISITED_MAX, stop))?;
        let id = ListId::new("search", "", &question);
        Connection::ordered(hits, id, of.page())
    }

    /// The answer of `suggest`.
    pub(super) fn suggest(self, of: &SuggestOf<'g>) -> Result<List<Vec<Suggested<'g>>>, ApiError> {
        fits("prefix", of.prefix)?;
        let bounds = 0..=SUGGESTIONS_MAX;
        let count = bounded("first", of.first, SUGGESTIONS_DEFAULT, bounds);
        let count = count.map_err(ApiError::bad_page)?;
        let kinds = of.kinds.as_deref();
        let found = self.ask_index(|stop| self.graph.suggest(of.prefix, kinds, count, stop))?;
        Ok(List(found.into_iter().map(Suggested).collect()))
    }

    /// Asks the index; as long as another thread makes it, a few wait, but not beyond the deadline.
    fn ask_index<T>(
        self,
        ask: impl Fn(&dyn Fn() -> bool) -> Result<T, Unanswered>,
    ) -> Result<T, ApiError> {
        let stop = || self.interrupt.reason().is_some();
        let mut waiting = None;
        loop {
            match ask(&stop) {
                Ok(answer) => return Ok(answer),
                Err(Unanswered::Building) if self.interrupt.is_patient() && !stop() => {
                    if waiting.is_none() {
                        waiting = Some(Waiting::begin()?);
                    }
                    thread::sleep(BUILDING_PAUSE);
                }
                Err(Unanswered::Building | Unanswered::Stopped) => {
                    return Err(stopped(self.interrupt));
                }
                Err(Unanswered::Full(missing)) => return Err(full(missing)),
                Err(Unanswered::TooMuch) => {
                    return Err(ApiError::new(
                        ErrorCode::LimitReached,
                        format!(
                            "the search visits more than {SEARCH_VISITED_MAX} words and things \
                             that have them; write longer or rarer words, or less fuzziness"
                        ),
                    ));
                }
            }
        }
    }
}

/// Questions that wait for an index; each holds a thread.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// One of them.
struct Waiting;

impl Waiting {
    /// Refused when so many wait that others would not be answered.
    fn begin() -> Result<Self, ApiError> {
        let before = WAITING.fetch_add(1, Ordering::Relaxed);
        let waiting = Self;
        if before < SEARCHES_WAITING_MAX {
            return Ok(waiting);
        }
        Err(ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "expected at most {SEARCHES_WAITING_MAX} questions that wait for the index of \
                 words, which is being made; ask again in some seconds"
            ),
        ))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Between two looks whether the index is made.
const BUILDING_PAUSE: Duration = Duration::from_millis(5);

fn fits(argument: &str, text: &str) -> Result<(), ApiError> {
    let characters = text.chars().count();
    if characters <= SEARCH_CHARACTERS_MAX {
        return Ok(());
    }
    Err(ApiError::new(
        ErrorCode::LimitReached,
        format!(
            "expected at most {SEARCH_CHARACTERS_MAX} characters in `{argument}`, found {characters}"
        ),
    ))
}
