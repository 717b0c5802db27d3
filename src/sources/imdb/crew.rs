//! title.crew: directors and writers whom title.principals leaves out.

use super::catalogue::{Catalogue, Person, Title};
use super::cell;
use super::files::Files;
use super::id;
use super::job::{department, job};
use super::out::Out;
use super::principals::{Credited, pair};
use super::rows::Rows;
use crate::model::{Kind, Qualifier, Relation, Value};
use crate::sources::{Progress, SourceError, Tally};

const STAGE: &str = "title.crew";
const COLUMNS: [&str; 3] = ["tconst", "directors", "writers"];

/// Adds the credits that were not read from title.principals.
pub fn read(
    files: &Files,
    known: &mut Catalogue,
    credited: &Credited,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<(), SourceError> {
    let mut rows = Rows::open(&files.crew, STAGE, COLUMNS, progress)?;
    out.report.enter(rows.path());
    let (mut unknown, mut left_out) = (Tally::default(), Tally::default());
    let mut met = Vec::new();
    while let Some((line, [title, directors, writers])) = rows.next_row()? {
        out.report.at(line);
        let Some(title) = id::title(title) else {
            return Err(rows.error_at(line, id::EXPECTED_TITLE));
        };
        let found = known.titles.get(title);
        let Some(kind) = found.kind() else {
            if found.is_known() {
                left_out.add(line);
            } else {
                unknown.add(line);
            }
            continue;
        };
        if !known.titles.get_mut(title).mark(Title::CREWED) {
            out.skip("title.crew: repeated title");
            continue;
        }
        let lists = [
            ("director", directors, &credited.directors),
            ("writer", writers, &credited.writers),
        ];
        for (category, cell, credited) in lists {
            met.clear();
            for person in cell::list(cell) {
                match id::person(person) {
                    Some(person) if known.people.get(person).is(Person::KNOWN) => met.push(person),
                    Some(_) => out.skip("title.crew: unknown person"),
                    None => out.skip("title.crew: odd id of a person"),
                }
            }
            met.sort_unstable();
            met.dedup();
            met.retain(|person| credited.binary_search(&pair(title, *person)).is_err());
            for person in met.drain(..) {
                known.people.get_mut(person).mark(Person::WANTED);
                credit(person, category, (kind, title), out);
            }
        }
    }
    out.read(STAGE, rows.count());
    out.report.skip_all("title.crew: unknown title", unknown);
    out.report
        .skip_all("title.crew: title is left out", left_out);
    Ok(())
}

fn credit(person: u32, category: &str, (kind, title): (Kind, u32), out: &mut Out) {
    let job = job(category, "\\N");
    let department = department(category, &job).map(Value::Term);
    let mut qualifiers = vec![(Qualifier::Job, Value::Text(job))];
    qualifiers.extend(department.map(|value| (Qualifier::Department, value)));
    let (from, to) = (out.person(person), out.title(kind, title));
    out.edge(from, Relation::Credited, to, qualifiers);
}
