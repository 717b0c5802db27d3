//! The non-commercial data sets of `IMDb`: seven tab-separated files, plain or compressed.
//!
//! | in the files | in the graph |
//! |---|---|
//! | tvSeries, tvMiniSeries | series with genres, years, other titles |
//! | tvEpisode | episode, part of its season, or of its series where the season is not known |
//! | season numbers of episodes | seasons, called "Breaking Bad Season 1" |
//! | tvMovie, tvSpecial, tvShort; with [`Titles::All`] movie, short, video | films |
//! | names | people with years of birth and death and what they do |
//! | actor, actress, self | characters: `PLAYS` and `APPEARS_IN`, for each episode, season and series |
//! | `archive_footage`, `archive_sound` | the same where there is a role, and a credit |
//! | other categories, directors and writers of title.crew | CREDITED |
//! | ratings | `RATED_BY` |
//!
//! - Characters: see [`cast`]. A row of cast without a role is a character without a name.
//! - An episode is REGULAR by its number, SPECIAL when that or its season is 0; without a
//!   number the files do not say which it is.
//! - Numbers of episodes of a season or series are counted in the files.
//! - Rows that name what no file has are counted and left out, as are odd values. A row
//!   that is damaged ends the import.
//!
//! What is kept between rows: a byte for each title and person, 16 for each episode, a few
//! dozen for each character, its name where it is new, 12 for each season of a character,
//! and 8 for each director and writer of a title.

pub mod akas;
pub mod cast;
pub mod catalogue;
pub mod cell;
pub mod crew;
pub mod episodes;
pub mod files;
pub mod id;
pub mod job;
pub mod out;
pub mod people;
pub mod principals;
pub mod ratings;
pub mod role;
pub mod rows;
pub mod table;
pub mod texts;
pub mod titles;
pub mod turns;

use super::{Progress, Report, SourceError};
use crate::model::{Change, PartialDate};
use catalogue::Catalogue;
use files::Files;
use out::Out;
use std::path::Path;

/// Which titles are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Titles {
    /// Television: series, episodes, and films, shorts and specials made for it.
    Tv,
    /// Films, shorts and videos too. Games never are.
    All,
}

/// Reads a folder, and hands on what it says.
///
/// Each node and each claim is handed on once; edges may come before their nodes, but name
/// no others. `as_of` is the day on which the files were fetched.
///
/// # Errors
/// What is missing or damaged, with file and line; then what was handed on is not whole.
pub fn read(
    dir: &Path,
    titles: Titles,
    as_of: Option<PartialDate>,
    progress: &dyn Progress,
    take: &mut dyn FnMut(Change),
) -> Result<Report, SourceError> {
    let files = Files::find(dir)?;
    let mut known = Catalogue::default();
    let mut out = Out::new(as_of, progress, take);
    episodes::read(&files, &mut known, progress, &mut out)?;
    titles::know(&files, titles, &mut known, progress)?;
    people::know(&files, &mut known, progress)?;
    let (series, cast, credited) = turns::read(&files, titles, &mut known, progress, &mut out)?;
    episodes::join(&files, &known, &series, &mut out)?;
    drop(series);
    ratings::read(&files, &mut known, progress, &mut out)?;
    crew::read(&files, &mut known, &credited, progress, &mut out)?;
    drop(credited);
    progress.begin("seasons and cast", 0);
    let selves = cast.finish(&known, &mut out)?;
    people::read(&files, titles, &mut known, &selves, progress, &mut out)?;
    out.report.leave();
    Ok(out.report)
}
