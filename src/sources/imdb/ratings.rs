//! title.ratings: what users think.

use super::catalogue::{Catalogue, Title};
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::out::Out;
use super::rows::Rows;
use crate::model::relation::Measure;
use crate::model::{Qualifier, Relation, Value};
use crate::sources::{Progress, SourceError};

const STAGE: &str = "title.ratings";
const COLUMNS: [&str; 3] = ["tconst", "averageRating", "numVotes"];
/// The highest score that a user can give.
const BEST: f64 = 10.0;

/// Joins titles to the outlet of the ratings.
pub fn read(
    files: &Files,
    known: &mut Catalogue,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<(), SourceError> {
    let mut rows = Rows::open(&files.ratings, STAGE, COLUMNS, progress)?;
    out.report.enter(rows.path());
    while let Some((line, [title, average, votes])) = rows.next_row()? {
        out.report.at(line);
        let Some(title) = id::title(title) else {
            return Err(rows.error_at(line, id::EXPECTED_TITLE));
        };
        let found = known.titles.get(title);
        let Some(kind) = found.kind() else {
            out.skip(if found.is_known() {
                "title.ratings: title is left out"
            } else {
                "title.ratings: unknown title"
            });
            continue;
        };
        let score = average.trim().parse::<f64>();
        let Some(score) = score.ok().filter(|score| (0.0..=BEST).contains(score)) else {
            out.skip("title.ratings: odd rating");
            continue;
        };
        if !known.titles.get_mut(title).mark(Title::RATED) {
            out.skip("title.ratings: repeated title");
            continue;
        }
        let mut qualifiers = vec![
            (Qualifier::Measure, Value::Term(Measure::UserRating.word())),
            (Qualifier::Value, Value::Number(score)),
            (Qualifier::Best, Value::Number(BEST)),
        ];
        match cell::number(votes) {
            Cell::Is(votes) => qualifiers.push((Qualifier::Count, Value::Count(votes))),
            Cell::Odd => out.skip("title.ratings: odd number of votes"),
            Cell::Null => {}
        }
        let (from, to) = (out.title(kind, title), out.outlet());
        out.edge(from, Relation::RatedBy, to, qualifiers);
    }
    out.read(STAGE, rows.count());
    Ok(())
}
