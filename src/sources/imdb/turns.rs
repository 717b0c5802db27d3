//! Titles and cast, in turns.
//!
//! Whoever takes what is read has more to do for a title than its reader, and less for a row of
//! cast. Read one after the other, each would wait for the other half of the time.

use super::Titles;
use super::cast::Cast;
use super::catalogue::Catalogue;
use super::files::Files;
use super::out::Out;
use super::principals::{self, Credited};
use super::titles::{self, Names};
use crate::sources::progress::Part;
use crate::sources::{Progress, SourceError};
use std::fs;

const STAGE: &str = "title.basics, title.akas, title.principals";
/// Rows of a turn.
const ROWS: usize = 1 << 10;

/// Reads title.basics with title.akas, and title.principals: what is less far goes on.
pub fn read(
    files: &Files,
    titles: Titles,
    known: &mut Catalogue,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<(Names, Cast, Credited), SourceError> {
    let bytes = |path| fs::metadata(path).map_or(0, |found| found.len());
    let (named, cast) = (
        bytes(&files.basics) + bytes(&files.akas),
        bytes(&files.principals),
    );
    progress.begin(STAGE, named + cast);
    let (named, cast) = (Part::new(progress, named), Part::new(progress, cast));
    let mut titles = titles::Reader::open(files, titles, &named)?;
    let mut principals = principals::Reader::open(files, &cast)?;
    let (mut more_titles, mut more_cast) = (true, true);
    while more_titles || more_cast {
        if more_titles && !(more_cast && cast.is_behind(&named)) {
            more_titles = titles.turn(ROWS, known, out)?;
        } else {
            more_cast = principals.turn(ROWS, known, out)?;
        }
    }
    let found = titles.finish(known, out)?;
    let (cast, credited) = principals.finish(out);
    Ok((found, cast, credited))
}
