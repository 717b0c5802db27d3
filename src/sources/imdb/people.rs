//! name.basics: people. Read twice: first who there is, at the end those who are wanted.

use super::Titles;
use super::cast::Selves;
use super::catalogue::{Catalogue, Person};
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::out::{Out, external};
use super::rows::Rows;
use crate::model::{Property, Value};
use crate::sources::text::clean;
use crate::sources::{Progress, SourceError, Tally};

const STAGE: &str = "name.basics";
const COLUMNS: [&str; 6] = [
    "nconst",
    "primaryName",
    "birthYear",
    "deathYear",
    "primaryProfession",
    "knownForTitles",
];

/// Remembers who there is, so that no edge names somebody else.
pub fn know(
    files: &Files,
    known: &mut Catalogue,
    progress: &dyn Progress,
) -> Result<(), SourceError> {
    let stage = "name.basics, ids";
    let mut rows = Rows::open(&files.names, stage, [COLUMNS[0]], progress)?;
    while let Some((line, [person])) = rows.next_row()? {
        let Some(person) = id::person(person) else {
            return Err(rows.error_at(line, id::EXPECTED_PERSON));
        };
        known.people.get_mut(person).mark(Person::KNOWN);
    }
    Ok(())
}

/// Makes the nodes of the people who are wanted, and of those they play as themselves.
pub fn read(
    files: &Files,
    titles: Titles,
    known: &mut Catalogue,
    selves: &Selves,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<(), SourceError> {
    let mut rows = Rows::open(&files.names, STAGE, COLUMNS, progress)?;
    out.report.enter(rows.path());
    let mut left_out = Tally::default();
    while let Some((line, cells)) = rows.next_row()? {
        out.report.at(line);
        let [person, name, .., known_for] = cells;
        let Some(person) = id::person(person) else {
            return Err(rows.error_at(line, id::EXPECTED_PERSON));
        };
        if !known.people.get_mut(person).mark(Person::DONE) {
            out.skip("name.basics: repeated person");
            continue;
        }
        let kept = |title| known.titles.get(title).kind().is_some();
        let wanted = titles == Titles::All
            || known.people.get(person).is(Person::WANTED)
            || cell::list(known_for).filter_map(id::title).any(kept);
        if !wanted {
            left_out.add(line);
            continue;
        }
        let key = out.person(person);
        let name = cell::text(name).unwrap_or_else(|| {
            out.skip("name.basics: no name");
            key.slug().trim_start_matches("imdb-").into()
        });
        selves.tell(person, &name, out);
        let mut properties = Vec::with_capacity(8);
        properties.push((Property::Name, Value::Text(name)));
        properties.push((Property::ExternalIds, external(&key)));
        life(cells[2], cells[3], &mut properties, out);
        occupations(cells[4], &mut properties);
        out.node(key, properties);
    }
    out.read(STAGE, rows.count());
    out.report
        .skip_all("name.basics: not of a title that is kept", left_out);
    Ok(())
}

/// Years of birth and death.
///
/// The files store years before Christ without their sign. Who died before being born did
/// so then: both years are left out, since as they stand they are false.
fn life(birth: &str, death: &str, properties: &mut Vec<(Property, Value)>, out: &mut Out) {
    let mut year = |cell: &str| match cell::year(cell) {
        Cell::Is(year) => Some(year),
        Cell::Null => None,
        Cell::Odd => {
            out.skip("name.basics: odd year");
            None
        }
    };
    let (birth, death) = (year(birth), year(death));
    if let (Some(birth), Some(death)) = (birth, death)
        && death < birth
    {
        out.skip("name.basics: death before birth");
        return;
    }
    properties.extend(birth.map(|year| (Property::Birth, Value::Date(year))));
    properties.extend(death.map(|year| (Property::Death, Value::Date(year))));
}

/// What the person does for a living, in words.
fn occupations(cell: &str, properties: &mut Vec<(Property, Value)>) {
    let begin = properties.len();
    for word in cell::list(cell) {
        let Some(words) = clean(&word.replace('_', " ")) else {
            continue;
        };
        let occupation = (Property::Occupations, Value::Text(words));
        if !properties[begin..].contains(&occupation) {
            properties.push(occupation);
        }
    }
}
