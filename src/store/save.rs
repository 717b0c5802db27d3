//! A graph to a data directory: all of it or nothing.

use super::error::SaveError;
use super::files::{DataFile, no_file};
use super::write::line;
use crate::graph::Graph;
use crate::model::Kind;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What to do where something is already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse, unless it is an empty directory.
    Refuse,
    /// Put the new data files in the place of the old ones; other files stay.
    Replace,
}

/// Records written between two questions whether to stop.
const STOP_INTERVAL: usize = 4096;

/// Writes a graph as a data directory.
///
/// The files are written beside the place and moved there when they are complete.
///
/// # Errors
/// [`SaveError::Occupied`] as `existing` says, and always where a file or a
/// directory with other things than files in it is in the way; [`SaveError::Io`].
pub fn save_directory(graph: &Graph, place: &Path, existing: Existing) -> Result<(), SaveError> {
    save_directory_unless(graph, place, existing, &|| false)
}

/// As [`save_directory`], but gives up once `stop` says so.
///
/// # Errors
/// [`SaveError::Stopped`], with what was there still there; else as [`save_directory`].
pub fn save_directory_unless(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: &dyn Fn() -> bool,
) -> Result<(), SaveError> {
    let is_ours = |name: &str| DataFile::from_name(name).is_some();
    save_folder(place, existing, is_ours, |fresh| fill(graph, fresh, stop))
}

/// Writes a directory: all of it or nothing.
///
/// `fill` writes the files into a new directory beside the place, which is moved there when
/// it is complete. Files there that are not `ours` stay, as `existing` says.
///
/// # Errors
/// As [`save_directory`].
pub(super) fn save_folder(
    place: &Path,
    existing: Existing,
    is_ours: impl Fn(&str) -> bool,
    fill: impl FnOnce(&Path) -> Result<(), SaveError>,
) -> Result<(), SaveError> {
    let place = resolve(place)?;
    let kept = others(&place, existing, is_ours)?;
    let fresh = sibling(&place, "new");
    let result = fs::create_dir(&fresh)
        .map_err(io_error(&fresh, "make the directory"))
        .and_then(|()| fill(&fresh))
        .and_then(|()| keep(&kept, &place, &fresh))
        .and_then(|()| swap(&fresh, &place));
    if result.is_err() {
        // What is left beside the place is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_dir_all(&fresh);
    }
    result
}

/// The place without links, with the directories above it made.
fn resolve(place: &Path) -> Result<PathBuf, SaveError> {
    match fs::canonicalize(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let above = place.parent().filter(|above| !above.as_os_str().is_empty());
            let above = above.unwrap_or(Path::new("."));
            fs::create_dir_all(above).map_err(io_error(above, "make the directory"))?;
            let above = fs::canonicalize(above).map_err(io_error(above, "open the directory"))?;
            let name = place.file_name().ok_or_else(|| {
                io_error(place, "write to it")(io::Error::from(ErrorKind::InvalidInput))
            })?;
            Ok(above.join(name))
        }
        resolved => resolved.map_err(io_error(place, "open it")),
    }
}

/// The files at the place that are not ours and stay.
fn others(
    place: &Path,
    existing: Existing,
    is_ours: impl Fn(&str) -> bool,
) -> Result<Vec<String>, SaveError> {
    let occupied = |found: String, replaceable| SaveError::Occupied {
        path: place.to_owned(),
        expected: "a new or empty directory",
        found,
        replaceable,
    };
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(occupied("a file".to_owned(), false));
        }
        Err(error) => return Err(io_error(place, "open the directory")(error)),
    };
    let mut others = Vec::new();
    let mut first = None;
    for entry in entries {
        let entry = entry.map_err(io_error(place, "read the directory"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let found = fs::metadata(entry.path()).ok();
        if let Some(found) = found.and_then(|found| no_file(found.file_type())) {
            return Err(occupied(format!("the {found} {name:?} in it"), false));
        }
        first.get_or_insert_with(|| name.clone());
        if !is_ours(&name) {
            others.push(name);
        }
    }
    match first {
        Some(name) if existing == Existing::Refuse => {
            Err(occupied(format!("{name:?} in it"), true))
        }
        _ => Ok(others),
    }
}

fn sibling(place: &Path, role: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{role}-{}", std::process::id()))
}

fn fill(graph: &Graph, fresh: &Path, stop: &dyn Fn() -> bool) -> Result<(), SaveError> {
    let mut files: BTreeMap<DataFile, BufWriter<File>> = BTreeMap::new();
    let path = |file: DataFile| fresh.join(file.name());
    let failed = |file: DataFile| io_error(&path(file), "write the file");
    let open = |file: DataFile| File::create_new(path(file)).map(BufWriter::new);
    for (written, change) in graph.changes().enumerate() {
        if written % STOP_INTERVAL == 0 && stop() {
            return Err(SaveError::Stopped);
        }
        let file = DataFile::of(&change);
        let writer = match files.entry(file) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(new) => new.insert(open(file).map_err(failed(file))?),
        };
        let line = line(&change);
        writeln!(writer, "{line}").map_err(failed(file))?;
    }
    if files.is_empty() {
        // A data directory has a data file, even that of a graph without anything.
        let file = DataFile::Nodes(Kind::Source);
        files.insert(file, open(file).map_err(failed(file))?);
    }
    for (file, writer) in files {
        complete(writer).map_err(failed(file))?;
    }
    Ok(())
}

/// Writes a file: all of it or nothing.
///
/// It is written beside the place and moved there when it is complete.
///
/// # Errors
/// [`SaveError::Occupied`] where a file is already, unless it may be replaced, and always
/// where something else is; [`SaveError::Io`].
pub fn save_file(
    place: &Path,
    existing: Existing,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let place = resolve(place)?;
    let occupied = |found: &str, replaceable| SaveError::Occupied {
        path: place.clone(),
        expected: "a new file",
        found: found.to_owned(),
        replaceable,
    };
    match fs::metadata(&place) {
        Ok(found) => match no_file(found.file_type()) {
            Some(found) => return Err(occupied(&format!("a {found}"), false)),
            None if existing == Existing::Refuse => return Err(occupied("a file", true)),
            None => {}
        },
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(&place, "open it")(error)),
    }
    let fresh = sibling(&place, "new");
    let result = write_new(&fresh, write)
        .map_err(io_error(&place, "write the file"))
        .and_then(|()| {
            fs::rename(&fresh, &place).map_err(io_error(&place, "move the new file there"))
        });
    if result.is_err() {
        // What is left beside the place is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&fresh);
    }
    result
}

/// Writes a file into a directory that [`save_folder`] made.
pub(super) fn fill_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    write_new(path, write).map_err(io_error(path, "write the file"))
}

fn write_new(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create_new(path)?);
    write(&mut file)?;
    complete(file)
}

/// Brings what was written to the disk.
fn complete(mut file: BufWriter<File>) -> io::Result<()> {
    file.flush()?;
    file.get_ref().sync_all()
}

fn keep(names: &[String], place: &Path, fresh: &Path) -> Result<(), SaveError> {
    for name in names {
        let old = place.join(name);
        fs::copy(&old, fresh.join(name)).map_err(io_error(&old, "copy the file"))?;
    }
    Ok(())
}

/// Moves the new directory to the place; what was there goes once the new one is there.
fn swap(fresh: &Path, place: &Path) -> Result<(), SaveError> {
    let old = sibling(place, "old");
    let replaced = match fs::rename(place, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(io_error(place, "move the old directory aside")(error)),
    };
    if let Err(error) = fs::rename(fresh, place) {
        if replaced {
            fs::rename(&old, place).map_err(io_error(&old, "move the old directory back"))?;
        }
        return Err(io_error(place, "move the new directory there")(error));
    }
    if replaced {
        fs::remove_dir_all(&old).map_err(io_error(&old, "remove the old directory"))?;
    }
    Ok(())
}

fn io_error(path: &Path, task: &'static str) -> impl FnOnce(io::Error) -> SaveError + use<> {
    let path = path.to_owned();
    move |error| SaveError::Io { path, task, error }
}
