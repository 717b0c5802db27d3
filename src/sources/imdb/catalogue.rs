//! What is remembered of all titles and people while files are read.

use super::table::Table;
use crate::model::Kind;

/// What a title is, and which of its rows were met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Title(u8);

impl Title {
    /// Its alternate titles are behind.
    pub const NAMED: u8 = 1 << 3;
    /// It has a rating.
    pub const RATED: u8 = 1 << 4;
    /// Its cast and crew are behind.
    pub const CAST: u8 = 1 << 5;
    /// Its directors and writers are behind.
    pub const CREWED: u8 = 1 << 6;

    /// Whether title.basics has it.
    pub fn is_known(self) -> bool {
        self.0 & 7 != 0
    }

    /// What it is in the graph; `None` when it is not known or left out.
    pub fn kind(self) -> Option<Kind> {
        match self.0 & 7 {
            2 => Some(Kind::Series),
            3 => Some(Kind::Film),
            4 => Some(Kind::Episode),
            _ => None,
        }
    }

    /// Remembers what it is; `None` for a title that is left out.
    pub fn be(&mut self, kind: Option<Kind>) {
        self.0 |= match kind {
            Some(Kind::Series) => 2,
            Some(Kind::Film) => 3,
            Some(Kind::Episode) => 4,
            _ => 1,
        };
    }

    /// Sets a mark; whether it was not set yet.
    pub fn mark(&mut self, mark: u8) -> bool {
        let new = self.0 & mark == 0;
        self.0 |= mark;
        new
    }
}

/// What is known of a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Person(u8);

impl Person {
    /// name.basics has it.
    pub const KNOWN: u8 = 1;
    /// A title that is kept names it.
    pub const WANTED: u8 = 2;
    /// It has its node, or was left out.
    pub const DONE: u8 = 4;

    /// Whether a mark is set.
    pub fn is(self, mark: u8) -> bool {
        self.0 & mark != 0
    }

    /// Sets a mark; whether it was not set yet.
    pub fn mark(&mut self, mark: u8) -> bool {
        let new = !self.is(mark);
        self.0 |= mark;
        new
    }
}

/// An episode as title.episode has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Episode {
    /// Its own number.
    pub title: u32,
    /// The number of the series, whatever that is.
    pub series: u32,
    season: u32,
    number: u32,
}

/// Stands for a number that is not known; no cell has it.
const UNKNOWN: u32 = u32::MAX;

impl Episode {
    /// An episode of a series, with what is known of its place there.
    pub fn new(title: u32, series: u32, season: Option<u32>, number: Option<u32>) -> Self {
        Self {
            title,
            series,
            season: season.unwrap_or(UNKNOWN),
            number: number.unwrap_or(UNKNOWN),
        }
    }

    /// The number of its season; `None` when not known.
    pub fn season(self) -> Option<u32> {
        (self.season != UNKNOWN).then_some(self.season)
    }

    /// Its number in the season; `None` when not known.
    pub fn number(self) -> Option<u32> {
        (self.number != UNKNOWN).then_some(self.number)
    }
}

/// All titles, episodes and people.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Titles by number.
    pub titles: Table<Title>,
    /// People by number.
    pub people: Table<Person>,
    /// Episodes by number of the title.
    pub episodes: Vec<Episode>,
    /// Where the episode was found that was asked for last: files go by number too.
    last: usize,
}

impl Catalogue {
    /// The row of an episode; `None` when there is none.
    pub fn episode(&mut self, title: u32) -> Option<Episode> {
        for at in self.last..self.last + 3 {
            if let Some(episode) = self.episodes.get(at)
                && episode.title == title
            {
                self.last = at;
                return Some(*episode);
            }
        }
        let found = self
            .episodes
            .binary_search_by_key(&title, |episode| episode.title);
        self.last = found.ok()?;
        self.episodes.get(self.last).copied()
    }

    /// The series of an episode, with its season; `None` when it has none that is kept.
    pub fn home(&mut self, title: u32) -> Option<Episode> {
        let episode = self.episode(title)?;
        let parent = self.titles.get(episode.series).kind();
        (parent == Some(Kind::Series)).then_some(episode)
    }
}
