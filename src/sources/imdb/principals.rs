//! title.principals: cast and crew of titles.

use super::cast::{Cast, Character, Performance};
use super::catalogue::{Catalogue, Episode, Person, Title};
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::job::{department, is_archive, is_cast, job};
use super::out::Out;
use super::role::roles;
use super::rows::Rows;
use crate::model::{Kind, Qualifier, Relation, Value};
use crate::sources::{Progress, SourceError, Tally};
use compact_str::CompactString;

/// The file whose rows these are.
pub const STAGE: &str = "title.principals";
const COLUMNS: [&str; 6] = [
    "tconst",
    "ordering",
    "nconst",
    "category",
    "job",
    "characters",
];
const SCATTERED: &str = "expected the rows of a title one after the other, found one more row of \
     a title that was left behind; sort the rows below the header with `LC_ALL=C sort`";

/// Directors and writers of which a credit was read, as title and person.
#[derive(Debug, Default)]
pub struct Credited {
    /// Directors, sorted.
    pub directors: Vec<u64>,
    /// Writers, sorted.
    pub writers: Vec<u64>,
}

/// A person's part in a title, in one number that sorts by title.
pub fn pair(title: u32, person: u32) -> u64 {
    u64::from(title) << 32 | u64::from(person)
}

/// Reads cast and crew: credits at once, the cast of whole series at the end.
pub struct Reader<'p> {
    rows: Rows<'p, 6>,
    found: Found,
}

impl<'p> Reader<'p> {
    /// Opens the file.
    pub fn open(files: &Files, progress: &'p dyn Progress) -> Result<Self, SourceError> {
        Ok(Self {
            rows: Rows::open(&files.principals, STAGE, COLUMNS, progress)?,
            found: Found::default(),
        })
    }

    /// Reads so many rows; whether there were so many.
    pub fn turn(
        &mut self,
        rows: usize,
        known: &mut Catalogue,
        out: &mut Out,
    ) -> Result<bool, SourceError> {
        out.report.enter(self.rows.path());
        for _ in 0..rows {
            let Some((line, cells)) = self.rows.next_row()? else {
                return Ok(false);
            };
            out.report.at(line);
            if let Err(message) = self.found.row(line, cells, known, out) {
                return Err(self.rows.error_at(line, message));
            }
        }
        Ok(true)
    }

    /// What all rows say together.
    pub fn finish(self, out: &mut Out) -> (Cast, Credited) {
        let Self { rows, mut found } = self;
        found.end_title(out);
        out.report.enter(rows.path());
        out.read(STAGE, rows.count());
        for (reason, all) in [
            ("title.principals: unknown title", found.unknown_titles),
            ("title.principals: title is left out", found.left_out),
            ("title.principals: unknown person", found.unknown_people),
        ] {
            out.report.skip_all(reason, all);
        }
        let mut credited = found.credited;
        for pairs in [&mut credited.directors, &mut credited.writers] {
            pairs.sort_unstable();
            pairs.dedup();
            pairs.shrink_to_fit();
        }
        (found.cast, credited)
    }
}

#[derive(Debug, Clone, Copy)]
struct Row<'r> {
    person: u32,
    order: Option<u32>,
    category: &'r str,
}

/// The rows of one title.
#[derive(Debug, Default)]
struct Group {
    title: Option<u32>,
    /// What the title is; `None` when its rows are left out.
    kind: Option<Kind>,
    unknown: bool,
    /// The series, or the title itself where it has none.
    owner: u32,
    season: Option<u32>,
    cast: Vec<Character>,
    credits: Vec<Credit>,
}

#[derive(Debug)]
struct Credit {
    person: u32,
    job: CompactString,
    order: Option<u32>,
    department: Option<&'static str>,
}

/// What the rows said so far.
#[derive(Debug, Default)]
struct Found {
    group: Group,
    cast: Cast,
    credited: Credited,
    unknown_titles: Tally,
    left_out: Tally,
    unknown_people: Tally,
}

impl Found {
    /// Takes a row.
    ///
    /// # Errors
    /// What is wrong with it.
    fn row(
        &mut self,
        line: u64,
        cells: [&str; 6],
        known: &mut Catalogue,
        out: &mut Out,
    ) -> Result<(), &'static str> {
        let [title, order, person, category, job, characters] = cells;
        let title = id::title(title).ok_or(id::EXPECTED_TITLE)?;
        if self.group.title != Some(title) {
            self.end_title(out);
            if !known.titles.get_mut(title).mark(Title::CAST) {
                return Err(SCATTERED);
            }
            self.begin_title(title, known);
        }
        if self.group.kind.is_none() {
            if self.group.unknown {
                self.unknown_titles.add(line);
            } else {
                self.left_out.add(line);
            }
            return Ok(());
        }
        if cell::known(person).is_none() {
            out.skip("title.principals: no person");
            return Ok(());
        }
        let person = id::person(person).ok_or(id::EXPECTED_PERSON)?;
        if !known.people.get(person).is(Person::KNOWN) {
            self.unknown_people.add(line);
            return Ok(());
        }
        known.people.get_mut(person).mark(Person::WANTED);
        let order = match cell::number(order) {
            Cell::Is(order) => Some(order),
            Cell::Null => None,
            Cell::Odd => {
                out.skip("title.principals: odd ordering");
                None
            }
        };
        let row = Row {
            person,
            order,
            category: category.trim(),
        };
        if is_cast(row.category) {
            self.cast_row(row, characters, out);
        }
        if !is_cast(row.category) || is_archive(row.category) {
            self.crew_row(row, job);
        }
        Ok(())
    }

    fn begin_title(&mut self, title: u32, known: &mut Catalogue) {
        let found = known.titles.get(title);
        let home = match found.kind() {
            Some(Kind::Episode) => known.home(title),
            _ => None,
        };
        let group = &mut self.group;
        group.title = Some(title);
        group.kind = found.kind();
        group.unknown = !found.is_known();
        group.owner = home.map_or(title, |episode| episode.series);
        group.season = home.and_then(Episode::season);
    }

    fn cast_row(&mut self, row: Row, characters: &str, out: &mut Out) {
        let Self { group, cast, .. } = self;
        let unnamed = Performance {
            owner: group.owner,
            person: row.person,
            name: None,
            order: row.order,
            voice: false,
            as_self: row.category == "self",
        };
        let mut named = false;
        let list = cell::names(characters, |name| {
            roles(name, |role| {
                if role.name.is_empty() && !role.voice {
                    return;
                }
                named = true;
                let (name, voice) = (Some(role.name), role.voice);
                cast.add(&Performance {
                    name,
                    voice,
                    ..unnamed
                });
            });
        });
        if !list {
            out.skip("title.principals: characters that are no list");
        }
        // Somebody seen in old recordings without a role is credited only.
        if !named && !is_archive(row.category) {
            cast.add(&unnamed);
        }
    }

    fn crew_row(&mut self, row: Row, said: &str) {
        let pairs = match row.category {
            "director" => Some(&mut self.credited.directors),
            "writer" => Some(&mut self.credited.writers),
            _ => None,
        };
        if let (Some(pairs), Some(title)) = (pairs, self.group.title) {
            pairs.push(pair(title, row.person));
        }
        let job = job(row.category, said);
        self.group.credits.push(Credit {
            person: row.person,
            department: department(row.category, &job),
            job,
            order: row.order,
        });
    }

    /// Tells of what the rows of a title say, each thing once.
    fn end_title(&mut self, out: &mut Out) {
        let Self { group, cast, .. } = self;
        let (Some(title), Some(kind)) = (group.title, group.kind) else {
            return;
        };
        let to = out.title(kind, title);
        cast.meet(out, |character| group.cast.push(character));
        group.cast.sort_unstable();
        group.cast.dedup();
        for character in group.cast.drain(..) {
            if kind == Kind::Series {
                cast.in_series(character.number);
                continue;
            }
            if group.owner != title {
                cast.in_episode(character.number, group.season);
            }
            let words = cast.words(character.name);
            let from = out.character(group.owner, character.person, words);
            out.edge(from, Relation::AppearsIn, to.clone(), Vec::new());
        }
        let key = |credit: &Credit| {
            let order = credit.order.unwrap_or(u32::MAX);
            (credit.person, credit.job.clone(), order)
        };
        if group.credits.len() > 1 {
            group.credits.sort_by_cached_key(key);
        }
        group
            .credits
            .dedup_by(|next, kept| next.person == kept.person && next.job == kept.job);
        for credit in group.credits.drain(..) {
            let from = out.person(credit.person);
            let department = credit.department.map(Value::Term);
            let order = credit.order.map(Value::Count);
            let mut qualifiers = Vec::with_capacity(3);
            qualifiers.push((Qualifier::Job, Value::Text(credit.job)));
            qualifiers.extend(department.map(|value| (Qualifier::Department, value)));
            qualifiers.extend(order.map(|value| (Qualifier::Order, value)));
            out.edge(from, Relation::Credited, to.clone(), qualifiers);
        }
    }
}
