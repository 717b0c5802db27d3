//! The answers of the TVmaze API, saved as files.
//!
//! A file holds one or more JSON documents; a document is an answer or a list of them.
//! Answers that say of themselves what they belong to are read first. Entries of bare
//! lists (`/shows/82/cast`) are read afterwards, when their shows are known ([`folders`]);
//! what a list of one kind tells is known to the next ([`Pass`]).
//!
//! One thing may be told by many answers. The first makes the record; what others say
//! beyond that becomes further claims, with the answer as locator ([`emit`]). Kept in
//! memory are hashes of what was said, parts of characters until all performers of a
//! character are known ([`credits`]), and episodes whose season comes later.

mod elements;
mod files;
mod folders;
mod shape;

mod document;
mod html;
mod scalar;

mod companies;
mod credits;
mod emit;
mod facts;
mod jobs;
mod people;
mod shows;

use super::progress::Part;
use super::{Input, Place, Progress, Report, SourceError};
use crate::model::{Change, PartialDate};
use compact_str::CompactString;
use document::{Aka, Credit, Embedded, Episode, Hit, Person, Season, Show};
use elements::{Element, Elements};
use emit::Emitter;
use files::File;
use shape::{Shape, shape};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is read of the files in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Shows and people, with all that is embedded in shows.
    Answers,
    /// Seasons of bare lists.
    Seasons,
    /// Episodes of bare lists.
    Episodes,
    /// Casts and crews of bare lists, and those seen from people.
    Credits,
    /// Other names of shows in bare lists.
    Akas,
}

impl Pass {
    const LATER: [Self; 4] = [Self::Seasons, Self::Episodes, Self::Credits, Self::Akas];

    /// What it reads, for who waits.
    const fn stage(self) -> &'static str {
        match self {
            Self::Answers => "tvmaze: shows and people",
            Self::Seasons => "tvmaze: lists of seasons",
            Self::Episodes => "tvmaze: lists of episodes",
            Self::Credits => "tvmaze: lists of casts and crews",
            Self::Akas => "tvmaze: lists of other names",
        }
    }
}

/// Everything that is known while reading.
struct Reader<'t> {
    emitter: Emitter<'t>,
    folders: folders::Folders,
    /// Names of shows, for the names of their seasons.
    names: HashMap<u32, CompactString>,
    /// Seasons by show and number.
    seasons: HashMap<(u32, u32), u32>,
    /// Episodes whose season was not known: episode, show, number of the season.
    waiting: Vec<(u32, u32, Option<u32>)>,
    parts: credits::Parts,
    /// Why answers of no known form are left out, once there is one.
    strange: Option<String>,
}

/// One element of a file, while it is read.
struct At<'e> {
    file: &'e File,
    element: &'e Element<'e>,
}

/// Reads files, and folders with all below them, in any number.
///
/// # Errors
/// That a path or file cannot be read, is no JSON, or has entries of which nobody says to
/// which show they belong; that nothing in them is an answer of the API.
pub fn read(
    paths: &[PathBuf],
    as_of: Option<PartialDate>,
    progress: &dyn Progress,
    take: &mut dyn FnMut(Change),
) -> Result<Report, SourceError> {
    read_except(paths, &[], as_of, progress, take)
}

/// As [`read`], but folders are read without the files and folders in `except`, such as the
/// one to which the facts go.
///
/// # Errors
/// As [`read`]; that a path is a folder in `except`.
pub fn read_except(
    paths: &[PathBuf],
    except: &[PathBuf],
    as_of: Option<PartialDate>,
    progress: &dyn Progress,
    take: &mut dyn FnMut(Change),
) -> Result<Report, SourceError> {
    let files = files::files(paths, except)?;
    let mut reader = Reader {
        emitter: Emitter::new(take, facts::source(), as_of),
        folders: folders::Folders::default(),
        names: HashMap::new(),
        seasons: HashMap::new(),
        waiting: Vec::new(),
        parts: credits::Parts::default(),
        strange: None,
    };
    reader.emitter.source();
    let all: Vec<&File> = files.iter().collect();
    let later = reader.pass(&all, Pass::Answers, progress)?;
    for pass in Pass::LATER {
        let some = later.iter().filter(|(_, passes)| passes.contains(&pass));
        let some: Vec<&File> = some.map(|(file, _)| *file).collect();
        if !some.is_empty() {
            reader.pass(&some, pass, progress)?;
        }
    }
    if reader.emitter.report.read.is_empty() {
        let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
        return Err(SourceError::file(
            path,
            "expected answers of the TVmaze API, such as that of /shows/82?embed=cast; found none",
        ));
    }
    reader.emitter.report.leave();
    reader.finish();
    Ok(reader.emitter.report)
}

impl Reader<'_> {
    /// Reads what the pass wants; which later passes want something of which file.
    fn pass<'f>(
        &mut self,
        files: &[&'f File],
        pass: Pass,
        progress: &dyn Progress,
    ) -> Result<Vec<(&'f File, Vec<Pass>)>, SourceError> {
        let bytes = files.iter().map(|file| file.bytes).sum();
        progress.begin(pass.stage(), bytes);
        let whole = Part::new(progress, bytes);
        let mut buffer = Vec::new();
        let mut later = Vec::new();
        for file in files {
            let input = Input::open(&file.path, pass.stage(), &whole)?;
            let mut elements = Elements::new(input, &file.path);
            let mut passes = Vec::new();
            self.parts.begin_file();
            self.emitter.report.enter(&file.path);
            while let Some(element) = elements.next(&mut buffer)? {
                self.emitter.report.at(element.start.0);
                let at = At {
                    file,
                    element: &element,
                };
                let wanted = self.element(&at, pass)?;
                if let Some(wanted) = wanted.filter(|wanted| !passes.contains(wanted)) {
                    passes.push(wanted);
                }
            }
            if !passes.is_empty() {
                later.push((*file, passes));
            }
        }
        Ok(later)
    }

    /// Reads one element; the later pass that wants it, if there is one.
    fn element(&mut self, at: &At<'_>, pass: Pass) -> Result<Option<Pass>, SourceError> {
        if at.element.text == "null" {
            if pass == Pass::Answers {
                self.emitter.report.skip("answers without content");
            }
            return Ok(None);
        }
        let shape = shape(at.element.text).map_err(|error| at.damaged(&error))?;
        match (pass, shape) {
            (Pass::Answers, _) => return self.answer(at, shape),
            (Pass::Seasons, Shape::Season) => {
                let season: Season<'_> = at.parse()?;
                self.lone_season(at, &season)?;
            }
            (Pass::Episodes, Shape::Episode) => {
                let episode: Episode<'_> = at.parse()?;
                self.lone_episode(at, &episode)?;
            }
            (Pass::Credits, Shape::Credit) => {
                let credit: Credit<'_> = at.parse()?;
                self.lone_credit(at, &credit)?;
            }
            (Pass::Akas, Shape::Aka) => {
                let aka: Aka<'_> = at.parse()?;
                self.lone_aka(at, &aka)?;
            }
            (Pass::Credits, Shape::Person) => {
                let person: Person<'_> = at.parse()?;
                self.credits_of(&person);
            }
            (Pass::Credits, Shape::Hit) => {
                let hit: Hit<'_> = at.parse()?;
                if let Some(person) = &hit.person {
                    self.credits_of(person);
                }
            }
            _ => {}
        }
        Ok(None)
    }

    /// Reads what needs nothing else.
    fn answer(&mut self, at: &At<'_>, shape: Shape) -> Result<Option<Pass>, SourceError> {
        let folder = at.file.folder;
        match shape {
            Shape::Show => {
                let show: Show<'_> = at.parse()?;
                self.show(&show, folder);
            }
            Shape::Hit => {
                let hit: Hit<'_> = at.parse()?;
                if let Some(show) = &hit.show {
                    self.show(show, folder);
                }
                if let Some(person) = &hit.person {
                    return Ok(self.person_with_shows(person, folder));
                }
            }
            Shape::Person => {
                let person: Person<'_> = at.parse()?;
                return Ok(self.person_with_shows(&person, folder));
            }
            Shape::Season => return Ok(Some(Pass::Seasons)),
            Shape::Episode => {
                let episode: Episode<'_> = at.parse()?;
                if let Some(show) = episode.show() {
                    self.show(show, folder);
                }
                return Ok(Some(Pass::Episodes));
            }
            Shape::Credit => {
                let credit: Credit<'_> = at.parse()?;
                self.show_inside(&credit, folder);
                return Ok(Some(Pass::Credits));
            }
            Shape::Aka => return Ok(Some(Pass::Akas)),
            Shape::Picture | Shape::Updates | Shape::Failure | Shape::Other => {
                self.leave_out(at, shape);
            }
        }
        Ok(None)
    }

    /// Counts an answer that is not read; of unknown ones the first file is told.
    fn leave_out(&mut self, at: &At<'_>, shape: Shape) {
        if let Some(reason) = shape.left_out() {
            self.emitter.report.skip(reason);
            return;
        }
        let reason = self.strange.get_or_insert_with(|| {
            let first = at.file.path.display();
            format!("answers of another form, the first in {first}")
        });
        self.emitter.report.skip(reason);
    }

    fn person_with_shows(&mut self, person: &Person<'_>, folder: usize) -> Option<Pass> {
        self.emitter.person(person, "people");
        let credits = person
            .embedded
            .as_deref()
            .map(Embedded::credits_of_person)?;
        let mut any = false;
        for credit in credits.into_iter().flat_map(|(list, _)| list) {
            self.show_inside(credit, folder);
            any = true;
        }
        any.then_some(Pass::Credits)
    }

    fn show_inside(&mut self, credit: &Credit<'_>, folder: usize) {
        let inside = credit.embedded.as_ref();
        if let Some(show) = inside.and_then(|inside| inside.show.as_deref()) {
            self.show(show, folder);
        }
    }
}

impl<'e> At<'e> {
    /// The element as a type of [`document`].
    fn parse<T: serde::Deserialize<'e>>(&self) -> Result<T, SourceError> {
        serde_json::from_str(self.element.text).map_err(|error| self.damaged(&error))
    }

    fn damaged(&self, error: &serde_json::Error) -> SourceError {
        self.element.failure(&self.file.path, error)
    }

    /// What is wrong with the element as a whole.
    fn wrong(&self, message: &str) -> SourceError {
        let (line, column) = self.element.start;
        SourceError::at(&self.file.path, Place::Column(line, column), message)
    }

    /// That nobody says to which show the element belongs.
    fn without_show(&self, what: &str, found: usize) -> SourceError {
        self.wrong(&format!(
            "expected {what} of a known show, but nothing says of which; put the file into one \
             folder with the answer about its show and no other ({found} shows found there), or \
             with the list of its seasons, or ask the API for the show with its parts embedded, \
             such as /shows/82?embed[]=seasons&embed[]=cast"
        ))
    }
}
