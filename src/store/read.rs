//! Files to a graph, with the origin of every record.

use super::error::{LoadError, Problem};
use super::fields::Problems;
use super::files::{DataFile, no_file};
use super::lines::{Line, Lines};
use super::lost::{Lost, pointers};
use super::record;
use crate::graph::{Builder, Graph, Refusal, Repeated};
use crate::model::Pointer;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// The graph of a data directory.
///
/// # Errors
/// Everything that is wrong with the directory, its files, its lines and what they
/// say together. A record that cannot be read causes no second problem elsewhere.
pub fn load_directory(directory: &Path) -> Result<Graph, LoadError> {
    let shown = |name: &str| directory.join(name).display().to_string();
    let names = names(directory)?;
    let mut loader = Loader::default();
    for name in &names {
        let file = DataFile::from_name(name);
        match (file, open(&directory.join(name))) {
            (Some(file), Ok(opened)) => loader.read(shown(name), file, BufReader::new(opened)),
            (Some(file), Err(message)) => loader.unreadable(shown(name), file, message),
            (None, opened) => {
                let lines = opened.map(BufReader::new).map(Lines::new).ok();
                loader.unknown(shown(name), lines);
            }
        }
    }
    loader.finish()
}

/// The graph of files that are in memory, each with the name that problems show.
///
/// The part of the name behind the last slash tells what a file holds.
///
/// # Errors
/// As [`load_directory`].
pub fn load_texts(files: &[(&str, &str)]) -> Result<Graph, LoadError> {
    let mut loader = Loader::default();
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        match DataFile::from_name(name) {
            Some(file) => loader.read((*path).to_owned(), file, text.as_bytes()),
            None => loader.unknown((*path).to_owned(), Some(Lines::new(text.as_bytes()))),
        }
    }
    loader.finish()
}

/// Opens a file, and nothing else: a pipe would keep us waiting for its writer.
fn open(path: &Path) -> Result<File, String> {
    let found = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if let Some(found) = no_file(found.file_type()) {
        return Err(format!("unreadable file: expected a file, found a {found}"));
    }
    File::open(path).map_err(|error| unreadable(&error))
}

/// The names in a directory that end as data files do: the known ones in order, then others by name.
fn names(directory: &Path) -> Result<Vec<String>, LoadError> {
    let refuse = |found: &str| {
        LoadError::of(
            directory.display().to_string(),
            format!("expected a data directory, found {found}"),
        )
    };
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => refuse("nothing there"),
        std::io::ErrorKind::NotADirectory => refuse("a file"),
        _ => refuse(&format!("one that cannot be read ({error})")),
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let name = name.to_string_lossy().into_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|end| end == "jsonl")
        {
            names.push((DataFile::from_name(&name), name));
        }
    }
    if names.is_empty() {
        return Err(refuse("no file such as people.jsonl in it"));
    }
    names.sort_by(|(left, left_name), (right, right_name)| {
        let known = (left.is_none(), left).cmp(&(right.is_none(), right));
        known.then_with(|| left_name.cmp(right_name))
    });
    Ok(names.into_iter().map(|(_, name)| name).collect())
}

/// Where a record stands.
#[derive(Clone, Copy)]
struct Origin {
    /// Index into the names of the files.
    file: usize,
    /// From 1.
    line: usize,
}

/// A problem on its way, which sorts by its origin.
struct Found {
    origin: Origin,
    whole_file: bool,
    column: Option<usize>,
    message: String,
}

/// Collects records and problems file by file.
#[derive(Default)]
struct Loader {
    files: Vec<String>,
    builder: Builder,
    changes: usize,
    /// Where changes stand: the first of each run of changes on lines without a gap.
    origins: Vec<(usize, Origin)>,
    /// The pointers of the changes that have any; the graph takes the changes, and a
    /// refusal names their place only.
    pointed: HashMap<usize, Vec<Pointer>>,
    found: Vec<Found>,
    lost: Lost,
}

impl Loader {
    fn read(&mut self, path: String, file: DataFile, reader: impl BufRead) {
        let at = self.name(path);
        let mut lines = Lines::new(reader);
        for number in 1.. {
            let origin = Origin {
                file: at,
                line: number,
            };
            match lines.next_line() {
                Ok(Some(line)) => self.line(origin, file, line),
                Ok(None) => return,
                Err(error) => {
                    self.lost.file(file);
                    self.whole_file(at, unreadable(&error));
                    return;
                }
            }
        }
    }

    fn unreadable(&mut self, path: String, file: DataFile, message: String) {
        self.lost.file(file);
        let at = self.name(path);
        self.whole_file(at, message);
    }

    /// A file of which we do not know what it should hold; what it holds is not missed elsewhere.
    fn unknown<R: BufRead>(&mut self, path: String, lines: Option<Lines<R>>) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let message = format!(
            "unknown file: expected the name of a kind or relation, such as people.jsonl or appears_in.jsonl, found {name}"
        );
        let at = self.name(path);
        self.whole_file(at, message);
        let Some(mut lines) = lines else { return };
        while let Ok(Some(line)) = lines.next_line() {
            self.lost.line(&line.text);
        }
    }

    fn line(&mut self, origin: Origin, file: DataFile, line: Line) {
        for warning in line.warnings {
            self.push(origin, None, warning);
        }
        if let Some((column, message)) = line.fault {
            self.lost.line(&line.text);
            self.push(origin, column, message);
            return;
        }
        let json = match serde_json::from_str(&line.text) {
            Ok(json) => json,
            Err(error) => {
                self.lost.line(&line.text);
                self.push(origin, Some(error.column()), broken_json(&error));
                return;
            }
        };
        let mut problems = Problems::new();
        match record::read(json, file, &mut problems) {
            Some(change) => {
                let pointers = pointers(&change);
                if !pointers.is_empty() {
                    self.pointed.insert(self.changes, pointers.to_vec());
                }
                self.place(origin);
                self.builder.push(&change);
            }
            None => self.lost.line(&line.text),
        }
        for problem in problems {
            self.push(origin, None, problem);
        }
    }

    /// Remembers where the next change stands.
    fn place(&mut self, origin: Origin) {
        let next = self.origins.last().map(|(first, start)| Origin {
            file: start.file,
            line: start.line + (self.changes - first),
        });
        if next.is_none_or(|next| (next.file, next.line) != (origin.file, origin.line)) {
            self.origins.push((self.changes, origin));
        }
        self.changes += 1;
    }

    /// Where a change stands.
    fn origin(&self, change: usize) -> Origin {
        let behind = self.origins.partition_point(|(first, _)| *first <= change);
        let (first, start) = self.origins[behind - 1];
        Origin {
            file: start.file,
            line: start.line + (change - first),
        }
    }

    fn name(&mut self, path: String) -> usize {
        self.files.push(path);
        self.files.len() - 1
    }

    fn push(&mut self, origin: Origin, column: Option<usize>, message: String) {
        self.found.push(Found {
            origin,
            whole_file: false,
            column,
            message,
        });
    }

    fn whole_file(&mut self, file: usize, message: String) {
        self.found.push(Found {
            origin: Origin { file, line: 0 },
            whole_file: true,
            column: None,
            message,
        });
    }

    fn finish(mut self) -> Result<Graph, LoadError> {
        let builder = std::mem::replace(&mut self.builder, Builder::new(Repeated::Refuse));
        match builder.finish() {
            Ok(graph) if self.found.is_empty() => return Ok(graph),
            Ok(_) => {}
            Err(refusals) => {
                for refusal in refusals {
                    let pointers = self
                        .pointed
                        .get(&refusal.change)
                        .map_or(&[][..], Vec::as_slice);
                    if !self.lost.explains(&refusal, pointers) {
                        self.refused(&refusal);
                    }
                }
            }
        }
        self.found
            .sort_by_key(|found| (found.origin.file, found.origin.line));
        let Self { files, found, .. } = self;
        let problems = found.into_iter().map(|found| Problem {
            file: files[found.origin.file].clone(),
            line: (!found.whole_file).then_some(found.origin.line),
            column: found.column,
            message: found.message,
        });
        Err(LoadError {
            problems: problems.collect(),
        })
    }

    fn refused(&mut self, refusal: &Refusal) {
        let origin = self.origin(refusal.change);
        let mut message = refusal.reason.to_string();
        if let Some(first) = refusal.clashes_with {
            let first = self.origin(first);
            let place = format!(" (first at {}:{})", self.files[first.file], first.line);
            message.push_str(&place);
        }
        self.push(origin, None, message);
    }
}

fn unreadable(error: &std::io::Error) -> String {
    format!("unreadable file: expected JSON Lines, found an error ({error})")
}

/// What the parser says, without the place, which we show before it.
fn broken_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or(&text);
    format!("broken JSON: expected one object on the line, found an error ({cause})")
}
